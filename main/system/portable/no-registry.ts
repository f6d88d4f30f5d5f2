import type { Registry } from '../ports.ts';

/** Systems without a registry: every value is certainly absent. */
export const noRegistry: Registry = { read: () => Promise.resolve({ kind: 'absent' }) };
