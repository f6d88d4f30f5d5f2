import { z } from 'zod';
import type { Settings } from '../../../app/contract/settings.ts';
import type { Clock } from '../../system/ports.ts';
import type { StateFolder, StoredShape } from '../state/state-folder.ts';
import { newestOf } from './list-batches.ts';
import type { ListedBatch } from './list-batches.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Minimum time between two observations; closer ones count as one. */
const apartMs = 12 * hourMs;
/** Tolerated clock correction: a time zone, or another system on the same computer. */
const slackMs = dayMs;
/** Longest trusted gap between observations, because a wrong clock looks like a long absence. */
const longestGapMs = 60 * dayMs;
/** Later observations, and the time they must span, before a time is trusted. */
const looksAfter = 2;
const trialMs = 3 * dayMs;

const clockFile = ['quarantine-clock.json'] as const;
const clockSchema = z.strictObject({ looks: z.array(z.number()), seen: z.record(z.string(), z.number()) });

/** Clock observations, and at which of them each batch was first seen. */
export interface ClockNote {
  readonly looks: readonly number[];
  readonly seen: Readonly<Record<string, number>>;
}

const storedClock: StoredShape<ClockNote> = { version: 1, parse: (fields) => clockSchema.parse(fields) };

/** The position of the newest observation that later ones confirm; -1 when none is. */
function trustedAt(looks: readonly number[]): number {
  const last = looks.at(-1) ?? 0;
  return looks.findLastIndex(
    (time, index) => looks.length - 1 - index >= looksAfter && last - time >= trialMs,
  );
}

/** The time up to which ages count, never based on a single observation. Null while the clock is not trusted. */
export function trustedTime({ looks }: ClockNote): number | null {
  return looks[trustedAt(looks)] ?? null;
}

/** After a jump in either direction the age of a batch is unknown, so each counts as new. */
function nextNote(note: ClockNote, now: number, batchIds: readonly string[]): ClockNote {
  const last = note.looks.at(-1);
  const isEven = last !== undefined && now >= last - slackMs && now - last <= longestGapMs;
  const counts = last === undefined || !isEven || now - last >= apartMs;
  const looks = [...(isEven ? note.looks : []), ...(counts ? [now] : [])];
  const before = isEven ? note.seen : {};
  const firstSeen = Object.fromEntries(batchIds.map((id) => [id, before[id] ?? now]));
  return { looks: looks.slice(Math.max(0, trustedAt(looks))), seen: firstSeen };
}

/** Reads the earlier observations. */
export async function readClock(state: StateFolder): Promise<ClockNote> {
  const note = await state.readJson(clockFile, storedClock);
  return note ?? { looks: [], seen: {} };
}

/** Records a clock observation and the batches present. Throws `other-format` for a note of another version. */
export async function recordClock(
  state: StateFolder,
  now: number,
  batchIds: readonly string[],
): Promise<ClockNote> {
  const note = nextNote(await readClock(state), now, batchIds);
  await state.writeJson(clockFile, storedClock, note);
  return note;
}

function tooOld(
  batches: readonly ListedBatch[],
  days: number | null,
  note: ClockNote,
): readonly ListedBatch[] {
  const time = trustedTime(note);
  if (days === null || time === null) return [];
  const since = (batch: ListedBatch): number => Math.max(batch.at, note.seen[batch.id] ?? Infinity);
  return batches.filter((batch) => time - since(batch) > days * dayMs);
}

/**
 * Batches to purge, oldest first: by age as far as the clock is trusted, then by size until the rest fits. Never the
 * newest, a damaged or an unfinished one; by age never one from the future.
 */
export function batchesToPurge(
  batches: readonly ListedBatch[],
  settings: Pick<Settings, 'quarantineDays' | 'quarantineBytes'>,
  now: number,
  note: ClockNote,
): readonly string[] {
  const newest = newestOf(batches, now);
  const oldestFirst = batches
    .filter((batch) => batch.state === 'whole' && !newest.has(batch.id))
    .toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  const toPurge = new Set(tooOld(oldestFirst, settings.quarantineDays, note));
  const whole = batches.filter((batch) => batch.state === 'whole');
  let usedBytes = whole.reduce((sum, batch) => sum + (toPurge.has(batch) ? 0 : batch.allocated), 0);
  for (const batch of oldestFirst) {
    if (settings.quarantineBytes === null || usedBytes <= settings.quarantineBytes) break;
    if (toPurge.has(batch)) continue;
    toPurge.add(batch);
    usedBytes -= batch.allocated;
  }
  return oldestFirst.filter((batch) => toPurge.has(batch)).map((batch) => batch.id);
}

/** Work that a long-running host does at its start and then once a day. */
export interface Daily {
  /** Does the work now and then daily. A second call only does it now. */
  begin(): Promise<void>;
  /** Prevents further work, aborts the current one and waits for it. */
  stop(): Promise<void>;
}

/**
 * Checks the clock every hour, because a timer of a day stands still during sleep. It keeps no process alive. Passes
 * errors of `work` on and continues.
 */
export function createDaily(
  clock: Clock,
  work: (signal: AbortSignal) => Promise<unknown>,
  onError: (error: unknown) => void,
): Daily {
  let timer: NodeJS.Timeout | null = null;
  const abort = new AbortController();
  const { signal } = abort;
  let lastAt = clock.now();
  let running: Promise<void> = Promise.resolve();

  const now = (): Promise<void> => {
    lastAt = clock.now();
    running = running.then(async () => {
      try {
        if (!signal.aborted) await work(signal);
      } catch (error) {
        onError(error);
      }
    });
    return running;
  };
  const hourly = (): void => {
    const passed = clock.now() - lastAt;
    // A negative difference means that the clock went back.
    if (passed >= dayMs || passed < 0) void now();
  };
  return {
    begin() {
      if (timer === null && !signal.aborted) timer = setInterval(hourly, hourMs).unref();
      return now();
    },
    async stop() {
      abort.abort();
      if (timer !== null) clearInterval(timer);
      await running;
    },
  };
}
