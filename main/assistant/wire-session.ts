import { SignOffError } from '../../app/contract/errors.ts';
import type { AssistantOptions } from './assistant.ts';
import type { EventHub } from './event-hub.ts';
import type { Wired } from './handlers.ts';
import type { Jobs } from '../engine/jobs/jobs.ts';
import { createSessions } from '../engine/session/sessions.ts';
import type { SessionGround, Sessions } from '../engine/session/sessions.ts';
import { sinceSession } from '../engine/session/owners.ts';
import type { SettingsStore } from '../engine/settings/settings.ts';
import type { StateFolder } from '../engine/state/state-folder.ts';
import type { System } from '../system/system.ts';

interface Parts {
  readonly jobs: Jobs;
  readonly state: StateFolder;
  readonly settings: SettingsStore;
  readonly hub: EventHub;
  readonly discover: Wired['discover'];
}

/** The sessions of guest mode. */
export function wireSession(options: AssistantOptions, system: System, parts: Parts): Sessions {
  const { jobs, state, settings, hub, discover } = parts;
  return createSessions({
    ...{ jobs, state, discover },
    clock: system.clock,
    mounts: system.mounts,
    workers: options.workers,
    homes: () => system.folders.resolve('home'),
    hours: () => settings.get().sessionHours,
    changed: (session) => hub.emit('session.changed', { session }),
  });
}

type Ground = () => Promise<SessionGround | null>;

/** Planning limited to the session where the selection says so. Checks the session before it reads the disk. */
export function planWithin(plan: Wired['plan'], ground: Ground): Wired['plan'] {
  return async (discovery, selection, planId, control) => {
    const sessionGround = selection.sinceSession ? await ground() : null;
    const whole = await plan(discovery, selection, planId, control);
    return sessionGround === null ? whole : sinceSession(whole, discovery, sessionGround);
  };
}

/** Planning for a verification. Goes on when the session has ended: later files are recognised by their time. */
export function planAfter(plan: Wired['plan'], ground: Sessions['ground']): Wired['plan'] {
  return planWithin(plan, async () => {
    try {
      return await ground();
    } catch (error) {
      if (error instanceof SignOffError && error.code.startsWith('session-')) return null;
      throw error;
    }
  });
}
