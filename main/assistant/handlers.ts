import { randomBytes } from 'node:crypto';
import type { Handlers } from '../../app/contract/contract.ts';
import type { VolumeView, Selection } from '../../app/contract/plans.ts';
import type { ForgottenView, HostView, StatusView } from '../../app/contract/host.ts';
import type { LeavingDraft } from '../../app/contract/leaving.ts';
import type { SignInView } from '../../app/contract/sign-in.ts';
import type { UsageView } from '../../app/contract/usage.ts';
import { headlineOf, shownOutcome } from '../../app/wizard/receipt.ts';
import type { FrozenPlan } from '../engine/plans/frozen-plan.ts';
import { planEntries, planSums } from '../engine/plans/plan-query.ts';
import type { PlanStore } from '../engine/plans/plan-store.ts';
import type { Quarantine } from '../engine/quarantine/quarantine.ts';
import type { Runs } from '../engine/runs/runs.ts';
import type { Discovery } from '../engine/discovery/discovery.ts';
import { toDiscoveryView } from '../engine/discovery/discovery.ts';
import type { JobControl, Jobs } from '../engine/jobs/jobs.ts';
import { excludeEntries } from '../engine/planning/reduce-plan.ts';
import { reportDigest } from '../engine/ledger/report-digest.ts';
import type { Reports } from '../engine/ledger/reports.ts';
import type { Sessions } from '../engine/session/sessions.ts';
import type { AccountMarks } from '../engine/settings/account-marks.ts';
import type { SettingsStore } from '../engine/settings/settings.ts';
import type { Quitter } from '../engine/signin/quit.ts';
import type { StateFolder } from '../engine/state/state-folder.ts';
import type { Watch } from '../engine/watch/watch.ts';
import type { EventHub } from './event-hub.ts';
import type { FileManagerWiring } from './wire-file-manager.ts';
import type { WiredKeep } from './wire-keep.ts';
import type { ClipboardWiring } from './wire-clipboard.ts';

/** The services that handlers may use. None of them is a port of the operating system. */
export interface Wired {
  /** asks which calls the system has */
  host(): HostView;
  readonly clipboard: ClipboardWiring;
  readonly fileManager: FileManagerWiring;
  readonly hub: EventHub;
  readonly jobs: Jobs;
  readonly state: StateFolder;
  readonly settings: SettingsStore;
  readonly accountMarks: AccountMarks;
  readonly keep: WiredKeep;
  readonly plans: PlanStore;
  readonly reports: Reports;
  readonly runs: Runs;
  readonly quitter: Quitter;
  readonly watch: Watch;
  readonly quarantine: Quarantine;
  readonly session: Sessions;
  /** milliseconds since 1970 */
  now(): number;
  /** which calls the removal stands on, and why */
  systemCalls(): StatusView['systemCalls'];
  forget(): Promise<ForgottenView>;
  discover(): Promise<Discovery>;
  /** the named folders as they are stored; throws `data-folder-refused` */
  dataFolders(wanted: readonly string[]): Promise<string[]>;
  volumesOf(plan: FrozenPlan): Promise<readonly VolumeView[]>;
  checkSignIn(discovery: Discovery): Promise<SignInView>;
  scan(discovery: Discovery, control: JobControl): Promise<UsageView>;
  plan(discovery: Discovery, selection: Selection, planId: string, control: JobControl): Promise<FrozenPlan>;
  /** the plan with what it means for every account; call it for each plan that a person will see */
  withImpact(plan: FrozenPlan, discovery: Discovery): Promise<FrozenPlan>;
}

/** Short enough to type after --plan; 64 random bits, so that no id repeats or can be guessed. */
function newId(prefix: string): string {
  return `${prefix}-${randomBytes(8).toString('hex')}`;
}

