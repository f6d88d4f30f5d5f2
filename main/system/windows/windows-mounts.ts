import type { Mounts } from '../ports.ts';

/**
 * A volume mounted in a folder is a reparse point, reported as a link. Links are never entered, so there is nothing
 * to add.
 */
export const windowsMounts: Mounts = { below: () => Promise.resolve({ kind: 'known', paths: [] }) };
