import type { ForgottenView } from '../contract/host.ts';
import type { RemovalMode } from '../cleanup/outcomes.ts';
import { events, methods } from '../contract/contract.ts';
import type {
  Client,
  EventName,
  Events,
  Handlers,
  InputOf,
  MethodName,
  OutputOf,
  Reply,
} from '../contract/contract.ts';
import type { AccountMark } from '../contract/accounts.ts';
import type { KeepListView, KeptView, PlaceToKeep } from '../contract/keep.ts';
import type { JobEnd, JobKind, JobProgress } from '../contract/jobs.ts';
import type { LeavingDraft } from '../contract/leaving.ts';
import type { QuitView } from '../contract/messengers.ts';
import type { PlanView, Selection } from '../contract/plans.ts';
import type { ActiveRun, InterruptedRun, ReportView } from '../contract/runs.ts';
import type { Settings } from '../contract/settings.ts';
import type { ErrorCode } from '../contract/errors.ts';
import type { Product, SystemName } from '../platforms/platform.ts';
import { firstSettings } from '../settings/settings-table.ts';
import { accounts, discovery, groups, impactOf, signIn, usage, volumes } from './believable-data.ts';
import { fakeEntries, fakeGroups, fakePage, fakeSums } from './fake-plans.ts';
import type { FakeEntry } from './fake-plans.ts';
import { FakeQuarantine } from './fake-quarantine.ts';
import { reportOf, verificationOf } from './fake-report.ts';
import { fakeStaying } from './fake-staying.ts';
import type { StayingOptions } from './fake-staying.ts';

export interface FakeOptions extends StayingOptions {
  /** how long a job takes; tests use 0 */
  readonly jobMs?: number;
  readonly settings?: Partial<Settings>;
  readonly marks?: readonly AccountMark[];
  readonly kept?: readonly KeptView[];
  /** where a damaged keep-list was set aside */
  readonly keepLost?: string;
  /** nothing on the computer */
  readonly empty?: boolean;
  /** 0 running, 1 quit, 2 signed out */
  readonly stage?: number;
  /** refuses the next run, or the next restore, once with this */
  readonly refuse?: ErrorCode;
  /** sizes never arrive */
  readonly noUsage?: boolean;
  /** how many batches lie in the quarantine; the last of three is damaged, of more unfinished */
  readonly batches?: number;
  /** a run was cut off; `stuck`: its plan is gone */
  readonly interrupted?: 'resumable' | 'stopped' | 'stuck';
  readonly system?: SystemName;
  readonly trash?: boolean;
  readonly autostart?: boolean;
  /** the system's file manager can be opened here */
  readonly openFolder?: boolean;
  /** the clipboard can be emptied here */
  readonly clipboard?: boolean;
  /** answers of a test's own, in place of the believable ones */
  readonly answers?: Partial<Handlers>;
  /** these methods always refuse with this */
  readonly refusals?: Partial<Record<MethodName, ErrorCode>>;
  /** jobs of these methods run until they are cancelled */
  readonly endless?: readonly MethodName[];
  readonly onCall?: (method: MethodName) => void;
}

function sumOf(list: readonly { files: number; bytes: number; allocated: number }[]) {
  return {
    files: list.reduce((sum, entry) => sum + entry.files, 0),
    bytes: list.reduce((sum, entry) => sum + entry.bytes, 0),
    allocated: list.reduce((sum, entry) => sum + entry.allocated, 0),
  };
}

function folderOf(accountId: string | null): string {
  return accounts.find(({ id }) => id === accountId)?.folder ?? 'all_users';
}

function rootPath(rootId: string): string {
  return discovery.roots.find(({ id }) => id === rootId)?.realPath ?? '';
}

function interruptedRun(kind: 'resumable' | 'stopped' | 'stuck'): InterruptedRun {
  return {
    runId: 'run-cut',
    startedAt: Date.now() - 3_600_000,
    mode: 'quarantine',
    level: 'system',
    removed: 4210,
    planned: 14_208,
    resumable: kind !== 'stuck',
    stopped: kind === 'stopped',
  };
}

