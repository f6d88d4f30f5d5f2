import type { Category } from '../../app/cleanup/categories.ts';
import type { UsageView } from '../../app/contract/usage.ts';

/** Parts of a size bar; categories that users count as one share a part. */
export const parts = ['database', 'media', 'received', 'backup', 'cache', 'credentials', 'other'] as const;
export type Part = (typeof parts)[number];

const partOf: Readonly<Record<Category, Part>> = {
  cache: 'cache',
  logs: 'cache',
  media: 'media',
  received: 'received',
  credentials: 'credentials',
  config: 'other',
  database: 'database',
  backup: 'backup',
  binary: 'other',
  other: 'other',
};

export interface Usage {
  readonly files: number;
  readonly bytes: number;
  readonly parts: Readonly<Partial<Record<Part, number>>>;
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
  parts: Partial<Record<Part, number>>;
}

const none = (): Sum => ({ files: 0, bytes: 0, parts: {} });

function add(sum: Sum, part: Part, files: number, bytes: number): void {
  sum.files += files;
  sum.bytes += bytes;
  sum.parts[part] = (sum.parts[part] ?? 0) + bytes;
}

/** The sum of several usages; null without any. */
export function joinUsages(usages: readonly Usage[]): Usage | null {
  if (usages.length === 0) return null;
  const sum = none();
  for (const { files, bytes, parts: by } of usages) {
    sum.files += files;
    sum.bytes += bytes;
    for (const part of parts) {
      const more = by[part];
      if (more !== undefined) sum.parts[part] = (sum.parts[part] ?? 0) + more;
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
    const part = partOf[cell.category];
    add(total, part, cell.files, cell.bytes);
    if (cell.accountId === null) {
      const sum = shared.get(cell.rootId) ?? none();
      add(sum, part, cell.files, cell.bytes);
      shared.set(cell.rootId, sum);
      continue;
    }
    const sum = accounts.get(cell.accountId) ?? none();
    add(sum, part, cell.files, cell.bytes);
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
