import { z } from 'zod';
import type { Selection } from '../../../app/cleanup/selection.ts';
import { selectionSchema } from '../../../app/contract/contract.ts';
import type { PlanGroup, RemovalMode, ReportView } from '../../../app/contract/plan-views.ts';
import type { Amount } from '../../../app/contract/views.ts';
import type { Tally } from '../removal/tally.ts';
import {
  accountsSchema,
  amountSchema,
  failedSchema,
  keptSchema,
  modeSchema,
  outcomeSchema,
  planGroupSchema,
  runIdSchema,
  waysSchema,
  whySchema,
} from '../reports/report-schema.ts';

/** The first line of a journal: what a receipt needs that the later lines do not say. */
export interface JournalHeader {
  readonly kind: 'header';
  readonly version: 1;
  readonly runId: string;
  readonly planId: string;
  readonly mode: RemovalMode;
  readonly selection: Selection;
  readonly startedAt: number;
  /** the process that runs it: while it lives, the run is not interrupted */
  readonly pid: number;
  readonly entries: number;
  readonly planned: Amount;
  readonly groups: readonly PlanGroup[];
  readonly accounts: ReportView['accounts'];
}

/** Entries `from` up to, not including, `to`. */
interface Range {
  readonly from: number;
  readonly to: number;
  readonly at: number;
}

/** Every kind of line of `runs/<runId>.jsonl`, in the order in which a run writes them. */
export type JournalLine =
  | JournalHeader
  /** about to remove these: after a crash nobody knows which of them are gone */
  | (Range & { readonly kind: 'batch'; readonly amount: Amount })
  /** what became of the batch before it */
  | (Range & { readonly kind: 'result'; readonly tally: Tally })
  /** entries that were never tried */
  | (Range & { readonly kind: 'rest'; readonly tally: Tally })
  | { readonly kind: 'folders'; readonly at: number; readonly removed: number }
  | { readonly kind: 'end'; readonly at: number; readonly outcome: ReportView['outcome'] };

const count = z.number().int().nonnegative();
const range = { from: count, to: count, at: z.number() };

const tally = z.object({
  removed: amountSchema,
  ways: waysSchema.default([]),
  kept: keptSchema,
  failed: failedSchema,
  groups: z.array(z.object({ id: count, files: count, bytes: count })),
  examples: z.array(z.object({ entry: count.nullable(), path: z.string(), why: whySchema })),
}) satisfies z.ZodType<Tally>;

const header = z.object({
  kind: z.literal('header'),
  version: z.literal(1),
  runId: runIdSchema,
  planId: z.string(),
  mode: modeSchema,
  selection: selectionSchema,
  startedAt: z.number(),
  pid: count,
  entries: count,
  planned: amountSchema,
  groups: z.array(planGroupSchema),
  accounts: accountsSchema,
}) satisfies z.ZodType<JournalHeader>;

/** A line that does not fit is a torn or damaged one, and is never guessed at. */
export const journalLineSchema = z.discriminatedUnion('kind', [
  header,
  z.object({ kind: z.literal('batch'), ...range, amount: amountSchema }),
  z.object({ kind: z.literal('result'), ...range, tally }),
  z.object({ kind: z.literal('rest'), ...range, tally }),
  z.object({ kind: z.literal('folders'), at: z.number(), removed: count }),
  z.object({
    kind: z.literal('end'),
    at: z.number(),
    outcome: outcomeSchema,
  }),
]) satisfies z.ZodType<JournalLine>;
