import { expect, it } from 'vitest';
import type { StoredEntry } from '../../../app/contract/quarantine.ts';
import { folderOver, sumOfChosen, toggled } from './chosen.ts';
import type { Chosen } from './chosen.ts';

const file = (path: string, bytes = 10): StoredEntry => ({ root: '/d', path, kind: 'file', files: 1, bytes });
const folder: StoredEntry = { root: '/d', path: 'a/moved', kind: 'folder', files: 4, bytes: 40 };
const none: Chosen = new Map();

it('ticks a database with the journals that are shown, and unticks them together', () => {
  const known = ['a/x.db', 'a/x.db-shm', 'a/x.db-wal', 'b/x.db-wal', 'a/y.db'].map((path) => file(path));
  const ticked = toggled(none, known[2]!, known);
  expect([...ticked.keys()].toSorted()).toEqual(['/d/a/x.db', '/d/a/x.db-shm', '/d/a/x.db-wal']);
  expect(toggled(ticked, known[0]!, known).size).toBe(0);
});

it('counts what a ticked folder holds once', () => {
  const inside = file('a/moved/deep/b');
  const ticked = toggled(toggled(toggled(none, inside, []), file('c'), []), folder, []);
  expect([...ticked.keys()]).toEqual(['/d/c', '/d/a/moved']);
  expect(sumOfChosen(ticked)).toEqual({ files: 5, bytes: 50 });
  expect(folderOver(ticked, inside)).toBe(folder);
  expect(folderOver(ticked, file('a/moved2/b'))).toBeNull();
  expect(folderOver(ticked, { ...inside, root: '/e' })).toBeNull();
});
