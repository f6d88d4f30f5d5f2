import { test } from 'playwright/test';
import { whyNoElectron } from '../scripts/find-electron.mjs';

test('the same specs in Electron', () => {
  test.skip(true, whyNoElectron() ?? 'Electron can run here');
});
