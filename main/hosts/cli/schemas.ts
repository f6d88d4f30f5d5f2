import { z } from 'zod';
import { discoverySchema } from '../../../app/contract/accounts.ts';
import { errorCodes } from '../../../app/contract/errors.ts';
import { keepListSchema } from '../../../app/contract/keep.ts';
import { forgottenSchema, hostSchema, statusSchema } from '../../../app/contract/host.ts';
import { quitSchema } from '../../../app/contract/messengers.ts';
import { planSchema } from '../../../app/contract/plans.ts';
import {
  batchSchema,
  purgedSchema,
  restoredSchema,
  storedEntriesSchema,
} from '../../../app/contract/quarantine.ts';
import { reportSchema, verdictSchema, verificationSchema } from '../../../app/contract/runs.ts';
import { settingsSchema } from '../../../app/contract/settings.ts';
import { sessionSchema } from '../../../app/contract/session.ts';
import { count, product, text, time } from '../../../app/contract/shapes.ts';
import type { Of } from '../../../app/contract/shapes.ts';
import { signInSchema } from '../../../app/contract/sign-in.ts';
import { usageSchema } from '../../../app/contract/usage.ts';
import { watchEventSchema, watchSchema, watchState } from '../../../app/contract/watch.ts';
import { usageProblems } from './usage-error.ts';

/**
 * The output of `--json`: one versioned object per command, built from the contract's types. docs/cli.md and
 * docs/schema are generated from it; a breaking change increments the number after the slash.
 */

const discovered = discoverySchema.omit({ at: true }).shape;
const { cells, ...measured } = usageSchema.shape;
const lookedInVain = z
  .array(z.string())
  .describe('every place that was looked at; empty when a plan was made');

const quitApp = quitSchema.omit({ jobId: true, state: true }).extend({
  state: quitSchema.shape.state.exclude(['waiting']).describe('unclear: could not be asked or judged'),
});

const sessionAccount = z
  .strictObject({
    accountId: text('account id'),
    product: product.nullable().describe('null: it is no longer here'),
    line: text('version line, empty where nothing tells it'),
    folder: z.string().nullable().describe('name of its folder, null: it is no longer here'),
  })
  .meta({ id: 'session-account' });
export type SessionAccount = Of<typeof sessionAccount>;

/** The contract's session with the account names that users know. */
const namedSession = sessionSchema
  .extend({
    owners: z.array(sessionAccount).describe('accounts that were there: protected'),
    arrived: z.array(sessionAccount).describe('accounts that came since'),
  })
  .meta({ id: 'session' });
export type NamedSession = Of<typeof namedSession>;

const planEntry = z.strictObject({
  group: count('number of the group'),
  path: text('absolute path'),
  bytes: count('size'),
  mtime: time('time of change'),
});

