import type { KeepListView, PlaceToKeep } from '../../app/contract/keep.ts';
import type { Selection } from '../../app/contract/plans.ts';
import type { ReportView } from '../../app/contract/runs.ts';
import type { Platform } from '../../app/platforms/platform.ts';
import type { Discovery } from '../engine/discovery/discovery.ts';
import type { JobControl } from '../engine/jobs/jobs.ts';
import { demandNothingKept } from '../engine/planning/kept-entries.ts';
import { keptStateAt, placeToKeep } from '../engine/planning/place-to-keep.ts';
import type { FoundPlace } from '../engine/planning/place-to-keep.ts';
import type { FrozenPlan } from '../engine/plans/frozen-plan.ts';
import { createKeepList } from '../engine/settings/keep-list.ts';
import type { KeepList } from '../engine/settings/keep-list.ts';
import type { SettingsStore } from '../engine/settings/settings.ts';
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
  readonly settings: Pick<SettingsStore, 'get'>;
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
  /** Where the computer is shared or somebody else's, the list ends with a leaving. */
  endWith(report: Pick<ReportView, 'accounts' | 'endedAt' | 'outcome' | 'selection'>): Promise<void>;
  /** after the file was removed */
  reset(): void;
}

async function viewOf(list: KeepList): Promise<KeepListView> {
  const { kept, lost } = await list.read();
  const shown = kept.map(async ({ path, at }) => ({ path, state: await keptStateAt(path), addedAt: at }));
  return { kept: await Promise.all(shown), lost };
}

/**
 * The keep-list. Nothing is added while a run, a restore or a purge goes on, also of another process: a run takes its
 * lock before it compares its plan with the list.
 */
export function wireKeep({ state, clock, marks, settings, hub, platforms }: Parts): WiredKeep {
  const list = createKeepList(state, () => clock.now());
  const changed = async (work: Promise<void>): Promise<KeepListView> => {
    await work;
    hub.emit('keep.changed', {});
    return viewOf(list);
  };
  return {
    list: () => viewOf(list),
    async add(places, discover) {
      const discovery = await discover();
      const found: FoundPlace[] = [];
      for (const place of places) found.push(await placeToKeep(place, discovery));
      return changed(withRunLock(state, marks, 'keep', () => list.add(found)));
    },
    remove: (paths) => changed(list.remove(paths)),
    confirm: () => changed(list.confirm()),
    planWith: (plan) => async (discovery, selection, planId, control) => {
      const alwaysKeep = await list.paths();
      const kept = alwaysKeep.length === 0 ? selection : { ...selection, alwaysKeep };
      return plan(discovery, kept, planId, control);
    },
    demandFree: async (plan) => demandNothingKept(plan, await list.paths(), platforms),
    async endWith({ accounts, endedAt, outcome, selection }) {
      const { computer } = settings.get();
      if (!['shared', 'others'].includes(computer)) return;
      if (selection.level === 'basic' || outcome === 'cancelled') return;
      await list.end(
        accounts.map(({ accountId }) => accountId),
        endedAt,
      );
      hub.emit('keep.changed', {});
    },
    reset: () => list.reset(),
  };
}
