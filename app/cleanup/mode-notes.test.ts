import { expect, test } from 'vitest';
import { dictionaries } from '../locale/dictionaries.ts';
import { modeNotes, notesFor } from './mode-notes.ts';

const plain = {
  fileSystem: 'ext4',
  medium: 'magnetic',
  copyOnWrite: 'no',
  encrypted: 'no',
  network: 'no',
  readOnly: 'no',
  sameAsQuarantine: true,
} as const;

test('overwriting in place on a magnetic disk still says what it does not reach', () => {
  expect(notesFor('erase', [plain])).toEqual(['erase-once', 'erase-not-everything']);
});

test.each([
  ['erase-solid-state', { medium: 'solid-state' }],
  ['erase-copy-on-write', { copyOnWrite: 'yes' }],
  ['erase-encrypted', { encrypted: 'yes' }],
  ['erase-could-not-tell', { medium: 'could-not-tell' }],
  ['erase-could-not-tell', { copyOnWrite: 'could-not-tell' }],
  ['erase-could-not-tell', { network: 'could-not-tell' }],
] as const)('%s where it holds', (note, change) => {
  expect(notesFor('erase', [{ ...plain, ...change }])).toEqual(['erase-once', note, 'erase-not-everything']);
});

test('on the network one sentence says it all, whatever else is not known', () => {
  const share = {
    ...plain,
    network: 'yes',
    medium: 'could-not-tell',
    copyOnWrite: 'could-not-tell',
    encrypted: 'could-not-tell',
  } as const;
  expect(notesFor('erase', [share])).toEqual(['erase-once', 'erase-network', 'erase-not-everything']);
});

test('several volumes: each doubt is said once, encryption only where it holds for all', () => {
  const laptop = { ...plain, medium: 'solid-state', encrypted: 'yes' } as const;
  const disk = { ...plain, copyOnWrite: 'yes' } as const;
  expect(notesFor('erase', [laptop, laptop, disk])).toEqual([
    'erase-once',
    'erase-copy-on-write',
    'erase-solid-state',
    'erase-not-everything',
  ]);
});

test('no answer about volumes is a doubt, never a promise', () => {
  expect(notesFor('erase', [])).toContain('erase-could-not-tell');
});

test('the other ways say what they leave behind', () => {
  expect(notesFor('delete', [plain])).toEqual(['delete-recoverable']);
  expect(notesFor('trash', [plain])).toEqual(['trash-stays', 'trash-own-volume']);
  expect(notesFor('quarantine', [plain])).toEqual(['quarantine-stays']);
  expect(notesFor('quarantine', [plain, { ...plain, sameAsQuarantine: false }])).toEqual([
    'quarantine-stays',
    'quarantine-copies',
  ]);
});

test('a read-only volume is said first in every way', () => {
  for (const mode of ['quarantine', 'trash', 'delete', 'erase'] as const)
    expect(notesFor(mode, [{ ...plain, readOnly: 'yes' }])[0]).toBe('read-only');
});

test('every sentence has its words in both languages', () => {
  for (const { volumes } of Object.values(dictionaries))
    for (const note of modeNotes) expect(volumes.notes[note].length).toBeGreaterThan(10);
});
