import { z } from 'zod';
import { errorCodes } from './errors.ts';
import { read, write } from './method.ts';
import { count, idSchema, text } from './shapes.ts';
import type { Of } from './shapes.ts';

const jobKind = z.enum(['scan', 'plan', 'clean', 'verify', 'quit', 'restore', 'purge', 'baseline']);
export type JobKind = Of<typeof jobKind>;

/** At most ten a second; `done` and `bytes` never fall. */
const jobProgressSchema = z.strictObject({
  jobId: text('the job'),
  kind: jobKind,
  done: count('entries done'),
  total: count('entries to do').nullable(),
  bytes: count('bytes done'),
  bytesTotal: count('bytes to do').nullable(),
  current: z.string().nullable(),
  etaMs: z.number().nullable(),
});
export type JobProgress = Of<typeof jobProgressSchema>;

const contractErrorSchema = z.strictObject({
  code: z.enum(errorCodes),
  params: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())])),
});

const jobEndSchema = z.strictObject({
  jobId: text('the job'),
  kind: jobKind,
  outcome: z.enum(['done', 'failed', 'cancelled']),
  error: contractErrorSchema.nullable(),
});
export type JobEnd = Of<typeof jobEndSchema>;

export const jobMethods = {
  'jobs.cancel': write({ jobId: idSchema }, z.strictObject({ cancelled: z.boolean() })),
  /** for a job that may have ended before the caller listened; null while it runs */
  'jobs.end': read({ jobId: idSchema }, jobEndSchema.nullable()),
  /** the jobs that run now with their last progress, for a window that reconnects */
  'jobs.running': read({}, z.array(jobProgressSchema)),
};

export const jobEvents = { 'job.progress': jobProgressSchema, 'job.ended': jobEndSchema };
