import type { PinnedFolder } from '../../system/ports.ts';

/** Keeps the last used folder pinned, because the next item is mostly in the same one. */
export interface HeldFolder {
  /** Valid until the next call. The pin checks each use. */
  of(key: string, pin: () => PinnedFolder): PinnedFolder;
  close(): void;
}

export function createHeldFolder(): HeldFolder {
  let last: { readonly key: string; readonly pin: PinnedFolder } | null = null;
  const close = (): void => {
    last?.pin.close();
    last = null;
  };
  return {
    close,
    of(key, pin) {
      if (last?.key === key) return last.pin;
      close();
      last = { key, pin: pin() };
      return last.pin;
    },
  };
}
