import { createHash } from 'node:crypto';
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
import type { OutcomeRuns, Ranges } from './entry-states.ts';
import type { Tally } from './tally.ts';

export const journalVersion = 3;

/** The first line of a journal: receipt data that later lines do not repeat. */
export interface JournalHeader {
  readonly kind: 'header';
  readonly version: typeof journalVersion;
  readonly runId: string;
  readonly planId: string;
  readonly mode: RemovalMode;
  readonly selection: Selection;
  readonly startedAt: number;
  /** The process that started the run. The run lock tells whether it is alive. */
  readonly pid: number;
  readonly entries: number;
  readonly planned: Amount;
  readonly groups: readonly PlanGroup[];
  readonly accounts: ReportView['accounts'];
  readonly roots: ReportView['roots'];
}

/** Entries `[from, to)`. */
interface Range {
  readonly from: number;
  readonly to: number;
  readonly at: number;
}

/** All line kinds of `runs/<runId>.jsonl`. Several batches may be without a result at a time. */
export type JournalLine =
  | JournalHeader
  /** Announces a batch before its removal. After a crash the fate of its entries is unknown. */
  | (Range & { readonly kind: 'batch'; readonly amount: Amount })
  /** The result of a batch. */
  | (Range & { readonly kind: 'result'; readonly runs: OutcomeRuns; readonly tally: Tally })
  /** Announces the removal of whole folders with their entries. */
  | {
      readonly kind: 'units';
      readonly at: number;
      readonly folders: readonly number[];
      readonly ranges: Ranges;
      readonly amount: Amount;
    }
  /** The folders that were removed as wholes. All others of that announcement are untouched. */
  | {
      readonly kind: 'units-result';
      readonly at: number;
      readonly left: readonly {
        readonly folder: number;
        readonly outcome: Outcome;
        readonly ranges: Ranges;
      }[];
      /** number of folders removed with them */
      readonly folders: number;
      readonly tally: Tally;
    }
  /** After a crash: the state found for the entries of one announcement without a result. */
  | {
      readonly kind: 'found';
      readonly at: number;
      readonly ranges: Ranges;
      readonly runs: OutcomeRuns;
      readonly folders: number;
      readonly tally: Tally;
    }
  /** The run goes on: in another process after a crash, or after its user stopped it. */
  | { readonly kind: 'resume'; readonly at: number; readonly pid: number }
  | { readonly kind: 'folders'; readonly at: number; readonly removed: number }
  | { readonly kind: 'end'; readonly at: number; readonly outcome: ReportView['outcome'] };

const count = z.number().int().nonnegative();
const range = { from: count, to: count, at: z.number() };
const ranges = z.array(z.tuple([count, count]));
const outcome = z.enum(outcomes);
const runs = z.array(z.tuple([z.union([outcome, z.literal('open')]), z.number().int().positive()]));

const receipt = reportSchema.shape;
const tally = z.strictObject({
  removed: amountSchema,
  ways: receipt.ways,
  kept: receipt.kept,
  failed: receipt.failed,
  groups: z.array(z.strictObject({ id: count, files: count, bytes: count })),
  examples: z.array(
    z.strictObject({ entry: count.nullable(), path: z.string(), why: receipt.examples.element.shape.why }),
  ),
}) satisfies z.ZodType<Tally>;

const header = z.strictObject({
  kind: z.literal('header'),
  version: z.literal(journalVersion),
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
  roots: receipt.roots,
}) satisfies z.ZodType<JournalHeader>;

/** A line that does not match is torn or damaged. The reader never guesses its content. */
export const journalLineSchema = z.discriminatedUnion('kind', [
  header,
  z.strictObject({ kind: z.literal('batch'), ...range, amount: amountSchema }),
  z.strictObject({ kind: z.literal('result'), ...range, runs, tally }),
  z.strictObject({
    kind: z.literal('units'),
    at: z.number(),
    folders: z.array(count),
    ranges,
    amount: amountSchema,
  }),
  z.strictObject({
    kind: z.literal('units-result'),
    at: z.number(),
    left: z.array(z.strictObject({ folder: count, outcome, ranges })),
    folders: count,
    tally,
  }),
  z.strictObject({ kind: z.literal('found'), at: z.number(), ranges, runs, folders: count, tally }),
  z.strictObject({ kind: z.literal('resume'), at: z.number(), pid: count }),
  z.strictObject({ kind: z.literal('folders'), at: z.number(), removed: count }),
  z.strictObject({
    kind: z.literal('end'),
    at: z.number(),
    outcome: receipt.outcome,
  }),
]) satisfies z.ZodType<JournalLine>;

const seal = /^(\{.*),"seal":"([0-9a-f]{16})"\}$/su;

/** the seal before the first line */
export const firstSeal = '';

function sealOf(body: string, before: string): string {
  return createHash('sha256').update(`${before}\n${body}`).digest('hex').slice(0, 16);
}

/** One line with a seal over all earlier lines, so that a changed, lost or repeated line is detected. */
export function sealedLine(
  line: JournalLine,
  before: string,
): { readonly text: string; readonly seal: string } {
  const body = JSON.stringify(line).slice(0, -1);
  const mark = sealOf(body, before);
  return { text: `${body},"seal":"${mark}"}\n`, seal: mark };
}

/** The seal of a line when it is valid after the one before; null otherwise. */
export function sealIn(text: string, before: string): string | null {
  const [, body, mark] = seal.exec(text) ?? [];
  return body !== undefined && mark === sealOf(body, before) ? mark : null;
}
