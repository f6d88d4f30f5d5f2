import { SignOffError } from '../app/contract/errors.ts';
import type { Handlers } from '../app/contract/contract.ts';

function notYet(): never {
  throw new SignOffError('internal');
}

/** What comes in while somebody sits here, and what was here before. */
export function staying() {
  return {
    'session.get': notYet,
    'session.start': notYet,
    'session.confirm': notYet,
    'session.end': notYet,
  } satisfies Partial<Handlers>;
}
