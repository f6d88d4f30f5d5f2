import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { withGeneratedSections } from './cli-reference.ts';
import { optionNames, options } from './options.ts';

const path = join(import.meta.dirname, '../../../docs/cli.md');

it('docs/cli.md matches the program (vitest -u rewrites it)', async () => {
  await expect(withGeneratedSections(readFileSync(path, 'utf8'))).toMatchFileSnapshot(path);
});

it('docs/cli.md names every option', () => {
  const text = readFileSync(path, 'utf8');
  expect(optionNames.filter((name) => !text.includes(options[name].long))).toEqual([]);
});
