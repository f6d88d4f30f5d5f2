import { expect, test } from 'vitest';
import { settingsSchema } from '../contract/settings.ts';
import { dictionaries } from '../locale/dictionaries.ts';
import { languages } from '../locale/dictionary.ts';
import { settingText } from './setting-text.ts';
import { firstSettings, settingNames, settingRow } from './settings-table.ts';

test('the first settings are what the contract allows', () => {
  expect(settingsSchema.parse(firstSettings)).toEqual(firstSettings);
});

test.each([...settingNames])('%s: what the window offers is allowed and has words', (name) => {
  const row = settingRow(name);
  const values = [
    ...(row.kind === 'choice' ? row.values : []),
    ...(row.kind === 'number' ? row.offered : []),
    ...('none' in row ? [null] : []),
    firstSettings[name],
  ];
  for (const value of values) {
    expect(settingsSchema.shape[name].safeParse(value).success, String(value)).toBe(true);
    for (const language of languages)
      expect(settingText(name, value, dictionaries[language], language)).not.toBe('');
  }
});

test.each([...settingNames])('%s can be switched off exactly where the contract takes null', (name) => {
  expect('none' in settingRow(name)).toBe(settingsSchema.shape[name].safeParse(null).success);
});
