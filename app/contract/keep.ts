import { z } from 'zod';
import { read, write } from './method.ts';
import { idSchema, text, time } from './shapes.ts';
import type { Of } from './shapes.ts';

/** Most files and folders of the keep-list. */
export const maxKept = 1000;

const path = z.string().min(1).max(4096);

/** Why a file or folder is not added to the keep-list. */
export const keepFaults = [
  'relative',
  'missing',
  'no-permission',
  /** in no data folder, where nothing is ever cleaned */
  'outside',
  /** a whole data folder, or a folder around one: nothing would be cleaned any more */
  'data-folder',
  'full',
  /** to be taken off, but not on the list */
  'not-kept',
] as const;
export type KeepFault = (typeof keepFaults)[number];

/** A file or folder below a root that discovery gave out, or a full path that the person typed. */
const placeToKeepSchema = z.union([z.strictObject({ rootId: idSchema, path }), path]);
export type PlaceToKeep = Of<typeof placeToKeepSchema>;

const keptState = z.enum(['file', 'folder', 'missing', 'could-not-tell']);
export type KeptState = Of<typeof keptState>;

export const keepListSchema = z
  .strictObject({
    kept: z.array(
      z.strictObject({
        path: text('full path; everything below a folder is kept as well'),
        state: keptState.describe('what is there now; missing: nothing any more'),
        addedAt: time('when it was added'),
      }),
    ),
    lost: z
      .string()
      .nullable()
      .describe(
        'where the damaged list was set aside; no plan is made until it is confirmed anew. null: fine',
      ),
  })
  .meta({ id: 'keep-list' });
/** Files and folders that no plan takes. */
export type KeepListView = Of<typeof keepListSchema>;
export type KeptView = KeepListView['kept'][number];

export const keepMethods = {
  'keep.list': read({}, keepListSchema),
  /** Throws `keep-refused`, and `busy` while something is removed or put back. */
  'keep.add': write({ places: z.array(placeToKeepSchema).min(1).max(100) }, keepListSchema),
  'keep.remove': write({ paths: z.array(path).min(1).max(maxKept) }, keepListSchema),
  /** After the list was damaged: what it holds now is all that is to be kept. */
  'keep.confirm': write({}, keepListSchema),
};

/** Ask for the list again: what is there may have changed as well. */
export const keepEvents = { 'keep.changed': z.strictObject({}) };
