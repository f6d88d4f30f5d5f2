import { removalModes } from '../cleanup/outcomes.ts';
import type { RemovalMode } from '../cleanup/outcomes.ts';
import type { HostView } from '../contract/host.ts';
import type { Computer } from '../cleanup/computers.ts';
import type { PlanGroup } from '../contract/plans.ts';
import type { LeavingPurpose } from './leaving-state.ts';

/**
 * The default mode of a purpose: a restorable copy helps on one's own computer and is a trace on any other. Until the
 * person has said whose computer it is, only leaving deletes.
 */
export function defaultMode(purpose: LeavingPurpose, computer: Computer): RemovalMode {
  if (computer === 'own') return 'quarantine';
  const isLeaving = purpose === 'leave' || purpose === 'sheet';
  if (computer === 'unanswered') return isLeaving ? 'delete' : 'quarantine';
  return 'delete';
}

/** Whether the files can be restored afterwards. */
export function isRestorable(mode: RemovalMode): boolean {
  return mode === 'quarantine' || mode === 'trash';
}

/** The modes that this host supports. An unknown host is assumed to have no trash. */
export function offeredModes(host: HostView | null): readonly RemovalMode[] {
  return removalModes.filter((mode) => mode !== 'trash' || host?.capabilities.trash === true);
}

/** Number of planned sign-in files. They are deleted in every mode, which the window says. */
export function signInFiles(groups: readonly PlanGroup[]): number {
  return groups
    .filter((group) => group.category === 'credentials')
    .reduce((sum, group) => sum + group.files, 0);
}
