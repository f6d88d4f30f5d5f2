import { createHash } from 'node:crypto';

/** A short id that is stable across runs and does not reveal its parts. */
export function stableId(...parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 12);
}