/** Every object that `--json` can write, in the order of the documentation. */
export const schemas = {
  status: z.strictObject({
    schema: z.literal('signoff.status/1'),
    ...hostSchema.pick({ version: true, system: true, home: true, dataDir: true, locationsCheckedOn: true })
      .shape,
    ...discovered,
    running: signInSchema.shape.products,
    ...statusSchema.omit({ version: true, dataDir: true }).shape,
  }),
  scan: z.strictObject({
    schema: z.literal('signoff.scan/1'),
    ...measured,
    ...discovered,
    usage: cells,
    otherReport: z
      .string()
      .nullable()
      .describe('otherFolders as a text without names, to report missing rows; null: none'),
  }),
  plan: z.strictObject({
    schema: z.literal('signoff.plan/1'),
    plan: planSchema.nullable().describe('null: no data of a messenger was found'),
    lookedIn: lookedInVain,
    entries: z.array(planEntry).optional().describe('only with --list'),
  }),
  clean: z.strictObject({
    schema: z.literal('signoff.clean/1'),
    dryRun: z.boolean(),
    plan: planSchema.nullable().describe('null: no data of a messenger was found'),
    lookedIn: lookedInVain,
    report: reportSchema.nullable().describe('null: nothing was run (dry run, or nothing to remove)'),
  }),
  leave: z.strictObject({
    schema: z.literal('signoff.leave/1'),
    dryRun: z.boolean(),
    plan: planSchema.nullable().describe('null: no data of a messenger was found'),
    lookedIn: lookedInVain,
    report: reportSchema.nullable().describe('null: nothing was run (dry run, or nothing to remove)'),
    verdict: verdictSchema.nullable().describe('null: dry run, or the second look could not be made'),
    closed: z
      .array(quitApp)
      .describe('messengers that were asked to quit first; quitting is not signing out'),
  }),
  verify: z.strictObject({
    schema: z.literal('signoff.verify/1'),
    runId: text('the clean that was checked'),
    verification: verificationSchema,
  }),
  report: z.strictObject({ schema: z.literal('signoff.report/1'), report: reportSchema }),
  'report list': z.strictObject({
    schema: z.literal('signoff.report-list/1'),
    reports: z.array(reportSchema).describe('newest first'),
  }),
  resume: z.strictObject({ schema: z.literal('signoff.resume/1'), report: reportSchema }),
  close: z.strictObject({ schema: z.literal('signoff.close/1'), report: reportSchema }),
  'quarantine list': z.strictObject({
    schema: z.literal('signoff.quarantine-list/1'),
    batches: z.array(batchSchema).describe('newest first'),
  }),
  'quarantine show': z.strictObject({
    schema: z.literal('signoff.quarantine-show/1'),
    ...storedEntriesSchema.pick({ batchId: true }).shape,
    entries: storedEntriesSchema.shape.entries.optional().describe('by path; empty when nothing matches'),
  }),
  'quarantine restore': z.strictObject({
    schema: z.literal('signoff.quarantine-restore/1'),
    restored: restoredSchema,
  }),
  'quarantine purge': z.strictObject({
    schema: z.literal('signoff.quarantine-purge/1'),
    purged: purgedSchema.describe('all 0 when no batch fitted'),
  }),
  'session start': z.strictObject({ schema: z.literal('signoff.session-start/1'), session: namedSession }),
  'session status': z.strictObject({
    schema: z.literal('signoff.session-status/1'),
    session: namedSession.nullable().describe('null: there is none'),
  }),
  'session confirm': z.strictObject({
    schema: z.literal('signoff.session-confirm/1'),
    session: namedSession,
  }),
  'session end': z.strictObject({
    schema: z.literal('signoff.session-end/1'),
    session: namedSession.describe('the one that has ended'),
  }),
  watch: z.strictObject({
    schema: z.literal('signoff.watch/1'),
    ...watchSchema.pick({ state: true, since: true, hotEntries: true, troubles: true }).shape,
  }),
  'settings list': z.strictObject({ schema: z.literal('signoff.settings-list/1'), settings: settingsSchema }),
  'settings set': z.strictObject({
    schema: z.literal('signoff.settings-set/1'),
    settings: settingsSchema.describe('all of them, after the change'),
  }),
  'keep list': z.strictObject({ schema: z.literal('signoff.keep-list/1'), list: keepListSchema }),
  'keep add': z.strictObject({ schema: z.literal('signoff.keep-add/1'), list: keepListSchema }),
  'keep remove': z.strictObject({ schema: z.literal('signoff.keep-remove/1'), list: keepListSchema }),
  'keep confirm': z.strictObject({ schema: z.literal('signoff.keep-confirm/1'), list: keepListSchema }),
  forget: z.strictObject({
    schema: z.literal('signoff.forget/1'),
    forgotten: forgottenSchema,
    purged: purgedSchema.nullable().describe('null: the quarantine was not to go, or was empty'),
    quarantine: z.array(batchSchema).describe('what is still in the quarantine'),
  }),
  quit: z.strictObject({
    schema: z.literal('signoff.quit/1'),
    apps: z.array(quitApp).describe('what became of each app'),
  }),
  open: z.strictObject({
    schema: z.literal('signoff.open/1'),
    messages: z.array(z.string()).describe('what the window host said, in its order'),
  }),
  'demo create': z.strictObject({
    schema: z.literal('signoff.demo-create/1'),
    folder: text('absolute path of the demo home'),
    files: count('files made'),
    bytes: count('sum of their sizes'),
  }),
  version: z.strictObject({
    schema: z.literal('signoff.version/1'),
    version: text('version of signoff'),
  }),
  error: z.strictObject({
    schema: z.literal('signoff.error/1'),
    code: z.enum([...errorCodes, ...usageProblems]),
    message: text('one sentence in the chosen language'),
    params: z
      .record(z.string(), z.union([z.string(), z.number(), z.array(z.string())]))
      .describe('what the sentence was filled with'),
  }),
} as const;

/** Every line of the watch after the first, discriminated by `kind`. */
export const watchLines = {
  event: watchEventSchema,
  state: z.strictObject({
    kind: z.literal('state'),
    at: time('when the state changed'),
    state: watchState,
  }),
  dropped: z.strictObject({
    kind: z.literal('dropped'),
    at: time('when the lines were left out'),
    dropped: count('lines left out here because the reader was too slow'),
  }),
} as const;
export type WatchLine = Of<(typeof watchLines)[keyof typeof watchLines]>;

export type JsonOutput = Of<(typeof schemas)[keyof typeof schemas]>;
export type ErrorOutput = Of<(typeof schemas)['error']>;
