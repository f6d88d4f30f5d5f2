import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { keptLanguage } from './kept-language.ts';

const folder = () => mkdtempSync(join(tmpdir(), 'signoff-language-'));

it.each([
  ['{"version":1,"language":"en-US"}', 'en-US'],
  ['{"version":9,"language":"zh-CN","later":true}', 'zh-CN'],
  ['{"language":"system"}', null],
  ['{"language":["en-US"]}', null],
  ['null', null],
  ['{"language":', null],
])('reads the language of %s as %s', async (text, language) => {
  const state = folder();
  writeFileSync(join(state, 'settings.json'), text);
  expect(await keptLanguage(state)).toBe(language);
});

it('is null where there are no settings that can be read', async () => {
  const state = folder();
  expect(await keptLanguage(state)).toBeNull();
  mkdirSync(join(state, 'settings.json'));
  expect(await keptLanguage(state)).toBeNull();
});
