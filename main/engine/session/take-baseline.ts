import { SignOffError } from '../../../app/contract/errors.ts';
import type { Discovery } from '../discovery/discovery.ts';
import type { JobControl } from '../jobs/jobs.ts';
import { pathOfFolder } from '../planning/folder-columns.ts';
import { runScan } from '../planning/run-scan.ts';
import type { ScanDependencies } from '../planning/scan.ts';
import { folderFlags } from '../planning/scan-job.ts';
import type { ScanResult } from '../planning/scan-job.ts';
import { scanScope } from '../planning/scan-scope.ts';
import type { BaselineColumns } from './baseline-columns.ts';
import type { Landmark } from './known-devices.ts';
import { mergeRecords } from './merge-records.ts';
import type { RecordedRows } from './merge-records.ts';

/** A place that could not be looked into when the person sat down: what lies there is never taken for theirs. */
export interface BlindSpot {
  readonly root: number;
  /** below the root, `/`-separated, empty for the root itself */
  readonly path: string;
}

export interface TakenBaseline {
  readonly columns: BaselineColumns;
  /** with the inode that tells a root from another folder that takes its place */
  readonly roots: readonly (Landmark & { readonly id: string })[];
  readonly blind: readonly BlindSpot[];
  readonly files: number;
  readonly bytes: number;
}

/** Folders that were not seen whole, and places that could not be read at all. */
function blindSpots({ folders, unreadable }: ScanResult): readonly BlindSpot[] {
  const cut = Array.from(folders.flags).flatMap((flags, number) =>
    (flags & folderFlags.allTaken) === 0
      ? [{ root: folders.root[number] ?? 0, path: pathOfFolder(folders, number) }]
      : [],
  );
  return [...cut, ...unreadable.map(({ root, path }) => ({ root, path }))];
}

/**
 * Looks at everything in every root as it is at this moment and keeps names, sizes, times and identities, no content.
 * Throws `cancelled` and `mounts-unknown`; what it cannot look into becomes a blind spot.
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
