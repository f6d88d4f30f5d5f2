import { z } from 'zod';
import { supports } from '../platforms/platform.ts';
import { read, write } from './method.ts';
import { access, idSchema, packaging, product, text, time } from './shapes.ts';
import type { Of } from './shapes.ts';

/** A data folder of a messenger. Only a recognised one of a platform that is cleaned is ever cleaned. */
export const rootSchema = z
  .strictObject({
    id: text('id of the root'),
    platform: text('which messenger, version line and system'),
    product,
    line: text('version line, such as 4.x; empty where several share the root'),
    packaging,
    kind: z.enum(['data', 'state']),
    path: text('as it was named'),
    realPath: text('what it resolves to; removal is bounded by it'),
    layout: z.enum(['recognised', 'unknown']).describe('unknown: measured, never cleaned'),
    support: z
      .enum(supports)
      .describe(
        'basic-only: caches and logs are cleaned, the rest is measured; detect-only: measured, never cleaned',
      ),
    access,
    foundBy: z.array(
      z.strictObject({
        rule: text('id of the rule'),
        by: z.enum(['folder', 'pointer-file', 'registry', 'named']),
        from: text('the folder, file or key that named it; for `named`, what the person gave'),
      }),
    ),
  })
  .meta({ id: 'root' });
export type RootView = Of<typeof rootSchema>;
export type FoundBy = RootView['foundBy'][number];

export const accountSchema = z
  .strictObject({
    id: text('for --account'),
    rootId: text('id of its root'),
    platform: text('which messenger, version line and system'),
    product,
    line: text('version line, empty where nothing tells it'),
    packaging,
    folder: text('name of its folder, for --account'),
    key: text('account name cut from the folder’s name, for --account'),
    displayName: z.string().nullable().describe('null where it cannot be read without decryption'),
    access,
  })
  .meta({ id: 'account' });
export type AccountView = Of<typeof accountSchema>;

/** Why discovery passed something over; shown so that silence never means "nothing there". */
const noteKind = z.enum([
  'stale-pointer',
  'unreadable-pointer',
  'unusable-pointer',
  'no-permission',
  'not-an-account',
  'unknown-layout',
  'same-as',
  'root-is-link',
  /** belongs to another user of this computer */
  'other-user',
  /** names a place on a drive that is not connected */
  'drive-missing',
  /** macOS keeps other programs out of it until the person allows it */
  'privacy-guard',
  /** the program runs (`path`), but none of its data was found */
  'runs-without-data',
  /** a folder that the person named and in which no messenger was recognised: measured only */
  'named-not-recognised',
  /** a folder that the person named and that is not used; `detail` says why */
  'named-refused',
]);

/** Why a folder that the person named is not used. */
export type NamedFault =
  | 'relative'
  | 'network'
  | 'missing'
  | 'not-a-folder'
  | 'no-permission'
  /** its drive does not answer */
  | 'no-answer'
  /** a home, a known folder such as the documents, a drive, or a folder above one */
  | 'too-wide'
  | 'own-folder'
  | 'other-user'
  | 'inside-root'
  | 'contains-root';

const measuredFolderSchema = z
  .strictObject({
    id: text('stands for the root’s id in the usage'),
    path: text('as the person named it'),
    realPath: text('what it resolves to'),
  })
  .meta({ id: 'measured-folder' });

export const noteSchema = z
  .strictObject({
    kind: noteKind,
    path: text('where'),
    detail: z.string().nullable().describe('a second path or the reason'),
  })
  .meta({ id: 'note' });
export type DiscoveryNote = Of<typeof noteSchema>;

export const discoverySchema = z.strictObject({
  at: time('when the search ended'),
  roots: z.array(rootSchema).describe('data folders that were found'),
  accounts: z.array(accountSchema).describe('accounts that were found'),
  measuredOnly: z
    .array(measuredFolderSchema)
    .describe('named folders in which no messenger was recognised: measured, never planned or cleaned'),
  notes: z.array(noteSchema).describe('what was met and passed over'),
  lookedIn: z.array(z.string()).describe('every place that was looked at'),
});
export type DiscoveryView = Of<typeof discoverySchema>;

/** No control characters and none that turn the direction of text, so that a name looks like what was typed. */
const ownName = z
  .string()
  .trim()
  .min(1)
  .max(40)
  .regex(/^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u200E\u200F\u202A-\u202E\u2066-\u2069]*$/u);

export const accountMarkSchema = z
  .strictObject({
    accountId: idSchema,
    name: ownName.nullable().describe('the person’s own name for the account'),
    isMine: z.boolean().describe('the person called it theirs'),
  })
  .meta({ id: 'account-mark' });
/** What the person said about an account. */
export type AccountMark = Of<typeof accountMarkSchema>;

const marks = z.array(accountMarkSchema);

export const accountMethods = {
  'accounts.discover': read({}, discoverySchema),
  'accounts.marks': read({}, marks),
  /** says something about an account; what is not given stays */
  'accounts.mark': write(
    { accountId: idSchema, name: ownName.nullable().optional(), isMine: z.boolean().optional() },
    marks,
  ),
};

export const accountEvents = { 'accounts.marked': z.strictObject({ marks }) };
