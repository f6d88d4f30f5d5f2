import { readdirSync } from 'node:fs';
import type { PathStyle } from '../../../app/cleanup/containment.ts';
import type { QuarantineBatchView } from '../../../app/contract/quarantine.ts';
import { SignOffError } from '../../../app/contract/errors.ts';
import { isBatchId, unreadable } from '../batches/places.ts';
import { countFolder, itemPath } from '../batches/items-on-disk.ts';
import { nothing, plus } from '../ledger/tally.ts';
import { openBatch } from './open-batch.ts';
import type { Batch } from './open-batch.ts';

const dayMs = 86_400_000;

/** A listed batch without its expiry date. */
export type ListedBatch = Omit<QuarantineBatchView, 'expiresAt'>;

/** Batch ids by the state that the folder name gives. */
export interface BatchIds {
  /** finished */
  readonly batches: readonly string[];
  /** unfinished, with or without an active run; never an id that is also finished */
  readonly parts: readonly string[];
  /** interrupted purges */
  readonly interruptedPurges: readonly string[];
}

export function batchIdsIn(quarantine: string): BatchIds {
  const names = readdirSync(quarantine);
  const batches = names.filter(isBatchId);
  const idsWith = (ending: string): string[] =>
    names.flatMap((name) => {
      const id = name.endsWith(ending) ? name.slice(0, -ending.length) : '';
      return isBatchId(id) ? [id] : [];
    });
  return {
    batches,
    parts: idsWith('.part').filter((id) => !batches.includes(id)),
    interruptedPurges: idsWith('.gone'),
  };
}

async function amountOf(batch: Batch) {
  let total = nothing;
  for (const item of batch.items) {
    const isStale = batch.wasCutOff && item.kind === 'folder';
    total = plus(total, isStale ? await countFolder(itemPath(batch.folder.path, item.id)) : item);
  }
  return { files: total.files, bytes: total.bytes, allocated: total.allocated };
}

async function viewOf(batch: Batch): Promise<ListedBatch> {
  const used = new Set(batch.items.map((item) => item.root));
  return {
    id: batch.id,
    runId: batch.header.runId,
    at: batch.header.at,
    items: batch.items.length,
    accounts: batch.header.accounts,
    roots: batch.header.roots.flatMap((root, index) => (used.has(index) ? [root.realPath] : [])),
    state: 'whole',
    ...(await amountOf(batch)),
  };
}

/** The view of a damaged batch. A person can only purge it, by its id. */
function damagedView(id: string): ListedBatch {
  const runId = id.replace(/^q-/, 'r-');
  return { id, runId, at: 0, items: 0, accounts: [], roots: [], state: 'damaged', ...nothing };
}

/**
 * One batch's view, marked as damaged on an error; none when it was removed meanwhile. One damaged batch must not hide
 * the others.
 */
export async function viewOrDamaged(
  quarantine: string,
  id: string,
  view: () => Promise<ListedBatch>,
): Promise<readonly ListedBatch[]> {
  try {
    return [await view()];
  } catch (raw) {
    const error = unreadable(quarantine, id, raw);
    if (!(error instanceof SignOffError)) throw error;
    if (error.code === 'quarantine-damaged') return [damagedView(id)];
    if (error.code === 'quarantine-not-found') return [];
    throw error;
  }
}

/** Lists all batches with their sizes, newest first, damaged ones last. Read-only. */
export async function listBatches(quarantine: string, style: PathStyle): Promise<readonly ListedBatch[]> {
  const listed: ListedBatch[] = [];
  for (const id of batchIdsIn(quarantine).batches)
    listed.push(
      ...(await viewOrDamaged(quarantine, id, async () => viewOf(await openBatch(quarantine, id, style)))),
    );
  return newestFirst(listed);
}

export function newestFirst(batches: readonly ListedBatch[]): readonly ListedBatch[] {
  return batches.toSorted((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1));
}

/** The batches that retention always keeps: the newest, and the newest that is not from the future. */
export function newestOf(batches: readonly ListedBatch[], now: number): ReadonlySet<string> {
  const whole = batches.filter((batch) => batch.state === 'whole');
  const newest = [whole[0], whole.find((batch) => batch.at <= now)];
  return new Set(newest.flatMap((batch) => (batch === undefined ? [] : [batch.id])));
}

/** Adds expiry dates. The newest, damaged and unfinished batches have none. */
export function withExpiry(
  batches: readonly ListedBatch[],
  days: number | null,
  now: number,
  seen: Readonly<Record<string, number>> = {},
): readonly QuarantineBatchView[] {
  const newest = newestOf(batches, now);
  return batches.map((batch) => {
    const stays = days === null || batch.state !== 'whole' || newest.has(batch.id);
    return {
      ...batch,
      expiresAt: stays ? null : Math.max(batch.at, seen[batch.id] ?? batch.at) + days * dayMs,
    };
  });
}
