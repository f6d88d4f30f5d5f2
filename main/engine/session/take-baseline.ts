import { SignOffError } from '../../../app/contract/errors.ts';
import { pathOfFolder, folderFlags } from '../plans/folder-columns.ts';
import type { FolderRows } from '../plans/folder-columns.ts';
import type { EntryRows } from '../plans/entry-columns.ts';
import type { ScanResult } from '../planning/scan-job.ts';
import { nextTurn } from '../fs/turns.ts';
import type { Discovery } from '../discovery/discovery.ts';
import type { JobControl } from '../jobs/jobs.ts';
import { runScan } from '../planning/run-scan.ts';
import type { ScanDependencies } from '../planning/scan.ts';
import { scanScope } from '../planning/scan-scope.ts';
import type { BaselineColumns } from './baseline-columns.ts';
import type { Landmark } from './known-devices.ts';

/** A batch of entries, with the index of the worker whose folder numbers it uses. */
interface RecordedRows {
  readonly source: number;
  readonly rows: EntryRows;
}

type Folders = Pick<BaselineColumns, 'folderRoot' | 'folderPaths' | 'folderPathEnd'>;

function foldersOf(results: readonly ScanResult[]): Folders {
  const all = results.map(({ folders }) => folders);
  const sum = (pick: (rows: FolderRows) => number): number =>
    all.reduce((total, rows) => total + pick(rows), 0);
  const columns = {
    folderRoot: new Uint16Array(sum((rows) => rows.count)),
    folderPaths: new Uint8Array(sum((rows) => rows.paths.length)),
    folderPathEnd: new Uint32Array(sum((rows) => rows.count)),
  };
  let count = 0;
  let bytes = 0;
  for (const rows of all) {
    columns.folderRoot.set(rows.root, count);
    columns.folderPaths.set(rows.paths, bytes);
    for (const [number, end] of rows.pathEnd.entries()) columns.folderPathEnd[count + number] = bytes + end;
    count += rows.count;
    bytes += rows.paths.length;
  }
  return columns;
}

interface FolderOffsets {
  /** index of each folder's first entry, plus the total at the end */
  readonly firstEntry: Uint32Array;
  /** byte offset of each folder's first name */
  readonly firstName: Uint32Array;
}

/** Computes each folder's offsets before any row is written. */
function folderOffsets(
  offsets: readonly number[],
  folders: number,
  batches: readonly RecordedRows[],
): FolderOffsets {
  const firstEntry = new Uint32Array(folders + 1);
  const firstName = new Uint32Array(folders + 1);
  for (const { source, rows } of batches) {
    const offset = offsets[source] ?? 0;
    for (let row = 0; row < rows.count; row += 1) {
      const next = offset + (rows.folder[row] ?? 0) + 1;
      const length = (rows.nameEnd[row] ?? 0) - (row === 0 ? 0 : (rows.nameEnd[row - 1] ?? 0));
      firstEntry[next] = (firstEntry[next] ?? 0) + 1;
      firstName[next] = (firstName[next] ?? 0) + length;
    }
  }
  for (let folder = 1; folder <= folders; folder += 1) {
    firstEntry[folder] = (firstEntry[folder] ?? 0) + (firstEntry[folder - 1] ?? 0);
    firstName[folder] = (firstName[folder] ?? 0) + (firstName[folder - 1] ?? 0);
  }
  return { firstEntry, firstName };
}

const halves = new Uint32Array(2);
const whole = new BigUint64Array(halves.buffer);

