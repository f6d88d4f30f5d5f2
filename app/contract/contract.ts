import { z } from 'zod';
import { extras, levels } from '../cleanup/levels.ts';
import type { Selection } from '../cleanup/selection.ts';
import { products } from '../platforms/platform.ts';
import { removalModes } from './plan-views.ts';
import type { PlanEntriesPage, PlanView, ReportView } from './plan-views.ts';
import { conflictRules } from './quarantine-views.ts';
import type { PurgeView, QuarantineBatchView, RestoreView, VolumeView } from './quarantine-views.ts';
import type {
  DiscoveryView,
  HostView,
  JobEnd,
  JobProgress,
  QuitView,
  Settings,
  SignInView,
  StatusView,
  UsageView,
} from './views.ts';
import type { SessionView, WatchEvent, WatchView } from './watch-views.ts';
import type { ContractError } from './errors.ts';

/**
 * `read` looks, `write` changes the assistant's own state or asks a messenger something, `destroy` takes away what
 * belongs to a messenger: its data, or its running program.
 */
export type Effect = 'read' | 'write' | 'destroy';

interface Method<E extends Effect, Input extends z.ZodType, Output> {
  readonly effect: E;
  readonly input: Input;
  /** phantom: carries the output type, never a value */
  readonly output?: Output;
}

interface Confirmed {
  readonly confirmed: true;
}

/** The input of a method that may destroy says `confirmed: z.literal(true)`; without it the table does not compile. */
type SchemaFor<E extends Effect> = 'destroy' extends E ? z.ZodType<Confirmed, Confirmed> : z.ZodType;

function method<Output>() {
  return <E extends Effect, Input extends SchemaFor<E>>(
    effect: E,
    input: Input,
  ): Method<E, Input, Output> => ({
    effect,
    input,
  });
}

const id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
const nothing = z.strictObject({});
const product = z.enum(products);

export const selectionSchema = z.strictObject({
  level: z.enum(levels),
  accounts: z.union([z.array(id).min(1).max(500).readonly(), z.literal('all')]),
  products: z.array(product).min(1).max(products.length).readonly().optional(),
  include: z.array(z.enum(extras)).max(extras.length).readonly(),
  olderThanMs: z.number().int().positive().nullable(),
  keep: z.array(z.string().min(1).max(1000)).max(100).readonly(),
  sinceSession: z.boolean().default(false),
}) satisfies z.ZodType<Selection>;

export const settingsSchema = z.strictObject({
  language: z.enum(['zh-CN', 'en-US', 'system']),
  theme: z.enum(['light', 'dark', 'system']),
  quarantineDays: z.number().int().min(1).max(3650).nullable(),
  quarantineBytes: z.number().int().positive().nullable(),
  watching: z.boolean(),
  guardBytes: z.number().int().positive().nullable(),
  guardPercent: z.number().int().min(1).max(1000).nullable(),
  guardSnoozedUntil: z.number().int().nonnegative().nullable(),
  quietFrom: z.number().int().min(0).max(1439).nullable(),
  quietTo: z.number().int().min(0).max(1439).nullable(),
  sessionHours: z.number().int().min(1).max(720),
}) satisfies z.ZodType<Settings>;

/**
 * Every request that a window, the CLI or a test can make. Nothing here takes a path but a keep pattern, which
 * only ever keeps: what is to be removed is named by the ids that discovery and planning gave out.
 */
