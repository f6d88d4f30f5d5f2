import type { SessionView } from '../../app/contract/session.ts';
import type { WatchEvent, WatchView } from '../../app/contract/watch.ts';
import type { Events, Handlers } from '../contract/contract.ts';

const off: WatchView = {
  state: 'off',
  since: null,
  surveyed: false,
  hotEntries: 0,
  troubles: [],
  changes: [],
  growth: null,
  events: [],
  received: [],
};

const mib = 1024 * 1024;
const began = Date.UTC(2026, 10, 21, 1, 0);

function event(seq: number, kind: WatchEvent['kind'], more: Partial<WatchEvent> = {}): WatchEvent {
  return {
    seq,
    at: began + seq * 20_000,
    kind,
    rootId: 'r1',
    accountId: 'a1',
    product: 'wechat',
    category: null,
    files: 0,
    bytes: 0,
    name: null,
    trouble: null,
    ...more,
  };
}

/** A watch that has seen something of every kind that a person meets often. */
export const busyWatch: WatchView = {
  state: 'live',
  since: began,
  surveyed: true,
  hotEntries: 214,
  troubles: [],
  growth: null,
  changes: [
    { rootId: 'r1', accountId: 'a1', category: 'media', files: 38, bytes: 212 * mib, allocated: 212 * mib },
    { rootId: 'r1', accountId: 'a1', category: 'cache', files: -120, bytes: -44 * mib, allocated: -44 * mib },
    { rootId: 'r3', accountId: 'a4', category: 'received', files: 2, bytes: 3 * mib, allocated: 3 * mib },
    { rootId: 'r1', accountId: null, category: 'logs', files: 1, bytes: mib, allocated: mib },
  ],
  events: [
    event(9, 'grew', { accountId: null, category: 'logs', files: 1, bytes: mib }),
    event(8, 'shrank', { category: 'cache', files: -120, bytes: -44 * mib }),
    event(7, 'credentials-written'),
    event(5, 'file-received', {
      rootId: 'r3',
      accountId: 'a4',
      product: 'qq',
      category: 'received',
      files: 1,
      bytes: 2 * mib,
      name: '报价单 2026.pdf',
    }),
    event(4, 'file-received', {
      rootId: 'r3',
      accountId: 'a4',
      product: 'qq',
      category: 'received',
      files: 1,
      bytes: mib,
      name: '合同.docx',
    }),
    event(2, 'grew', { category: 'media', files: 38, bytes: 212 * mib }),
    event(1, 'signed-in'),
  ],
  received: [
    { at: began + 100_000, accountId: 'a4', name: '报价单 2026.pdf', bytes: 2 * mib },
    { at: began + 80_000, accountId: 'a4', name: '合同.docx', bytes: mib },
  ],
};

export const session: SessionView = {
  id: 's-1',
  startedAt: began - 600_000,
  state: 'running',
  baseline: { files: 41_000, bytes: 9 * 1024 * mib, storedBytes: 3 * mib },
  owners: ['a1', 'a3', 'a4', 'a5'],
  arrived: ['a2'],
};

export interface StayingOptions {
  /** what the watch answers once it is started; without it nothing comes in */
  readonly watch?: WatchView;
  /** the session that goes on */
  readonly session?: SessionView;
}

interface Support {
  readonly job: (done: () => void) => string;
  readonly isCancelled: (jobId: string) => boolean;
  readonly emit: <E extends 'watch.changed' | 'session.changed'>(event: E, payload: Events[E]) => void;
}

type Staying = Pick<Handlers, Extract<keyof Handlers, `watch.${string}` | `session.${string}`>>;

/** Watching and sessions in memory: one session at a time, one watch. */
export function fakeStaying(options: StayingOptions, { job, isCancelled, emit }: Support): Staying {
  let watching = off;
  let sitting: SessionView | null = options.session ?? null;
  const demanded = (): SessionView => {
    if (sitting === null) throw new Error('nobody sits here');
    return sitting;
  };
  const change = (next: SessionView | null): void => {
    sitting = next;
    emit('session.changed', { session: next });
  };
  const watch = (next: WatchView): WatchView => {
    watching = next;
    emit('watch.changed', { state: next.state });
    return next;
  };
  return {
    'watch.get': () => watching,
    'watch.start': () => watch(options.watch ?? { ...off, state: 'live', since: began, surveyed: true }),
    'watch.stop': () => watch(off),
    'watch.answerGrowth': () => watch({ ...watching, growth: null }),
    'session.get': () => sitting,
    'session.start': () => {
      const jobId: string = job(() => {
        if (!isCancelled(jobId)) change(session);
      });
      return { jobId };
    },
    'session.confirm': () => {
      change({ ...demanded(), state: 'running' });
      return demanded();
    },
    'session.end': () => {
      const ended = demanded();
      change(null);
      return ended;
    },
  };
}
