import { mkdtempSync, realpathSync, rmSync, statSync, symlinkSync, utimesSync } from 'node:fs';
import type { BigIntStats } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { diskStoresBirths, statsAt, wasCreatedBefore, wasCreatedWithin, wasWrittenBefore } from './birth.ts';

const span = { from: 1_000, to: 2_000 };

/** Nanoseconds, one more than a whole millisecond: a time as fine disks store it. */
const fine = (ms: number): bigint => BigInt(ms) * 1_000_000n + 1n;

function statsOf(times: Partial<BigIntStats>): BigIntStats {
  return { birthtimeNs: 0n, ctimeNs: 0n, mtimeNs: 0n, dev: 1n, ...times } as BigIntStats;
}

function scratch(): string {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'signoff-birth-')));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

describe('a creation time', () => {
  test.each([
    ['in the session', fine(1_500), true],
    ['in the session’s first millisecond', fine(1_000), false],
    ['just after it', fine(1_001), true],
    ['before the session', fine(999), false],
    ['at the end, where the disk’s clock may be ahead', fine(2_050), true],
    ['in the future', fine(2_051), false],
    ['on a 10 ms grid', 1_500_000_000n, false],
    ['that is missing', 0n, false],
  ])('%s: created in the session is %s %s', (_what, birthtimeNs, isWithin) => {
    expect(wasCreatedWithin(statsOf({ birthtimeNs }), span)).toBe(isWithin);
  });

  test('before 1970 proves nothing, even if the clock was set back that far', () => {
    expect(wasCreatedWithin(statsOf({ birthtimeNs: -1n }), { from: -10, to: 10 })).toBe(false);
  });

  test.each([
    [fine(999), true],
    [fine(1_000), true],
    [fine(1_001), false],
    [0n, false],
  ])('of %i ns is before the session: %s; the same holds for the time of the content', (time, isBefore) => {
    expect(wasCreatedBefore(statsOf({ birthtimeNs: time }), span)).toBe(isBefore);
    expect(wasWrittenBefore(statsOf({ mtimeNs: time }), span)).toBe(isBefore);
  });
});

describe('a disk', () => {
  test('stores creation times when a folder’s differs from its change time', () => {
    const path = join(scratch(), 'folder');
    const of = (birthtimeNs: bigint, ctimeNs: bigint): boolean =>
      diskStoresBirths(path, statsOf({ birthtimeNs, ctimeNs, dev: -1n }));
    expect(of(5n, 6n)).toBe(true);
    expect(of(6n, 6n)).toBe(false);
    expect(of(0n, 6n)).toBe(false);
  });

  test('stores creation times when a folder above on the same disk proves it', (ctx) => {
    const path = scratch();
    let stats = statSync(path, { bigint: true });
    for (const until = Date.now() + 2_000; stats.birthtimeNs === stats.ctimeNs && Date.now() < until;) {
      utimesSync(path, new Date(), new Date());
      stats = statSync(path, { bigint: true });
    }
    const { dev, birthtimeNs, ctimeNs } = stats;
    if (birthtimeNs <= 0n || birthtimeNs === ctimeNs) ctx.skip(`no creation time for ${path}`);
    expect(diskStoresBirths(join(path, 'a'), statsOf({ dev }))).toBe(true);
  });

  test('without a proof up to the top stores none', () => {
    expect(diskStoresBirths('/', statsOf({ dev: statSync('/', { bigint: true }).dev }))).toBe(false);
  });
});

describe('the stats of a path', () => {
  test('are those of a link itself, and null for what is missing or cannot be read', () => {
    const path = scratch();
    symlinkSync(path, join(path, 'link'));
    expect(statsAt(join(path, 'link'))?.isSymbolicLink()).toBe(true);
    expect(statsAt(join(path, 'gone'))).toBeNull();
    expect(statsAt(join(path, 'x'.repeat(300)))).toBeNull();
  });
});
