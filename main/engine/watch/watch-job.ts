import { dirname } from 'node:path';
import type { Clock, Mounts, Volumes } from '../../system/ports.ts';
import type { Discovery } from '../discovery/discovery.ts';
import { scanScope } from '../planning/scan-scope.ts';
import type { WatchJob } from './watch-messages.ts';

export interface JobDeps {
  readonly mounts: Mounts;
  readonly clock: Clock;
  /** a volume that nobody can tell is taken for a local disk */
  readonly volumes: Volumes;
}

/** What is followed after a discovery; `closed` are roots that cannot be looked into. */
export async function watchJob(
  { mounts, clock, volumes }: JobDeps,
  discovery: Discovery,
  since: number,
): Promise<{ readonly job: WatchJob; readonly closed: readonly string[] }> {
  const scope = await scanScope(discovery, null, mounts, clock.now());
  const onNetwork = await Promise.all(
    scope.roots.map(async ({ id, realPath }) => {
      const facts = await volumes.factsOf(realPath).catch(() => null);
      return facts?.network === 'yes' ? [id] : [];
    }),
  );
  const pointers = discovery.roots.flatMap(({ foundBy }) =>
    foundBy.filter(({ by }) => by === 'pointer-file').map(({ from }) => dirname(from)),
  );
  return {
    job: {
      scan: scope.job,
      rootIds: scope.roots.map(({ id }) => id),
      accountIds: scope.accountIds,
      networkRoots: onNetwork.flat(),
      lookouts: [...new Set(pointers)],
      since,
    },
    closed: scope.closed.map(({ id }) => id),
  };
}

/** What may be followed and where it ends, as one text: another one means that everything is asked again. */
export function placesOf({ rootIds, scan }: WatchJob): string {
  return JSON.stringify([rootIds, scan.mounts, scan.otherRoots]);
}

/** Account folders of one root, each with its account's id. */
export function accountsOf(job: WatchJob, rootId: string): ReadonlyMap<string, string> {
  const root = job.scan.roots[job.rootIds.indexOf(rootId)];
  return new Map([...(root?.accountByFolder ?? [])].map(([folder, n]) => [folder, job.accountIds[n] ?? '']));
}
