import { join } from 'node:path';
import type { PinnedFolder, PinnedStat, TrashBin } from '../../system/ports.ts';
import type { SinkRoot } from '../ledger/batch.ts';
import type { Disposal } from '../ledger/disposal.ts';
import { outcomeOfError } from '../ledger/outcomes.ts';
import type { Outcome } from '../ledger/outcomes.ts';

export interface TrashSettings {
  readonly bin: TrashBin;
  readonly roots: readonly SinkRoot[];
}

interface Thing {
  readonly folder: PinnedFolder;
  readonly name: string;
  readonly stat: PinnedStat;
  readonly root: number;
  /** path components of the entry's folder */
  readonly within: readonly string[];
}

/** Null when the entry still matches the comparison, checked right before the trash is asked. */
function differs({ folder, name, stat }: Thing): Outcome | null {
  const now = folder.stat(name);
  if (now.dev !== stat.dev) return 'mount';
  if (now.kind !== stat.kind) return now.kind === 'link' ? 'link' : 'replaced';
  if (now.ino !== stat.ino) return 'replaced';
  const isUnchanged = now.mtimeMs === stat.mtimeMs && (stat.kind === 'folder' || now.bytes === stat.bytes);
  return isUnchanged ? null : 'changed';
}

function isStillThere({ folder, name, stat }: Thing): boolean {
  try {
    const now = folder.stat(name);
    return now.dev === stat.dev && now.ino === stat.ino;
  } catch (error) {
    const why = outcomeOfError(error);
    if (why === 'vanished' || why === 'replaced') return false;
    throw error;
  }
}

/**
 * Moves entries to the system's trash one by one, a whole folder as one item. An item that the trash refuses stays in
 * place: nothing is deleted here.
 */
export function createTrashDisposal({ bin, roots }: TrashSettings): Disposal {
  const put = (thing: Thing): Outcome => {
    try {
      const root = roots[thing.root];
      if (root === undefined) return 'outside-root';
      const why = differs(thing);
      if (why !== null) return why;
      const path = join(root.realPath, ...thing.within, thing.name);
      const answer = bin.put(thing.folder, thing.name, path);
      // after a request the trash may still take the item, so its outcome is unknown
      if (answer === 'unknown') return 'unknown';
      if (isStillThere(thing)) return 'trash-refused';
      return answer === 'taken' ? 'trashed' : 'unknown';
    } catch (error) {
      return outcomeOfError(error);
    }
  };
  return {
    prepare: () => undefined,
    take(target) {
      const { folder, name, stat, root, segments } = target;
      target.tell(put({ folder, name, stat, root, within: segments }));
    },
    takeFolder: ({ parent, name, stat, root, segments }) =>
      put({ folder: parent, name, stat, root, within: segments.slice(0, -1) }),
    settle: () => undefined,
    close: () => undefined,
  };
}
