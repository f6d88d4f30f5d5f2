import { createHash } from 'node:crypto';

/** A short id that is the same in every run for the same thing and says nothing about it. */
export function stableId(...parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 12);
}
