import { z } from 'zod';
import { failureCodes, removalWays, stayReasons } from '../cleanup/outcomes.ts';
import { concerns, headlines, runOutcomes, shownOutcomes, stayingReasons } from '../cleanup/verdict.ts';
import { destroy, read, write } from './method.ts';
import { planGroupSchema, selectionSchema, stayingSchema } from './plans.ts';
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

const runOutcomeSchema = z.enum(runOutcomes);
export const shownOutcomeSchema = z.enum(shownOutcomes);

const remainingSchema = z
  .strictObject({
    places: count('number of places'),
    ...amountSchema.shape,
    reasons: z.array(z.enum(stayingReasons)).describe('why'),
  })
  .meta({ id: 'remaining' });

/** Whether the person can leave: what is left of the chosen accounts, at any level. */
export const verdictSchema = z
  .strictObject({
    headline: z.enum(headlines).describe('the worst of the four below'),
    signIns: remainingSchema.describe('files that may sign an account in'),
    data: remainingSchema,
    backups: remainingSchema.describe('phone backups'),
    unknown: remainingSchema.describe('places that could not be looked at'),
  })
  .meta({ id: 'verdict' });

export const stillHereSchema = stayingSchema.extend({ concern: z.enum(concerns) });
export type StillHereView = Of<typeof stillHereSchema>;

/** The second look at the disk after a run. */
export const verificationSchema = z
  .strictObject({
    at: time('when it was checked'),
    gone: count('planned entries that are no longer there'),
    left: count('planned entries that are still there'),
    leftBytes: count('their size'),
    behindLinks: count('planned links to sign-ins whose target is still there; it is never touched'),
    arrived: count('matching files that came after the plan; never removed'),
    unreadable: count('places that could not be looked at, when it was planned or now'),
    examples: z.array(
      z.strictObject({
        path: text('below the root; whole where it was not looked at'),
        state: z.enum(['left', 'arrived', 'unreadable']),
      }),
    ),
    outcome: shownOutcomeSchema.describe('of the run and this look together: was the plan carried out'),
    verdict: verdictSchema,
    stillHere: z
      .array(stillHereSchema)
      .describe('what is there of the chosen accounts, the worst first, at most 200'),
    stillHereMore: count('places beyond those 200; the verdict counts them too').default(0),
  })
  .meta({ id: 'verification' });
export type VerificationView = Of<typeof verificationSchema>;

/** What only the phone can do about a computer, each once for a messenger. */
const phoneStep = z.enum(['end-session', 'remove-device', 'protect']);
export type PhoneStepId = Of<typeof phoneStep>;

/** The receipt of one run, as it is stored, shown and exported. planned = removed + kept + failed, always. */
export const reportSchema = z
  .strictObject({
    runId: text('for verify and report'),
    planId: text('the plan that was carried out'),
    mode: removalMode,
    selection: selectionSchema,
    startedAt: time('when it began'),
    endedAt: time('when it ended'),
    outcome: runOutcomeSchema.describe('as the run itself ended; verification holds the answer for both'),
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
    livesOn: z
      .strictObject({
        files: count('removed names'),
        bytes: count('size of that content, each counted once'),
      })
      .nullable()
      .default(null)
      .describe('removed names whose content another name still holds (hard links), null: not known'),
    foldersRemoved: count('empty folders removed as well'),
    examples: z
      .array(
        z.strictObject({
          path: text('below the root'),
          why: z.enum([...stayReasons, ...failureCodes, ...removalWays]),
          heldBy: z
            .array(z.string())
            .optional()
            .describe('programs that had it open, of in-use ones on Windows, where it tells'),
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
        rootId: text('id of the root that holds its folder'),
        key: text('its name in files that accounts share'),
      }),
    ),
    roots: z
      .array(
        z.strictObject({
          rootId: text('id of the root'),
          realPath: text('absolute path'),
          platform: text('which messenger, version line and system'),
          kind: z.enum(['data', 'state']),
          dev: text('number of its device'),
          ino: text('number of its folder'),
        }),
      )
      .describe(
        'the data folders that the plan covered, for a later check: the plan’s file names are gone by then',
      ),
    verification: verificationSchema.nullable().describe('null: not checked again yet'),
    confirmed: z
      .array(z.strictObject({ product, step: phoneStep, at: time('when it was ticked') }))
      .default([])
      .describe('what the person said to have done on the phone; SignOff cannot see it'),
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
  stopped: z.boolean().describe('true: its user stopped it, and it has a receipt; false: it was cut off'),
});
export type InterruptedRun = Of<typeof interruptedRunSchema>;

const startedRunSchema = startedJobSchema.extend({ runId: text('for verify and report') });

export const activeRunSchema = startedRunSchema.extend({ mode: removalMode });
export type ActiveRun = Of<typeof activeRunSchema>;

export const runMethods = {
  'runs.start': destroy({ planId: idSchema, mode: removalMode }, startedRunSchema),
  /** continues a run that was cut off or stopped: what its journal proves stays, the rest is compared with the plan again */
  'runs.resume': destroy({ runId: idSchema }, startedRunSchema),
  /** the run that this program carries out now, for a window that reconnects; null: none */
  'runs.active': read({}, activeRunSchema.nullable()),
  'runs.verify': read({ runId: idSchema }, startedJobSchema),
  /** closes a run that was cut off or stopped, with what its journal says */
  'runs.close': write({ runId: idSchema }, reportSchema),
  'reports.list': read({}, z.array(reportSchema)),
  'reports.get': read({ runId: idSchema }, reportSchema),
  /** keeps in the receipt whether the person said that this was done on the phone */
  'reports.confirm': write({ runId: idSchema, product, step: phoneStep, done: z.boolean() }, reportSchema),
  /** 16 hex digits over what the run did and the second look found */
  'reports.digest': read({ runId: idSchema }, z.strictObject({ digest: text('16 hex digits') })),
};
