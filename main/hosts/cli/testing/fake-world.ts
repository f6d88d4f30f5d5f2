import type { Computer } from '../../../../app/cleanup/computers.ts';
import { judge } from '../../../../app/cleanup/verdict.ts';
import type { AccountMark, DiscoveryView } from '../../../../app/contract/accounts.ts';
import type { EventName, Events, Handlers, MethodName } from '../../../../app/contract/contract.ts';
import type { QuitView } from '../../../../app/contract/messengers.ts';
import type { PlanEntriesPage } from '../../../../app/contract/plan-entries.ts';
import type { PlanView, VolumeView } from '../../../../app/contract/plans.ts';
import type {
  PurgeView,
  QuarantineBatchView,
  RestoreView,
  StoredEntry,
} from '../../../../app/contract/quarantine.ts';
import type { InterruptedRun, ReportView } from '../../../../app/contract/runs.ts';
import type { SessionView } from '../../../../app/contract/session.ts';
import type { SignInView } from '../../../../app/contract/sign-in.ts';
import type { UsageView } from '../../../../app/contract/usage.ts';
import type { WatchEvent, WatchView } from '../../../../app/contract/watch.ts';
import { FakeContract } from '../../../../app/testing/fake-contract.ts';
import type { ErrorCode } from '../../../../app/contract/errors.ts';
import type { Assistant } from '../../../assistant/assistant.ts';
import type { Caller } from '../../../assistant/dispatcher.ts';
import type { Output, Terminal } from '../terminal.ts';
import type { World } from '../command.ts';

interface Recorded extends Output {
  readonly text: () => string;
  /** the reader stalls: nothing is written until it continues */
  readonly hold: () => () => void;
}

export function recordedOutput(isTty = false, colour = false, columns = 80): Recorded {
  let written = '';
  let gone = false;
  let passing = Promise.resolve();
  const listeners: (() => void)[] = [];
  return {
    isTty,
    colour,
    columns: () => columns,
    write: (text) => void (written += text),
    closed: () => gone,
    failure: () => null,
    onClosed: (listener) => void listeners.push(listener),
    abandon() {
      gone = true;
      for (const listener of listeners) listener();
    },
    drained: () => (gone ? Promise.resolve() : passing),
    text: () => written,
    hold() {
      let goOn: () => void = () => undefined;
      passing = new Promise((resolve) => (goOn = resolve));
      return goOn;
    },
  };
}

export const discovered: DiscoveryView = {
  at: 1,
  roots: [
    {
      id: 'root1',
      platform: 'wechat-4-linux',
      product: 'wechat',
      line: '4.x',
      packaging: 'native',
      kind: 'data',
      path: '/home/li/Documents/xwechat_files',
      realPath: '/home/li/Documents/xwechat_files',
      layout: 'recognised',
      support: 'clean',
      access: 'ok',
      foundBy: [{ rule: 'L-01', by: 'folder', from: '/home/li/Documents' }],
    },
  ],
  measuredOnly: [],
  accounts: ['wxid_a_1234', 'wxid_b_5678'].map((folder, index) => ({
    id: `acc${index + 1}`,
    rootId: 'root1',
    platform: 'wechat-4-linux',
    product: 'wechat',
    line: '4.x',
    packaging: 'native',
    folder,
    key: folder.slice(0, -5),
    displayName: null,
    access: 'ok',
  })),
  notes: [],
  lookedIn: ['/home/li/Documents', '/home/li/.config/QQ'],
};

export const emptyDiscovery: DiscoveryView = { ...discovered, roots: [], accounts: [] };

const amount = { files: 2, bytes: 3000, allocated: 8192 };

export const planned: PlanView = {
  id: 'p-1',
  createdAt: 1_800_000_000_000,
  expiresAt: 1_800_003_600_000,
  selection: {
    level: 'basic',
    accounts: ['acc1'],
    include: [],
    olderThanMs: null,
    keep: [],
    sinceSession: false,
  },
  accounts: [
    {
      accountId: 'acc1',
      rootId: 'root1',
      folder: 'wxid_a_1234',
      key: 'wxid_a',
      databases: 3,
      backups: 'inside',
      bytes: 9_000_000,
    },
  ],
  groups: [
    {
      id: 0,
      rootId: 'root1',
      accountId: 'acc1',
      location: 'W4-01',
      category: 'cache',
      recoverability: 'auto',
      risk: 'low',
      confidence: 'A',
      ...amount,
    },
  ],
  total: amount,
  kept: [{ reason: 'protected', category: 'database', files: 3, bytes: 6000, allocated: 8192 }],
  staying: [],
  impact: [],
  unmatchedKeep: [],
  unreadable: [],
};

