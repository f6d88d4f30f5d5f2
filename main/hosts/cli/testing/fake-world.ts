import type { Client, EventName, Events, MethodName } from '../../../../app/contract/contract.ts';
import { SignOffError } from '../../../../app/contract/errors.ts';
import type { ErrorCode } from '../../../../app/contract/errors.ts';
import type { PlanView, ReportView } from '../../../../app/contract/plan-views.ts';
import type { DiscoveryView, JobKind, QuitView, SignInView } from '../../../../app/contract/views.ts';
import type { Assistant } from '../../../assistant.ts';
import type { Caller } from '../../../dispatcher.ts';
import { createEventHub } from '../../../event-hub.ts';
import type { Output, Terminal } from '../terminal.ts';
import type { World } from '../world.ts';

interface Recorded extends Output {
  readonly text: () => string;
}

export function recordedOutput(isTty = false, colour = false): Recorded {
  let written = '';
  return {
    isTty,
    colour,
    columns: () => 80,
    write: (text) => void (written += text),
    closed: () => false,
    drained: () => Promise.resolve(),
    text: () => written,
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
  selection: { level: 'basic', accounts: ['acc1'], include: [], olderThanMs: null, keep: [], sinceSession: false },
  accounts: [
    { accountId: 'acc1', folder: 'wxid_a_1234', databases: 3, backupsPresent: true, bytes: 9_000_000 },
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
  unreadable: [],
};

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
  kept: [],
  failed: [],
  foldersRemoved: 1,
  examples: [],
  groups: [{ ...planned.groups[0]!, removedFiles: 2, removedBytes: 3000 }],
  accounts: [{ accountId: 'acc1', product: 'wechat', line: '4.x', folder: 'wxid_a_1234' }],
  verification: null,
};

export const verifiedReport: ReportView = {
  ...reported,
  verification: {
    at: 1_800_000_102_000,
    gone: 2,
    left: 0,
    leftBytes: 0,
    arrived: 0,
    unreadable: 0,
    examples: [],
    verdict: 'all-gone',
  },
};

const signIn: SignInView = {
  at: 1,
  products: [{ product: 'wechat', running: 'no', processes: [] }],
  accounts: [],
  switcherCopies: [],
};

export interface FakeOptions {
  readonly discovery?: DiscoveryView;
  readonly plan?: PlanView;
  /** the record, before and after the second look */
  readonly report?: ReportView;
  readonly verified?: ReportView;
  readonly refuse?: Partial<Record<MethodName, ErrorCode>>;
  /** jobs of these methods run until they are cancelled */
  readonly endless?: readonly MethodName[];
  /** what came of asking an app to quit, and of ending it by force */
  readonly quit?: readonly [QuitView['state'], QuitView['state']?];
  readonly interactive?: boolean;
  readonly answer?: string | null;
  readonly env?: Record<string, string>;
  readonly errIsTty?: boolean;
  readonly onCall?: (method: MethodName) => void;
}

export interface FakeWorld extends World {
  readonly calls: { method: MethodName; input: unknown }[];
  readonly callers: Caller[];
  readonly questions: string[];
  readonly stdout: () => string;
  readonly stderr: () => string;
  readonly interrupt: () => void;
}

/** An assistant that answers by the contract from fixed views, and a terminal that remembers what it was shown. */
export function fakeWorld(options: FakeOptions = {}): FakeWorld {
  const calls: FakeWorld['calls'] = [];
  const callers: Caller[] = [];
  const questions: string[] = [];
  const hub = createEventHub(() => undefined);
  const interrupt = new AbortController();
  const running = new Map<string, JobKind>();
  let jobs = 0;
  const end = (jobId: string, outcome: 'done' | 'cancelled'): void => {
    const kind = running.get(jobId);
    running.delete(jobId);
    if (kind !== undefined) hub.emit('job.ended', { jobId, kind, outcome, error: null });
  };
  const job = (kind: JobKind, method: MethodName): string => {
    jobs += 1;
    const jobId = `j-${jobs}`;
    running.set(jobId, kind);
    if (options.endless?.includes(method) !== true) queueMicrotask(() => end(jobId, 'done'));
    return jobId;
  };
  const currentReport = (): ReportView =>
    calls.some((one) => one.method === 'runs.verify')
      ? (options.verified ?? verifiedReport)
      : (options.report ?? reported);
  const answers: Record<MethodName, (input: never) => unknown> = {
    'host.describe': () => ({
      version: '9.9.9',
      system: 'linux',
      demo: false,
      home: '/home/li',
      dataDir: '/d',
      capabilities: {},
    }),
    'status.get': () => ({ version: '9.9.9', dataDir: '/d', lastRun: null, interrupted: [], setAside: [] }),
    'settings.get': () => ({ language: 'system', theme: 'system' }),
    'settings.set': () => ({ language: 'system', theme: 'system' }),
    'accounts.discover': () => options.discovery ?? discovered,
    'signin.check': () => signIn,
    'messengers.askToQuit': () => ({ jobId: job('quit', 'messengers.askToQuit') }),
    'messengers.forceEnd': () => ({ jobId: job('quit', 'messengers.forceEnd') }),
    'messengers.quitState': ({ product }: { product: QuitView['product'] }) => {
      const forced = calls.some((one) => one.method === 'messengers.forceEnd');
      const state = options.quit?.[forced ? 1 : 0] ?? 'quit';
      const wechat = { pid: 11, name: 'wechat', path: '/opt/wechat/wechat', ownUser: true, certain: true };
      const reason = state === 'unclear' ? 'uncertain' : null;
      return { product, jobId: 'j-1', state, reason, forced, processes: state === 'quit' ? [] : [wechat] };
    },
    'usage.scan': () => ({ jobId: job('scan', 'usage.scan') }),
    'usage.get': () => ({
      at: 2,
      tookMs: 12,
      cells: [
        { rootId: 'root1', accountId: 'acc1', category: 'cache', month: '2026-10', ...amount },
        { rootId: 'root1', accountId: 'acc1', category: 'cache', month: '2026-11', ...amount },
      ],
      total: { files: 4, bytes: 6000, allocated: 16384 },
      unreadable: [{ rootId: 'root1', path: '/home/li/Documents/xwechat_files/closed', code: 'EACCES' }],
    }),
    'plans.create': () => ({ jobId: job('plan', 'plans.create'), planId: 'p-1' }),
    'plans.get': () => options.plan ?? planned,
    'plans.entries': () => ({
      planId: 'p-1',
      groupId: 0,
      total: 2,
      offset: 0,
      entries: [
        { id: 0, path: 'wxid_a_1234/cache/evil\u001B[2J\nname', bytes: 1000, mtime: 5 },
        { id: 1, path: 'wxid_a_1234/cache/图.jpg', bytes: 2000, mtime: 6 },
      ],
    }),
    'plans.exclude': () => planned,
    'runs.start': () => ({ jobId: job('clean', 'runs.start'), runId: 'r-1' }),
    'runs.verify': () => ({ jobId: job('verify', 'runs.verify') }),
    'runs.close': () => reported,
    'reports.list': () => [currentReport()],
    'reports.get': currentReport,
    'jobs.cancel': ({ jobId }: { jobId: string }) => {
      end(jobId, 'cancelled');
      return { cancelled: true };
    },
    'jobs.end': () => null,
  };
  const client: Client = {
    on: <E extends EventName>(event: E, listener: (payload: Events[E]) => void) => hub.on(event, listener),
    async call(method, input) {
      await Promise.resolve();
      calls.push({ method, input });
      options.onCall?.(method);
      const code = options.refuse?.[method];
      if (code !== undefined)
        return { ok: false, error: new SignOffError(code, { names: '微信' }).toContract() };
      return { ok: true, value: answers[method](input as never) as never };
    },
  };
  const out = recordedOutput();
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
      return client;
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
    calls,
    callers,
    questions,
    stdout: () => out.text(),
    stderr: () => err.text(),
    interrupt: () => interrupt.abort(),
  };
}
