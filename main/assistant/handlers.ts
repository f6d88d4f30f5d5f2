import type { Handlers } from '../../app/contract/contract.ts';
import type { VolumeView, Selection } from '../../app/contract/plans.ts';
import type { FrozenPlan } from '../engine/planning/frozen-plan.ts';
import type { PlanStore } from '../engine/planning/plan-store.ts';
import type { Quarantine } from '../engine/quarantine/quarantine.ts';
import type { Runs } from '../engine/runs/runs.ts';
import { randomBytes } from 'node:crypto';
import type { HostView } from '../../app/contract/host.ts';
import type { SignInView } from '../../app/contract/sign-in.ts';
import type { UsageView } from '../../app/contract/usage.ts';
import { shownOutcome } from '../../app/wizard/receipt.ts';
import type { Discovery } from '../engine/discovery/discovery.ts';
import { toDiscoveryView } from '../engine/discovery/discovery.ts';
import type { JobControl, Jobs } from '../engine/jobs/jobs.ts';
import { excludeEntries } from '../engine/planning/reduce-plan.ts';
import type { Reports } from '../engine/ledger/reports.ts';
import type { Sessions } from '../engine/session/sessions.ts';
import type { SettingsStore } from '../engine/settings/settings.ts';
import type { Quitter } from '../engine/signin/quitter.ts';
import type { StateFolder } from '../engine/state/state-folder.ts';
import type { EventHub } from './event-hub.ts';
import type { Watch } from '../engine/watch/watch.ts';

interface Keeping {
  readonly runs: Runs;
  readonly quarantine: Quarantine;
  readonly plans: PlanStore;
  volumesOf(plan: FrozenPlan): Promise<readonly VolumeView[]>;
}

/** What was put aside, what lies on which volume, and runs that were cut off. */
export function keeping(wired: Keeping) {
  return {
    'runs.resume': ({ runId }) => wired.runs.resume(runId),
    'volumes.describe': async ({ planId }) => wired.volumesOf(await wired.plans.load(planId)),
    'quarantine.list': () => wired.quarantine.list(),
    'quarantine.restore': ({ batchId, conflict }) => wired.quarantine.restore(batchId, conflict),
    'quarantine.restored': ({ jobId }) => wired.quarantine.restored(jobId),
    'quarantine.purge': ({ batches }) => wired.quarantine.purge(batches),
    'quarantine.purged': ({ jobId }) => wired.quarantine.purged(jobId),
  } satisfies Partial<Handlers>;
}

/** The services as compose has wired them: what each handler may use, and nothing of the operating system. */
export interface Wired {
  readonly host: HostView;
  readonly hub: EventHub;
  readonly jobs: Jobs;
  readonly state: StateFolder;
  readonly settings: SettingsStore;
  readonly plans: PlanStore;
  readonly reports: Reports;
  readonly runs: Runs;
  readonly quitter: Quitter;
  readonly watch: Watch;
  readonly quarantine: Quarantine;
  readonly session: Sessions;
  discover(): Promise<Discovery>;
  volumesOf(plan: FrozenPlan): Promise<readonly VolumeView[]>;
  checkSignIn(discovery: Discovery): Promise<SignInView>;
  scan(discovery: Discovery, control: JobControl): Promise<UsageView>;
  plan(discovery: Discovery, selection: Selection, planId: string, control: JobControl): Promise<FrozenPlan>;
}

/** Short enough to type after --plan, long enough never to be guessed or to repeat. */
function newId(prefix: string): string {
  return `${prefix}-${randomBytes(8).toString('hex')}`;
}

function looking(wired: Wired) {
  let discovery: Discovery | null = null;
  let usage: UsageView | null = null;
  const fresh = async (): Promise<Discovery> => (discovery = await wired.discover());
  return {
    fresh,
    'host.describe': () => wired.host,
    'accounts.discover': async () => {
      const found = await fresh();
      wired.watch.shown(found);
      return toDiscoveryView(found);
    },
    'signin.check': async () => wired.checkSignIn(discovery ?? (await fresh())),
    'usage.scan': () => ({
      jobId: wired.jobs.start('scan', async (control) => {
        usage = await wired.scan(await fresh(), control);
      }),
    }),
    'usage.get': () => usage,
  } satisfies Partial<Handlers> & { fresh: () => Promise<Discovery> };
}

