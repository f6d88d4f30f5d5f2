import { z } from 'zod';
import { app, category, count, list, text, time } from './schema-parts.ts';

/** The JSON of sessions, and the lines of the watch. */

const sessionAccount = z
  .strictObject({
    accountId: text('account id'),
    product: app.nullable().describe('null: it is no longer here'),
    line: text('version line, empty where nothing tells it'),
    folder: z.string().nullable().describe('name of its folder, null: it is no longer here'),
  })
  .meta({ id: 'session-account' });

const session = z
  .strictObject({
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
    owners: list(sessionAccount).describe('accounts that were there: protected'),
    arrived: list(sessionAccount).describe('accounts that came since'),
  })
  .meta({ id: 'session' });

const watchState = z.enum(['off', 'starting', 'live', 'degraded']);
const trouble = z.enum([
  'watch-limit',
  'network',
  'root-gone',
  'no-permission',
  'not-a-folder',
  'unavailable',
]);

export const stayingSchemas = {
  'session start': z.strictObject({ schema: z.literal('signoff.session-start/1'), session }),
  'session status': z.strictObject({
    schema: z.literal('signoff.session-status/1'),
    session: session.nullable().describe('null: none goes on'),
  }),
  'session confirm': z.strictObject({ schema: z.literal('signoff.session-confirm/1'), session }),
  'session end': z.strictObject({
    schema: z.literal('signoff.session-end/1'),
    session: session.describe('the one that has ended'),
  }),
  watch: z.strictObject({
    schema: z.literal('signoff.watch/1'),
    state: watchState.describe('degraded: some folders are looked at now and then'),
    since: z.number().nullable().describe('when the watch began, milliseconds since 1970'),
    hotEntries: count('entries that are watched at this moment'),
    troubles: list(z.strictObject({ rootId: text('id of the root'), trouble })).describe(
      'roots that are looked at now and then, and why',
    ),
  }),
} as const;

/** Every line of the watch after its first, told apart by `kind`. */
export const watchLines = {
  event: z.strictObject({
    seq: count('counts up by one'),
    at: time('when it was seen'),
    kind: z.enum([
      'account-appeared',
      'account-gone',
      'grew',
      'shrank',
      'signed-in',
      'signed-out',
      'file-received',
      'credentials-written',
      'credentials-gone',
      'switcher-copy',
      'root-appeared',
      'root-gone',
      'root-moved',
      'degraded',
      'recovered',
    ]),
    rootId: text('id of the root'),
    accountId: z.string().nullable().describe('null: belongs to no single account'),
    product: app,
    category: category.nullable().describe('only with grew, shrank and file-received'),
    files: z.number().int().describe('change of the number of files since the event before'),
    bytes: z.number().int().describe('change of their size'),
    name: z.string().nullable().describe('file-received: the file’s name; root-moved: the new place'),
    trouble: trouble.nullable().describe('only with degraded'),
  }),
  state: z.strictObject({
    kind: z.literal('state'),
    at: time('when it was told'),
    state: watchState,
  }),
  dropped: z.strictObject({
    kind: z.literal('dropped'),
    at: time('when it was told'),
    dropped: count('lines left out here because the reader was too slow'),
  }),
} as const;
export type WatchLine = z.infer<(typeof watchLines)[keyof typeof watchLines]>;
