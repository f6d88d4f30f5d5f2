import type { Handlers } from '../../app/contract/contract.ts';
import type { Sessions } from '../engine/session/sessions.ts';

/** What was here before somebody sat down. */
export function sessionHandlers(sessions: Sessions) {
  return {
    'session.get': () => sessions.get(),
    'session.start': () => sessions.start(),
    'session.confirm': () => sessions.confirm(),
    'session.end': () => sessions.end(),
  } satisfies Partial<Handlers>;
}
