import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, test } from 'vitest';
import { schemaFolder, undocumentedIn } from '../../testing/documented.ts';
import { schemaFiles, withGeneratedSections } from './cli-reference.ts';
import { optionNames, options } from './options.ts';

const path = join(import.meta.dirname, '../../../docs/cli.md');

it('docs/cli.md matches the program (vitest -u rewrites it)', async () => {
  await expect(withGeneratedSections(readFileSync(path, 'utf8'))).toMatchFileSnapshot(path);
});

it('docs/cli.md names every option', () => {
  const text = readFileSync(path, 'utf8');
  expect(optionNames.filter((name) => !text.includes(options[name].long))).toEqual([]);
});

const files = schemaFiles();
const committed = new Map(
  readdirSync(schemaFolder).map((name) => [name, readFileSync(join(schemaFolder, name), 'utf8')]),
);

test('docs/schema holds one file for each generated schema (npm run docs writes them)', () => {
  expect([...committed.keys()].toSorted()).toEqual([...files.keys()].toSorted());
});

test.each([...files.keys()])('%s is up to date and states its dialect', (name) => {
  expect(committed.get(name)).toBe(files.get(name));
  expect(JSON.parse(committed.get(name) ?? '{}')).toMatchObject({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
  });
});

const version = { schema: 'signoff.version/1', version: '0.1.0' };

test('a field that no schema declares is invalid', () => {
  expect(undocumentedIn('version.json', version)).toEqual([]);
  expect(undocumentedIn('version.json', { ...version, extra: 1 })).toHaveLength(1);
  expect(undocumentedIn('version.json', { schema: version.schema })).toHaveLength(1);
  expect(undocumentedIn('contract-events.json', { batches: 1 }, 'quarantine.changed')).toEqual([]);
  expect(undocumentedIn('contract-events.json', { batches: 1, x: 1 }, 'quarantine.changed')).toHaveLength(1);
});

test('a destroying method without its confirmation is invalid', () => {
  expect(undocumentedIn('contract-inputs.json', { runId: 'r-1', confirmed: true }, 'runs.resume')).toEqual(
    [],
  );
  expect(undocumentedIn('contract-inputs.json', { runId: 'r-1' }, 'runs.resume')).not.toEqual([]);
});
