import { z } from 'zod';
import type { RemovalMode } from '../../../app/cleanup/outcomes.ts';
import { planGroupSchema, selectionSchema } from '../../../app/contract/plans.ts';
import type { PlanGroup, Selection } from '../../../app/contract/plans.ts';
import { reportSchema } from '../../../app/contract/runs.ts';
import type { ReportView } from '../../../app/contract/runs.ts';
import { amountSchema, idSchema } from '../../../app/contract/shapes.ts';
import type { Amount } from '../../../app/contract/shapes.ts';
import { outcomes } from './outcomes.ts';
import type { Outcome } from './outcomes.ts';
import type { Tally } from './tally.ts';

/** The first line of a journal: what a receipt needs that the later lines do not say. */
export interface JournalHeader {
  readonly kind: 'header';
  /** 1: one batch at a time, no outcome per entry, no seals */
  readonly version: 1 | 2;
  readonly runId: string;
  readonly planId: string;
  readonly mode: RemovalMode;
  readonly selection: Selection;
  readonly startedAt: number;
  /** the process that began it; version 2 asks the run lock who lives */
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

/** Entries `[from, to)` several times, ascending, none twice. */
export type Ranges = readonly (readonly [from: number, to: number])[];

/** What became of entries one after another: an outcome and for how many. `open`: found untouched, may be tried again */
export type OutcomeRuns = readonly (readonly [Outcome | 'open', number])[];

/** Every kind of line of `runs/<runId>.jsonl`. Version 2 may have several batches without a result at a time. */
export type JournalLine =
  | JournalHeader
  /** about to remove these: after a crash nobody knows which of them are gone */
  | (Range & { readonly kind: 'batch'; readonly amount: Amount })
  /** what became of a batch; version 1 says it without the outcome of each entry */
  | (Range & { readonly kind: 'result'; readonly runs?: OutcomeRuns | undefined; readonly tally: Tally })
  /** version 1 only: entries that were never tried */
  | (Range & { readonly kind: 'rest'; readonly tally: Tally })
  /** about to take these plan folders as wholes, with the entries that would go with them */
  | {
      readonly kind: 'units';
      readonly at: number;
      readonly folders: readonly number[];
      readonly ranges: Ranges;
      readonly amount: Amount;
    }
  /** which of them left as wholes, with their entries; all others of that line are untouched */
  | {
      readonly kind: 'units-result';
      readonly at: number;
      readonly left: readonly {
        readonly folder: number;
        readonly outcome: Outcome;
        readonly ranges: Ranges;
      }[];
      /** how many folders left with them */
      readonly folders: number;
      readonly tally: Tally;
    }
  /** after a crash: what was found of the entries of one announced line without a result */
  | {
      readonly kind: 'found';
      readonly at: number;
      readonly ranges: Ranges;
      readonly runs: OutcomeRuns;
      readonly folders: number;
      readonly tally: Tally;
    }
  /** the run goes on in another process */
  | { readonly kind: 'resume'; readonly at: number; readonly pid: number }
  | { readonly kind: 'folders'; readonly at: number; readonly removed: number }
  | { readonly kind: 'end'; readonly at: number; readonly outcome: ReportView['outcome'] };

const count = z.number().int().nonnegative();
const range = { from: count, to: count, at: z.number() };
const ranges = z.array(z.tuple([count, count]));
const outcome = z.enum(outcomes);
const runs = z.array(z.tuple([z.union([outcome, z.literal('open')]), z.number().int().positive()]));

const receipt = reportSchema.shape;
const tally = z.object({
  removed: amountSchema,
  ways: receipt.ways.default([]),
  kept: receipt.kept,
  failed: receipt.failed,
  groups: z.array(z.object({ id: count, files: count, bytes: count })),
  examples: z.array(
    z.object({ entry: count.nullable(), path: z.string(), why: receipt.examples.element.shape.why }),
  ),
}) satisfies z.ZodType<Tally>;

const header = z.object({
  kind: z.literal('header'),
  version: z.union([z.literal(1), z.literal(2)]),
  runId: idSchema,
  planId: z.string(),
  mode: receipt.mode,
  selection: selectionSchema,
  startedAt: z.number(),
  pid: count,
  entries: count,
  planned: amountSchema,
  groups: z.array(planGroupSchema),
  accounts: receipt.accounts,
}) satisfies z.ZodType<JournalHeader>;

/** A line that does not fit is a torn or damaged one, and is never guessed at. */
export const journalLineSchema = z.discriminatedUnion('kind', [
  header,
  z.object({ kind: z.literal('batch'), ...range, amount: amountSchema }),
  z.object({ kind: z.literal('result'), ...range, runs: runs.optional(), tally }),
  z.object({ kind: z.literal('rest'), ...range, tally }),
  z.object({
    kind: z.literal('units'),
    at: z.number(),
    folders: z.array(count),
    ranges,
    amount: amountSchema,
  }),
  z.object({
    kind: z.literal('units-result'),
    at: z.number(),
    left: z.array(z.object({ folder: count, outcome, ranges })),
    folders: count,
    tally,
  }),
  z.object({ kind: z.literal('found'), at: z.number(), ranges, runs, folders: count, tally }),
  z.object({ kind: z.literal('resume'), at: z.number(), pid: count }),
  z.object({ kind: z.literal('folders'), at: z.number(), removed: count }),
  z.object({
    kind: z.literal('end'),
    at: z.number(),
    outcome: receipt.outcome,
  }),
]) satisfies z.ZodType<JournalLine>;
