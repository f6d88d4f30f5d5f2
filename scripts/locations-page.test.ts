import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { catalogue } from '../app/platforms/catalogue.ts';
import { withLocations } from './locations-page.ts';

const path = join(import.meta.dirname, '../docs/locations.md');
const page = readFileSync(path, 'utf8');

test('docs/locations.md matches the catalogue (npm run docs rewrites it)', () => {
  expect(withLocations(page)).toBe(page);
});

test('docs/locations.md has every row and every rule of the catalogue', () => {
  const ids = catalogue.flatMap(({ data, locations }) => [
    ...data.rules.map(({ rule }) => rule),
    ...locations.map(({ id }) => id),
  ]);
  expect([...new Set(ids)].filter((id) => !page.includes(`| ${id} |`))).toEqual([]);
});

test('a page without its markers is refused', () => {
  expect(() => withLocations('# Where')).toThrow('no section');
});
