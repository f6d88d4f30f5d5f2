import { z } from 'zod';
import type { Identity } from '../../system/ports.ts';

/** The name of an item: `e12` is entry 12 of the plan, `d3` its folder 3. It never contains a user's file name. */
export type ItemId = string;

const itemId = /^[ed](?:0|[1-9]\d{0,8})$/;
const itemsPerShard = 1000;

export function entryItem(entry: number): ItemId {
  return `e${entry}`;
}

export function folderItem(folder: number): ItemId {
  return `d${folder}`;
}

export function isItemId(name: string): boolean {
  return itemId.test(name);
}

/** The item's shard, a folder below `items`. It keeps each folder of the quarantine below a thousand items. */
export function shardOf(id: ItemId): string {
  return `${id.slice(0, 1)}${Math.floor(Number(id.slice(1)) / itemsPerShard)}`;
}

/** The temporary name of an incomplete copy from another volume. */
export function copyName(id: ItemId): string {
  return `${id}.copy`;
}

/** The item of an incomplete copy; null for any other name. */
export function itemOfCopy(name: string): ItemId | null {
  const id = name.endsWith('.copy') ? name.slice(0, -'.copy'.length) : '';
  return isItemId(id) ? id : null;
}

/** The description of a batch, written by the run that fills it. */
export interface BatchHeader {
  readonly runId: string;
  /** when the run began */
  readonly at: number;
  readonly roots: readonly { readonly realPath: string; readonly identity: Identity }[];
  readonly accounts: readonly { readonly accountId: string; readonly folder: string }[];
}

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

export const batchVersion = 1;

/** The first line of a batch's index, also kept in an unfinished batch. */
export const headerLine = z.strictObject({
  kind: z.literal('header'),
  version: z.literal(batchVersion),
  batchId: z.string(),
  ...headerFields,
});
export type HeaderLine = z.infer<typeof headerLine>;

const place = { id, root: count, path, ino };

/**
 * Written and synced before the move, so that a line describes every item of an unfinished batch. `from` is the
 * original's inode for a copy from another volume.
 */
export const partLine = z.strictObject({
  kind: z.enum(['file', 'link', 'folder']),
  ...place,
  from: ino.optional(),
  sha256: sha256.optional(),
});
export type PartLine = z.infer<typeof partLine>;

/** One item of a finished batch. It has no device number, because that can change with a restart. */
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

/** The state of a folder that an item came from. A restore recreates the folder from it when it is missing. */
export const parentLine = z.strictObject({
  kind: z.literal('parent'),
  root: count,
  path,
  mode: count,
  mtimeMs: z.number(),
});
export type ParentLine = z.infer<typeof parentLine>;

/** The last line. Without it, or with a wrong checksum, the reader rejects the whole index. */
export const endLine = z.strictObject({ kind: z.literal('end'), items: count, sha256 });

export function headerLineOf(batchId: string, header: BatchHeader): HeaderLine {
  return {
    kind: 'header',
    version: batchVersion,
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
