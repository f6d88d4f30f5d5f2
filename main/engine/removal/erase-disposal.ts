import type { Disposal, Target } from '../ledger/disposal.ts';
import { outcomeOfError } from '../ledger/outcomes.ts';
import type { Outcome } from '../ledger/outcomes.ts';
import {
  openHints,
  renameForErase,
  overwrite,
  removeCompared,
  removeRenamed,
  restoreName,
  syncContent,
  syncNames,
} from './erase-file.ts';
import type { WriteHints, RenamedFile } from './erase-file.ts';
import { closeUnchanged, openForErase } from './erase-open.ts';
import type { OpenFile } from './erase-open.ts';

export interface EraseSettings {
  readonly runId: string;
  readonly isCancelled: () => boolean;
  /** called for each overwritten block; entries that are only deleted add nothing */
  readonly addBytes: (bytes: number) => void;
}

/** Limits of a group: files under an erase name at a time. Bounds open descriptors and the delay of a cancel. */
const mostFiles = 64;
const mostBytes = 32 * 1024 * 1024;

type Waiting = RenamedFile & Pick<Target, 'report'>;

function attempt(work: () => Outcome | null): Outcome | null {
  try {
    return work();
  } catch (error) {
    return outcomeOfError(error);
  }
}

/**
 * Gives a file back its name, because none of it was overwritten. If that fails, removes it: it already lost its
 * name.
 */
function restoreFile(renamed: RenamedFile): Outcome {
  if (!restoreName(renamed)) return removeRenamed(renamed, 'deleted-cut-short');
  closeUnchanged(renamed.file);
  return 'cancelled';
}

/** Refuses to overwrite in a folder that has left its pinned location; the file stays whole. */
function checkPlace({ folder, eraseName, file }: RenamedFile): Outcome | null {
  const lost = attempt(() => (folder.pathFor(eraseName), null));
  if (lost !== null) closeUnchanged(file);
  return lost;
}

function wayAfter(result: ReturnType<typeof overwrite>): Outcome | null {
  if (result === 'whole') return null;
  return result === 'cancelled' ? 'deleted-cut-short' : 'deleted-not-overwritten';
}

/** An empty file only loses its name: "erased" would claim more than was done. */
function wayOnDisk({ bytes }: OpenFile, isOnDisk: boolean): Outcome {
  if (bytes === 0) return 'deleted-empty';
  return isOnDisk ? 'erased' : 'deleted-not-overwritten';
}

/** Overwrites the whole group, then syncs, and reports one outcome per file. */
function eraseGroup(group: readonly Waiting[], settings: EraseSettings): void {
  const first = new Map(group.map((waiting) => [waiting.folder, waiting]));
  for (const waiting of first.values()) syncNames(waiting);
  const written: Waiting[] = [];
  const openedHints: WriteHints[] = [];
  const end = (waiting: Waiting, work: () => Outcome): void => waiting.report(attempt(work) ?? 'unknown');
  for (const waiting of group) {
    if (settings.isCancelled()) {
      end(waiting, () => restoreFile(waiting));
      continue;
    }
    const lost = checkPlace(waiting);
    if (lost !== null) {
      end(waiting, () => lost);
      continue;
    }
    const hints = openHints(waiting);
    openedHints.push(hints);
    const way = wayAfter(overwrite(waiting.file, hints, settings.isCancelled, settings.addBytes));
    if (way === null) written.push(waiting);
    else end(waiting, () => removeRenamed(waiting, way));
  }
  const isOnDisk = written.map((waiting) => syncContent(waiting.file));
  for (const hints of openedHints) hints.close();
  written.forEach((waiting, index) =>
    end(waiting, () => removeRenamed(waiting, wayOnDisk(waiting.file, isOnDisk[index] === true))),
  );
}

/** Renames an opened file to its erase name; on failure the file stays unchanged. */
function renameTarget(target: Target, file: OpenFile, runId: string): RenamedFile | Outcome {
  try {
    const renamed = renameForErase(target.folder, target.name, file, { runId, entry: target.entry });
    if (typeof renamed === 'string') closeUnchanged(file);
    return renamed;
  } catch (error) {
    closeUnchanged(file);
    throw error;
  }
}

/**
 * Overwrites each file once with random bytes, then removes it. Links, hard links, sparse and cloud files are deleted
 * and reported so, because overwriting them does harm. Never touches any other kind.
 */
export function createEraseDisposal(settings: EraseSettings): Disposal {
  let waiting: Waiting[] = [];
  let bytes = 0;

  const settle = (): void => {
    const group = waiting;
    waiting = [];
    bytes = 0;
    if (group.length > 0) eraseGroup(group, settings);
  };

  const open = (target: Target): ReturnType<typeof openForErase> => {
    try {
      return openForErase(target.folder, target.name, target.stat);
    } catch (error) {
      if (waiting.length === 0 || outcomeOfError(error) !== 'too-many-open-files') throw error;
      settle();
      return openForErase(target.folder, target.name, target.stat);
    }
  };

  /** the outcome of an entry that is decided at once; null = it waits for `settle` */
  const begin = (target: Target): Outcome | null => {
    if (settings.isCancelled()) return 'cancelled';
    if (target.stat.kind === 'link') {
      target.folder.removeFile(target.name);
      return 'deleted-link';
    }
    if (target.stat.kind !== 'file') return 'replaced';
    const opened = open(target);
    if (opened.kind === 'stays') return opened.outcome;
    if (opened.kind === 'only-delete')
      return removeCompared(target.folder, target.name, target.stat, opened.way);
    const renamed = renameTarget(target, opened, settings.runId);
    if (typeof renamed === 'string') return renamed;
    waiting.push({ ...renamed, report: (outcome) => target.report(outcome) });
    bytes += opened.bytes;
    return null;
  };

  return {
    prepare: () => undefined,
    take(target) {
      const outcome = attempt(() => begin(target));
      if (outcome !== null) target.report(outcome);
      if (waiting.length >= mostFiles || bytes >= mostBytes) settle();
    },
    takeFolder: null,
    settle,
    close: settle,
  };
}
