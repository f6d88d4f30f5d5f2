import { kindOf, kinds } from '../../app/cleanup/kinds.ts';
import type { Kind } from '../../app/cleanup/kinds.ts';
import type { UsageView } from '../../app/contract/usage.ts';

export interface Usage {
  readonly files: number;
  readonly bytes: number;
  readonly kinds: Readonly<Partial<Record<Kind, number>>>;
  /** a folder could not be read, so the true size is larger */
  readonly incomplete: boolean;
}

export interface UsageSummary {
  readonly total: Usage;
  readonly accounts: ReadonlyMap<string, Usage>;
  /** belongs to no single account, by root or measured folder */
  readonly shared: ReadonlyMap<string, Usage>;
}

interface Sum {
  files: number;
  bytes: number;
  kinds: Partial<Record<Kind, number>>;
}

const none = (): Sum => ({ files: 0, bytes: 0, kinds: {} });

function add(sum: Sum, kind: Kind, files: number, bytes: number): void {
  sum.files += files;
  sum.bytes += bytes;
  sum.kinds[kind] = (sum.kinds[kind] ?? 0) + bytes;
}

/** The sum of several usages; null without any. */
export function joinUsages(usages: readonly Usage[]): Usage | null {
  if (usages.length === 0) return null;
  const sum = none();
  for (const { files, bytes, kinds: by } of usages) {
    sum.files += files;
    sum.bytes += bytes;
    for (const kind of kinds) {
      const more = by[kind];
      if (more !== undefined) sum.kinds[kind] = (sum.kinds[kind] ?? 0) + more;
    }
  }
  return { ...sum, incomplete: usages.some(({ incomplete }) => incomplete) };
}

/** Sums thousands of cells once per scan, so that rendering does not have to. */
export function summarise(view: UsageView): UsageSummary {
  const total = none();
  const shared = new Map<string, Sum>();
  const accounts = new Map<string, Sum>();
  const rootOf = new Map<string, string>();
  for (const cell of view.cells) {
    const kind = kindOf[cell.category];
    add(total, kind, cell.files, cell.bytes);
    if (cell.accountId === null) {
      const sum = shared.get(cell.rootId) ?? none();
      add(sum, kind, cell.files, cell.bytes);
      shared.set(cell.rootId, sum);
      continue;
    }
    const sum = accounts.get(cell.accountId) ?? none();
    add(sum, kind, cell.files, cell.bytes);
    accounts.set(cell.accountId, sum);
    rootOf.set(cell.accountId, cell.rootId);
  }
  const unreadRoots = new Set(view.unreadable.map((folder) => folder.rootId));
  const incomplete = unreadRoots.size > 0;
  return {
    total: { ...total, incomplete },
    shared: new Map([...shared].map(([id, sum]) => [id, { ...sum, incomplete: unreadRoots.has(id) }])),
    accounts: new Map(
      [...accounts].map(([id, sum]) => [id, { ...sum, incomplete: unreadRoots.has(rootOf.get(id) ?? '') }]),
    ),
  };
}
