import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fileTimeMs } from './file-time.ts';

test.each([
  ['the epoch', 0n, 0],
  ['a whole millisecond', 1_700_000_000_123_000_000n, 1_700_000_000_123],
  ['the hundred nanoseconds of NTFS', 1_700_000_000_123_456_700n, 1_700_000_000_000 + 123_456_700 / 1e6],
  ['whole seconds before the epoch', -2_000_000_000n, -2000],
  ['half a second before the epoch', -500_000_000n, -500],
  ['the start of the clock of Windows, 1601', -11_644_473_600_000_000_000n, -11_644_473_600_000],
])('%s', (_, nanos, expected) => {
  expect(fileTimeMs(nanos)).toBe(expected);
});

test('seconds and nanoseconds are put together as Node does, to the last bit', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -11_644_473_600, max: 32_503_680_000 }),
      fc.integer({ min: 0, max: 999_999_999 }),
      (seconds, nanos) =>
        Object.is(
          fileTimeMs(BigInt(seconds) * 1_000_000_000n + BigInt(nanos)),
          seconds * 1000 + nanos / 1_000_000,
        ),
    ),
  );
});

test('a microsecond of difference stays one', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 0n, max: 40_000_000_000_000_000n }),
      (ticks) => fileTimeMs(ticks * 100n) < fileTimeMs(ticks * 100n + 1000n),
    ),
  );
});
