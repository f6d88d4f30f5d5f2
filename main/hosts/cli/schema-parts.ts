import { z } from 'zod';
import { categories } from '../../../app/cleanup/categories.ts';
import { extras, levels } from '../../../app/cleanup/levels.ts';
import { apps, modes } from './options.ts';

/** The pieces that several of the JSON outputs share; each says in words what it holds. */

export const list = <Item extends z.ZodType>(item: Item) => z.array(item).readonly();
export const text = (meaning: string) => z.string().describe(meaning);
export const time = (meaning: string) => z.number().describe(`${meaning}, milliseconds since 1970`);
export const count = (meaning: string) => z.number().int().nonnegative().describe(meaning);

export const tri = z.enum(['yes', 'no', 'could-not-tell']);
export const app = z.enum(apps);
const packaging = z.enum(['native', 'flatpak', 'store']);
const access = z.enum(['ok', 'no-permission']);
export const category = z.enum(categories);

export const amountFields = {
  files: count('number of files'),
  bytes: count('sum of their sizes'),
  allocated: count('what the disk gives back'),
};
export const amount = z.strictObject(amountFields).meta({ id: 'amount' });

const root = z
  .strictObject({
    id: text('id of the root'),
    platform: text('which messenger, version line and system'),
    product: app,
    line: text('version line, such as 4.x; empty where several share the root'),
    packaging,
    kind: z.enum(['data', 'state']),
    path: text('as it was named'),
    realPath: text('what it resolves to'),
    layout: z.enum(['recognised', 'unknown']).describe('unknown: measured, never cleaned'),
    support: z.enum(['clean', 'detect-only']),
    access,
    foundBy: list(
      z.strictObject({
        rule: text('id of the rule'),
        by: z.enum(['folder', 'pointer-file', 'registry']),
        from: text('the folder, file or key that named it'),
      }),
    ),
  })
  .meta({ id: 'root' });

const account = z
  .strictObject({
    id: text('for --account'),
    rootId: text('id of its root'),
    platform: text('which messenger, version line and system'),
    product: app,
    line: text('version line, empty where nothing tells it'),
    packaging,
    folder: text('name of its folder, for --account'),
    key: text('account name cut from the folder’s name, for --account'),
    displayName: z.string().nullable().describe('null where it cannot be read without decryption'),
    access,
  })
  .meta({ id: 'account' });

const note = z
  .strictObject({
    kind: z.enum([
      'stale-pointer',
      'unreadable-pointer',
      'unusable-pointer',
      'no-permission',
      'not-an-account',
      'unknown-layout',
      'same-as',
      'root-is-link',
      'other-user',
      'drive-missing',
      'privacy-guard',
      'runs-without-data',
    ]),
    path: text('where'),
    detail: z.string().nullable().describe('a second path or the reason'),
  })
  .meta({ id: 'note' });

export const discoveryFields = {
  roots: list(root).describe('data folders that were found'),
  accounts: list(account).describe('accounts that were found'),
  notes: list(note).describe('what was met and passed over'),
  lookedIn: list(z.string()).describe('every place that was looked at'),
};

export const outcome = z.enum(['done', 'partial', 'cancelled', 'interrupted']);

const selection = z
  .strictObject({
    level: z.enum(levels),
    accounts: z.union([list(z.string()), z.literal('all')]).describe('account ids, or all'),
    include: list(z.enum(extras)),
    olderThanMs: z.number().nullable().describe('least age, null = no filter'),
    keep: list(z.string()).describe('globs of what is kept'),
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
        ]),
        category,
        ...amountFields,
      }),
    ).describe('what stays, by reason'),
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
const failureCode = z.enum([
  'in-use',
  'no-permission',
  'read-only',
  'io-error',
  'too-many-open-files',
  'unknown',
]);

export const verification = z
  .strictObject({
    at: time('when it was checked'),
    gone: count('planned entries that are no longer there'),
    left: count('planned entries that are still there'),
    leftBytes: count('their size'),
    arrived: count('matching files that came after the plan; never removed'),
    unreadable: count('folders that could not be read'),
    examples: list(z.strictObject({ path: text('below the root'), state: z.enum(['left', 'arrived']) })),
    verdict: z.enum(['all-gone', 'some-left', 'could-not-tell']),
  })
  .meta({ id: 'verification' });

export const report = z
  .strictObject({
    runId: text('for verify and report'),
    planId: text('the plan that was carried out'),
    mode: z.enum(modes),
    selection,
    startedAt: time('when it began'),
    endedAt: time('when it ended'),
    outcome,
    planned: amount.describe('always removed + kept + failed'),
    removed: amount,
    kept: list(z.strictObject({ reason: stayReason, ...amountFields })),
    failed: list(z.strictObject({ code: failureCode, ...amountFields })),
    foldersRemoved: count('empty folders removed as well'),
    examples: list(z.strictObject({ path: text('below the root'), why: z.union([stayReason, failureCode]) })),
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
