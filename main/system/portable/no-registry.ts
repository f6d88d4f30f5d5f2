import type { Registry } from '../ports.ts';

/** For systems without a registry: every value is absent. */
export const noRegistry: Registry = { read: () => Promise.resolve({ kind: 'absent' }) };
