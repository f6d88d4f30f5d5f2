import { removalModes } from '../cleanup/outcomes.ts';
import type { RemovalMode } from '../cleanup/outcomes.ts';
import type { HostView } from '../contract/host.ts';
import type { PlanGroup } from '../contract/plans.ts';
import type { LeavingPurpose } from './leaving-state.ts';

/** The way that fits the purpose: a restorable copy is a help on one's own computer and a trace on a shared one. */
export function defaultMode(purpose: LeavingPurpose): RemovalMode {
  return purpose === 'leave' ? 'delete' : 'quarantine';
}

/** True where the files can be had back afterwards, so that the words need no fear. */
export function isRestorable(mode: RemovalMode): boolean {
  return mode === 'quarantine' || mode === 'trash';
}

/** The ways that this host can go; an unknown host has no bin. */
export function offeredModes(host: HostView | null): readonly RemovalMode[] {
  return removalModes.filter((mode) => mode !== 'trash' || host?.capabilities.trash === true);
}

/** How many of the planned files are sign-ins: they never go into the quarantine or the bin, and it is said. */
export function signInFiles(groups: readonly PlanGroup[]): number {
  return groups
    .filter((group) => group.category === 'credentials')
    .reduce((sum, group) => sum + group.files, 0);
}
