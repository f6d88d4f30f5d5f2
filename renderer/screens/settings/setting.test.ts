import { expect, test } from 'vitest';
import { settingRow } from '../../../app/settings/settings-table.ts';
import { offeredValues } from './setting.tsx';

test('offered values contain a current value that is not in the list', () => {
  const row = settingRow('sessionHours');
  expect(offeredValues(row, 12)).toEqual([4, 8, 12, 24, 72]);
  expect(offeredValues(row, 9)).toEqual([4, 8, 9, 12, 24, 72]);
});

test('a setting that can be off offers that last', () => {
  expect(offeredValues(settingRow('quarantineDays'), null)).toEqual([7, 30, 90, 365, null]);
});
