import { z } from 'zod';
import { read } from './method.ts';
import { amountSchema, category, count, startedJobSchema, text, time } from './shapes.ts';
import type { Of } from './shapes.ts';

export const usageSchema = z.strictObject({
  at: time('when the scan ended'),
  tookMs: z.number().nonnegative().describe('how long it took, milliseconds'),
  cells: z
    .array(
      z.strictObject({
        rootId: text('id of the root'),
        accountId: z.string().nullable().describe('null: belongs to no single account'),
        category,
        month: text('YYYY-MM of the files’ own time of change'),
        ...amountSchema.shape,
      }),
    )
    .describe('space used by root, account, category and month'),
  total: amountSchema,
  otherFolders: z
    .array(
      z
        .strictObject({
          rootId: text('id of the root or of the measured folder'),
          path: text('below it, `/`-separated; empty: files directly in it'),
          ...amountSchema.shape,
        })
        .meta({ id: 'other-folder' }),
    )
    .describe('largest folders with files that no row of the catalogue knows, at most 10'),
  largest: z
    .array(
      z
        .strictObject({
          rootId: text('id of the root or of the measured folder'),
          path: text('below it, `/`-separated'),
          accountId: z.string().nullable().describe('null: belongs to no single account'),
          category,
          bytes: count('length in bytes'),
          allocated: count('space on disk in bytes'),
          mtime: time('when its content was last changed'),
        })
        .meta({ id: 'usage-file' }),
    )
    .describe('largest files, the largest first, at most 100; a file with several names once'),
  /** their size is unknown, never 0 */
  unreadable: z
    .array(z.strictObject({ rootId: text('id of the root'), path: text('where'), code: text('why') }))
    .describe('folders of unknown size'),
});
export type UsageView = Of<typeof usageSchema>;
export type OtherFolder = UsageView['otherFolders'][number];
export type UsageFile = UsageView['largest'][number];
export type UsageCell = UsageView['cells'][number];

export const usageMethods = {
  'usage.scan': read({}, startedJobSchema),
  /** the last finished scan, or null */
  'usage.get': read({}, usageSchema.nullable()),
};
