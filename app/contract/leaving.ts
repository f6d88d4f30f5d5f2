import { z } from 'zod';
import { extras } from '../cleanup/levels.ts';
import { products } from '../platforms/platform.ts';
import { read, write } from './method.ts';
import { planChoicesSchema } from './plan-entries.ts';
import { idSchema, level, product, removalMode } from './shapes.ts';
import type { Of } from './shapes.ts';

const step = z.enum(['accounts', 'sign-out', 'level', 'preview', 'run', 'result']);
const steps = z.array(step).max(step.options.length);
const ids = z.array(idSchema).max(500);

/** Where the person is in the step of signing out. */
const signOut = z.strictObject({
  product: product.nullable().describe('the messenger on the screen; null: the first one'),
  guide: idSchema.nullable().describe('the chosen version of its guide; null: the likely one'),
  instruction: z.number().int().min(0).max(20),
  later: z.array(product).max(products.length).describe('messengers that were left signed in for now'),
});

/** The answers in 「离开这台电脑」 so far. Nothing is removed by them: the plan is made anew and confirmed again. */
export const leavingDraftSchema = z.strictObject({
  purpose: z.enum(['leave', 'deep', 'cache', 'sheet', 'resume']),
  step,
  visited: steps,
  signOut,
  selectable: ids,
  accounts: ids,
  sinceSession: z.boolean(),
  level: level.nullable(),
  include: z.array(z.enum(extras)).max(extras.length),
  olderThanMs: z.number().int().positive().nullable(),
  mode: removalMode,
  interrupted: idSchema.nullable().describe('the run that goes on, for purpose resume'),
  resume: step.nullable().describe('where Next returns to after a detour'),
  runId: idSchema.nullable().describe('the run that these answers started'),
  choices: planChoicesSchema.describe('what was left out in the preview'),
  keptShared: planChoicesSchema.describe('shared sign-ins that stay'),
});
export type LeavingDraft = Of<typeof leavingDraftSchema>;

export const leavingMethods = {
  /** keeps the answers in the program's memory for a window that is reloaded or opened anew; null: the wizard was closed */
  'leaving.keep': write({ draft: leavingDraftSchema.nullable() }, z.strictObject({})),
  'leaving.kept': read({}, leavingDraftSchema.nullable()),
};
