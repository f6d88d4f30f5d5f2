import type { EntryRows } from './scan-job.ts';
import type { FolderTable } from './plan-columns.ts';
import { PlanFileDamaged } from './plan-file.ts';

const slash = 0x2f;

function demandRising(ends: Uint32Array, bytes: number, what: string): void {
  let before = 0;
  for (const end of ends) {
    if (end < before || end > bytes) throw new PlanFileDamaged(`${what} out of order`);
    before = end;
  }
  if (before !== bytes) throw new PlanFileDamaged(`${what} that belong to nothing`);
}

/** Demands that folders are in existing roots, because a run uses these numbers as indexes. */
export function demandSoundFolders(table: FolderTable, roots: number): void {
  const { ends, bytes } = table.path.stored();
  demandRising(ends, bytes.length, 'paths');
  if (bytes.includes(0)) throw new PlanFileDamaged('a path that no disk has');
  for (const root of table.root) if (root >= roots) throw new PlanFileDamaged('a folder without its root');
}

/** Demands that entries are in existing folders and that each name is one path component. */
export function demandSoundEntries(rows: EntryRows, folders: number): void {
  demandRising(rows.nameEnd, rows.names.length, 'names');
  if (rows.names.includes(0) || rows.names.includes(slash))
    throw new PlanFileDamaged('a name that no disk has');
  for (const folder of rows.folder)
    if (folder >= folders) throw new PlanFileDamaged('an entry without its folder');
  for (const kind of rows.kind) if (kind > 1) throw new PlanFileDamaged('an entry of no kind');
}
