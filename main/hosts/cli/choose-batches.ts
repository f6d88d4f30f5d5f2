import { SignOffError } from '../../../app/contract/errors.ts';
import type { QuarantineBatchView } from '../../../app/contract/quarantine.ts';
import type { PurgeWords } from './command-line.ts';

/** The oldest batches to purge so that the rest is at most `most` bytes; never the newest. */
function beyondSize(oldestFirst: readonly QuarantineBatchView[], most: number): QuarantineBatchView[] {
  let size = oldestFirst.reduce((sum, batch) => sum + batch.allocated, 0);
  const gone: QuarantineBatchView[] = [];
  for (const batch of oldestFirst.slice(0, -1)) {
    if (size <= most) break;
    if (batch.state !== 'whole') continue;
    gone.push(batch);
    size -= batch.allocated;
  }
  return gone;
}

/**
 * The selected batches, oldest first. A rule of age or size never selects a damaged or unfinished batch; the user
 * selects those by id or with `--all`.
 */
export function chooseBatches(
  words: PurgeWords,
  batches: readonly QuarantineBatchView[],
  now: number,
): QuarantineBatchView[] {
  const oldestFirst = batches.toSorted((a, b) => a.at - b.at);
  if (words.all) return oldestFirst;
  if (words.batches.length > 0) {
    const unknown = words.batches.find((id) => batches.every((batch) => batch.id !== id));
    if (unknown !== undefined) throw new SignOffError('quarantine-not-found', { batch: unknown });
    return oldestFirst.filter(({ id }) => words.batches.includes(id));
  }
  const { olderThanMs, overBytes } = words;
  const isOld = (batch: QuarantineBatchView): boolean =>
    olderThanMs !== null && batch.state === 'whole' && now - batch.at >= olderThanMs;
  const old = oldestFirst.filter(isOld);
  const rest = oldestFirst.filter((batch) => !isOld(batch));
  return overBytes === null ? old : [...old, ...beyondSize(rest, overBytes)];
}
