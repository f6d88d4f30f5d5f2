import { statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { burst } from './watch-burst.mjs';

const burstSize = { create: 20_000, remove: 20_000 };
const missesAtMost = 2;
const hearWithinMs = 15_000;
/** number of files that arrive one after the other */
export const arrivals = 8;

/** From writing a file to its event. Stops after the first file without one. */
export async function latencies(one, folder) {
  const taken = [];
  let missed = 0;
  for (let turn = 0; turn < arrivals && missed < missesAtMost; turn += 1) {
    const name = `arrival-${process.pid}-${Date.now()}-${turn}.pdf`;
    one.send({ kind: 'expect', name });
    await sleep(1200);
    const told = one.next('heard', hearWithinMs);
    const began = performance.now();
    writeFileSync(join(folder, name), 'arrived');
    if ((await told) === null) missed += 1;
    else taken.push(performance.now() - began);
  }
  return taken;
}

const windowSeconds = 30;

/** The largest share of a core over any window of so many seconds, or over all if that is shorter. */
export function worstWindow(samples, seconds) {
  const span = Math.min(seconds, samples.length - 1);
  const parts = samples
    .slice(span)
    .map(([at, ms], first) => (100 * (ms - samples[first][1])) / (at - samples[first][0]));
  return Math.max(...parts);
}

/** Sums up the changes of a volume's free inodes. */
function listenToNoise(folder) {
  let last = statfsSync(folder).ffree;
  let sum = 0;
  const timer = setInterval(() => {
    const now = statfsSync(folder).ffree;
    sum += Math.abs(now - last);
    last = now;
  }, 500);
  return () => {
    clearInterval(timer);
    return sum;
  };
}

/** CPU use while nothing happens. */
export async function atRest(one, folder, seconds) {
  // the last arrival causes one more sweep
  await sleep(20_000);
  const heardAll = listenToNoise(folder);
  const { samples, rss } = await one.ask({ kind: 'rest', seconds }, 'rested', seconds * 1000 + 60_000);
  return {
    percent: worstWindow(samples, samples.length),
    worst: worstWindow(samples, windowSeconds),
    rss,
    noise: heardAll(),
  };
}

const keyOf = ({ rootId, accountId, category }) => `${rootId} ${accountId} ${category}`;

function sumUp(cells, sign, into) {
  for (const cell of cells) {
    const sum = into.get(keyOf(cell)) ?? [0, 0];
    into.set(keyOf(cell), [sum[0] + sign * cell.files, sum[1] + sign * cell.bytes]);
  }
  return into;
}

/** True if the watch's sums per account and category changed by the difference of two scans. */
function isSame(start, changes, before, after) {
  const left = sumUp(start, 1, sumUp(changes, -1, sumUp(before, -1, sumUp(after, 1, new Map()))));
  return [...left.values()].every(([count, bytes]) => count === 0 && bytes === 0);
}

const whole = (changes) =>
  changes.reduce((sum, { files, bytes }) => [sum[0] + files, sum[1] + bytes], [0, 0]);

/**
 * Time until the sums are exact after files were created and deleted anywhere. `inTurn`: one created, one deleted.
 */
export async function burstOfOurs(one, roots, { seed, inTurn, withinMs }) {
  const before = (await one.ask({ kind: 'scan' }, 'scanned')).cells;
  const start = (await one.ask({ kind: 'changes' }, 'changes')).changes;
  const had = whole(start);
  const made = burst(roots, { ...burstSize, seed, inTurn });
  const settled = performance.now();
  for (;;) {
    const { changes } = await one.ask({ kind: 'changes' }, 'changes');
    const now = whole(changes);
    const exactMs = performance.now() - settled;
    if (now[0] - had[0] === made.files && now[1] - had[1] === made.bytes) {
      const after = (await one.ask({ kind: 'scan' }, 'scanned')).cells;
      const isExact = isSame(start, changes, before, after);
      return { exactMs, isExact, note: isExact ? 'every sum equals the scan' : 'NOT as the scan' };
    }
    if (exactMs > withinMs)
      return { exactMs: Infinity, isExact: false, note: `${now[0] - had[0]} files, ${now[1] - had[1]} B` };
    await sleep(50);
  }
}

/** The others keep no sums; counts their events of the same burst. */
export async function burstOfOthers(one, roots, seed) {
  one.send({ kind: 'forget' });
  burst(roots, { ...burstSize, seed });
  await sleep(10_000);
  const { created, deleted } = await one.ask({ kind: 'count' }, 'counted');
  return { exactMs: null, isExact: false, note: `told ${created} new, ${deleted} gone; no sums` };
}
