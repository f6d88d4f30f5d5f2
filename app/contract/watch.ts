import { z } from 'zod';
import { read, write } from './method.ts';
import { category, count, product, text, time } from './shapes.ts';
import type { Of } from './shapes.ts';

const watchEventKind = z.enum([
  'account-appeared',
  'account-gone',
  'grew',
  'shrank',
  'signed-in',
  'signed-out',
  'file-received',
  'credentials-written',
  'credentials-gone',
  'switcher-copy',
  'root-appeared',
  'root-gone',
  'root-moved',
  'degraded',
  'recovered',
]);
export type WatchEventKind = Of<typeof watchEventKind>;

/** Why a root has no live updates and is checked periodically. */
const watchTrouble = z.enum([
  'watch-limit',
  'network',
  'root-gone',
  'no-permission',
  'not-a-folder',
  'unavailable',
]);
export type WatchTrouble = Of<typeof watchTrouble>;

/** A change that the watch saw; one line of `signoff watch --json` each. */
export const watchEventSchema = z.strictObject({
  seq: count('counts up by one'),
  at: time('when it was seen'),
  kind: watchEventKind,
  rootId: text('id of the root'),
  accountId: z.string().nullable().describe('null: belongs to no single account'),
  product,
  category: category.nullable().describe('only with grew, shrank and file-received'),
  /** from a rescan, never a sum of file events */
  files: z.number().int().describe('change of the number of files since the event before'),
  bytes: z.number().int().describe('change of their size'),
  name: z.string().nullable().describe('file-received: the file’s name; root-moved: the new place'),
  trouble: watchTrouble.nullable().describe('only with degraded'),
});
export type WatchEvent = Of<typeof watchEventSchema>;

export const watchState = z.enum(['off', 'starting', 'live', 'degraded']);

/** What came, or went below zero. */
const changeSchema = z.strictObject({
  rootId: text('id of the root'),
  accountId: z.string().nullable().describe('null: belongs to no single account'),
  category,
  files: z.number().int().describe('change of the number of files'),
  bytes: z.number().int().describe('change of their size'),
  allocated: z.number().int().describe('change of their size on the disk'),
});

const growthSchema = z.strictObject({
  bytes: count('what came since the watch began'),
  limit: count('above this the person wants a notice'),
});

export const watchSchema = z.strictObject({
  state: watchState.describe('degraded: some folders have no live updates and are checked periodically'),
  since: z.number().nullable().describe('when the watch began, milliseconds since 1970'),
  surveyed: z.boolean().describe('every folder is known, so a change anywhere is seen'),
  hotEntries: count('entries that are watched at this moment'),
  troubles: z
    .array(z.strictObject({ rootId: text('id of the root'), trouble: watchTrouble }))
    .describe('roots without live updates, and why'),
  /** since the watch began, which is not when the session began */
  changes: z.array(changeSchema).describe('changes since the watch began, by account and category'),
  growth: growthSchema.nullable().describe('an unanswered notice of growth; every window shows it'),
  events: z.array(watchEventSchema).describe('newest first, at most 200'),
  received: z
    .array(
      z.strictObject({
        at: time('when it was seen'),
        accountId: z.string().nullable().describe('null: belongs to no single account'),
        name: text('the file’s name'),
        bytes: count('size'),
      }),
    )
    .describe('newest received files, at most 50, newest first'),
});
export type WatchView = Of<typeof watchSchema>;

export const watchMethods = {
  'watch.get': read({}, watchSchema),
  'watch.start': write({}, watchSchema),
  'watch.stop': write({}, watchSchema),
  /** the notice of growth was seen: no window shows it any more */
  'watch.answerGrowth': write({}, watchSchema),
};

export const watchEvents = {
  /** the watch's state or sums are new: call `watch.get`; at most twice a second */
  'watch.changed': z.strictObject({ state: watchState }),
  'watch.event': watchEventSchema,
  /** once per crossing of the limit that the person set */
  'growth.exceeded': growthSchema,
};
