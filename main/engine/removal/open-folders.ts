import { join } from 'node:path';
import { isPlainName } from '../../../app/cleanup/containment.ts';
import type { PathStyle } from '../../../app/cleanup/containment.ts';
import { isFileLimit } from '../../../app/contract/errors.ts';
import type { FolderPins, PinnedFolder } from '../../system/ports.ts';
import type { BatchFolder, SinkRoot } from '../ledger/batch.ts';
import type { Outcome } from '../ledger/outcomes.ts';

export interface Bounds {
  readonly pins: FolderPins;
  readonly style: PathStyle;
  readonly roots: readonly SinkRoot[];
}

export type OpenResult = { readonly folder: PinnedFolder } | { readonly refused: Outcome };

/** Checks that a root is still the folder that was planned; null when it is. */
function checkRoot(bounds: Bounds, rootIndex: number): Outcome | null {
  const root = bounds.roots[rootIndex];
  if (root === undefined) return 'outside-root';
  const pin = bounds.pins.pin(root.realPath, root.identity, root.realPath);
  if (typeof pin === 'string') return pin;
  pin.close();
  return null;
}

function openBelowRoot(bounds: Bounds, folder: BatchFolder): OpenResult {
  const root = bounds.roots[folder.root];
  if (root === undefined) return { refused: 'outside-root' };
  if (!folder.segments.every((segment) => isPlainName(segment, bounds.style)))
    return { refused: 'outside-root' };
  if (folder.identity.dev !== root.identity.dev) return { refused: 'mount' };
  const pin = bounds.pins.pin(join(root.realPath, ...folder.segments), folder.identity, root.realPath);
  return typeof pin === 'string' ? { refused: pin } : { folder: pin };
}

/** Opens a planned folder below its root, or returns the reason why nothing in it may be touched. */
export function openFolder(bounds: Bounds, folder: BatchFolder): OpenResult {
  const refused = checkRoot(bounds, folder.root);
  return refused === null ? openBelowRoot(bounds, folder) : { refused };
}

/**
 * Keeps recently opened folders open while a batch is removed. Opening a folder proves that it is still the planned
 * one; keeping it open means that later removals in it cannot be redirected by a rename or a link.
 */
export interface OpenFolders {
  /** The open folder, or the reason why nothing in it may be touched. */
  open(folder: BatchFolder): OpenResult;
  /** Closes all folders. Calls `beforeClose` first, so that the disposal can finish its work in them. */
  closeAll(): void;
}

/** Open folders per thread. Erase finishes the files of several folders with one sync. */
const maxOpenFolders = 16;

const outOfFiles = 'too-many-open-files' satisfies Outcome;

/** A passing refusal that closing other folders may end. */
function isOutOfFiles(result: OpenResult): boolean {
  return 'refused' in result && result.refused === outOfFiles;
}

function keyOf({ root, segments, identity }: BatchFolder): string {
  return `${root} ${identity.dev} ${identity.ino}/${segments.join('/')}`;
}

/**
 * Checks each root once until the folders are closed, and each folder when it is opened. The pin checks the folder's
 * location again before every removal.
 */
export function createOpenFolders(bounds: Bounds, beforeClose: () => void): OpenFolders {
  const results = new Map<string, OpenResult>();
  const rootChecks = new Map<number, Outcome | null>();
  /** the last result: neighbours in a batch usually share one folder */
  let last: { readonly folder: BatchFolder; readonly result: OpenResult } | null = null;
  const closeAll = (): void => {
    beforeClose();
    last = null;
    for (const result of results.values()) if ('folder' in result) result.folder.close();
    results.clear();
    rootChecks.clear();
  };
  const checkRootOnce = (rootIndex: number): Outcome | null => {
    const known = rootChecks.get(rootIndex);
    if (known !== undefined) return known;
    const refused = checkRoot(bounds, rootIndex);
    if (refused !== outOfFiles) rootChecks.set(rootIndex, refused);
    return refused;
  };
  const openOnce = (folder: BatchFolder): OpenResult => {
    try {
      const refused = checkRootOnce(folder.root);
      return refused === null ? openBelowRoot(bounds, folder) : { refused };
    } catch (error) {
      if (isFileLimit(error)) return { refused: outOfFiles };
      throw error;
    }
  };
  const resultOf = (folder: BatchFolder): OpenResult => {
    const key = keyOf(folder);
    const known = results.get(key);
    if (known !== undefined) return known;
    if (results.size >= maxOpenFolders) closeAll();
    let result = openOnce(folder);
    if (isOutOfFiles(result) && results.size > 0) {
      closeAll();
      result = openOnce(folder);
    }
    if (!isOutOfFiles(result)) results.set(key, result);
    return result;
  };
  return {
    closeAll,
    open(folder) {
      if (last?.folder === folder) return last.result;
      // opening a folder may close all others, including the last one
      const result = resultOf(folder);
      last = isOutOfFiles(result) ? null : { folder, result };
      return result;
    },
  };
}
