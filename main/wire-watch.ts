import type { AssistantOptions } from './assistant.ts';
import type { EventHub } from './event-hub.ts';
import type { Discovery } from './services/discovery/discovery.ts';
import type { SettingsStore } from './services/settings/settings.ts';
import { checkSignIn } from './services/signin/check-sign-in.ts';
import type { ScanGate } from './services/watch/scan-gate.ts';
import { createWatch } from './services/watch/watch.ts';
import type { Watch } from './services/watch/watch.ts';
import type { Processes } from './system/ports.ts';
import type { System } from './system/system.ts';

/** Which programs run is no part of what a file on the disk says, and asking for them costs time. */
const unasked: Processes = {
  list: () => Promise.resolve({ kind: 'could-not-tell', reason: 'not asked' }),
};

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
    ...{ workers, clock, mounts, volumes: null, emit: hub.emit },
    untilQuiet: () => scans.untilQuiet(),
    checkSignIn: (discovery) => checkSignIn({ processes: unasked, clock }, discovery),
    guardSettings: () => settings.get(),
  });
}
