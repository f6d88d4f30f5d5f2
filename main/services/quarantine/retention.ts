import { z } from 'zod';
import type { Settings } from '../../../app/contract/views.ts';
import type { StateFolder } from '../state/state-folder.ts';
import { newestOf } from './list-batches.ts';
import type { ListedBatch } from './list-batches.ts';

const dayMs = 86_400_000;
/** the clock may run on by this much between two looks without being doubted: a holiday with the computer off */
const unsuspiciousMs = 7 * dayMs;
/** after a jump the clock must have gone on evenly for this long before it is believed again */
const trialMs = 3 * dayMs;

const clockFile = ['quarantine-clock.json'] as const;
const clockSchema = z.object({ last: z.number(), evenSince: z.number() });
type ClockNote = z.infer<typeof clockSchema>;

/** What the clock showed at earlier looks, moved on to now. */
function moved(note: ClockNote | null, now: number): ClockNote {
  const isEven = note !== null && now >= note.last && now - note.last <= unsuspiciousMs;
  return { last: now, evenSince: isEven ? note.evenSince : now };
}

/**
 * Notes what the clock shows and tells whether a batch's age can be believed: never right after it jumped, in either
 * direction, because a wrong clock would make every batch look old.
 */
export async function isClockTrusted(state: StateFolder, now: number): Promise<boolean> {
  const note = moved(await state.readJson(clockFile, (value) => clockSchema.parse(value)), now);
  await state.writeJson(clockFile, note);
  return now - note.evenSince >= trialMs;
}

function tooOld(batches: readonly ListedBatch[], days: number | null, now: number): readonly ListedBatch[] {
  if (days === null) return [];
  return batches.filter((batch) => batch.at <= now && now - batch.at > days * dayMs);
}

/**
 * The batches that go by themselves, oldest first: by age only where the clock is trusted, then by size until the rest
 * fits. Never the newest, never a damaged one, and by age never one from the future.
 */
export function overdue(
  batches: readonly ListedBatch[],
  settings: Pick<Settings, 'quarantineDays' | 'quarantineBytes'>,
  now: number,
  clockIsTrusted: boolean,
): readonly string[] {
  const newest = newestOf(batches, now);
  const oldestFirst = batches
    .filter((batch) => batch.state === 'whole' && !newest.has(batch.id))
    .toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  const going = new Set(clockIsTrusted ? tooOld(oldestFirst, settings.quarantineDays, now) : []);
  const whole = batches.filter((batch) => batch.state === 'whole');
  let bytes = whole.reduce((sum, batch) => sum + (going.has(batch) ? 0 : batch.bytes), 0);
  for (const batch of oldestFirst) {
    if (settings.quarantineBytes === null || bytes <= settings.quarantineBytes) break;
    if (going.has(batch)) continue;
    going.add(batch);
    bytes -= batch.bytes;
  }
  return oldestFirst.filter((batch) => going.has(batch)).map((batch) => batch.id);
}
