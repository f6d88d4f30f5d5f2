import type { Disposal } from '../ledger/disposal.ts';

/** Unlinks each entry right after its comparison, so that the window between check and removal stays minimal. */
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
