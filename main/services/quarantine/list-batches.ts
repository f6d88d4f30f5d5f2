import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { PathStyle } from '../../../app/cleanup/containment.ts';
import type { QuarantineBatchView } from '../../../app/contract/quarantine-views.ts';
import { SignOffError } from '../../../app/contract/errors.ts';
import { isBatchId } from './batch-id.ts';
import { countFolder, nothingAside, plusAside } from './count-folder.ts';
import { openBatch } from './open-batch.ts';
import type { Batch } from './open-batch.ts';
import { itemPath } from './items-on-disk.ts';

const dayMs = 86_400_000;

/** A batch as it lies there, before anybody says when it goes. */
export type ListedBatch = Omit<QuarantineBatchView, 'expiresAt'>;

/** Ids by what the folder's names say: those that are whole by name, and those whose purge was cut off. */
export function batchIdsIn(quarantine: string): { readonly batches: string[]; readonly going: string[] } {
  const names = readdirSync(quarantine);
  const going = names.flatMap((name) => {
    const id = name.endsWith('.gone') ? name.slice(0, -'.gone'.length) : '';
    return isBatchId(id) ? [id] : [];
  });
  return { batches: names.filter(isBatchId), going };
}

async function amountOf(batch: Batch) {
  let total = nothingAside;
  for (const item of batch.items) {
    const isStale = batch.wasCutOff && item.kind === 'folder';
    total = plusAside(total, isStale ? await countFolder(itemPath(batch.folder.path, item.id)) : item);
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

/** What a person can still do with it is to purge it, by its id. */
function damagedView(id: string): ListedBatch {
  const runId = id.replace(/^q-/, 'r-');
  return { id, runId, at: 0, items: 0, accounts: [], roots: [], state: 'damaged', ...nothingAside };
}

/** Every batch with what it holds, newest first, damaged ones last. Only looks. */
export async function listBatches(quarantine: string, style: PathStyle): Promise<readonly ListedBatch[]> {
  const listed: ListedBatch[] = [];
  for (const id of batchIdsIn(quarantine).batches) {
    try {
      listed.push(await viewOf(await openBatch(quarantine, id, style)));
    } catch (error) {
      if (!(error instanceof SignOffError))
        throw new Error(`batch ${join(quarantine, id)}`, { cause: error });
      if (error.code !== 'quarantine-not-found') listed.push(damagedView(id));
    }
  }
  return listed.sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1));
}

/** The batches that stay whatever their age: the newest of all and the newest that is not from the future. */
export function newestOf(batches: readonly ListedBatch[], now: number): ReadonlySet<string> {
  const whole = batches.filter((batch) => batch.state === 'whole');
  const newest = [whole[0], whole.find((batch) => batch.at <= now)];
  return new Set(newest.flatMap((batch) => (batch === undefined ? [] : [batch.id])));
}

/** When each goes by itself; the newest and the damaged ones never do. */
export function withExpiry(
  batches: readonly ListedBatch[],
  days: number | null,
  now: number,
): readonly QuarantineBatchView[] {
  const newest = newestOf(batches, now);
  return batches.map((batch) => {
    const stays = days === null || batch.state === 'damaged' || newest.has(batch.id);
    return { ...batch, expiresAt: stays ? null : batch.at + days * dayMs };
  });
}
