import { z } from 'zod';
import { categories, riskOf } from '../../../app/cleanup/categories.ts';
import type { Confidence, Recoverability, Risk } from '../../../app/cleanup/categories.ts';
import { selectionSchema } from '../../../app/contract/contract.ts';
import { removalModes } from '../../../app/contract/plan-views.ts';
import type {
  FailureCode,
  PlanGroup,
  RemovalWay,
  ReportView,
  StayReason,
  VerificationView,
} from '../../../app/contract/plan-views.ts';
import type { Amount } from '../../../app/contract/views.ts';
import type { Product } from '../../../app/platforms/platform.ts';
import { failures, stays, ways } from './outcomes.ts';

const count = z.number().int().nonnegative();
const amount = { files: count, bytes: count, allocated: count };
/** All names of a union: the record does not compile when one is missing, so no new value makes old receipts unreadable. */
function oneOf<Name extends string>(names: Readonly<Record<Name, unknown>>) {
  return z.enum(Object.keys(names) as [Name, ...Name[]]);
}

const stayReason = oneOf<StayReason>(stays);
const failureCode = oneOf<FailureCode>(failures);
export const modeSchema = z.enum(removalModes);
const waySchema = oneOf<RemovalWay>(ways);
export const outcomeSchema = oneOf<ReportView['outcome']>({
  done: true,
  partial: true,
  cancelled: true,
  interrupted: true,
});

export const amountSchema = z.object(amount) satisfies z.ZodType<Amount>;
export const keptSchema = z.array(z.object({ ...amount, reason: stayReason })) satisfies z.ZodType<
  ReportView['kept']
>;
export const failedSchema = z.array(z.object({ ...amount, code: failureCode })) satisfies z.ZodType<
  ReportView['failed']
>;
export const whySchema = z.union([stayReason, failureCode, waySchema]);
export const waysSchema = z.array(z.object({ ...amount, way: waySchema })) satisfies z.ZodType<
  ReportView['ways']
>;
export const runIdSchema = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);

const group = z.object({
  ...amount,
  id: count,
  rootId: z.string(),
  accountId: z.string().nullable(),
  location: z.string().nullable(),
  category: z.enum(categories),
  recoverability: oneOf<Recoverability>(riskOf),
  risk: oneOf<Risk>({ low: true, medium: true, high: true, irreversible: true }),
  confidence: oneOf<Confidence>({ A: true, B: true, C: true }),
});
export const planGroupSchema = group satisfies z.ZodType<PlanGroup>;

export const accountsSchema = z.array(
  z.object({
    accountId: z.string(),
    product: oneOf<Product>({ wechat: true, qq: true, tim: true, wecom: true, dingtalk: true, feishu: true }),
    line: z.string(),
    folder: z.string(),
  }),
) satisfies z.ZodType<ReportView['accounts']>;

const verificationSchema = z.object({
  at: z.number(),
  gone: count,
  left: count,
  leftBytes: count,
  arrived: count,
  unreadable: count,
  examples: z.array(
    z.object({
      path: z.string(),
      state: oneOf<'left' | 'arrived' | 'unreadable'>({ left: true, arrived: true, unreadable: true }),
    }),
  ),
  verdict: oneOf<VerificationView['verdict']>({
    'all-gone': true,
    'some-left': true,
    'could-not-tell': true,
  }),
}) satisfies z.ZodType<VerificationView>;

/** What a stored receipt must look like; anything else is kept aside, never shown half-read. */
export const reportSchema = z.object({
  runId: runIdSchema,
  planId: z.string(),
  mode: modeSchema,
  selection: selectionSchema,
  startedAt: z.number(),
  endedAt: z.number(),
  outcome: outcomeSchema,
  planned: amountSchema,
  removed: amountSchema,
  // receipts written before there was a choice of ways
  ways: waysSchema.default([]),
  quarantineId: z.string().nullable().default(null),
  kept: keptSchema,
  failed: failedSchema,
  foldersRemoved: count,
  examples: z.array(z.object({ path: z.string(), why: whySchema })),
  groups: z.array(group.extend({ removedFiles: count, removedBytes: count })),
  accounts: accountsSchema,
  verification: verificationSchema.nullable(),
}) satisfies z.ZodType<ReportView>;
