import type { KeepListView, PlaceToKeep } from '../../app/contract/keep.ts';
import { SignOffError } from '../../app/contract/errors.ts';
import type { Selection } from '../../app/contract/plans.ts';
import type { SessionView } from '../../app/contract/session.ts';
import type { Platform } from '../../app/platforms/platform.ts';
import type { Discovery } from '../engine/discovery/discovery.ts';
import type { JobControl } from '../engine/jobs/jobs.ts';
import { demandNothingKept } from '../engine/planning/kept-entries.ts';
import { keptStateAt, placeToKeep } from '../engine/planning/place-to-keep.ts';
import type { FoundPlace } from '../engine/planning/place-to-keep.ts';
import type { FrozenPlan } from '../engine/plans/frozen-plan.ts';
import { createKeepList } from '../engine/settings/keep-list.ts';
import type { KeepList } from '../engine/settings/keep-list.ts';
import { withRunLock } from '../engine/state/run-lock.ts';
import type { StateFolder } from '../engine/state/state-folder.ts';
import type { Clock, ProcessMarks } from '../system/ports.ts';
import type { EventHub } from './event-hub.ts';

type Planning = (
  discovery: Discovery,
  selection: Selection,
  planId: string,
  control: JobControl,
) => Promise<FrozenPlan>;

interface Parts {
  readonly state: StateFolder;
  readonly clock: Clock;
  readonly marks: ProcessMarks;
  /** the open session; throws where its record cannot be read */
  readonly session: () => Promise<Pick<SessionView, 'startedAt'> | null>;
  readonly hub: Pick<EventHub, 'emit'>;
  readonly platforms: readonly Platform[];
}

/** The keep-list as the contract shows and changes it. */
export interface WiredKeep {
  list(): Promise<KeepListView>;
  add(places: readonly PlaceToKeep[], discover: () => Promise<Discovery>): Promise<KeepListView>;
  remove(paths: readonly string[]): Promise<KeepListView>;
  confirm(): Promise<KeepListView>;
  /** Planning that leaves what is on the list. Every plan that is ever carried out is made by it. */
  planWith(plan: Planning): Planning;
  /** Throws `plan-holds-kept` for a plan that was made before something in it was added. */
  demandFree(plan: FrozenPlan): Promise<void>;
}

async function viewOf(list: KeepList, since: number): Promise<KeepListView> {
  const { kept, lost } = await list.read();
  const shown = kept
    .filter(({ at }) => at >= since)
    .map(async ({ path, at }) => ({ path, state: await keptStateAt(path), addedAt: at }));
  return { kept: await Promise.all(shown), lost };
}

function guestMayNot(since: number): SignOffError {
  return new SignOffError('session-running', { since: new Date(since).toISOString() });
}

/**
 * The keep-list. Nothing is added while a run, a restore or a purge goes on, also of another process: a run takes its
 * lock before it compares its plan with the list.
 */
export function wireKeep({ state, clock, marks, session, hub, platforms }: Parts): WiredKeep {
  const list = createKeepList(state, () => clock.now());
  /** A guest sees and takes off only what was added since the session began; the rest is the owner's. */
  const guestSince = async (): Promise<number> => (await session())?.startedAt ?? 0;
  const changed = async (work: Promise<void>): Promise<KeepListView> => {
    await work;
    hub.emit('keep.changed', {});
    return viewOf(list, await guestSince());
  };
  return {
    list: async () => viewOf(list, await guestSince()),
    async add(places, discover) {
      const discovery = await discover();
      const found: FoundPlace[] = [];
      for (const place of places) found.push(await placeToKeep(place, discovery));
      return changed(withRunLock(state, marks, 'keep', () => list.add(found)));
    },
    async remove(paths) {
      const since = await guestSince();
      const { kept } = await list.read();
      if (kept.some(({ path, at }) => at < since && paths.includes(path))) throw guestMayNot(since);
      return changed(list.remove(paths));
    },
    async confirm() {
      const open = await session();
      if (open !== null) throw guestMayNot(open.startedAt);
      return changed(list.confirm());
    },
    planWith: (plan) => async (discovery, selection, planId, control) => {
      const alwaysKeep = await list.paths();
      const kept = alwaysKeep.length === 0 ? selection : { ...selection, alwaysKeep };
      return plan(discovery, kept, planId, control);
    },
    demandFree: async (plan) => demandNothingKept(plan, await list.paths(), platforms),
  };
}
