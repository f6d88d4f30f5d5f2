import { z } from 'zod';
import type { BatchHeader } from './batch-header.ts';
import { isItemId } from './item-name.ts';

const count = z.number().int().nonnegative();
const ino = z.string().regex(/^\d{1,20}$/);
const id = z.string().refine(isItemId);
const path = z.array(z.string().min(1)).min(1).readonly();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

const headerFields = {
  runId: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
  at: z.number(),
  roots: z.array(z.strictObject({ realPath: z.string().min(1), dev: ino, ino })).readonly(),
  accounts: z.array(z.strictObject({ accountId: z.string(), folder: z.string() })).readonly(),
};

/** The first line of a batch's index, and what a part batch keeps beside its items. */
export const headerLine = z.strictObject({
  kind: z.literal('header'),
  version: z.literal(1),
  batchId: z.string(),
  ...headerFields,
});
export type HeaderLine = z.infer<typeof headerLine>;

const place = { id, root: count, path, ino };

/**
 * Written and synced before the thing is moved, so that whatever lies in a part batch is told by a line. `from` is the
 * original's inode where the item is a copy from another volume.
 */
export const partLine = z.strictObject({
  kind: z.enum(['file', 'link', 'folder']),
  ...place,
  from: ino.optional(),
  sha256: sha256.optional(),
});
export type PartLine = z.infer<typeof partLine>;

/** One thing of a finished batch. The device is left out: its number may be another one after a restart. */
export const itemLine = z.strictObject({
  kind: z.enum(['file', 'link', 'folder']),
  ...place,
  from: ino.optional(),
  sha256: sha256.optional(),
  files: count,
  bytes: count,
  allocated: count,
  mtimeMs: z.number(),
});
export type ItemLine = z.infer<typeof itemLine>;

/** A folder that something was taken out of, as it was: it is made again like this when it is gone. */
export const parentLine = z.strictObject({
  kind: z.literal('parent'),
  root: count,
  path,
  mode: count,
  mtimeMs: z.number(),
});
export type ParentLine = z.infer<typeof parentLine>;

/** The last line: without it, or with another sum, nothing above it is believed. */
export const endLine = z.strictObject({ kind: z.literal('end'), items: count, sha256 });

export function headerLineOf(batchId: string, header: BatchHeader): HeaderLine {
  return {
    kind: 'header',
    version: 1,
    batchId,
    runId: header.runId,
    at: header.at,
    roots: header.roots.map(({ realPath, identity }) => ({
      realPath,
      dev: identity.dev.toString(),
      ino: identity.ino.toString(),
    })),
    accounts: header.accounts.map(({ accountId, folder }) => ({ accountId, folder })),
  };
}
