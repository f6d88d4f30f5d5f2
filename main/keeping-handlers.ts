import { SignOffError } from '../app/contract/errors.ts';
import type { Handlers } from '../app/contract/contract.ts';

function notYet(): never {
  throw new SignOffError('internal');
}

/** What was put aside, what lies on which volume, and runs that were cut off. */
export function keeping() {
  return {
    'runs.resume': notYet,
    'volumes.describe': notYet,
    'quarantine.list': notYet,
    'quarantine.restore': notYet,
    'quarantine.restored': notYet,
    'quarantine.purge': notYet,
    'quarantine.purged': notYet,
  } satisfies Partial<Handlers>;
}
