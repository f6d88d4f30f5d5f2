import { z } from 'zod';
import { failureCodes } from '../cleanup/outcomes.ts';
import { destroy, read, write } from './method.ts';
import { amountSchema, count, failureCode, idSchema, startedJobSchema, text, time } from './shapes.ts';
import type { Of } from './shapes.ts';

/** What one run quarantined, by its id. It is restored whole or by its files, and purged only whole. */
export const batchSchema = z.strictObject({
  id: text('for quarantine restore and purge'),
  runId: text('the clean that put it there'),
  at: time('when it was put there'),
  items: count('whole folders and single files'),
  ...amountSchema.shape,
  accounts: z.array(z.strictObject({ accountId: text('account id'), folder: text('name of its folder') })),
  roots: z.array(z.string()).describe('absolute paths of where it came from'),
  /** neither a damaged nor an unfinished batch is ever purged by age or size */
  state: z
    .enum(['whole', 'damaged', 'unfinished'])
    .describe(
      'damaged: differs from its index, cannot be restored; unfinished: its clean was cut off, can be restored',
    ),
  expiresAt: z
    .number()
    .nullable()
    .describe('from when on it goes by itself, milliseconds since 1970; null: never'),
});
export type QuarantineBatchView = Of<typeof batchSchema>;

export const conflictRules = ['skip', 'overwrite', 'rename'] as const;
/** What restoring does with a file in the way; `skip` never touches it. */
export type ConflictRule = (typeof conflictRules)[number];

/** Why something stayed in the quarantine although nothing went wrong. */
const restoreStays = [
  'in-the-way',
  'outside-root',
  'link',
  'replaced',
  'mount',
  'vanished',
  'cancelled',
] as const;
export type RestoreStay = (typeof restoreStays)[number];

/** Selects within one batch and nothing else: a file, or a folder with everything in it. */
const batchPaths = z
  .array(z.string().min(1).max(32_000))
  .min(1)
  .max(10_000)
  .describe('absolute, or below a root of the batch; a database takes its journals along');

const storedEntrySchema = z.strictObject({
  root: text('absolute path of the data folder that it came from'),
  path: text('below the root'),
  kind: z.enum(['file', 'folder']).describe('folder: one that was put there as a whole; its files follow'),
  files: count('1, or the files in the folder'),
  bytes: count('size'),
});
export type StoredEntry = Of<typeof storedEntrySchema>;

export const storedEntriesSchema = z.strictObject({
  batchId: text('the batch'),
  total: count('entries that fit'),
  offset: count('position of the first one here'),
  entries: z.array(storedEntrySchema),
});
export type StoredEntriesPage = Of<typeof storedEntriesSchema>;

/** What restoring a batch, or chosen paths of it, did. What was asked for = restored + kept + failed, always. */
export const restoredSchema = z.strictObject({
  batchId: text('the batch'),
  conflict: z.enum(conflictRules),
  restored: amountSchema,
  renamed: count('restored ones that got a name beside what was in the way'),
  overwritten: count('restored ones that replaced what was in the way'),
  signIns: count('restored ones that hold a sign-in: the messenger may open without asking'),
  kept: z
    .array(z.strictObject({ reason: z.enum(restoreStays), files: count('number of files') }))
    .describe('still in the quarantine'),
  failed: z
    .array(z.strictObject({ code: failureCode, files: count('number of files') }))
    .describe('still in the quarantine'),
  examples: z.array(
    z.strictObject({ path: text('below the root'), why: z.enum([...restoreStays, ...failureCodes]) }),
  ),
  isEmptied: z.boolean().describe('nothing is left in the batch, so it is gone'),
});
export type RestoreView = Of<typeof restoredSchema>;

export const purgedSchema = z.strictObject({
  ...amountSchema.shape,
  batches: z.array(z.string()).describe('ids of the batches that are gone'),
  failed: z.array(z.strictObject({ batchId: text('the batch'), code: failureCode })),
});
export type PurgeView = Of<typeof purgedSchema>;

export const quarantineMethods = {
  'quarantine.list': read({}, z.array(batchSchema)),
  /** what a batch holds, by path; `text` finds it in the path below the root, in any case */
  'quarantine.entries': read(
    {
      batchId: idSchema,
      text: z.string().min(1).max(200).optional(),
      offset: count('entries to skip'),
      limit: z.number().int().min(1).max(1000),
    },
    storedEntriesSchema,
  ),
  /** without `paths` the whole batch; with them nothing is touched unless each of them is in it */
  'quarantine.restore': write(
    { batchId: idSchema, conflict: z.enum(conflictRules), paths: batchPaths.optional() },
    startedJobSchema,
  ),
  /** what a finished restore did; null while it runs */
  'quarantine.restored': read({ jobId: idSchema }, restoredSchema.nullable()),
  'quarantine.purge': destroy({ batches: z.array(idSchema).min(1).max(10_000) }, startedJobSchema),
  'quarantine.purged': read({ jobId: idSchema }, purgedSchema.nullable()),
};

export const quarantineEvents = {
  'quarantine.changed': z.strictObject({ batches: count('batches in the quarantine') }),
};
