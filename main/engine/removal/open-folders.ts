import { join } from 'node:path';
import { isPlainName } from '../../../app/cleanup/containment.ts';
import type { PathStyle } from '../../../app/cleanup/containment.ts';
import type { FolderPins, PinnedFolder } from '../../system/ports.ts';
import type { BatchFolder, SinkRoot } from '../ledger/batch.ts';
import type { Outcome } from '../ledger/outcomes.ts';

export interface Bounds {
  readonly pins: FolderPins;
  readonly style: PathStyle;
  readonly roots: readonly SinkRoot[];
}

export type Pinned = { readonly folder: PinnedFolder } | { readonly why: Outcome };

function checkRoot(bounds: Bounds, number: number): Outcome | null {
  const root = bounds.roots[number];
  if (root === undefined) return 'outside-root';
  const pin = bounds.pins.pin(root.realPath, root.identity, root.realPath);
  if (typeof pin === 'string') return pin;
  pin.close();
  return null;
}

function pinBelow(bounds: Bounds, folder: BatchFolder): Pinned {
  const root = bounds.roots[folder.root];
  if (root === undefined) return { why: 'outside-root' };
  if (!folder.segments.every((segment) => isPlainName(segment, bounds.style))) return { why: 'outside-root' };
  if (folder.identity.dev !== root.identity.dev) return { why: 'mount' };
  const pin = bounds.pins.pin(join(root.realPath, ...folder.segments), folder.identity, root.realPath);
  return typeof pin === 'string' ? { why: pin } : { folder: pin };
}

/** Opens a planned folder below its root, or returns why nothing in it may be touched. */
export function pinFolder(bounds: Bounds, folder: BatchFolder): Pinned {
  const why = checkRoot(bounds, folder.root);
  return why === null ? pinBelow(bounds, folder) : { why };
}

/** Keeps recently used folders open, so that neighbouring entries do not reopen their folder. */
export interface OpenFolders {
  open(folder: BatchFolder): Pinned;
  /** closes all folders, after calling `beforeClose` */
  closeAll(): void;
}

/** Open folders per thread. Erase finishes the files of several folders with one sync. */
const maxOpenFolders = 16;

function keyOf({ root, segments, identity }: BatchFolder): string {
  return `${root} ${identity.dev} ${identity.ino}/${segments.join('/')}`;
}

/**
 * Checks each root once per instance and each folder when it is opened. The pin checks the folder's location again
 * before every removal.
 */
export function createOpenFolders(bounds: Bounds, beforeClose: () => void): OpenFolders {
  const held = new Map<string, Pinned>();
  const roots = new Map<number, Outcome | null>();
  /** the last result: neighbours in a batch usually share one folder */
  let last: { readonly folder: BatchFolder; readonly pin: Pinned } | null = null;
  const closeAll = (): void => {
    beforeClose();
    last = null;
    for (const pin of held.values()) if ('folder' in pin) pin.folder.close();
    held.clear();
    roots.clear();
  };
  const checkRootOnce = (number: number): Outcome | null => {
    const known = roots.get(number);
    if (known !== undefined) return known;
    const why = checkRoot(bounds, number);
    roots.set(number, why);
    return why;
  };
  const pinOf = (folder: BatchFolder): Pinned => {
    const key = keyOf(folder);
    const known = held.get(key);
    if (known !== undefined) return known;
    if (held.size >= maxOpenFolders) closeAll();
    const why = checkRootOnce(folder.root);
    const pin = why === null ? pinBelow(bounds, folder) : { why };
    held.set(key, pin);
    return pin;
  };
  return {
    closeAll,
    open(folder) {
      if (last?.folder !== folder) {
        // opening a folder may close all others, including the last one
        const pin = pinOf(folder);
        last = { folder, pin };
      }
      return last.pin;
    },
  };
}
