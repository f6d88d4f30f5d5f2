import { platformsOf } from '../engine/discovery/discover.ts';
import type { Discovery } from '../engine/discovery/discovery.ts';
import type { Jobs } from '../engine/jobs/jobs.ts';
import { openRuns } from '../engine/runs/interrupted.ts';
import { createDaily } from '../engine/quarantine/retention.ts';
import type { Daily } from '../engine/quarantine/retention.ts';
import { createQuarantine } from '../engine/quarantine/quarantine.ts';
import type { Quarantine } from '../engine/quarantine/quarantine.ts';
import type { Reports } from '../engine/ledger/reports.ts';
import type { SettingsStore } from '../engine/settings/settings.ts';
import { assertQuiet, mustNotRun } from '../engine/discovery/running.ts';
import { withRunLock } from '../engine/state/run-lock.ts';
import type { StateFolder } from '../engine/state/state-folder.ts';
import { folderPins, pathStyle } from '../system/folder-pins.ts';
import type { System } from '../system/system.ts';
import type { AssistantOptions } from './assistant.ts';
import type { EventHub } from './event-hub.ts';

interface Parts {
  readonly jobs: Jobs;
  readonly state: StateFolder;
  readonly settings: SettingsStore;
  readonly reports: Reports;
  readonly hub: EventHub;
  readonly discover: () => Promise<Discovery>;
  readonly onUnexpected: (error: unknown) => void;
}

/** Refuses while a messenger runs whose folders are written to; for an unknown folder, while any runs. */
function quietAt(options: AssistantOptions, system: System, discover: Parts['discover']) {
  return async (realPaths: readonly string[]): Promise<void> => {
    const { roots } = await discover();
    const all = platformsOf(options.system);
    const owners = realPaths.map((path) => roots.filter((root) => root.realPath === path));
    const known = owners.flat().map((root) => root.platform);
    await assertQuiet(
      system.processes,
      owners.some((some) => some.length === 0) ? all : mustNotRun(known, all),
    );
  };
}

export interface WiredQuarantine {
  readonly quarantine: Quarantine;
  readonly retention: Daily;
}

/** The quarantine, and its daily purge of expired batches. */
export function wireQuarantine(options: AssistantOptions, system: System, parts: Parts): WiredQuarantine {
  const { jobs, state, settings, reports, hub, discover } = parts;
  const quarantine = createQuarantine({
    ...{ state, jobs, emit: hub.emit, discover },
    clock: system.clock,
    pins: folderPins,
    style: pathStyle,
    settings: () => settings.quarantineLimits(),
    assertQuiet: quietAt(options, system, discover),
    openRuns: () => openRuns({ state, reports }, system.marks),
    locked: (what, work) => withRunLock(state, system.marks, what, work),
  });
  hub.on('job.ended', ({ kind }) => {
    if (kind === 'clean') quarantine.emitCount().catch((error: unknown) => options.warn(String(error)));
  });
  const retention = createDaily(system.clock, (signal) => quarantine.retain(signal), parts.onUnexpected);
  return { quarantine, retention };
}