export const methods = {
  'host.describe': method<HostView>()('read', nothing),
  'status.get': method<StatusView>()('read', nothing),
  'settings.get': method<Settings>()('read', nothing),
  'settings.set': method<Settings>()('write', settingsSchema.partial()),
  'accounts.discover': method<DiscoveryView>()('read', nothing),
  'signin.check': method<SignInView>()('read', nothing),
  /** asks it to quit and waits; `messengers.quitState` tells how that went */
  'messengers.askToQuit': method<{ jobId: string }>()('write', z.strictObject({ product })),
  /** the last request to quit in this session, or null */
  'messengers.quitState': method<QuitView | null>()('read', z.strictObject({ product })),
  /** refused unless it was asked in this session and is still running */
  'messengers.forceEnd': method<{ jobId: string }>()(
    'destroy',
    z.strictObject({ product, confirmed: z.literal(true) }),
  ),
  'usage.scan': method<{ jobId: string }>()('read', nothing),
  /** the last finished scan, or null */
  'usage.get': method<UsageView | null>()('read', nothing),
  'plans.create': method<{ jobId: string; planId: string }>()('write', selectionSchema),
  'plans.get': method<PlanView>()('read', z.strictObject({ planId: id })),
  'plans.entries': method<PlanEntriesPage>()(
    'read',
    z.strictObject({
      planId: id,
      groupId: z.number().int().nonnegative(),
      offset: z.number().int().nonnegative(),
      limit: z.number().int().min(1).max(500),
    }),
  ),
  /** a new plan with less in it; the old one is spent */
  'plans.exclude': method<PlanView>()(
    'write',
    z.strictObject({
      planId: id,
      groups: z.array(z.number().int().nonnegative()).max(10_000).readonly(),
      entries: z.array(z.number().int().nonnegative()).max(100_000).readonly(),
    }),
  ),
  'runs.start': method<{ jobId: string; runId: string }>()(
    'destroy',
    z.strictObject({ planId: id, mode: z.enum(removalModes), confirmed: z.literal(true) }),
  ),
  /** goes on with an interrupted run: what its journal proves stays as it is, the rest is compared with the plan again */
  'runs.resume': method<{ jobId: string; runId: string }>()(
    'destroy',
    z.strictObject({ runId: id, confirmed: z.literal(true) }),
  ),
  'runs.verify': method<{ jobId: string }>()('read', z.strictObject({ runId: id })),
  /** an interrupted run is closed with what its journal says */
  'runs.close': method<ReportView>()('write', z.strictObject({ runId: id })),
  /** what overwriting and putting aside mean on the volumes of a plan */
  'volumes.describe': method<readonly VolumeView[]>()('read', z.strictObject({ planId: id })),
  'quarantine.list': method<readonly QuarantineBatchView[]>()('read', nothing),
  'quarantine.restore': method<{ jobId: string }>()(
    'write',
    z.strictObject({ batchId: id, conflict: z.enum(conflictRules) }),
  ),
  /** what a finished restore did; null while it runs */
  'quarantine.restored': method<RestoreView | null>()('read', z.strictObject({ jobId: id })),
  'quarantine.purge': method<{ jobId: string }>()(
    'destroy',
    z.strictObject({ batches: z.array(id).min(1).max(10_000).readonly(), confirmed: z.literal(true) }),
  ),
  'quarantine.purged': method<PurgeView | null>()('read', z.strictObject({ jobId: id })),
  'watch.get': method<WatchView>()('read', nothing),
  'watch.start': method<WatchView>()('write', nothing),
  'watch.stop': method<WatchView>()('write', nothing),
  /** the notice of growth was seen: no window shows it any more */
  'watch.answerGrowth': method<WatchView>()('write', nothing),
  /** the session that goes on, or null */
  'session.get': method<SessionView | null>()('read', nothing),
  /** takes the baseline; throws `session-running` while another goes on */
  'session.start': method<{ jobId: string }>()('write', nothing),
  /** an old session is still the same person's */
  'session.confirm': method<SessionView>()('write', nothing),
  /** forgets the baseline; cleans nothing */
  'session.end': method<SessionView>()('write', nothing),
  'reports.list': method<readonly ReportView[]>()('read', nothing),
  'reports.get': method<ReportView>()('read', z.strictObject({ runId: id })),
  'jobs.cancel': method<{ cancelled: boolean }>()('write', z.strictObject({ jobId: id })),
  /** the end of a job that may have ended before anyone listened; null while it runs */
  'jobs.end': method<JobEnd | null>()('read', z.strictObject({ jobId: id })),
} as const;

export type MethodName = keyof typeof methods;
/** Methods that take no input without `confirmed: true`. */
export type DestroyingMethod = {
  [M in MethodName]: 'destroy' extends (typeof methods)[M]['effect'] ? M : never;
}[MethodName];
export type InputOf<M extends MethodName> = z.input<(typeof methods)[M]['input']>;
/** the input once it is validated, with its defaults filled in */
export type ParsedOf<M extends MethodName> = z.output<(typeof methods)[M]['input']>;
export type OutputOf<M extends MethodName> = Exclude<(typeof methods)[M]['output'], undefined>;

/** Everything that main says unasked. */
export interface Events {
  readonly 'job.progress': JobProgress;
  readonly 'job.ended': JobEnd;
  readonly 'settings.changed': Settings;
  /** the watch's state or sums are new: ask `watch.get`; at most twice a second */
  readonly 'watch.changed': { readonly state: WatchView['state'] };
  readonly 'watch.event': WatchEvent;
  /** once per crossing: what came in since the watch began is more than the person wants */
  readonly 'growth.exceeded': { readonly bytes: number; readonly limit: number };
  readonly 'session.changed': { readonly session: SessionView | null };
  readonly 'quarantine.changed': { readonly batches: number };
}
export type EventName = keyof Events;

export type Reply<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: ContractError };

/** Both ends are this one type: a window's transport, the CLI's direct call and a test's fake. */
export interface Client {
  call<M extends MethodName>(method: M, input: InputOf<M>): Promise<Reply<OutputOf<M>>>;
  on<E extends EventName>(event: E, listener: (payload: Events[E]) => void): () => void;
}

/** What main must provide, derived from the same table. */
export type Handlers = {
  readonly [M in MethodName]: (input: ParsedOf<M>) => Promise<OutputOf<M>> | OutputOf<M>;
};
