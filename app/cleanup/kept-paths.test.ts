import { expect, test } from 'vitest';
import { fullPath, keptLookup } from './kept-paths.ts';

test('finds the entry that keeps a file: itself, a file of its database, or a folder above it', () => {
  const kept = keptLookup(['/d/a/x.db', '/d/b', '/d/c/*']);
  expect(kept('/d/a/x.db')).toBe('/d/a/x.db');
  expect(kept('/d/a/x.db-wal')).toBe('/d/a/x.db');
  expect(kept('/d/b/c/y')).toBe('/d/b');
  expect(kept('/d/c/*')).toBe('/d/c/*');
  for (const other of ['/d/bb', '/d/a/x.dbx', '/d/c/y', '/d']) expect(kept(other)).toBeNull();
});

test('writes a full path as its system does', () => {
  expect(fullPath('/d', 'a/b')).toBe('/d/a/b');
  expect(fullPath('C:\\d', 'a/b')).toBe('C:\\d\\a\\b');
  expect(keptLookup(['C:\\d\\a'])(fullPath('C:\\d', 'a/b'))).toBe('C:\\d\\a');
});