/** Copies consecutive rows of one folder, starting at `start`; returns the index of the next row. */
function copyRun(
  rows: EntryRows,
  start: number,
  offset: number,
  columns: Pick<BaselineColumns, 'bytes' | 'mtime' | 'ino' | 'nameEnd' | 'names'>,
  next: { readonly entry: Uint32Array; readonly name: Uint32Array },
): number {
  const own = rows.folder[start] ?? 0;
  let end = start + 1;
  while (end < rows.count && rows.folder[end] === own) end += 1;
  const folder = offset + own;
  const at = next.entry[folder] ?? 0;
  const nameAt = next.name[folder] ?? 0;
  const from = start === 0 ? 0 : (rows.nameEnd[start - 1] ?? 0);
  const to = rows.nameEnd[end - 1] ?? from;
  columns.bytes.set(rows.bytes.subarray(start, end), at);
  columns.mtime.set(rows.mtime.subarray(start, end), at);
  columns.names.set(rows.names.subarray(from, to), nameAt);
  for (let row = start; row < end; row += 1) {
    halves[0] = rows.inoLow[row] ?? 0;
    halves[1] = rows.inoHigh[row] ?? 0;
    columns.ino[at + row - start] = whole[0] ?? 0n;
    columns.nameEnd[at + row - start] = nameAt + (rows.nameEnd[row] ?? 0) - from;
  }
  next.entry[folder] = at + end - start;
  next.name[folder] = nameAt + to - from;
  return end;
}

/** Sorts the workers' unordered rows into columns grouped by folder. */
async function mergeRecords(
  results: readonly ScanResult[],
  batches: readonly RecordedRows[],
): Promise<BaselineColumns> {
  const offsets: number[] = [];
  let folders = 0;
  for (const result of results) {
    offsets.push(folders);
    folders += result.folders.count;
  }
  const { firstEntry, firstName } = folderOffsets(offsets, folders, batches);
  const count = firstEntry[folders] ?? 0;
  const columns = {
    ...foldersOf(results),
    firstEntry,
    bytes: new Float64Array(count),
    mtime: new Float64Array(count),
    ino: new BigUint64Array(count),
    nameEnd: new Uint32Array(count),
    names: new Uint8Array(firstName[folders] ?? 0),
  };
  const next = { entry: firstEntry.slice(), name: firstName.slice() };
  for (const { source, rows } of batches) {
    const offset = offsets[source] ?? 0;
    for (let row = 0; row < rows.count;) row = copyRun(rows, row, offset, columns, next);
    await nextTurn();
  }
  return columns;
}

/** A place that was unreadable when the session began; nothing in it counts as the guest's. */
export interface BlindSpot {
  readonly root: number;
  /** below the root, `/`-separated, empty for the root itself */
  readonly path: string;
}

interface TakenBaseline {
  readonly columns: BaselineColumns;
  /** with device and inode, which reveal another folder at a root's path */
  readonly roots: readonly (Landmark & { readonly id: string })[];
  readonly blind: readonly BlindSpot[];
  readonly files: number;
  readonly bytes: number;
}

/** Folders that were not read completely, and places that could not be read at all. */
function blindSpots({ folders, unreadable }: ScanResult): readonly BlindSpot[] {
  const incomplete = Array.from(folders.flags).flatMap((flags, number) =>
    (flags & folderFlags.allTaken) === 0
      ? [{ root: folders.root[number] ?? 0, path: pathOfFolder(folders, number) }]
      : [],
  );
  return [...incomplete, ...unreadable.map(({ root, path }) => ({ root, path }))];
}

/**
 * Records the names, sizes, times and inodes of all files in every root, without content. Unreadable places become
 * blind spots. Throws `cancelled` and `mounts-unknown`.
 */
export async function takeBaseline(
  deps: ScanDependencies,
  discovery: Discovery,
  control: JobControl,
): Promise<TakenBaseline> {
  const scope = await scanScope(discovery, null, deps.mounts, deps.clock.now());
  if (scope.mountsUnknown !== null && process.platform === 'linux')
    throw new SignOffError('mounts-unknown', { reason: scope.mountsUnknown });
  const batches: RecordedRows[] = [];
  const job = { ...scope.job, recordsAll: true };
  const results = await runScan(deps.workers, job, control, (source, rows) => batches.push({ source, rows }));
  const columns = await mergeRecords(results, batches);
  const roots = [...scope.roots, ...scope.closed].map(({ id, realPath, identity }) => ({
    id,
    path: realPath,
    dev: String(identity.dev),
    ino: String(identity.ino),
  }));
  const closed = scope.closed.map((_root, index) => ({ root: scope.roots.length + index, path: '' }));
  return {
    columns,
    roots,
    blind: [...results.flatMap(blindSpots), ...closed],
    files: columns.bytes.length,
    bytes: columns.bytes.reduce((sum, bytes) => sum + bytes, 0),
  };
}
