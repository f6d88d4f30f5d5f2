import type { Disposal } from '../ledger/disposal.ts';

/** Unlinks each entry the moment it was compared, so that nothing lies between the look and the removal. */
export function createDeleteDisposal(way: 'deleted' | 'deleted-credential'): Disposal {
  return {
    prepare: () => undefined,
    take(target) {
      target.folder.removeFile(target.name);
      target.tell(way);
    },
    takeFolder: null,
    settle: () => undefined,
    close: () => undefined,
  };
}
