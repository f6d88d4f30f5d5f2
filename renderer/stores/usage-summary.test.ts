import { describe, expect, it } from 'vitest';
import type { UsageCell, UsageView } from '../../app/contract/usage.ts';
import { summarise } from './usage-summary.ts';

function cell(
  accountId: string | null,
  category: UsageCell['category'],
  month: string,
  bytes: number,
): UsageCell {
  return {
    rootId: accountId === 'a2' ? 'r2' : 'r1',
    accountId,
    category,
    month,
    files: 1,
    bytes,
    allocated: bytes,
  };
}

const view: UsageView = {
  at: 0,
  tookMs: 1,
  cells: [
    cell('a1', 'cache', '2026-09', 10),
    cell('a1', 'logs', '2026-10', 5),
    cell('a1', 'database', '2026-10', 100),
    cell('a2', 'media', '2026-10', 7),
    cell(null, 'config', '2026-10', 3),
  ],
  total: { files: 5, bytes: 125, allocated: 125 },
  otherFolders: [],
  largest: [],
  unreadable: [{ rootId: 'r2', path: '/x', code: 'EACCES' }],
};

describe('summarise', () => {
  it('sums months and joins categories that users count as one', () => {
    const summary = summarise(view);
    expect(summary.accounts.get('a1')).toEqual({
      files: 3,
      bytes: 115,
      kinds: { cache: 15, database: 100 },
      incomplete: false,
    });
    expect(summary.shared.get('r1')).toMatchObject({ bytes: 3, kinds: { other: 3 } });
    expect(summary.total.bytes).toBe(125);
  });

  it('marks a size that is only a lower bound', () => {
    const summary = summarise(view);
    expect(summary.accounts.get('a2')?.incomplete).toBe(true);
    expect(summary.accounts.get('a1')?.incomplete).toBe(false);
    expect(summary.total.incomplete).toBe(true);
  });

  it('has no entry for an account without cells, rather than 0 B', () => {
    expect(summarise(view).accounts.has('a3')).toBe(false);
  });
});
