import { z } from 'zod';
import { read, write } from './method.ts';
import { count, startedJobSchema, text, time } from './shapes.ts';
import type { Of } from './shapes.ts';

/** 访客模式 (guest mode): what existed when the person sat down is the owner's. */
export const sessionSchema = z.strictObject({
  id: text('id of the session'),
  startedAt: time('when it began'),
  state: z
    .enum(['running', 'undecided'])
    .describe('undecided: too old, session confirm must say that it is still yours'),
  baseline: z.strictObject({
    files: count('files that were there'),
    bytes: count('their size'),
    storedBytes: count('size of the record itself'),
  }),
  owners: z.array(z.string()).describe('accounts that were there: protected'),
  arrived: z.array(z.string()).describe('accounts that came since'),
});
export type SessionView = Of<typeof sessionSchema>;

export const sessionMethods = {
  /** the current session, or null */
  'session.get': read({}, sessionSchema.nullable()),
  /** takes the baseline; throws `session-running` during another session */
  'session.start': write({}, startedJobSchema),
  /** an old session is still the same person's */
  'session.confirm': write({}, sessionSchema),
  /** forgets the baseline; cleans nothing */
  'session.end': write({}, sessionSchema),
};

export const sessionEvents = { 'session.changed': z.strictObject({ session: sessionSchema.nullable() }) };
