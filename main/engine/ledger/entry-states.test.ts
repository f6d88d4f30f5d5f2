import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createEntryStates } from './entry-states.ts';
import type { Ranges } from './entry-states.ts';

const entries = 12;
const range = fc.tuple(fc.nat({ max: entries }), fc.nat({ max: entries }));
const steps = fc.array(fc.record({ what: fc.constantFrom('announce', 'settle', 'open', 'reopen'), range }));

test('the untouched count always equals a count over all entries', () => {
  fc.assert(
    fc.property(steps, (taken) => {
      const states = createEntryStates(entries);
      for (const { what, range: ends } of taken) {
        const [from, to] = [Math.min(...ends), Math.max(...ends)];
        const ranges: Ranges = [[from, to]];
        if (what === 'announce') states.announce(ranges);
        else if (what === 'reopen') states.reopen(ranges);
        else states.settle(ranges, [[what === 'open' ? 'open' : 'deleted', to - from]]);
        const open = Array.from({ length: entries }, (_none, entry) => states.isOpen(entry)).filter(Boolean);
        expect(states.openCount()).toBe(open.length);
      }
    }),
    { numRuns: 500 },
  );
});

test('an entry with an outcome is never reopened', () => {
  const states = createEntryStates(3);
  states.announce([[0, 3]]);
  states.settle([[0, 1]], [['deleted', 1]]);
  states.reopen([[0, 3]]);
  expect([0, 1, 2].map((entry) => states.outcomeOf(entry))).toEqual(['deleted', null, null]);
  expect(states.openCount()).toBe(2);
});
