import { z } from 'zod';
import { conflictRules } from '../../../app/contract/quarantine.ts';
import { amount, amountFields, count, list, text, time } from './schema-parts.ts';
import { failureCode, report } from './schema-plan.ts';

/** The JSON of runs that go on or are closed, and of the quarantine. */

const restoreStay = z.enum([
  'in-the-way',
  'outside-root',
  'link',
  'replaced',
  'mount',
  'vanished',
  'cancelled',
]);

const batch = z.strictObject({
  id: text('for quarantine restore and purge'),
  runId: text('the clean that put it there'),
  at: time('when it was put there'),
  items: count('whole folders and single files'),
  ...amountFields,
  accounts: list(z.strictObject({ accountId: text('account id'), folder: text('name of its folder') })),
  roots: list(z.string()).describe('absolute paths of where it came from'),
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

const restored = z.strictObject({
  batchId: text('the batch'),
  conflict: z.enum(conflictRules),
  restored: amount,
  renamed: count('restored ones that got a name beside what was in the way'),
  overwritten: count('restored ones that replaced what was in the way'),
  kept: list(z.strictObject({ reason: restoreStay, files: count('number of files') })).describe(
    'still in the quarantine',
  ),
  failed: list(z.strictObject({ code: failureCode, files: count('number of files') })).describe(
    'still in the quarantine',
  ),
  examples: list(z.strictObject({ path: text('below the root'), why: z.union([restoreStay, failureCode]) })),
  isEmptied: z.boolean().describe('nothing is left in the batch, so it is gone'),
});

const purged = z.strictObject({
  ...amountFields,
  batches: list(z.string()).describe('ids of the batches that are gone'),
  failed: list(z.strictObject({ batchId: text('the batch'), code: failureCode })),
});

export const keepingSchemas = {
  resume: z.strictObject({ schema: z.literal('signoff.resume/1'), report }),
  close: z.strictObject({ schema: z.literal('signoff.close/1'), report }),
  'quarantine list': z.strictObject({
    schema: z.literal('signoff.quarantine-list/1'),
    batches: list(batch).describe('newest first'),
  }),
  'quarantine restore': z.strictObject({ schema: z.literal('signoff.quarantine-restore/1'), restored }),
  'quarantine purge': z.strictObject({
    schema: z.literal('signoff.quarantine-purge/1'),
    purged: purged.describe('all 0 when no batch fitted'),
  }),
} as const;
