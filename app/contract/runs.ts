import { z } from 'zod';
import { failureCodes, removalWays, stayReasons } from '../cleanup/outcomes.ts';
import { destroy, read, write } from './method.ts';
import { planGroupSchema, selectionSchema } from './plans.ts';
import {
  amountSchema,
  count,
  failureCode,
  idSchema,
  level,
  product,
  removalMode,
  startedJobSchema,
  text,
  time,
} from './shapes.ts';
import type { Of } from './shapes.ts';

const runOutcomeSchema = z.enum(['done', 'partial', 'cancelled', 'interrupted']);
/** Of a run and its second look together. `unchecked`: done as planned, and the second look could not confirm it. */
export const shownOutcomeSchema = z.enum([...runOutcomeSchema.options, 'unchecked']);

export const verificationSchema = z
  .strictObject({
    at: time('when it was checked'),
    gone: count('planned entries that are no longer there'),
    left: count('planned entries that are still there'),
    leftBytes: count('their size'),
    arrived: count('matching files that came after the plan; never removed'),
    unreadable: count('places that could not be looked at, when it was planned or now'),
    examples: z.array(
      z.strictObject({
        path: text('below the root; whole where it was not looked at'),
        state: z.enum(['left', 'arrived', 'unreadable']),
      }),
    ),
    verdict: z.enum(['all-gone', 'some-left', 'could-not-tell']),
  })
  .meta({ id: 'verification' });
export type VerificationView = Of<typeof verificationSchema>;

/** The receipt of one run, as it is stored, shown and exported. planned = removed + kept + failed, always. */
export const reportSchema = z
  .strictObject({
    runId: text('for verify and report'),
    planId: text('the plan that was carried out'),
    mode: removalMode,
    selection: selectionSchema,
    startedAt: time('when it began'),
    endedAt: time('when it ended'),
    outcome: runOutcomeSchema,
    planned: amountSchema.describe('always removed + kept + failed'),
    removed: amountSchema,
    ways: z
      .array(z.strictObject({ way: z.enum(removalWays), ...amountSchema.shape }))
      .describe('the removed ones by the way they went'),
    quarantineId: z
      .string()
      .nullable()
      .describe('the batch for quarantine restore, null: nothing was put there'),
    kept: z.array(z.strictObject({ reason: z.enum(stayReasons), ...amountSchema.shape })),
    failed: z.array(z.strictObject({ code: failureCode, ...amountSchema.shape })),
    foldersRemoved: count('empty folders removed as well'),
    examples: z
      .array(
        z.strictObject({
          path: text('below the root'),
          why: z.enum([...stayReasons, ...failureCodes, ...removalWays]),
        }),
      )
      .describe('the first that stayed, failed or went another way than the mode’s own, at most 200'),
    groups: z.array(
      planGroupSchema.extend({ removedFiles: count('files removed'), removedBytes: count('their size') }),
    ),
    accounts: z.array(
      z.strictObject({
        accountId: text('account id'),
        product,
        line: text('version line, empty where nothing tells it'),
        folder: text('name of its folder'),
      }),
    ),
    verification: verificationSchema.nullable().describe('null: not checked again yet'),
  })
  .meta({ id: 'report' });
export type ReportView = Of<typeof reportSchema>;

export const interruptedRunSchema = z.strictObject({
  runId: text('for resume and close'),
  startedAt: time('when it began'),
  mode: removalMode.describe('the mode in which it continues'),
  level,
  removed: count('entries removed'),
  planned: count('entries planned'),
  resumable: z.boolean().describe('its plan is still there, so resume can continue it'),
});
export type InterruptedRun = Of<typeof interruptedRunSchema>;

const startedRunSchema = startedJobSchema.extend({ runId: text('for verify and report') });

export const activeRunSchema = startedRunSchema.extend({ mode: removalMode });
export type ActiveRun = Of<typeof activeRunSchema>;

export const runMethods = {
  'runs.start': destroy({ planId: idSchema, mode: removalMode }, startedRunSchema),
  /** continues an interrupted run: what its journal proves stays, the rest is compared with the plan again */
  'runs.resume': destroy({ runId: idSchema }, startedRunSchema),
  /** the run that this program carries out now, for a window that reconnects; null: none */
  'runs.active': read({}, activeRunSchema.nullable()),
  'runs.verify': read({ runId: idSchema }, startedJobSchema),
  /** closes an interrupted run with what its journal says */
  'runs.close': write({ runId: idSchema }, reportSchema),
  'reports.list': read({}, z.array(reportSchema)),
  'reports.get': read({ runId: idSchema }, reportSchema),
};
