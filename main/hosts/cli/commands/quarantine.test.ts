import { describe, expect, it } from 'vitest';
import type { QuarantineBatchView } from '../../../../app/contract/quarantine.ts';
import { batch } from '../testing/fake-world.ts';
import { chooseBatches } from './quarantine.ts';

const day = 86_400_000;
const now = 1_800_000_000_000;
const aged = (id: string, days: number, allocated: number, state: QuarantineBatchView['state'] = 'whole') =>
  ({ ...batch, id, at: now - days * day, allocated, state }) satisfies QuarantineBatchView;
const listed = [
  aged('new', 1, 500),
  aged('broken', 40, 100, 'damaged'),
  aged('old', 50, 300),
  aged('mid', 20, 200),
];

const none: Parameters<typeof chooseBatches>[0] = {
  batches: [],
  all: false,
  olderThanMs: null,
  overBytes: null,
};
const chosen = (words: Partial<typeof none>, batches = listed): string[] =>
  chooseBatches({ ...none, ...words }, batches, now).map(({ id }) => id);

describe('the batches to purge', () => {
  it('named batches come oldest first; an unknown id is refused before any purge', () => {
    expect(chosen({ batches: ['new', 'broken'] })).toEqual(['broken', 'new']);
    expect(() => chosen({ batches: ['new', 'q-nothing'] })).toThrow(/quarantine-not-found/);
  });

  it('--all selects every batch, damaged ones included', () =>
    expect(chosen({ all: true })).toEqual(['old', 'broken', 'mid', 'new']));

  it('age selects to the millisecond, and never a damaged batch', () => {
    expect(chosen({ olderThanMs: 20 * day })).toEqual(['old', 'mid']);
    expect(chosen({ olderThanMs: 20 * day + 1 })).toEqual(['old']);
    expect(chosen({ olderThanMs: day })).toEqual(['old', 'mid', 'new']);
  });

  it('--all selects an unfinished batch, a rule never does', () => {
    const batches = [aged('new', 1, 500), aged('half', 40, 100, 'unfinished')];
    expect(chosen({ all: true }, batches)).toEqual(['half', 'new']);
    expect(chosen({ olderThanMs: day, overBytes: 0 }, batches)).toEqual(['new']);
  });

  it('size selects the oldest first, no more than needed, and never the newest', () => {
    expect(chosen({ overBytes: 1100 })).toEqual([]);
    expect(chosen({ overBytes: 1099 })).toEqual(['old']);
    expect(chosen({ overBytes: 799 })).toEqual(['old', 'mid']);
    expect(chosen({ overBytes: 0 })).toEqual(['old', 'mid']);
    expect(chosen({ overBytes: 0 }, [aged('only', 90, 9999)])).toEqual([]);
  });

  it('age and size together: age selects first, and size counts the rest', () => {
    expect(chosen({ olderThanMs: 45 * day, overBytes: 800 })).toEqual(['old']);
    expect(chosen({ olderThanMs: 45 * day, overBytes: 700 })).toEqual(['old', 'mid']);
  });
});
