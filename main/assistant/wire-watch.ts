import type { EventName, Events } from '../../app/contract/contract.ts';
import type { Discovery } from '../engine/discovery/discovery.ts';
import type { Jobs } from '../engine/jobs/jobs.ts';
import type { SettingsStore } from '../engine/settings/settings.ts';
import { checkSignIn } from '../engine/signin/check-sign-in.ts';
import { createWatch } from '../engine/watch/watch.ts';
import type { Watch } from '../engine/watch/watch.ts';
import type { Clock, Processes, VolumeFacts, Volumes } from '../system/ports.ts';
import type { System } from '../system/system.ts';
import type { AssistantOptions } from './assistant.ts';
import type { EventHub } from './event-hub.ts';

type OnAny = (listener: (event: EventName, payload: Events[EventName]) => void) => () => void;

export interface ScanGate {
  /** The same jobs; the gate hears of every scan that starts through them. */
  readonly jobs: Jobs;
  /** Resolves when no scan runs. */
  untilQuiet(): Promise<void>;
}

/** Lets the watch wait for a running scan, so that neither slows the other down. */
export function createScanGate(jobs: Jobs, onAny: OnAny): ScanGate {
  const running = new Set<string>();
  let waiting: (() => void)[] = [];
  onAny((event, payload) => {
    if (event !== 'job.ended') return;
    running.delete((payload as Events['job.ended']).jobId);
    if (running.size > 0) return;
    for (const go of waiting) go();
    waiting = [];
  });
  return {
    jobs: {
      ...jobs,
      start(kind, work) {
        const jobId = jobs.start(kind, work);
        if (kind === 'scan') running.add(jobId);
        return jobId;
      },
    },
    untilQuiet: () =>
      running.size === 0 ? Promise.resolve() : new Promise<void>((resolve) => waiting.push(resolve)),
  };
}

/** The watch reads sign-ins from the disk alone: listing programs costs time. */
const noProcesses: Processes = {
  list: () => Promise.resolve({ kind: 'could-not-tell', reason: 'not asked' }),
};

/** Milliseconds for which the facts of a volume are reused: a new account does not change its disk. */
const volumeFactsMs = 60_000;

function cached(volumes: Volumes, clock: Clock): Volumes {
  const known = new Map<string, { readonly at: number; readonly facts: Promise<VolumeFacts> }>();
  return {
    factsOf(path) {
      const last = known.get(path);
      const age = last === undefined ? Infinity : Math.abs(clock.now() - last.at);
      if (last !== undefined && age < volumeFactsMs) return last.facts;
      const facts = volumes.factsOf(path);
      known.set(path, { at: clock.now(), facts });
      return facts;
    },
  };
}

interface WatchParts {
  readonly hub: EventHub;
  readonly settings: SettingsStore;
  readonly discover: () => Promise<Discovery>;
  readonly scans: ScanGate;
  readonly onUnexpected: (error: unknown) => void;
}

/** The watch with the operating system behind it. */
export function wireWatch(
  { workers }: Pick<AssistantOptions, 'workers'>,
  system: System,
  { hub, settings, scans, ...around }: WatchParts,
): Watch {
  const { clock, mounts } = system;
  return createWatch({
    ...around,
    ...{ workers, clock, mounts, emit: hub.emit },
    volumes: cached(system.volumes, clock),
    untilQuiet: () => scans.untilQuiet(),
    checkSignIn: (discovery) => checkSignIn({ processes: noProcesses, clock }, discovery),
    guardSettings: () => settings.get(),
  });
}
