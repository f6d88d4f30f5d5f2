import { z } from 'zod';
import { extras } from '../cleanup/levels.ts';
import { keepReasons } from '../cleanup/keep-reasons.ts';
import { linkTargets, stayingReasons } from '../cleanup/verdict.ts';
import { products } from '../platforms/platform.ts';
import { read, write } from './method.ts';
import {
  entryFilterSchema,
  entryOrders,
  planChoicesSchema,
  planEntriesSchema,
  planSumsSchema,
} from './plan-entries.ts';
import {
  amountSchema,
  category,
  confidence,
  count,
  idSchema,
  level,
  product,
  recoverability,
  risk,
  startedJobSchema,
  text,
  time,
  tri,
} from './shapes.ts';
import type { Of } from './shapes.ts';

/**
 * What a person asked to clean, in ids only. It is stored in the plan and replayed by verification, so it must
 * stay a plain JSON value. The only paths in it are keep patterns, which never add anything to a plan.
 */
export const selectionSchema = z
  .strictObject({
    level,
    accounts: z.union([z.array(idSchema).min(1).max(500), z.literal('all')]).describe('account ids, or all'),
    products: z
      .array(z.enum(products))
      .min(1)
      .max(products.length)
      .optional()
      .describe('these apps as a whole, also what belongs to none of their accounts; absent: every app'),
    include: z.array(z.enum(extras)).max(extras.length).describe('extras that no level takes by itself'),
    /** compared with each file's own mtime */
    olderThanMs: z.number().int().positive().nullable().describe('least age, null = no filter'),
    keep: z
      .array(z.string().min(1).max(1000))
      .max(100)
      .describe('patterns of names and paths as they were typed; a match is kept'),
    alwaysKeep: z
      .array(z.string().min(1).max(4096))
      .max(1000)
      .optional()
      .describe('full paths of the keep-list when the plan was made; each means itself'),
    sinceSession: z.boolean().default(false).describe('only what came since the session began'),
  })
  .meta({ id: 'selection' });
export type Selection = Of<typeof selectionSchema>;

/** What one rule finds in one account: shown, excluded and counted as one. */
export const planGroupSchema = z.strictObject({
  id: count('number of the group within the plan'),
  rootId: text('id of the root'),
  accountId: z.string().nullable(),
  location: z.string().nullable().describe('which rule of the knowledge base, null: none'),
  category,
  recoverability,
  risk,
  confidence,
  ...amountSchema.shape,
});
export type PlanGroup = Of<typeof planGroupSchema>;

/** What stays of the chosen accounts, whatever is confirmed: one place, or all places of one rule in one account. */
export const stayingSchema = z
  .strictObject({
    reason: z.enum(stayingReasons),
    category: category.nullable(),
    accountId: z.string().nullable().describe('null: of no single account'),
    place: text('absolute path; of several files the folder that holds them all'),
    target: z.string().nullable().describe('what a link leads to'),
    leadsTo: z.enum(linkTargets).nullable().describe('null: not a link'),
    mayHoldSignIn: z.boolean().describe('a sign-in may be in it'),
    newest: z.number().nullable().describe('time of the last change in ms since 1970, null: not known'),
    ...amountSchema.shape,
  })
  .meta({ id: 'staying' });
export type StayingView = Of<typeof stayingSchema>;
/** A sign-in file proves that an account may sign in by itself, never that it will. */
const signInForecast = z.enum(['may', 'must-scan', 'could-not-tell']);

/** What carrying the plan out means for one account. Computed for every account that was found, chosen or not. */
export const accountImpactSchema = z.strictObject({
  accountId: text('account id'),
  product,
  folder: text('name of its folder'),
  chosen: z.boolean().describe('the selection names it; in a session never an account of the owner’s'),
  signInBefore: signInForecast.describe(
    'now: may sign in by itself, must scan or enter the password, unknown',
  ),
  signInAfter: signInForecast.describe('the same after the planned files are gone'),
  goes: amountSchema.describe('what is planned of its own data'),
  stays: z
    .number()
    .int()
    .nonnegative()
    .nullable()
    .describe('bytes in its folder that stay; null: not measured, because nothing in it is planned'),
  affectedBy: z
    .array(
      z.strictObject({
        group: count('number of the group, for plans.exclude'),
        location: text('which rule of the knowledge base'),
        signIn: z.boolean().describe('without its files this account may have to scan'),
        keep: z.array(z.string()).describe('patterns for --keep that leave its files; empty: too many'),
      }),
    )
    .describe('planned sign-in data that this account shares with others'),
});
export type AccountImpact = Of<typeof accountImpactSchema>;

