import { describe, expect, it } from 'vitest';
import type { WatchEvent } from '../../app/contract/watch.ts';
import { cameIn, changesByAccount, masked, minutesOf } from './timeline-lines.ts';

const noon = Date.UTC(2026, 10, 21, 12, 0);

function event(seq: number, more: Partial<WatchEvent>): WatchEvent {
  return {
    ...{ seq, at: noon, kind: 'grew', rootId: 'r1', accountId: 'a1', product: 'wechat' },
    ...{ category: 'cache', files: 1, bytes: 10, name: null, trouble: null },
    ...more,
  };
}

const change = (
  accountId: string | null,
  category: 'cache' | 'media' | 'logs',
  files: number,
  bytes: number,
) => ({
  ...{ rootId: 'r1', accountId, category, files, bytes, allocated: bytes },
});

describe('timeline lines', () => {
  it('merge a burst within a minute, and never two minutes', () => {
    const burst = Array.from({ length: 150 }, (_none, index) =>
      event(index + 1, { kind: 'file-received', category: 'received', at: noon + index * 100, name: 'x' }),
    );
    const [later, first] = minutesOf([...burst, event(200, { at: noon + 60_000 })]);
    expect(first?.lines).toHaveLength(1);
    expect(first?.lines[0]).toMatchObject({ files: 150, bytes: 1500, events: 150 });
    expect(later?.at).toBe(noon + 60_000);
  });

  it('put the newest first and keep accounts and categories apart', () => {
    const [minute] = minutesOf([
      event(1, {}),
      event(2, { accountId: 'a2' }),
      event(3, { category: 'media' }),
      event(4, { kind: 'signed-in', category: null }),
    ]);
    expect(minute?.lines.map((line) => [line.kind, line.accountId, line.category])).toEqual([
      ['signed-in', 'a1', null],
      ['grew', 'a1', 'media'],
      ['grew', 'a2', 'cache'],
      ['grew', 'a1', 'cache'],
    ]);
  });

  it('show the net amount, and nothing where it is zero', () => {
    const more = event(1, { files: 4, bytes: 400 });
    const less = event(2, { kind: 'shrank', files: -4, bytes: -400 });
    expect(minutesOf([more, less])).toEqual([]);
    const [minute] = minutesOf([more, { ...less, bytes: -500 }]);
    expect(minute?.lines).toMatchObject([{ kind: 'shrank', bytes: -100 }]);
  });
});

describe('sums of changes', () => {
  it('come by account, the largest first, shared places last', () => {
    const accounts = changesByAccount([
      change(null, 'logs', 1, 900),
      change('a1', 'cache', -3, -50),
      change('a1', 'media', 2, 20),
      change('a2', 'cache', 9, 500),
    ]);
    expect(accounts.map((account) => account.accountId)).toEqual(['a2', 'a1', null]);
    expect(accounts[1]?.categories.map((row) => row.category)).toEqual(['cache', 'media']);
  });

  it('add up one account in two roots and omit zero', () => {
    const back = [change('a1', 'cache', 3, 50), { ...change('a1', 'cache', -3, -50), rootId: 'r2' }];
    expect(changesByAccount(back)).toEqual([]);
  });

  it('count growth without shrinkage', () => {
    const sums = [change('a1', 'cache', -3, -50), change('a1', 'media', 2, 20), change('a2', 'logs', 1, 0)];
    expect(cameIn(sums)).toEqual({ files: 3, bytes: 20 });
  });
});

it('masking a name keeps only the extension', () => {
  expect(masked('报价单 2026.pdf')).toBe('••••••.pdf');
  expect(masked('README')).toBe('••••••');
  expect(masked('.secret')).toBe('••••••');
  expect(masked('v1.what I wrote to her')).toBe('••••••');
});
