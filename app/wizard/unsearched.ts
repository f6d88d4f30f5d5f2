import type { DiscoveryNote } from '../contract/accounts.ts';

const always: readonly DiscoveryNote['kind'][] = ['no-permission', 'privacy-guard', 'unreadable-pointer'];

/** Details of a pointer file that was not read, or that names a place which is never searched. */
const unread: readonly (string | null)[] = ['not-a-file', 'too-large', 'network'];

/** Details of a named folder that may hold data all the same. */
const namedUnread: readonly (string | null)[] = ['missing', 'no-permission', 'no-answer'];

/** Whether this note means that a place could not be searched, so that "nothing found" is uncertain. */
export function isUnsearched({ kind, detail }: DiscoveryNote): boolean {
  if (kind === 'named-refused') return namedUnread.includes(detail);
  if (kind === 'unusable-pointer') return unread.includes(detail);
  // a dangling link may point to a disk that is not connected
  return always.includes(kind) || (kind === 'root-is-link' && detail === null);
}