export const planSchema = z
  .strictObject({
    id: text('for clean --plan'),
    createdAt: time('when it was made'),
    expiresAt: time('when it stops being valid'),
    selection: selectionSchema,
    accounts: z.array(
      z.strictObject({
        accountId: text('account id'),
        rootId: text('id of the root that holds its folder'),
        folder: text('name of its folder'),
        key: text('its name in files that accounts share'),
        databases: count('chat databases in it'),
        backups: z
          .enum(['inside', 'beside', 'none'])
          .describe('phone backups: in its folder, in the folder that all accounts share, or none seen'),
        bytes: count('size of the account'),
      }),
    ),
    impact: z.array(accountImpactSchema).describe('every account that was found, and what changes for it'),
    groups: z.array(planGroupSchema).describe('what is to be removed'),
    total: amountSchema,
    kept: z
      .array(z.strictObject({ reason: z.enum(keepReasons), category, ...amountSchema.shape }))
      .describe('what stays, by reason'),
    staying: z
      .array(stayingSchema)
      .describe('places of the chosen accounts that stay by rule, and what planned links lead to'),
    unmatchedKeep: z.array(z.string()).describe('keep patterns that match nothing'),
    unreadable: z
      .array(z.strictObject({ path: text('where'), code: text('why') }))
      .describe('places that could not be looked at and may hold something of the selection'),
  })
  .meta({ id: 'plan' });
export type PlanView = Of<typeof planSchema>;
export type KeptTotal = PlanView['kept'][number];

/** What is known of the volume that a plan's files lie on: overwriting means less on some of them. */
const volumeSchema = z.strictObject({
  root: text('absolute path of the plan’s root'),
  fileSystem: z.string().nullable().describe('as the system calls it, null: could not tell'),
  medium: z.enum(['solid-state', 'magnetic', 'could-not-tell']),
  copyOnWrite: tri,
  encrypted: tri,
  network: tri,
  readOnly: tri,
  sameAsQuarantine: z.boolean().describe('quarantining is one rename'),
});
export type VolumeView = Of<typeof volumeSchema>;

export const planMethods = {
  /** the assistant adds the keep-list to the selection */
  'plans.create': write(
    selectionSchema.omit({ alwaysKeep: true }).shape,
    startedJobSchema.extend({ planId: text('for plans.get and runs.start') }),
  ),
  'plans.get': read({ planId: idSchema }, planSchema),
  /** amounts by account, kind and name, and by month or by chat */
  'plans.sums': read(
    {
      planId: idSchema,
      by: z.enum(['month', 'chat']),
      where: entryFilterSchema.default({}),
      choices: planChoicesSchema.default([]),
    },
    planSumsSchema,
  ),
  'plans.entries': read(
    {
      planId: idSchema,
      groupId: z.number().int().nonnegative().optional(),
      where: entryFilterSchema.default({}),
      choices: planChoicesSchema.default([]),
      order: z.enum(entryOrders).default('plan').describe('size: the largest first'),
      offset: z.number().int().nonnegative(),
      limit: z.number().int().min(1).max(500),
    },
    planEntriesSchema,
  ),
  /** a new plan with less in it; the old one is spent */
  'plans.exclude': write(
    {
      planId: idSchema,
      groups: z.array(z.number().int().nonnegative()).max(10_000).default([]),
      entries: z.array(z.number().int().nonnegative()).max(100_000).default([]),
      choices: planChoicesSchema.default([]),
    },
    planSchema,
  ),
  /** what erase and quarantine mean on the volumes of a plan */
  'volumes.describe': read({ planId: idSchema }, z.array(volumeSchema)),
};
