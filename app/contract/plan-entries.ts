import { z } from 'zod';
import { kinds, ownNames } from '../cleanup/kinds.ts';
import { amountSchema, category, count, idSchema, text, time } from './shapes.ts';
import type { Of } from './shapes.ts';

const kind = z.enum(kinds);
const ownName = z.enum(ownNames);

/** Which entries of a plan are meant: all that is given must hold. It only ever selects within the plan. */
export const entryFilterSchema = z
  .strictObject({
    rootId: z.string().min(1).max(200).optional(),
    accountId: idSchema.nullable().optional().describe('null: of no single account'),
    location: z.string().max(200).nullable().optional().describe('row of the catalogue, null: none'),
    category: category.optional(),
    kind: kind.optional(),
    ownName: ownName.nullable().optional().describe('null: what has no name of its own'),
    month: z.string().max(20).optional().describe('YYYY-MM of the time of change, local'),
    chat: z.string().max(1000).nullable().optional().describe('folder of the chat, null: no folder tells it'),
    path: z.string().min(1).max(32_000).optional().describe('below the root, of one file'),
    before: z.number().int().optional().describe('changed before this time, milliseconds since 1970'),
    text: z.string().min(1).max(200).optional().describe('part of the file’s name, in any case'),
  })
  .meta({ id: 'entryFilter' });
export type EntryFilter = Of<typeof entryFilterSchema>;

/** One answer in the preview: these entries go, or stay. */
const planChoiceSchema = z
  .strictObject({ goes: z.boolean(), what: entryFilterSchema })
  .meta({ id: 'planChoice' });
export type PlanChoice = Of<typeof planChoiceSchema>;

/** The answers in their order: for each entry the last that fits it holds; without one it goes. */
export const planChoicesSchema = z.array(planChoiceSchema).max(10_000);

const planSumSchema = z.strictObject({
  accountId: z.string().nullable().describe('null: of no single account'),
  kind,
  ownName: ownName.nullable(),
  month: z.string().nullable().describe('null: not asked for'),
  chat: z.string().nullable().describe('null: not asked for, or no folder tells it'),
  newest: time('latest time of change'),
  ...amountSchema.shape,
  goes: amountSchema.describe('what of it goes after the choices'),
});
export type PlanSum = Of<typeof planSumSchema>;
export const planSumsSchema = z.array(planSumSchema);

export const entryOrders = ['plan', 'size'] as const;

const planEntrySchema = z.strictObject({
  id: count('number of the entry within the plan'),
  rootId: text('id of the root'),
  path: text('below the root, for showing only'),
  bytes: count('size'),
  mtime: time('time of change'),
  goes: z.boolean().describe('false: stays after the choices'),
});
export type PlanEntryView = Of<typeof planEntrySchema>;

export const planEntriesSchema = z.strictObject({
  planId: text('the plan'),
  total: count('entries that fit'),
  offset: count('position of the first one here'),
  entries: z.array(planEntrySchema),
});
export type PlanEntriesPage = Of<typeof planEntriesSchema>;