const restOfRun: Selection = {
  level: 'basic',
  accounts: ['a1', 'a2'],
  include: [],
  olderThanMs: null,
  keep: [],
  sinceSession: false,
};

const refusable: readonly MethodName[] = ['runs.start', 'runs.resume', 'quarantine.restore'];

type Listener = (event: EventName, payload: Events[EventName]) => void;

/**
 * The one fake of the contract, for tests of every face and for drawing the window. What it answers and emits must
 * fit the contract's schemas, or the call rejects.
 */
export class FakeContract implements Client {
  readonly calls: { readonly method: MethodName; readonly input: unknown }[] = [];
  stage: number;
  refuse: ErrorCode | undefined;
  readonly reports: ReportView[] = [];
  readonly handlers: Handlers;
  private readonly listeners = new Set<Listener>();
  private running: MethodName | null = null;
  private readonly options: FakeOptions;
  private readonly plans = new Map<string, PlanView>();
  private readonly entries = new WeakMap<PlanView, readonly FakeEntry[]>();
  private readonly ends = new Map<string, JobEnd>();
  private readonly cancelled = new Set<string>();
  private settings: Settings;
  private marks: AccountMark[];
  private kept: KeptView[];
  private keepLost: string | null;
  private next = 1;
  private measured = false;
  private quitView: QuitView | null = null;
  private cutOff: InterruptedRun | null;
  private active: ActiveRun | null = null;
  private draft: LeavingDraft | null = null;
  private readonly progress = new Map<string, JobProgress>();
  private readonly quarantine: FakeQuarantine;

  constructor(options: FakeOptions = {}) {
    this.options = options;
    this.stage = options.stage ?? 0;
    this.refuse = options.refuse;
    this.settings = { ...firstSettings, language: 'zh-CN', computer: 'shared', ...options.settings };
    this.marks = [...(options.marks ?? [])];
    this.kept = [...(options.kept ?? [])];
    this.keepLost = options.keepLost ?? null;
    this.cutOff = options.interrupted === undefined ? null : interruptedRun(options.interrupted);
    this.quarantine = new FakeQuarantine(options.batches ?? 0, {
      job: (kind, batch, done) => this.job(kind, batch.files, batch.bytes, done),
      isCancelled: (jobId) => this.cancelled.has(jobId),
      changed: (batches) => this.emit('quarantine.changed', { batches }),
    });
    this.handlers = { ...this.makeHandlers(), ...options.answers };
  }

  on: Client['on'] = (event, listener) =>
    this.onAny((name, payload) => {
      if (name === event) listener(payload as Parameters<typeof listener>[0]);
    });

