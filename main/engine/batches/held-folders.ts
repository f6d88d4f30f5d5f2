import type { PinnedFolder } from '../../system/ports.ts';

/** Keeps the folder that was used last pinned: the next thing mostly lies in the same one. */
export interface HeldFolder {
  /** valid until the next call; each use of it is checked by the pin itself */
  of(key: string, pin: () => PinnedFolder): PinnedFolder;
  close(): void;
}

export function createHeldFolder(): HeldFolder {
  let held: { readonly key: string; readonly pin: PinnedFolder } | null = null;
  const close = (): void => {
    held?.pin.close();
    held = null;
  };
  return {
    close,
    of(key, pin) {
      if (held?.key === key) return held.pin;
      close();
      held = { key, pin: pin() };
      return held.pin;
    },
  };
}
