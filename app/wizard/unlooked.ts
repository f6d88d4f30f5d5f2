import type { DiscoveryNote } from '../contract/accounts.ts';

const always: readonly DiscoveryNote['kind'][] = ['no-permission', 'privacy-guard', 'unreadable-pointer'];

/** A pointer that was not read, or names a place that is never looked at. */
const unread: readonly (string | null)[] = ['not-a-file', 'too-large', 'network'];

/** Whether a place on this computer could not be looked at, so that "nothing there" is not known. */
export function isUnlooked({ kind, detail }: DiscoveryNote): boolean {
  if (kind === 'unusable-pointer') return unread.includes(detail);
  // a link with no place behind it stands for a disk that is away
  return always.includes(kind) || (kind === 'root-is-link' && detail === null);
}
