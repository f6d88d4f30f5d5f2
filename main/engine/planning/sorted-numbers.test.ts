import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sortedNumbers } from './sorted-numbers.ts';

it('sorts numbers like the built-in sort, and keeps equal ones in order', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 9 }), { maxLength: 200 }), (keys) => {
      const compare = (a: number, b: number): number => (keys[a] ?? 0) - (keys[b] ?? 0);
      const expected = keys.map((_key, index) => index).sort(compare);
      expect([...sortedNumbers(keys.length, compare)]).toEqual(expected);
    }),
    { numRuns: 500 },
  );
});

it('needs few comparisons for rising or falling runs', () => {
  for (const key of [(index: number) => index, (index: number) => -index]) {
    let compared = 0;
    const sorted = sortedNumbers(10_000, (a, b) => {
      compared += 1;
      return key(a) - key(b);
    });
    expect(sorted[0]).toBe(key(1) < 0 ? 9_999 : 0);
    expect(compared).toBeLessThan(20_001);
  }
});
