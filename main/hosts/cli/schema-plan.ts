import { z } from 'zod';
import { extras, levels } from '../../../app/cleanup/levels.ts';
import { products } from '../../../app/platforms/platform.ts';
import { removalModes } from '../../../app/cleanup/outcomes.ts';
import { amount, amountFields, app, category, count, list, outcome, text, time } from './schema-parts.ts';

/** The JSON of a plan, of a receipt and of the second look. */

const selection = z
  .strictObject({
    level: z.enum(levels),
    accounts: z.union([list(z.string()), z.literal('all')]).describe('account ids, or all'),
    products: list(z.enum(products)).optional().describe('these apps as a whole, absent: every app'),
    include: list(z.enum(extras)),
    olderThanMs: z.number().nullable().describe('least age, null = no filter'),
    keep: list(z.string()).describe('patterns of what is kept'),
    sinceSession: z.boolean().describe('only what came since the session began'),
  })
  .meta({ id: 'selection' });

const groupFields = {
  id: count('number of the group within the plan'),
  rootId: text('id of the root'),
  accountId: z.string().nullable(),
  location: z.string().nullable().describe('which rule of the knowledge base, null: none'),
  category,
  recoverability: z.enum(['auto', 'redownload', 'phone', 'none', 'login']),
  risk: z.enum(['low', 'medium', 'high', 'irreversible']),
  confidence: z.enum(['A', 'B', 'C']),
  ...amountFields,
};

export const plan = z
  .strictObject({
    id: text('for clean --plan'),
    createdAt: time('when it was made'),
    expiresAt: time('when it stops being valid'),
    selection,
    accounts: list(
      z.strictObject({
        accountId: text('account id'),
        folder: text('name of its folder'),
        databases: count('chat databases in it'),
        backupsPresent: z.boolean().describe('a phone backup is inside'),
        bytes: count('size of the account'),
      }),
    ),
    groups: list(z.strictObject(groupFields)).describe('what is to be removed'),
    total: amount,
    kept: list(
      z.strictObject({
        reason: z.enum([
          'not-selected',
          'deeper-level',
          'not-included',
          'protected',
          'too-new',
          'kept-by-pattern',
          'report-only',
          'unknown-layout',
          'excluded',
          'link',
          'mount',
          'special-file',
          'name-not-representable',
          'owner',
          'owner-changed',
          'owner-account',
          'owner-unclear',
        ]),
        category,
        ...amountFields,
      }),
    ).describe('what stays, by reason'),
    unmatchedKeep: list(z.string()).describe('keep patterns that match nothing'),
    unreadable: list(z.strictObject({ path: text('where'), code: text('why') })),
  })
  .meta({ id: 'plan' });

const stayReason = z.enum([
  'vanished',
  'changed',
  'replaced',
  'outside-root',
  'link',
  'mount',
  'folder-not-empty',
  'name-not-representable',
  'cancelled',
]);
const way = z.enum([
  'quarantined',
  'trashed',
  'deleted',
  'erased',
  'deleted-credential',
  'deleted-link',
  'deleted-hard-linked',
  'deleted-sparse',
  'deleted-cut-short',
  'deleted-not-overwritten',
]);
export const failureCode = z.enum([
  'in-use',
  'no-permission',
  'read-only',
  'io-error',
  'too-many-open-files',
  'disk-full',
  'trash-refused',
  'copy-differs',
  'unknown',
]);

export const verification = z
  .strictObject({
    at: time('when it was checked'),
    gone: count('planned entries that are no longer there'),
    left: count('planned entries that are still there'),
    leftBytes: count('their size'),
    arrived: count('matching files that came after the plan; never removed'),
    unreadable: count('places that could not be looked at, when it was planned or now'),
    examples: list(
      z.strictObject({
        path: text('below the root; whole where it was not looked at'),
        state: z.enum(['left', 'arrived', 'unreadable']),
      }),
    ),
    verdict: z.enum(['all-gone', 'some-left', 'could-not-tell']),
  })
  .meta({ id: 'verification' });

export const report = z
  .strictObject({
    runId: text('for verify and report'),
    planId: text('the plan that was carried out'),
    mode: z.enum(removalModes),
    selection,
    startedAt: time('when it began'),
    endedAt: time('when it ended'),
    outcome,
    planned: amount.describe('always removed + kept + failed'),
    removed: amount,
    ways: list(z.strictObject({ way, ...amountFields })).describe('the removed ones by the way they went'),
    quarantineId: z
      .string()
      .nullable()
      .describe('the batch for quarantine restore, null: nothing was put there'),
    kept: list(z.strictObject({ reason: stayReason, ...amountFields })),
    failed: list(z.strictObject({ code: failureCode, ...amountFields })),
    foldersRemoved: count('empty folders removed as well'),
    examples: list(
      z.strictObject({ path: text('below the root'), why: z.union([stayReason, failureCode, way]) }),
    ).describe('the first that stayed, failed or went another way than the mode’s own'),
    groups: list(
      z.strictObject({
        ...groupFields,
        removedFiles: count('files removed'),
        removedBytes: count('their size'),
      }),
    ),
    accounts: list(
      z.strictObject({
        accountId: text('account id'),
        product: app,
        line: text('version line, empty where nothing tells it'),
        folder: text('name of its folder'),
      }),
    ),
    verification: verification.nullable().describe('null: not checked again yet'),
  })
  .meta({ id: 'report' });
