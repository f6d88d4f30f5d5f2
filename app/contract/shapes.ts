import { z } from 'zod';
import { categories, confidences, recoverabilities, risks } from '../cleanup/categories.ts';
import { levels } from '../cleanup/levels.ts';
import { failureCodes, removalModes } from '../cleanup/outcomes.ts';
import { products } from '../platforms/platform.ts';

/** The pieces that several areas share. Descriptions appear in docs/cli.md and docs/schema. */

type Immutable<T> = T extends readonly (infer Item)[]
  ? readonly Immutable<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Immutable<T[Key]> }
    : T;

/** The value of a schema, read-only all the way down. */
export type Of<Schema extends z.ZodType> = Immutable<z.infer<Schema>>;
/** What a caller passes for a schema: defaults may be left out. */
export type InputFor<Schema extends z.ZodType> = Immutable<z.input<Schema>>;

export const text = (meaning: string) => z.string().describe(meaning);
export const time = (meaning: string) => z.number().describe(`${meaning}, milliseconds since 1970`);
export const count = (meaning: string) => z.number().int().nonnegative().describe(meaning);

/** An id as a caller passes it: never a path. */
export const idSchema = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);

export const product = z.enum(products);
export const category = z.enum(categories);
export const level = z.enum(levels);
export const recoverability = z.enum(recoverabilities);
export const risk = z.enum(risks);
export const confidence = z.enum(confidences);
export const removalMode = z.enum(removalModes);
export const failureCode = z.enum(failureCodes);
export const packaging = z.enum(['native', 'flatpak', 'store']);
export const access = z.enum(['ok', 'no-permission']);

export const tri = z.enum(['yes', 'no', 'could-not-tell']);
export type Tri = Of<typeof tri>;

/**
 * Two figures, never mixed: `bytes` is what the files hold, as a list of their names adds it up; `allocated` is what the
 * disk gives back when they go. Sentences about removing never say more than the second (`freedBytes`).
 */
export const amountSchema = z
  .strictObject({
    files: count('number of files'),
    bytes: count('sum of their sizes, every name counted'),
    allocated: count(
      'what the disk gives back: sparse files by their blocks, hard links once and only when all names go',
    ),
  })
  .meta({ id: 'amount' });
export type Amount = Of<typeof amountSchema>;

/** A program of a messenger that runs. */
export const runningProcessSchema = z
  .strictObject({
    pid: z.number().int(),
    name: text('name of the executable'),
    path: z.string().nullable().describe('its path where the system says it'),
    ownUser: z.boolean().describe('belongs to the same user'),
    certain: z.boolean().describe('name and install folder both match'),
  })
  .meta({ id: 'process' });
export type RunningProcess = Of<typeof runningProcessSchema>;

/** Long work answers with its job; progress and end come as events. */
export const startedJobSchema = z.strictObject({ jobId: text('for jobs.cancel and jobs.end') });
