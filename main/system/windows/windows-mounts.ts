import type { Mounts } from '../ports.ts';

/**
 * A volume mounted in a folder is a reparse point there, which the file calls report as a link: links are never
 * entered, so there is nothing to add here.
 */
export const windowsMounts: Mounts = { below: () => Promise.resolve({ kind: 'known', paths: [] }) };
