import { expect, test } from 'vitest';
import type { FolderPins, PinnedFolder } from '../../system/ports.ts';
import type { BatchFolder } from '../ledger/batch.ts';
import { createOpenFolders } from './open-folders.ts';

const identity = { dev: 1n, ino: 1n };

function folderNamed(name: string): BatchFolder {
  return { root: 0, segments: [name], identity };
}

/** Folders of a process that may hold `limit` of them open. */
function limitedPins(limit: number): FolderPins & { readonly isOpen: ReadonlySet<string> } {
  const isOpen = new Set<string>();
  return {
    isOpen,
    pin(path) {
      if (isOpen.size >= limit)
        throw Object.assign(new Error('EMFILE: too many open files'), { code: 'EMFILE' });
      isOpen.add(path);
      return { close: () => void isOpen.delete(path) } as unknown as PinnedFolder;
    },
  };
}

test('a folder beyond the limit of open files is opened after the others are closed', () => {
  const pins = limitedPins(2);
  let finished = 0;
  const folders = createOpenFolders(
    { pins, style: 'posix', roots: [{ realPath: '/r', identity }] as never },
    () => (finished += 1),
  );
  for (const name of ['a', 'b', 'c', 'd', 'e'])
    expect(folders.open(folderNamed(name)), name).toHaveProperty('folder');
  // the work in the first folders is finished before they are closed
  expect(finished).toBeGreaterThan(0);
  folders.closeAll();
  expect([...pins.isOpen]).toEqual([]);
});

test('without any folder to close, the limit is the reason, and the next try asks again', () => {
  let isFull = true;
  const pins = limitedPins(9);
  const busy: FolderPins = {
    pin(...where) {
      if (isFull) return 'too-many-open-files' as never;
      return pins.pin(...where);
    },
  };
  const folders = createOpenFolders(
    { pins: busy, style: 'posix', roots: [{ realPath: '/r', identity }] as never },
    () => undefined,
  );
  const folder = folderNamed('a');
  expect(folders.open(folder)).toEqual({ refused: 'too-many-open-files' });
  isFull = false;
  expect(folders.open(folder)).toHaveProperty('folder');
});
