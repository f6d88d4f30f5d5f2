import { z } from 'zod';
import { categories } from '../../../app/cleanup/categories.ts';
import { selectionSchema } from '../../../app/contract/contract.ts';
import type { PlanGroup, ReportView, VerificationView } from '../../../app/contract/plan-views.ts';
import type { Amount } from '../../../app/contract/views.ts';

const count = z.number().int().nonnegative();
const amount = { files: count, bytes: count, allocated: count };
const stayReason = z.enum([
  'vanished',
  'changed',
  'replaced',
  'outside-root',
  'link',
  'mount',
  'folder-not-empty',
  'name-not-representable',
  'cancelled',
]);
const failureCode = z.enum([
  'in-use',
  'no-permission',
  'read-only',
  'io-error',
  'too-many-open-files',
  'unknown',
]);

export const amountSchema = z.object(amount) satisfies z.ZodType<Amount>;
export const keptSchema = z.array(z.object({ ...amount, reason: stayReason })) satisfies z.ZodType<
  ReportView['kept']
>;
export const failedSchema = z.array(z.object({ ...amount, code: failureCode })) satisfies z.ZodType<
  ReportView['failed']
>;
export const whySchema = z.union([stayReason, failureCode]);
export const runIdSchema = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);

const group = z.object({
  ...amount,
  id: count,
  rootId: z.string(),
  accountId: z.string().nullable(),
  location: z.string().nullable(),
  category: z.enum(categories),
  recoverability: z.enum(['auto', 'redownload', 'phone', 'none', 'login']),
  risk: z.enum(['low', 'medium', 'high', 'irreversible']),
  confidence: z.enum(['A', 'B', 'C']),
});
export const planGroupSchema = group satisfies z.ZodType<PlanGroup>;

export const accountsSchema = z.array(
  z.object({
    accountId: z.string(),
    product: z.enum(['wechat', 'qq', 'tim', 'wecom', 'dingtalk', 'feishu']),
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
  examples: z.array(z.object({ path: z.string(), state: z.enum(['left', 'arrived']) })),
  verdict: z.enum(['all-gone', 'some-left', 'could-not-tell']),
}) satisfies z.ZodType<VerificationView>;

/** What a stored receipt must look like; anything else is kept aside, never shown half-read. */
export const reportSchema = z.object({
  runId: runIdSchema,
  planId: z.string(),
  mode: z.enum(['delete']),
  selection: selectionSchema,
  startedAt: z.number(),
  endedAt: z.number(),
  outcome: z.enum(['done', 'partial', 'cancelled', 'interrupted']),
  planned: amountSchema,
  removed: amountSchema,
  kept: keptSchema,
  failed: failedSchema,
  foldersRemoved: count,
  examples: z.array(z.object({ path: z.string(), why: whySchema })),
  groups: z.array(group.extend({ removedFiles: count, removedBytes: count })),
  accounts: accountsSchema,
  verification: verificationSchema.nullable(),
}) satisfies z.ZodType<ReportView>;
