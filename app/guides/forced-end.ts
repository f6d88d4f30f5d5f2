import type { FactId } from './facts.ts';

/** What a person has to have read before a messenger is ended by force: the guide's three warnings, and its advice. */
export const forcedEnd = {
  warnings: ['WX-ABN-PLAINTEXT', 'WX-ABN-PHONE', 'WX-ABN-AUTOLOGIN'],
  after: 'WX-ABN-AFTER',
} as const satisfies { warnings: readonly FactId[]; after: FactId };
