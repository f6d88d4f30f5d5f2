import type { Disposal, Target } from '../ledger/disposal.ts';
import {
  hintingFor,
  leaveName,
  overwrite,
  removeCompared,
  removeLeaving,
  returnName,
  syncContent,
  syncNames,
} from './erase-file.ts';
import type { Hinting, Leaving } from './erase-file.ts';
import { letGo, openForErase } from './erase-open.ts';
import type { OpenFile } from './erase-open.ts';
import { outcomeOfError } from '../ledger/outcomes.ts';
import type { Outcome } from '../ledger/outcomes.ts';

export interface EraseSettings {
  readonly runId: string;
  readonly isCancelled: () => boolean;
  /** told of every block that was overwritten, as it is; entries that are only deleted add nothing */
  readonly addBytes: (bytes: number) => void;
}

/** What may have left its name and not be gone yet: bounded in descriptors and in what a cancel has to wait for. */
const mostFiles = 64;
const mostBytes = 32 * 1024 * 1024;

type Waiting = Leaving & Pick<Target, 'tell'>;

function attempt(work: () => Outcome | null): Outcome | null {
  try {
    return work();
  } catch (error) {
    return outcomeOfError(error);
  }
}

/** Nothing of it was overwritten yet, so it goes back; where that fails it was already on its way out. */
function restoreFile(leaving: Leaving): Outcome {
  if (!returnName(leaving)) return removeLeaving(leaving, 'deleted-cut-short');
  letGo(leaving.file);
  return 'cancelled';
}

/** Nothing is overwritten in a folder that is no longer where it was pinned; the file stays whole. */
function placeLost({ folder, eraseName, file }: Leaving): Outcome | null {
  const lost = attempt(() => (folder.pathFor(eraseName), null));
  if (lost !== null) letGo(file);
  return lost;
}

function wayAfter(result: ReturnType<typeof overwrite>): Outcome | null {
  if (result === 'whole') return null;
  return result === 'cancelled' ? 'deleted-cut-short' : 'deleted-not-overwritten';
}

/** Overwrites a whole group before the first of it is synced, and tells each one's fate. */
function eraseGroup(group: readonly Waiting[], settings: EraseSettings): void {
  const first = new Map(group.map((waiting) => [waiting.folder, waiting]));
  for (const waiting of first.values()) syncNames(waiting);
  const written: Waiting[] = [];
  const hints: Hinting[] = [];
  const end = (waiting: Waiting, work: () => Outcome): void => waiting.tell(attempt(work) ?? 'unknown');
  for (const waiting of group) {
    if (settings.isCancelled()) {
      end(waiting, () => restoreFile(waiting));
      continue;
    }
    const lost = placeLost(waiting);
    if (lost !== null) {
      end(waiting, () => lost);
      continue;
    }
    const hinting = hintingFor(waiting);
    hints.push(hinting);
    const way = wayAfter(overwrite(waiting.file, hinting, settings.isCancelled, settings.addBytes));
    if (way === null) written.push(waiting);
    else end(waiting, () => removeLeaving(waiting, way));
  }
  const isOnDisk = written.map((waiting) => syncContent(waiting.file));
  for (const hinting of hints) hinting.close();
  written.forEach((waiting, index) =>
    end(waiting, () =>
      removeLeaving(waiting, isOnDisk[index] === true ? 'erased' : 'deleted-not-overwritten'),
    ),
  );
}

/** Takes an opened file off its name; when that is not possible it stays as it was. */
function leave(target: Target, file: OpenFile, runId: string): Leaving | Outcome {
  try {
    const left = leaveName(target.folder, target.name, file, { runId, entry: target.entry });
    if (typeof left === 'string') letGo(file);
    return left;
  } catch (error) {
    letGo(file);
    throw error;
  }
}

/**
 * Overwrites each file once with random bytes, then removes it. What cannot be overwritten without harm (links, other
 * names of the same content, sparse and cloud files) is deleted and named so. Never touches what is not a file or a link.
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

  /** the fate of an entry that is decided at once; null = it waits for `settle` */
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
    const left = leave(target, opened, settings.runId);
    if (typeof left === 'string') return left;
    waiting.push({ ...left, tell: (outcome) => target.tell(outcome) });
    bytes += opened.bytes;
    return null;
  };

  return {
    prepare: () => undefined,
    take(target) {
      const outcome = attempt(() => begin(target));
      if (outcome !== null) target.tell(outcome);
      if (waiting.length >= mostFiles || bytes >= mostBytes) settle();
    },
    takeFolder: null,
    settle,
    close: settle,
  };
}