const folderOfAccount = { folder: 'wxid_a_1234', rootId: 'root1', key: 'wxid_a' };

export const reported: ReportView = {
  runId: 'r-1',
  planId: 'p-1',
  mode: 'delete',
  selection: planned.selection,
  startedAt: 1_800_000_100_000,
  endedAt: 1_800_000_101_000,
  outcome: 'done',
  planned: amount,
  removed: amount,
  ways: [{ way: 'deleted', ...amount }],
  quarantineId: null,
  kept: [],
  failed: [],
  livesOn: { files: 0, bytes: 0 },
  foldersRemoved: 1,
  examples: [],
  groups: [{ ...planned.groups[0]!, removedFiles: 2, removedBytes: 3000 }],
  accounts: [{ accountId: 'acc1', product: 'wechat', line: '4.x', ...folderOfAccount }],
  roots: [],
  confirmed: [],
  verification: null,
};

const allGone = { left: 0, behindLinks: 0, unreadable: 0 };

export const verifiedReport: ReportView = {
  ...reported,
  verification: {
    at: 1_800_000_102_000,
    gone: 2,
    leftBytes: 0,
    ...allGone,
    arrived: 0,
    examples: [],
    ...judge('done', allGone, []),
    stillHere: [],
    stillHereMore: 0,
  },
};

export const quarantinedReport: ReportView = {
  ...verifiedReport,
  mode: 'quarantine',
  ways: [
    { way: 'quarantined', files: 1, bytes: 2000, allocated: 4096 },
    { way: 'deleted-credential', files: 1, bytes: 1000, allocated: 4096 },
  ],
  quarantineId: 'q-1',
  examples: [
    { path: 'config/key_info.db', why: 'deleted-credential' },
    { path: 'wxid_a_1234/cache/x', why: 'changed' },
  ],
};

export const batch: QuarantineBatchView = {
  id: 'q-1',
  runId: 'r-1',
  at: 1_800_000_101_000,
  items: 1,
  ...amount,
  accounts: [{ accountId: 'acc1', folder: 'wxid_a_1234' }],
  roots: ['/home/li/Documents/xwechat_files'],
  state: 'whole',
  expiresAt: null,
};

const storedEntries: readonly StoredEntry[] = [
  { path: 'wxid_a_1234/cache/2026-01', kind: 'folder', files: 1, bytes: 2000 },
  { path: 'wxid_a_1234/cache/2026-01/thumb', kind: 'file', files: 1, bytes: 2000 },
].map((one) => ({ root: '/home/li/Documents/xwechat_files', ...one }) as const) as readonly StoredEntry[];

export const restored: RestoreView = {
  batchId: 'q-1',
  conflict: 'skip',
  restored: amount,
  renamed: 0,
  overwritten: 0,
  signIns: 0,
  kept: [],
  failed: [],
  examples: [],
  isEmptied: true,
};

export const session: SessionView = {
  id: 's-1',
  startedAt: 1_800_000_000_000,
  state: 'running',
  baseline: { files: 100, bytes: 3_000_000, storedBytes: 5000 },
  owners: ['acc1'],
  arrived: ['acc2', 'acc9'],
};

export const watchEvent: WatchEvent = {
  seq: 1,
  at: 1_800_000_000_000,
  kind: 'file-received',
  rootId: 'root1',
  accountId: 'acc1',
  product: 'wechat',
  category: 'received',
  files: 1,
  bytes: 3000,
  name: 'a\u001B[2J.pdf',
  trouble: null,
};

const watching: WatchView = {
  state: 'starting',
  since: 1_800_000_000_000,
  surveyed: false,
  hotEntries: 12,
  troubles: [],
  changes: [],
  growth: null,
  events: [],
  received: [],
};

