import { SignOffError } from '../../app/contract/errors.ts';
import type { Jobs } from '../engine/jobs/jobs.ts';
import { withImpact } from '../engine/impact/impact.ts';
import { createSessions } from '../engine/session/sessions.ts';
import type { SessionContext, Sessions } from '../engine/session/sessions.ts';
import { excludeOwners } from '../engine/session/owners.ts';
import type { SettingsStore } from '../engine/settings/settings.ts';
import type { StateFolder } from '../engine/state/state-folder.ts';
import { folderPins } from '../system/folder-pins.ts';
import type { System } from '../system/system.ts';
import type { AssistantOptions } from './assistant.ts';
import type { EventHub } from './event-hub.ts';
import type { Wired } from './handlers.ts';

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
    pins: folderPins,
    clock: system.clock,
    mounts: system.mounts,
    workers: options.workers,
    homes: () => system.folders.resolve('home'),
    hours: () => settings.get().sessionHours,
    changed: (session) => hub.emit('session.changed', { session }),
  });
}

type Context = () => Promise<SessionContext | null>;

/** Planning limited to the session where the selection says so. Checks the session before it reads the disk. */
export function planWithin(plan: Wired['plan'], context: Context): Wired['plan'] {
  return async (discovery, selection, planId, control) => {
    const sessionContext = selection.sinceSession ? await context() : null;
    const whole = await plan(discovery, selection, planId, control);
    return sessionContext === null ? whole : excludeOwners(whole, discovery, sessionContext);
  };
}

/** The running session; null when there is none, or none that can be used. */
export async function contextIfAny(context: Sessions['context']): Promise<SessionContext | null> {
  try {
    return await context();
  } catch (error) {
    if (error instanceof SignOffError && error.code.startsWith('session-')) return null;
    throw error;
  }
}

/** Adds the impact. In a session the accounts that came since are the person's own, and all others the owner's. */
export function impactWithin(session: Pick<Sessions, 'get'>): Wired['withImpact'] {
  return async (plan, discovery) => {
    const view = plan.view.selection.sinceSession ? await session.get() : null;
    return withImpact(plan, discovery, view?.arrived ?? []);
  };
}