function discoveryHandlers(wired: Wired) {
  let discovery: Discovery | null = null;
  let usage: UsageView | null = null;
  const fresh = async (): Promise<Discovery> => (discovery = await wired.discover());
  return {
    fresh,
    'host.describe': () => wired.host(),
    'accounts.discover': async () => {
      const found = await fresh();
      wired.watch.shown(found);
      return toDiscoveryView(found);
    },
    'accounts.marks': async () => [...(await wired.accountMarks.list())],
    'accounts.mark': async (mark) => [...(await wired.accountMarks.set(mark))],
    'signin.check': async () => wired.checkSignIn(discovery ?? (await fresh())),
    'usage.scan': () => ({
      jobId: wired.jobs.start('scan', async (control) => {
        usage = await wired.scan(await fresh(), control);
      }),
    }),
    'usage.get': () => usage,
  } satisfies Partial<Handlers> & { fresh: () => Promise<Discovery> };
}

function planHandlers(wired: Wired, fresh: () => Promise<Discovery>) {
  return {
    'plans.create': (selection) => {
      const planId = newId('p');
      const jobId = wired.jobs.start('plan', async (control) => {
        const found = await fresh();
        const plan = await wired.plan(found, selection, planId, control);
        await wired.plans.save(await wired.withImpact(plan, found));
      });
      return { jobId, planId };
    },
    'plans.get': async ({ planId }) => (await wired.plans.load(planId)).view,
    'plans.sums': async ({ planId, by, where, choices }) =>
      planSums(await wired.plans.load(planId), by, where, choices),
    'plans.entries': async ({ planId, ...query }) => planEntries(await wired.plans.load(planId), query),
    'volumes.describe': async ({ planId }) => wired.volumesOf(await wired.plans.load(planId)),
    'plans.exclude': async ({ planId, groups, entries, choices }) => {
      const reduced = excludeEntries(await wired.plans.load(planId), groups, entries, newId('p'), choices);
      const smaller = await wired.withImpact(reduced, await fresh());
      await wired.plans.save(smaller);
      await wired.plans.drop(planId);
      return smaller.view;
    },
  } satisfies Partial<Handlers>;
}

function runHandlers(wired: Wired) {
  return {
    'runs.start': ({ planId, mode }) => wired.runs.start(planId, newId('r'), mode),
    'runs.resume': ({ runId }) => wired.runs.resume(runId),
    'runs.active': () => wired.runs.active(),
    'runs.verify': ({ runId }) => wired.runs.verify(runId),
    'runs.close': ({ runId }) => wired.runs.close(runId),
    'reports.list': () => wired.reports.list(),
    'reports.get': ({ runId }) => wired.reports.get(runId),
    'reports.confirm': ({ runId, product, step, done }) =>
      wired.reports.update(runId, (report) => {
        const others = report.confirmed.filter((one) => one.product !== product || one.step !== step);
        return { ...report, confirmed: done ? [...others, { product, step, at: wired.now() }] : others };
      }),
    'reports.digest': async ({ runId }) => ({ digest: reportDigest(await wired.reports.get(runId)) }),
    'jobs.cancel': ({ jobId }) => ({ cancelled: wired.jobs.cancel(jobId) }),
    'jobs.end': ({ jobId }) => wired.jobs.end(jobId),
    'jobs.running': () => wired.jobs.running(),
  } satisfies Partial<Handlers>;
}

function placeHandlers({ keep, fileManager }: Wired, fresh: () => Promise<Discovery>) {
  return {
    'keep.list': () => keep.list(),
    'keep.add': ({ places }) => keep.add(places, fresh),
    'keep.remove': ({ paths }) => keep.remove(paths),
    'keep.confirm': () => keep.confirm(),
    'host.showPlace': async ({ rootId, path }) => {
      await fileManager.show(rootId, path, fresh);
      return {};
    },
  } satisfies Partial<Handlers>;
}

