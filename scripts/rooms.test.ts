import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

interface Room {
  readonly room: string;
  readonly does: string;
}

const root = join(import.meta.dirname, '..');
const engine = join(root, 'main', 'engine');
const rows = JSON.parse(readFileSync(join(engine, 'rooms.json'), 'utf8')) as readonly (readonly Room[])[];
const rooms = rows.flat();

test('the table of rooms names every folder of the engine and no other', () => {
  const folders = readdirSync(engine, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(rooms.map(({ room }) => room).toSorted()).toEqual(folders.map(({ name }) => name).toSorted());
});

test('docs/layers.md shows the table of rooms as lint reads it', () => {
  const lines = rows.flatMap((row, index) =>
    row.map(({ room, does }) => `| ${index} | \`${room}\` | ${does} |`),
  );
  const page = readFileSync(join(root, 'docs', 'layers.md'), 'utf8');
  const [, shown = ''] = page.split(/<!-- rooms: (?:begin|end) -->/u);
  expect(shown.trim().split('\n').slice(2)).toEqual(lines);
});

test.each(rooms)('the room $room says what it is for and what its danger is', ({ room }) => {
  const file = join(engine, room, 'README.md');
  expect(existsSync(file)).toBe(true);
  expect(readFileSync(file, 'utf8')).toContain('\nDanger: ');
});

test('docs/layers.md names only files and folders that exist', () => {
  const page = readFileSync(join(root, 'docs', 'layers.md'), 'utf8');
  const named = [...page.matchAll(/`((?:app|main|renderer|scripts|e2e|bench|docs)\/[\w./-]+)`/gu)].map(
    ([, path = '']) => path,
  );
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});
