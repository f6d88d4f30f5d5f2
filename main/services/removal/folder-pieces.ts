import type { FrozenPlan, PlanEntry } from '../planning/frozen-plan.ts';
import type { FolderPiece, PieceEntries } from './compare-folders.ts';
import type { FolderForest } from './folder-forest.ts';

/** Where pieces are cut from. */
export interface PieceSource {
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

function piece(
  source: PieceSource,
  top: number,
  folders: readonly number[],
  takes: (group: number) => boolean,
): Omit<FolderPiece, 'children'> {
  const { plan, entries, starts, trustedBefore } = source;
  const own: PlanEntry[] = [];
  const folderOf: number[] = [];
  folders.forEach((folder, at) => {
    for (let position = starts[folder] ?? 0; position < (starts[folder + 1] ?? 0); position += 1) {
      const entry = entries[position] ?? -1;
      if (!takes(plan.groupOf(entry))) continue;
      own.push(plan.entry(entry));
      folderOf.push(at);
    }
  });
  const { root, segments, identity } = plan.folder(top);
  return {
    top: { root, segments, identity },
    trustedBefore,
    paths: folders.map((folder) => plan.folderPath(folder)).join('\0'),
    inos: BigUint64Array.from(folders, (folder) => plan.folderIno(folder)),
    mtimes: Float64Array.from(folders, (folder) => plan.folderTimeOf(folder)),
    entries: pieceEntries(own, folderOf),
  };
}

/** Folders whose own time may prove their names; of their entries only what the app does not rebuild is compared. */
export function timePiece(source: PieceSource, top: number, folders: readonly number[]): FolderPiece {
  return { ...piece(source, top, folders, (group) => !source.isRebuilt(group)), children: null };
}

function childNames(source: PieceSource, folder: number): readonly string[] {
  const { ends } = source.forest;
  const names: string[] = [];
  for (let child = folder + 1; child < (ends[folder] ?? 0); child = ends[child] ?? source.plan.folderCount) {
    const path = source.plan.folderPath(child);
    names.push(path.slice(path.lastIndexOf('/') + 1));
  }
  return names;
}

/** Folders that are listed: every name and every entry is compared. */
export function listingPiece(source: PieceSource, top: number, folders: readonly number[]): FolderPiece {
  const folderOf: number[] = [];
  const names: string[] = [];
  folders.forEach((folder, at) => {
    for (const name of childNames(source, folder)) {
      folderOf.push(at);
      names.push(name);
    }
  });
  const children = { folderOf: Uint32Array.from(folderOf), names: names.join('\0') };
  return { ...piece(source, top, folders, () => true), children };
}
