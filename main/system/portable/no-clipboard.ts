import type { Clipboard } from '../ports.ts';

/** A clipboard that this program cannot reach. */
export const noClipboard: Clipboard = {
  isAvailable: () => false,
  clear: () => Promise.resolve({ kind: 'failed', reason: 'no way to the clipboard' }),
};
