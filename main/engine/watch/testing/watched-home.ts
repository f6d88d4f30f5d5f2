import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished } from 'vitest';
import type { EventName, Events } from '../../../../app/contract/contract.ts';
import type { WatchEvent } from '../../../../app/contract/watch.ts';
import type { Settings } from '../../../../app/contract/settings.ts';
import { firstSettings } from '../../../../app/settings/settings-table.ts';
import type { SmallHome } from '../../../testing/small-home.ts';
import type { VolumeFacts } from '../../../system/ports.ts';
import type { Discovery } from '../../discovery/discovery.ts';
import { scanUsage } from '../../planning/scan.ts';
import { scanScope } from '../../planning/scan-scope.ts';
import { checkSignIn } from '../../signin/check-sign-in.ts';
import { chokidarWatcher } from '../folder-watcher.ts';
import type { MakeFolderWatcher } from '../folder-watcher.ts';
import { sweepEveryMs } from '../policy.ts';
import type { FromWatcher, WatchJob } from '../protocol.ts';
import { systemSignal } from '../signals.ts';
import type { MakeSignal } from '../signals.ts';
import { WatchEngine } from '../watch-engine.ts';
import { createWatch } from '../watch.ts';
import type { Watch } from '../watch.ts';
import type { OpenWatcher } from '../watcher.ts';
import { ManualTime } from './manual-time.ts';

const clock = { now: () => Date.now() };
const mounts = { below: () => Promise.resolve({ kind: 'known', paths: [] } as const) };
const processes = { list: () => Promise.resolve({ kind: 'known', processes: [] } as const) };
/** Milliseconds by which the time of a file may be early: what was made just before the start cannot be told from later. */
export const fileTickMs = 60;

export interface WatchedHome {
  readonly watch: Watch;
  readonly events: WatchEvent[];
  readonly exceeded: Events['growth.exceeded'][];
  readonly kinds: () => readonly string[];
  readonly time: ManualTime;
  /** Moves time until a person would see it. */
  readonly until: (look: () => void) => Promise<number>;
}

/** What happens while a watch begins. */
export interface Meanwhile {
  /** The accounts that the window showed before. */
  readonly shown?: Discovery;
  /** Right after `start`. */
  readonly asked?: () => void;
  /** Right after the first discovery, before any folder was listed. */
  readonly discovered?: () => void;
  /** Real milliseconds for which a scan goes on. */
  readonly scanMs?: number;
  /** How watchers are opened; without it, inline. */
  readonly open?: (time: ManualTime) => OpenWatcher;
  /** Without it the test fails. */
  readonly unexpected?: (error: unknown) => void;
}

/** The whole watch over a real home, in state live. */
export async function watchHome(
  home: SmallHome,
  settings: Partial<Settings> = {},
  network: VolumeFacts['network'] = 'no',
  meanwhile: Meanwhile = {},
): Promise<WatchedHome> {
  const events: WatchEvent[] = [];
  const exceeded: Events['growth.exceeded'][] = [];
  const emit = <E extends EventName>(event: E, payload: Events[E]): void => {
    if (event === 'watch.event') events.push(payload as WatchEvent);
    if (event === 'growth.exceeded') exceeded.push(payload as Events['growth.exceeded']);
  };
  const facts = { network } as VolumeFacts;
  const time = new ManualTime();
  let discovered = meanwhile.discovered ?? (() => undefined);
  const watch = createWatch({
    ...{ workers: { kind: 'inline' }, mounts, clock, emit, timers: time },
    volumes: { factsOf: () => Promise.resolve(facts) },
    async discover() {
      const discovery = await home.discoverLinux();
      discovered();
      discovered = () => undefined;
      return discovery;
    },
    checkSignIn: (discovery) => checkSignIn({ processes, clock }, discovery),
    untilQuiet: () => sleep(meanwhile.scanMs ?? 0),
    guardSettings: () => ({ ...firstSettings, ...settings }),
    onUnexpected(error) {
      if (meanwhile.unexpected === undefined) throw error;
      meanwhile.unexpected(error);
    },
    ...(meanwhile.open === undefined ? {} : { open: meanwhile.open(time) }),
  });
  onTestFinished(async () => {
    await watch.stop();
  });
  await sleep(fileTickMs);
  if (meanwhile.shown !== undefined) watch.shown(meanwhile.shown);
  watch.start();
  meanwhile.asked?.();
  const until = (look: () => void): Promise<number> => time.until(look);
  await until(() => {
    if (watch.get().state === 'starting') throw new Error('still starting');
  });
  return { watch, events, exceeded, kinds: () => events.map(({ kind }) => kind), time, until };
}

