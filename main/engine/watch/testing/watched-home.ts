import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished, vi } from 'vitest';
import type { EventName, Events } from '../../../../app/contract/contract.ts';
import type { WatchEvent } from '../../../../app/contract/watch.ts';
import type { SmallHome } from '../../../testing/small-home.ts';
import type { VolumeFacts } from '../../../system/ports.ts';
import type { Discovery } from '../../discovery/discovery.ts';
import { scanUsage } from '../../planning/scan.ts';
import { scanScope } from '../../planning/scan-scope.ts';
import { checkSignIn } from '../../signin/check-sign-in.ts';
import type { Settings } from '../../../../app/contract/settings.ts';
import { firstSettings } from '../../../../app/settings/settings-table.ts';
import { WatchEngine } from '../engine.ts';
import type { Sign } from '../engine.ts';
import { chokidarWatcher } from '../hot-watcher.ts';
import type { MakeHotWatcher } from '../hot-watcher.ts';
import { createWatch } from '../watch.ts';
import type { Watch, WatchDeps } from '../watch.ts';
import type { FromWatcher, WatchJob } from '../watch-messages.ts';

const clock = { now: () => Date.now() };
const mounts = { below: () => Promise.resolve({ kind: 'known', paths: [] } as const) };
const processes = { list: () => Promise.resolve({ kind: 'known', processes: [] } as const) };
const patience = { timeout: 45_000, interval: 25 };

/** Waits until what a person would see is there. */
export function until(look: () => void): Promise<void> {
  return vi.waitFor(look, patience);
}

export interface WatchedHome {
  readonly watch: Watch;
  readonly events: WatchEvent[];
  readonly exceeded: Events['growth.exceeded'][];
  readonly kinds: () => readonly string[];
}

/** What happens while a watch begins. */
export interface Meanwhile {
  /** a person has seen these accounts before it began */
  readonly shown?: Discovery;
  /** right after it was asked for */
  readonly asked?: () => void;
  /** right after accounts were looked for, before any folder was listed */
  readonly discovered?: () => void;
  /** a scan goes on for this long */
  readonly scanMs?: number;
  /** how the watcher is opened, and again after a while */
  readonly lasting?: WatchDeps['lasting'];
  /** without it the test fails */
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
  let discovered = meanwhile.discovered ?? (() => undefined);
  const watch = createWatch({
    ...{ workers: { kind: 'inline' }, mounts, clock, emit },
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
    ...(meanwhile.lasting === undefined ? {} : { lasting: meanwhile.lasting }),
  });
  onTestFinished(async () => {
    await watch.stop();
  });
  // what was made just before it begins cannot be told from what comes right after
  await sleep(60);
  if (meanwhile.shown !== undefined) watch.shown(meanwhile.shown);
  watch.start();
  meanwhile.asked?.();
  await until(() => {
    if (watch.get().state === 'starting') throw new Error('still starting');
  });
  return { watch, events, exceeded, kinds: () => events.map(({ kind }) => kind) };
}

export interface WatchedRoots {
  readonly engine: WatchEngine;
  readonly told: FromWatcher[];
  readonly job: WatchJob;
  /** every sum equals what a scan finds now */
  untilExact(): Promise<void>;
  stop(): Promise<void>;
}

async function jobOf(home: SmallHome, network: boolean): Promise<WatchJob> {
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

/** The engine alone over a real home; every folder is known when it is given back. */
export async function watchRoots(
  home: SmallHome,
  options: {
    now?: () => number;
    makeWatcher?: MakeHotWatcher;
    network?: boolean;
    /** without it all; what is left out is dead, and nothing happens until everything is at rest */
    signs?: readonly Sign[];
  } = {},
): Promise<WatchedRoots> {
  const told: FromWatcher[] = [];
  await sleep(60);
  const job = await jobOf(home, options.network ?? false);
  const engine = new WatchEngine({
    job,
    say: (message) => told.push(message),
    now: options.now ?? clock.now,
    makeWatcher: options.makeWatcher ?? chokidarWatcher,
    ...(options.signs === undefined ? {} : { signs: new Set(options.signs) }),
  });
  onTestFinished(() => engine.close());
  await engine.start();
  await until(() => {
    if (!told.some(({ kind }) => kind === 'surveyed')) throw new Error('not every folder is known');
    if (options.signs !== undefined && !engine.isAtRest) throw new Error('still looking');
  });
  return {
    engine,
    told,
    job,
    stop: () => engine.close(),
    async untilExact() {
      const wanted = await scanned(home);
      await until(() => {
        const found = sumsOf(engine.totals());
        if (JSON.stringify(sorted(found)) !== JSON.stringify(sorted(wanted)))
          throw new Error(`${JSON.stringify(sorted(found))} is not ${JSON.stringify(sorted(wanted))}`);
      });
    },
  };
}

function sorted(sums: object): readonly unknown[] {
  return Object.entries(sums).sort(([a], [b]) => (a < b ? -1 : 1));
}