  onAny(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async call<M extends MethodName>(method: M, input: InputOf<M>): Promise<Reply<OutputOf<M>>> {
    this.calls.push({ method, input });
    await Promise.resolve();
    this.options.onCall?.(method);
    const code = this.refusalOf(method);
    if (code !== undefined) return { ok: false, error: { code, params: { names: '微信', plan: 'plan-1' } } };
    const handler = this.handlers[method] as (input: unknown) => unknown;
    this.running = method;
    const value = await handler(methods[method].input.parse(input));
    methods[method].output.parse(value);
    return { ok: true, value: value as OutputOf<M> };
  }

  emit<E extends EventName>(event: E, payload: Events[E]): void {
    // an undeclared one passes: hosts are tested with it
    if (Object.hasOwn(events, event)) events[event].parse(payload);
    for (const listener of [...this.listeners]) listener(event, payload);
  }

  /** the next run or restore refuses once; `refusals` hold for good */
  private refusalOf(method: MethodName): ErrorCode | undefined {
    const lasting = this.options.refusals?.[method];
    if (lasting !== undefined || !refusable.includes(method)) return lasting;
    const once = this.refuse;
    this.refuse = undefined;
    return once;
  }

  private id(kind: string): string {
    return `${kind}-${String(this.next++)}`;
  }

  /** Starts a job that ends by itself after `jobMs`, or runs on where `endless` says so. */
  job(kind: JobKind, total = 1, bytes = 0, done: () => void = () => undefined): string {
    const jobId = this.id(kind);
    const isEndless = this.running !== null && this.options.endless?.includes(this.running) === true;
    const length = this.options.jobMs ?? 0;
    const startedAt = Date.now();
    this.progress.set(jobId, {
      ...{ jobId, kind, done: 0, total: null, bytes: 0, bytesTotal: null, current: null, etaMs: null },
    });
    const step = (): void => {
      const share = length === 0 ? 1 : Math.min(1, (Date.now() - startedAt) / length);
      const stopped = this.cancelled.has(jobId);
      if (isEndless && !stopped) {
        setTimeout(step, 10);
        return;
      }
      if (share < 1 && !stopped) {
        const progress: JobProgress = {
          jobId,
          kind,
          done: Math.round(total * share),
          total: kind === 'scan' || kind === 'plan' || kind === 'quit' ? null : total,
          bytes: Math.round(bytes * share),
          bytesTotal: kind === 'clean' ? bytes : null,
          current: `wxid_k3f81m2qd0_7c4e/cache/2026-10/Message/${'9f'.repeat(12)}/Thumb/${String(Math.round(share * 1e6))}.jpg`,
          etaMs: share > 0.1 ? Math.round(length * (1 - share)) : null,
        };
        this.progress.set(jobId, progress);
        this.emit('job.progress', progress);
        setTimeout(step, 100);
        return;
      }
      const end: JobEnd = { jobId, kind, outcome: stopped ? 'cancelled' : 'done', error: null };
      done();
      this.ends.set(jobId, end);
      this.progress.delete(jobId);
      this.emit('job.ended', end);
    };
    setTimeout(step, 0);
    return jobId;
  }

  /** asked in vain, ended by force */
  private quit(product: Product, state: QuitView['state']): { jobId: string } {
    const jobId: string = this.job('quit', 1, 0, () => {
      this.quitView = { product, jobId, state, reason: null, forced: state === 'quit', processes: [] };
      if (state === 'quit') this.stage = Math.max(this.stage, 1);
    });
    return { jobId };
  }

  private keepNow(kept: KeptView[], lost: string | null): KeepListView {
    this.kept = kept;
    this.keepLost = lost;
    this.emit('keep.changed', {});
    return { kept, lost };
  }

  private keepHandlers() {
    const added = (place: PlaceToKeep): KeptView => {
      const root = typeof place === 'string' ? '' : `${rootPath(place.rootId)}/`;
      const path = root + (typeof place === 'string' ? place : place.path);
      return { path, state: /\.[a-z0-9]+$/.test(path) ? 'file' : 'folder', addedAt: Date.now() };
    };
    return {
      'keep.list': () => ({ kept: this.kept, lost: this.keepLost }),
      'keep.add': ({ places }) => {
        const known = new Set(this.kept.map(({ path }) => path));
        const fresh = places.map(added).filter(({ path }) => !known.has(path));
        return this.keepNow([...this.kept, ...fresh], this.keepLost);
      },
      'keep.remove': ({ paths }) =>
        this.keepNow(
          this.kept.filter(({ path }) => !paths.includes(path)),
          this.keepLost,
        ),
      'keep.confirm': () => this.keepNow(this.kept, null),
    } satisfies Partial<Handlers>;
  }

  private plan(selection: Selection, id = this.id('plan')): PlanView {
    const ids =
      selection.accounts === 'all'
        ? accounts.filter((account) => account.access === 'ok').map((account) => account.id)
        : selection.accounts;
    const made = groups(selection.level, ids);
    const named: PlanView['accounts'] = ids.map((accountId, index) => ({
      accountId,
      rootId: accounts.find((account) => account.id === accountId)?.rootId ?? '',
      folder: accounts.find((account) => account.id === accountId)?.folder ?? accountId,
      key: accounts.find((account) => account.id === accountId)?.key ?? accountId,
      databases: 96 - index * 11,
      backups: index === 0 ? 'inside' : 'none',
      bytes: (6 - index) * 1_073_741_824,
    }));
    const plan: PlanView = {
      id,
      createdAt: Date.now(),
      expiresAt: Date.now() + 900_000,
      selection,
      accounts: named,
      impact: impactOf({ accounts: named, groups: made }, this.stage),
      groups: made,
      total: sumOf(made),
      kept: [
        {
          reason: 'deeper-level',
          category: 'database',
          files: 317,
          bytes: 3_400_000_000,
          allocated: 3_400_000_000,
        },
        {
          reason: 'not-included',
          category: 'received',
          files: 354,
          bytes: 1_150_000_000,
          allocated: 1_150_000_000,
        },
        {
          reason: 'not-selected',
          category: 'media',
          files: 2800,
          bytes: 940_000_000,
          allocated: 940_000_000,
        },
      ],
      staying: [],
      unmatchedKeep: [],
      unreadable: [],
    };
    this.plans.set(id, plan);
    return plan;
  }

  private known(planId: string): PlanView {
    const plan = this.plans.get(planId);
    if (plan === undefined) throw new Error(`no plan ${planId}`);
    return plan;
  }

  private entriesOf(plan: PlanView): readonly FakeEntry[] {
    const known = this.entries.get(plan) ?? fakeEntries(plan.groups, (group) => folderOf(group.accountId));
    this.entries.set(plan, known);
    return known;
  }

  private finish(runId: string, plan: PlanView, mode: RemovalMode, stopped: boolean): void {
    const report = reportOf({ runId, plan, mode, stopped });
    this.reports.push(report);
    if (report.quarantineId !== null) this.quarantine.add(report.quarantineId, report);
  }

  private makeHandlers(): Handlers {
    return {
      'host.describe': () => ({
        version: '0.1.0',
        system: this.options.system ?? 'linux',
        demo: true,
        home: '/home/li',
        dataDir: '/home/li/.local/share/signoff',
        locationsCheckedOn: '2026-11-01',
        capabilities: {
          tray: false,
          trash: this.options.trash === true,
          notifications: false,
          autostart: this.options.autostart === true,
          powerEvents: false,
          openFolder: this.options.openFolder === true,
          clipboard: this.options.clipboard === true,
        },
      }),
      'status.get': () => ({
        version: '0.1.0',
        dataDir: '/home/li/.local/share/signoff',
        lastRun: null,
        interrupted: this.cutOff === null ? [] : [this.cutOff],
        setAside: [],
        otherFormats: [],
        systemCalls: { kind: 'native', reason: null },
      }),
      'clipboard.clear': () => ({}),
      'host.showPlace': () => ({}),
      'own.forget': () => {
        const receipts = this.reports.splice(0).length;
        const stayed: ForgottenView['stayed'] = [];
        return {
          dataDir: '/home/li/.local/share/signoff',
          receipts,
          files: receipts,
          folderGone: true,
          stayed,
        };
      },
      'settings.get': () => this.settings,
      'settings.set': (part) => {
        const given = Object.entries(part).filter(([, value]) => value !== undefined);
        this.settings = { ...this.settings, ...Object.fromEntries(given) };
        return this.settings;
      },
      'accounts.discover': () =>
        this.options.empty === true ? { ...discovery, roots: [], accounts: [], notes: [] } : discovery,
      'accounts.marks': () => this.marks,
      'accounts.mark': ({ accountId: id, name, isMine }) => {
        const said = this.marks.find(({ accountId }) => accountId === id);
        const others = this.marks.filter(({ accountId }) => accountId !== id);
        const mark = {
          accountId: id,
          name: name === undefined ? (said?.name ?? null) : name,
          isMine: isMine ?? said?.isMine ?? false,
        };
        this.marks = mark.name === null && !mark.isMine ? others : [...others, mark];
        this.emit('accounts.marked', { marks: this.marks });
        return this.marks;
      },
      ...this.keepHandlers(),
      'signin.check': () => signIn(this.stage),
      'messengers.askToQuit': ({ product }) => this.quit(product, 'still-running'),
      'messengers.forceEnd': ({ product }) => this.quit(product, 'quit'),
      'messengers.quitState': () => this.quitView,
      'usage.scan': () => ({
        jobId: this.job('scan', 41_000, 0, () => {
          this.measured = true;
        }),
      }),
      'usage.get': () => (this.measured && this.options.noUsage !== true ? usage() : null),
      'plans.create': (selection) => {
        const planId = this.id('plan');
        return {
          planId,
          jobId: this.job('plan', 41_000, 0, () => void this.plan(selection, planId)),
        };
      },
      'plans.get': ({ planId }) => this.known(planId),
      'plans.sums': ({ planId, by, where, choices }) =>
        fakeSums(this.entriesOf(this.known(planId)), by, where, choices),
      'plans.entries': ({ planId, ...query }) => fakePage(planId, this.entriesOf(this.known(planId)), query),
      'plans.exclude': ({ planId, ...out }) => {
        const old = this.known(planId);
        const left = fakeGroups(old.groups, this.entriesOf(old), out);
        const impact = impactOf({ ...old, groups: left }, this.stage);
        const plan = { ...old, id: this.id('plan'), impact, groups: left, total: sumOf(left) };
        this.plans.set(plan.id, plan);
        this.plans.delete(planId);
        return plan;
      },
      'runs.start': ({ planId, mode }) => {
        const plan = this.known(planId);
        const runId = this.id('run');
        const jobId: string = this.job('clean', plan.total.files, plan.total.bytes, () => {
          this.active = null;
          const isStopped = this.cancelled.has(jobId);
          this.finish(runId, plan, mode, isStopped);
          if (isStopped)
            this.cutOff = { ...interruptedRun('stopped'), runId, mode, level: plan.selection.level };
        });
        this.active = { jobId, runId, mode };
        return { jobId, runId };
      },
      'runs.resume': ({ runId }) => {
        const plan = this.plan(restOfRun);
        const jobId: string = this.job('clean', plan.total.files, plan.total.bytes, () => {
          this.cutOff = null;
          this.active = null;
          this.finish(runId, plan, 'quarantine', this.cancelled.has(jobId));
        });
        this.active = { jobId, runId, mode: 'quarantine' };
        return { jobId, runId };
      },
      'runs.active': () => this.active,
      'runs.verify': ({ runId }) => ({
        jobId: this.job('verify', 14_000, 0, () => {
          const index = this.reports.findIndex((report) => report.runId === runId);
          const report = this.reports[index];
          if (report === undefined) return;
          this.reports[index] = {
            ...report,
            verification: verificationOf(report),
          };
        }),
      }),
      'runs.close': ({ runId }) => {
        const wasStopped = this.cutOff?.stopped === true;
        this.cutOff = null;
        if (wasStopped) return this.found(runId);
        const plan = this.plan(restOfRun);
        const report = reportOf({ runId, plan, mode: 'quarantine', stopped: true });
        this.reports.push({ ...report, outcome: 'interrupted' });
        return this.found(runId);
      },
      'volumes.describe': () => volumes,
      'reports.confirm': ({ runId, product, step, done }) => {
        const index = this.reports.findIndex((report) => report.runId === runId);
        const report = this.reports[index];
        if (report === undefined) throw new Error('run-not-found');
        const others = report.confirmed.filter((one) => one.product !== product || one.step !== step);
        const confirmed = done ? [...others, { product, step, at: 1_800_000_000_000 }] : others;
        return (this.reports[index] = { ...report, confirmed });
      },
      'reports.digest': () => ({ digest: '0123456789abcdef' }),
      'reports.list': () => this.reports,
      'reports.get': ({ runId }) => this.found(runId),
      'jobs.cancel': ({ jobId }) => {
        this.cancelled.add(jobId);
        return { cancelled: true };
      },
      'jobs.end': ({ jobId }) => this.ends.get(jobId) ?? null,
      'jobs.running': () => [...this.progress.values()],
      'leaving.keep': ({ draft }) => {
        this.draft = draft;
        return {};
      },
      'leaving.kept': () => this.draft,
      ...this.quarantine.handlers,
      ...fakeStaying(this.options, {
        job: (done) => this.job('baseline', 41_000, 0, done),
        isCancelled: (jobId) => this.cancelled.has(jobId),
        emit: (event, payload) => this.emit(event, payload),
      }),
    };
  }

  private found(runId: string): ReportView {
    const report = this.reports.find((candidate) => candidate.runId === runId);
    if (report === undefined) throw new Error(`no run ${runId}`);
    return report;
  }
}
