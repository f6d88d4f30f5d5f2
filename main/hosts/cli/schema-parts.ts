import { z } from 'zod';
import { categories } from '../../../app/cleanup/categories.ts';
import { apps } from './options.ts';

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
/** of a run and its second look together */
export const shownOutcome = z.enum([...outcome.options, 'unchecked']);