const signIn: SignInView = {
  at: 1,
  products: [{ product: 'wechat', running: 'no', processes: [] }],
  accounts: [],
  switcherCopies: [],
};

const usage: UsageView = {
  at: 2,
  tookMs: 12,
  cells: [
    { rootId: 'root1', accountId: 'acc1', category: 'cache', month: '2026-10', ...amount },
    { rootId: 'root1', accountId: 'acc1', category: 'cache', month: '2026-11', ...amount },
  ],
  total: { files: 4, bytes: 6000, allocated: 16384 },
  otherFolders: [],
  largest: [],
  unreadable: [{ rootId: 'root1', path: '/home/li/Documents/xwechat_files/closed', code: 'EACCES' }],
};

const planEntries: PlanEntriesPage = {
  planId: 'p-1',
  total: 2,
  offset: 0,
  entries: [
    {
      id: 0,
      rootId: 'root1',
      goes: true,
      path: 'wxid_a_1234/cache/evil\u001B[2J\nname',
      bytes: 1000,
      mtime: 5,
    },
    { id: 1, rootId: 'root1', goes: true, path: 'wxid_a_1234/cache/图.jpg', bytes: 2000, mtime: 6 },
  ],
};

export interface FakeOptions {
  readonly discovery?: DiscoveryView;
  readonly plan?: PlanView;
  /** the receipt before and after the check */
  readonly report?: ReportView;
  readonly verified?: ReportView;
  readonly refuse?: Partial<Record<MethodName, ErrorCode>>;
  /** jobs of these methods run until cancelled */
  readonly endless?: readonly MethodName[];
  /** results of asking an app to quit, and of ending it by force */
  readonly quit?: readonly [QuitView['state'], QuitView['state']?];
  readonly interrupted?: readonly InterruptedRun[];
  readonly batches?: readonly QuarantineBatchView[];
  readonly volumes?: readonly VolumeView[];
  readonly restored?: RestoreView;
  readonly purged?: PurgeView;
  /** the session that is open; none by default */
  readonly session?: SessionView | null;
  /** the system's trash is available */
  readonly trash?: boolean;
  /** which messengers run; none by default */
  readonly signIn?: SignInView;
  /** what the person said about accounts */
  readonly marks?: readonly AccountMark[];
  /** whose computer the settings call it; shared by default */
  readonly computer?: Computer;
  readonly interactive?: boolean;
  readonly answer?: string | null;
  readonly env?: Record<string, string>;
  readonly errIsTty?: boolean;
  /** the code with which standard output fails */
  readonly outputFailure?: string;
  readonly onCall?: (method: MethodName) => void;
}

export interface FakeWorld extends World {
  readonly calls: FakeContract['calls'];
  readonly callers: Caller[];
  readonly questions: string[];
  readonly stdout: () => string;
  readonly stderr: () => string;
  readonly interrupt: () => void;
  readonly emit: <E extends EventName>(event: E, payload: Events[E]) => void;
  readonly out: Recorded;
}

