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

interface Item {
  readonly folder: PinnedFolder;
  readonly name: string;
  readonly stat: PinnedStat;
  readonly root: number;
  /** path components of the entry's folder */
  readonly folderSegments: readonly string[];
}

/** The difference from the comparison, checked right before the request to the trash; null when there is none. */
function differenceOf({ folder, name, stat }: Item): Outcome | null {
  const now = folder.stat(name);
  if (now.dev !== stat.dev) return 'mount';
  if (now.kind !== stat.kind) return now.kind === 'link' ? 'link' : 'replaced';
  if (now.ino !== stat.ino) return 'replaced';
  const isUnchanged = now.mtimeMs === stat.mtimeMs && (stat.kind === 'folder' || now.bytes === stat.bytes);
  return isUnchanged ? null : 'changed';
}

function isStillThere({ folder, name, stat }: Item): boolean {
  try {
    const now = folder.stat(name);
    return now.dev === stat.dev && now.ino === stat.ino;
  } catch (error) {
    const outcome = outcomeOfError(error);
    if (outcome === 'vanished' || outcome === 'replaced') return false;
    throw error;
  }
}

/**
 * Moves entries to the system's trash one by one, a whole folder as one item. An item that the trash refuses stays in
 * place: nothing is deleted here.
 */
export function createTrashDisposal({ bin, roots }: TrashSettings): Disposal {
  const put = (item: Item): Outcome => {
    try {
      const root = roots[item.root];
      if (root === undefined) return 'outside-root';
      const difference = differenceOf(item);
      if (difference !== null) return difference;
      const path = join(root.realPath, ...item.folderSegments, item.name);
      const answer = bin.put(item.folder, item.name, path);
      // after a request the trash may still take the item, so its outcome is unknown
      if (answer === 'unknown') return 'unknown';
      if (isStillThere(item)) return 'trash-refused';
      return answer === 'taken' ? 'trashed' : 'unknown';
    } catch (error) {
      return outcomeOfError(error);
    }
  };
  return {
    prepare: () => undefined,
    take(target) {
      const { folder, name, stat, root, segments } = target;
      target.report(put({ folder, name, stat, root, folderSegments: segments }));
    },
    takeFolder: ({ parent, name, stat, root, segments }) =>
      put({ folder: parent, name, stat, root, folderSegments: segments.slice(0, -1) }),
    settle: () => undefined,
    close: () => undefined,
  };
}