/** Answers of an open wizard, for the next window. In memory only: they name accounts and files. */
function draftHandlers() {
  let draft: LeavingDraft | null = null;
  return {
    drop: () => {
      draft = null;
    },
    'leaving.keep': (input) => {
      draft = input.draft;
      return {};
    },
    'leaving.kept': () => draft,
  } satisfies Partial<Handlers> & { drop: () => void };
}

function messengerHandlers({ quitter }: Wired) {
  return {
    'messengers.askToQuit': ({ product }) => ({ jobId: quitter.ask(product) }),
    'messengers.quitState': ({ product }) => quitter.state(product),
    'messengers.forceEnd': ({ product }) => ({ jobId: quitter.force(product) }),
  } satisfies Partial<Handlers>;
}

function quarantineHandlers({ quarantine }: Wired) {
  return {
    'quarantine.list': () => quarantine.list(),
    'quarantine.entries': ({ batchId, ...query }) => quarantine.entries(batchId, query),
    'quarantine.restore': ({ batchId, conflict, paths }) => quarantine.restore(batchId, conflict, paths),
    'quarantine.restored': ({ jobId }) => quarantine.restored(jobId),
    'quarantine.purge': ({ batches }) => quarantine.purge(batches),
    'quarantine.purged': ({ jobId }) => quarantine.purged(jobId),
  } satisfies Partial<Handlers>;
}

function watchHandlers({ watch }: Wired) {
  return {
    'watch.get': () => watch.get(),
    'watch.start': () => watch.start(),
    'watch.stop': () => watch.stop(),
    'watch.answerGrowth': () => watch.answerGrowth(),
  } satisfies Partial<Handlers>;
}

function sessionHandlers({ session }: Wired) {
  return {
    'session.get': () => session.get(),
    'session.start': () => session.start(),
    'session.confirm': () => session.confirm(),
    'session.end': () => session.end(),
  } satisfies Partial<Handlers>;
}

function ownHandlers(wired: Wired, dropDraft: () => void) {
  return {
    'status.get': async () => {
      const [last] = await wired.reports.list();
      return {
        version: wired.host().version,
        dataDir: wired.state.path,
        lastRun:
          last === undefined
            ? null
            : {
                ...{ runId: last.runId, endedAt: last.endedAt },
                ...{ outcome: shownOutcome(last), headline: headlineOf(last) },
              },
        interrupted: await wired.runs.interrupted(),
        setAside: wired.state.asides(),
        otherFormats: wired.state.otherFormats(),
        systemCalls: wired.systemCalls(),
      };
    },
    'clipboard.clear': async () => {
      await wired.clipboard.clear();
      return {};
    },
    'own.forget': async () => {
      const forgotten = await wired.forget();
      dropDraft();
      wired.hub.emit('settings.changed', wired.settings.get());
      wired.hub.emit('accounts.marked', { marks: [] });
      wired.hub.emit('keep.changed', {});
      return forgotten;
    },
    'settings.get': () => wired.settings.get(),
    'settings.set': async (change) => {
      const { dataFolders } = change;
      const folders = dataFolders === undefined ? {} : { dataFolders: await wired.dataFolders(dataFolders) };
      const settings = await wired.settings.set({ ...change, ...folders });
      wired.hub.emit('settings.changed', settings);
      return settings;
    },
  } satisfies Partial<Handlers>;
}

/** Implements every method of the contract with the wired services. Decides nothing about files. */
export function createHandlers(wired: Wired): Handlers {
  const { fresh, ...discovery } = discoveryHandlers(wired);
  const { drop, ...draft } = draftHandlers();
  return {
    ...discovery,
    ...planHandlers(wired, fresh),
    ...placeHandlers(wired, fresh),
    ...runHandlers(wired),
    ...draft,
    ...messengerHandlers(wired),
    ...quarantineHandlers(wired),
    ...watchHandlers(wired),
    ...sessionHandlers(wired),
    ...ownHandlers(wired, drop),
  };
}
