import { expect, test } from 'vitest';
import { start } from './start-program.ts';

test.runIf(process.platform !== 'win32')('tells what ended well from what failed or is missing', async () => {
  const node = process.execPath;
  expect(await start(node, ['-e', ''])).toEqual({ kind: 'shown' });
  expect(await start(node, ['-e', 'process.exit(3)'])).toEqual({ kind: 'failed', reason: `${node}: 3` });
  expect(await start(node, ['-e', 'process.exit(3)'], { anyCode: true })).toEqual({ kind: 'shown' });
  expect(await start('/nowhere/program', [])).toMatchObject({ kind: 'failed' });
});

test('does not wait for a program that stays open', async () => {
  expect(await start(process.execPath, ['-e', 'setTimeout(() => {}, 6000)'])).toEqual({ kind: 'shown' });
});
