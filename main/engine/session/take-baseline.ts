import { SignOffError } from '../../../app/contract/errors.ts';
import type { Discovery } from '../discovery/discovery.ts';
import type { JobControl } from '../jobs/jobs.ts';
import { pathOfFolder, folderFlags } from '../planning/folder-columns.ts';
import { runScan } from '../planning/run-scan.ts';
import type { ScanDependencies } from '../planning/scan.ts';
import type { ScanResult } from '../planning/scan-job.ts';
import { scanScope } from '../planning/scan-scope.ts';
import type { BaselineColumns } from './baseline-columns.ts';
import type { Landmark } from './known-devices.ts';
import { mergeRecords } from './merge-records.ts';
import type { RecordedRows } from './merge-records.ts';

/** A place that was unreadable when the session began; nothing in it counts as the guest's. */
export interface BlindSpot {
  readonly root: number;
  /** below the root, `/`-separated, empty for the root itself */
  readonly path: string;
}

export interface TakenBaseline {
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