/** Overrides of the fake contract's answers with the fixed views that these tests name. */
function answersOf(options: FakeOptions, fake: () => FakeContract): Partial<Handlers> {
  const called = (method: MethodName): boolean => fake().calls.some((one) => one.method === method);
  const currentReport = (): ReportView =>
    called('runs.verify') ? (options.verified ?? verifiedReport) : (options.report ?? reported);
  return {
    'host.describe': () => ({
      version: '9.9.9',
      system: 'linux',
      demo: false,
      home: '/home/li',
      dataDir: '/d',
      locationsCheckedOn: '2026-11-01',
      capabilities: {
        tray: false,
        trash: options.trash ?? false,
        notifications: false,
        autostart: false,
        powerEvents: false,
        openFolder: false,
        clipboard: false,
      },
    }),
    'status.get': () => ({
      version: '9.9.9',
      dataDir: '/d',
      lastRun: null,
      interrupted: options.interrupted ?? [],
      setAside: [],
      otherFormats: [],
      systemCalls: { kind: 'portable', reason: 'koffi-linux-x64.node is not there' },
    }),
    'accounts.discover': () => options.discovery ?? discovered,
    'signin.check': () => options.signIn ?? signIn,
    'accounts.marks': () => options.marks ?? [],
    'messengers.quitState': ({ product }) => {
      const forced = called('messengers.forceEnd');
      const state = options.quit?.[forced ? 1 : 0] ?? 'quit';
      const wechat = { pid: 11, name: 'wechat', path: '/opt/wechat/wechat', ownUser: true, certain: true };
      const reason = state === 'unclear' ? 'uncertain' : null;
      return { product, jobId: 'j-1', state, reason, forced, processes: state === 'quit' ? [] : [wechat] };
    },
    'usage.get': () => usage,
    'plans.create': () => ({ jobId: fake().job('plan'), planId: 'p-1' }),
    'plans.get': () => options.plan ?? planned,
    'plans.entries': () => planEntries,
    'plans.exclude': () => planned,
    'runs.start': () => ({ jobId: fake().job('clean'), runId: 'r-1' }),
    'runs.verify': () => ({ jobId: fake().job('verify') }),
    'runs.close': () => options.report ?? { ...reported, outcome: 'interrupted' },
    'runs.active': () => null,
    'runs.resume': ({ runId }) => ({ jobId: fake().job('clean'), runId }),
    'volumes.describe': () => options.volumes ?? [],
    'quarantine.list': () => options.batches ?? [batch],
    'quarantine.entries': ({ batchId, offset, limit }) => ({
      ...{ batchId, total: storedEntries.length, offset },
      entries: storedEntries.slice(offset, offset + limit),
    }),
    'quarantine.restore': () => ({ jobId: fake().job('restore') }),
    'quarantine.restored': () => options.restored ?? restored,
    'quarantine.purge': () => ({ jobId: fake().job('purge') }),
    'quarantine.purged': () => options.purged ?? { batches: ['q-1'], failed: [], ...amount },
    'watch.get': () => watching,
    'watch.start': () => watching,
    'watch.stop': () => ({ ...watching, state: 'off' }),
    'session.get': () => options.session ?? null,
    'session.start': () => ({ jobId: fake().job('baseline') }),
    'session.confirm': () => session,
    'session.end': () => session,
    'reports.list': () => [currentReport()],
    'reports.get': currentReport,
  };
}

/** The fake contract with a terminal that records its output. */
export function fakeWorld(options: FakeOptions = {}): FakeWorld {
  const callers: Caller[] = [];
  const questions: string[] = [];
  const interrupt = new AbortController();
  const fake: FakeContract = new FakeContract({
    settings: { language: 'system', computer: options.computer ?? 'shared' },
    ...(options.refuse === undefined ? {} : { refusals: options.refuse }),
    ...(options.endless === undefined ? {} : { endless: options.endless }),
    ...(options.onCall === undefined ? {} : { onCall: options.onCall }),
    answers: answersOf(options, () => fake),
  });
  const out: Recorded = { ...recordedOutput(), failure: () => options.outputFailure ?? null };
  const err = recordedOutput(options.errIsTty);
  const terminal: Terminal = {
    out,
    err,
    interactive: options.interactive ?? false,
    ask(question) {
      questions.push(question);
      return Promise.resolve(options.answer ?? null);
    },
  };
  const assistant = {
    client(caller: Caller) {
      callers.push(caller);
      return fake;
    },
    close: () => Promise.resolve(),
  } as unknown as Assistant;
  return {
    version: '9.9.9',
    env: options.env ?? { LANG: 'en_US.UTF-8' },
    terminal,
    signal: interrupt.signal,
    now: () => 0,
    openAssistant: () => Promise.resolve(assistant),
    openWindow({ print }) {
      print('the window is open');
      return Promise.resolve(0);
    },
    makeDemo: (folder, { files }, onProgress) => {
      onProgress(files ?? 0);
      return Promise.resolve({ folder, files: files ?? 6000, bytes: 12_345 });
    },
    calls: fake.calls,
    callers,
    questions,
    stdout: () => out.text(),
    stderr: () => err.text(),
    interrupt: () => interrupt.abort(),
    emit: (event, payload) => fake.emit(event, payload),
    out,
  };
}