export interface WatchedRoots {
  readonly engine: WatchEngine;
  readonly said: FromWatcher[];
  readonly time: ManualTime;
  /** Moves time until every sum equals what a scan finds now; returns how much passed. */
  untilExact(): Promise<number>;
  /** Whether every sum equals what a scan finds now. */
  isExact(): Promise<boolean>;
  /** Moves time to the next sweep without a signal; resolves at its end. */
  sweep(): Promise<void>;
}

export async function jobOf(home: SmallHome, network = false): Promise<WatchJob> {
  const discovery = await home.discoverLinux();
  const scope = await scanScope(discovery, null, mounts, clock.now());
  const rootIds = scope.roots.map(({ id }) => id);
  return {
    ...{ scan: scope.job, rootIds, accountIds: scope.accountIds, lookouts: [] },
    ...{ networkRoots: network ? rootIds : [], since: clock.now() },
  };
}

function sumsOf(
  cells: readonly { accountId: string | null; category: string; files: number; bytes: number }[],
): Record<string, readonly [number, number]> {
  const sums: Record<string, readonly [number, number]> = {};
  for (const { accountId, category, files, bytes } of cells) {
    const key = `${accountId ?? '-'} ${category}`;
    const [n, b] = sums[key] ?? [0, 0];
    if (n + files > 0) sums[key] = [n + files, b + bytes];
    else Reflect.deleteProperty(sums, key);
  }
  return sums;
}

/** What a scan says, by account and category. */
async function scanned(home: SmallHome): Promise<ReturnType<typeof sumsOf>> {
  const control = { signal: new AbortController().signal, progress: () => undefined };
  const deps = { workers: { kind: 'inline' }, mounts, clock } as const;
  return sumsOf((await scanUsage(deps, await home.discoverLinux(), control)).cells);
}

/** No signal ever comes. */
export const silent: MakeSignal = () => ({
  follow: () => undefined,
  poll: () => false,
  close: () => undefined,
});

/** Reports nothing, and keeps what it should watch. */
export function deaf(): { makeWatcher: MakeFolderWatcher; watched: () => readonly string[] } {
  let folders: readonly string[] = [];
  const makeWatcher: MakeFolderWatcher = () => ({
    set: (next) => {
      folders = next;
      return Promise.resolve();
    },
    renew: () => undefined,
    close: () => Promise.resolve(),
  });
  return { makeWatcher, watched: () => folders };
}

/** The engine alone over a real home; at rest when it is returned. */
export async function watchRoots(
  home: SmallHome,
  options: {
    now?: () => number;
    makeWatcher?: MakeFolderWatcher;
    makeSignal?: MakeSignal;
    network?: boolean;
  } = {},
): Promise<WatchedRoots> {
  const said: FromWatcher[] = [];
  const time = new ManualTime();
  await sleep(fileTickMs);
  const engine = new WatchEngine({
    job: await jobOf(home, options.network ?? false),
    say: (message) => said.push(message),
    now: options.now ?? clock.now,
    makeWatcher: options.makeWatcher ?? chokidarWatcher,
    makeSignal: options.makeSignal ?? systemSignal,
    timers: time,
  });
  onTestFinished(() => engine.close());
  await engine.start();
  // what was made within the last tick is listed a second time
  await sleep(fileTickMs);
  await time.until(() => {
    if (!engine.isAtRest) throw new Error('not at rest');
  });
  const found = (): string => sorted(sumsOf(engine.totals()));
  return {
    engine,
    said,
    time,
    async untilExact() {
      const wanted = sorted(await scanned(home));
      return time.until(() => {
        if (found() !== wanted) throw new Error(`${found()} is not ${wanted}`);
      });
    },
    isExact: async () => found() === sorted(await scanned(home)),
    async sweep() {
      time.advance(sweepEveryMs);
      // a signal during the sweep requests another one, which begins only as time moves
      await time.until(() => expect(engine.isAtRest).toBe(true));
    },
  };
}

function sorted(sums: object): string {
  return JSON.stringify(Object.entries(sums).sort(([a], [b]) => (a < b ? -1 : 1)));
}
