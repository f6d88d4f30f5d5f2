import type { AssistantOptions } from './assistant.ts';
import type { EventHub } from './event-hub.ts';
import type { Discovery } from '../engine/discovery/discovery.ts';
import type { SettingsStore } from '../engine/settings/settings.ts';
import { checkSignIn } from '../engine/signin/check-sign-in.ts';
import type { ScanGate } from '../engine/watch/scan-gate.ts';
import { createWatch } from '../engine/watch/watch.ts';
import type { Watch } from '../engine/watch/watch.ts';
import type { Clock, Processes, VolumeFacts, Volumes } from '../system/ports.ts';
import type { System } from '../system/system.ts';

/** Which programs run is no part of what a file on the disk says, and asking for them costs time. */
const unasked: Processes = {
  list: () => Promise.resolve({ kind: 'could-not-tell', reason: 'not asked' }),
};

const rememberMs = 60_000;

/** Asks what a volume is once a minute at most: a new account is no reason to ask the system again. */
function remembered(volumes: Volumes, clock: Clock): Volumes {
  const known = new Map<string, { readonly at: number; readonly facts: Promise<VolumeFacts> }>();
  return {
    factsOf(path) {
      const last = known.get(path);
      const age = last === undefined ? Infinity : Math.abs(clock.now() - last.at);
      if (last !== undefined && age < rememberMs) return last.facts;
      const facts = volumes.factsOf(path);
      known.set(path, { at: clock.now(), facts });
      return facts;
    },
  };
}

interface Around {
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
  { hub, settings, scans, ...around }: Around,
): Watch {
  const { clock, mounts } = system;
  return createWatch({
    ...around,
    ...{ workers, clock, mounts, emit: hub.emit },
    volumes: remembered(system.volumes, clock),
    untilQuiet: () => scans.untilQuiet(),
    checkSignIn: (discovery) => checkSignIn({ processes: unasked, clock }, discovery),
    guardSettings: () => settings.get(),
  });
}