function planning(wired: Wired, fresh: () => Promise<Discovery>) {
  return {
    'plans.create': (selection) => {
      const planId = newId('p');
      const jobId = wired.jobs.start('plan', async (control) => {
        const plan = await wired.plan(await fresh(), selection, planId, control);
        await wired.plans.save(plan);
      });
      return { jobId, planId };
    },
    'plans.get': async ({ planId }) => (await wired.plans.load(planId)).view,
    'plans.entries': ({ planId, groupId, offset, limit }) => wired.plans.page(planId, groupId, offset, limit),
    'plans.exclude': async ({ planId, groups, entries }) => {
      const smaller = excludeEntries(await wired.plans.load(planId), groups, entries, newId('p'));
      await wired.plans.save(smaller);
      await wired.plans.drop(planId);
      return smaller.view;
    },
  } satisfies Partial<Handlers>;
}

function running(wired: Wired) {
  return {
    'runs.start': ({ planId, mode }) => wired.runs.start(planId, newId('r'), mode),
    'runs.verify': ({ runId }) => wired.runs.verify(runId),
    'runs.close': ({ runId }) => wired.runs.close(runId),
    'reports.list': () => wired.reports.list(),
    'reports.get': ({ runId }) => wired.reports.get(runId),
    'jobs.cancel': ({ jobId }) => ({ cancelled: wired.jobs.cancel(jobId) }),
    'jobs.end': ({ jobId }) => wired.jobs.end(jobId),
  } satisfies Partial<Handlers>;
}

function quitting({ quitter }: Wired) {
  return {
    'messengers.askToQuit': ({ product }) => ({ jobId: quitter.ask(product) }),
    'messengers.quitState': ({ product }) => quitter.state(product),
    'messengers.forceEnd': ({ product }) => ({ jobId: quitter.force(product) }),
  } satisfies Partial<Handlers>;
}

function own(wired: Wired) {
  return {
    'status.get': async () => {
      const [last] = await wired.reports.list();
      return {
        version: wired.host.version,
        dataDir: wired.state.path,
        lastRun:
          last === undefined
            ? null
            : { runId: last.runId, endedAt: last.endedAt, outcome: shownOutcome(last) },
        interrupted: await wired.runs.interrupted(),
        setAside: wired.state.asides(),
        otherFormats: wired.state.otherFormats(),
      };
    },
    'settings.get': () => wired.settings.get(),
    'settings.set': async (change) => {
      const settings = await wired.settings.set(change);
      wired.hub.emit('settings.changed', settings);
      return settings;
    },
  } satisfies Partial<Handlers>;
}

/** Answers every method of the contract from the wired services; it decides nothing about files itself. */
export function createHandlers(wired: Wired): Handlers {
  const { fresh, ...looked } = looking(wired);
  return {
    ...looked,
    ...planning(wired, fresh),
    ...running(wired),
    ...quitting(wired),
    ...keeping(wired),
    ...watched(wired.watch),
    ...sessionHandlers(wired.session),
    ...own(wired),
  };
}

/** What was here before somebody sat down. */
export function sessionHandlers(sessions: Sessions) {
  return {
    'session.get': () => sessions.get(),
    'session.start': () => sessions.start(),
    'session.confirm': () => sessions.confirm(),
    'session.end': () => sessions.end(),
  } satisfies Partial<Handlers>;
}

/** The methods of the watch. */
export function watched(watch: Watch) {
  return {
    'watch.get': () => watch.get(),
    'watch.start': () => watch.start(),
    'watch.stop': () => watch.stop(),
    'watch.answerGrowth': () => watch.answerGrowth(),
  } satisfies Partial<Handlers>;
}
