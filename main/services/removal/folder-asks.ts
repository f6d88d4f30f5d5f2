import type { PlanEntry, FrozenPlan } from '../planning/frozen-plan.ts';
import type { SharedFolders } from '../planning/plan-columns.ts';
import { textsOn } from '../planning/text-column.ts';
import type { FolderPiece, PieceEntries } from './compare-folders.ts';
import type { FolderForest } from './folder-forest.ts';

/** A piece as the main thread asks for it: folders by their place in the plan, whose rows every thread has. */
export interface FolderAsk extends Omit<FolderPiece, 'paths' | 'inos' | 'mtimes'> {
  readonly folders: Uint32Array;
}

/** Where asks are cut from. */
export interface AskSource {
  readonly plan: FrozenPlan;
  readonly forest: FolderForest;
  /** ids of entries by folder, one folder after the other */
  readonly entries: Uint32Array;
  /** by folder: its first position in `entries` */
  readonly starts: Uint32Array;
  readonly isRebuilt: (group: number) => boolean;
  readonly trustedBefore: number;
}

function pieceEntries(entries: readonly PlanEntry[], folderOf: readonly number[]): PieceEntries {
  return {
    folderOf: Uint32Array.from(folderOf),
    names: entries.map((entry) => entry.name).join('\0'),
    links: Uint8Array.from(entries, (entry) => (entry.kind === 'link' ? 1 : 0)),
    bytes: Float64Array.from(entries, (entry) => entry.bytes),
    mtimes: Float64Array.from(entries, (entry) => entry.mtimeMs),
    inos: BigUint64Array.from(entries, (entry) => entry.ino),
  };
}

function ask(
  source: AskSource,
  top: number,
  folders: Uint32Array,
  takes: (group: number) => boolean,
): Omit<FolderAsk, 'children'> {
  const { plan, entries, starts, trustedBefore } = source;
  const own: PlanEntry[] = [];
  const folderOf: number[] = [];
  for (let at = 0; at < folders.length; at += 1) {
    const folder = folders[at] ?? 0;
    for (let position = starts[folder] ?? 0; position < (starts[folder + 1] ?? 0); position += 1) {
      const entry = entries[position] ?? -1;
      if (!takes(plan.groupOf(entry))) continue;
      own.push(plan.entry(entry));
      folderOf.push(at);
    }
  }
  const { root, segments, identity } = plan.folder(top);
  return { top: { root, segments, identity }, trustedBefore, folders, entries: pieceEntries(own, folderOf) };
}

/** Folders whose own time may prove their names; of their entries only what the app does not rebuild is compared. */
export function askTimes(source: AskSource, top: number, folders: Uint32Array): FolderAsk {
  return { ...ask(source, top, folders, (group) => !source.isRebuilt(group)), children: null };
}

function childNames(source: AskSource, folder: number): readonly string[] {
  const { ends } = source.forest;
  const names: string[] = [];
  for (let child = folder + 1; child < (ends[folder] ?? 0); child = ends[child] ?? source.plan.folderCount) {
    const path = source.plan.folderPath(child);
    names.push(path.slice(path.lastIndexOf('/') + 1));
  }
  return names;
}

/** Folders that are listed: every name and every entry is compared. */
export function askListing(source: AskSource, top: number, folders: Uint32Array): FolderAsk {
  const folderOf: number[] = [];
  const names: string[] = [];
  folders.forEach((folder, at) => {
    for (const name of childNames(source, folder)) {
      folderOf.push(at);
      names.push(name);
    }
  });
  const children = { folderOf: Uint32Array.from(folderOf), names: names.join('\0') };
  return { ...ask(source, top, folders, () => true), children };
}

/** Turns an ask into what is compared, in the thread that has the plan's folders. */
export type PieceOf = (ask: FolderAsk) => FolderPiece;

/** For one thread and one plan. */
export function pieceReader({ ino, mtime, path }: SharedFolders): PieceOf {
  const paths = textsOn(path);
  return (order) => {
    const count = order.folders.length;
    const inos = new BigUint64Array(count);
    const mtimes = new Float64Array(count);
    const texts: string[] = [];
    for (let at = 0; at < count; at += 1) {
      const folder = order.folders[at] ?? 0;
      inos[at] = ino[folder] ?? 0n;
      mtimes[at] = mtime[folder] ?? Number.NaN;
      texts.push(paths.get(folder));
    }
    return { ...order, paths: texts, inos, mtimes };
  };
}
