import { useState } from 'react';
import type { PlanSum } from '../../../../app/contract/plan-entries.ts';
import type { PlanView } from '../../../../app/contract/plans.ts';
import { AccountPreview } from './account-preview.tsx';
import { PreviewFilters, filterOf, noFilters } from './preview-filters.tsx';
import { partOf } from './preview-row.tsx';
import { useSums } from './use-plan.ts';

/** The accounts of these sums, the largest first; what belongs to no single account comes last. */
function accountsIn(sums: readonly PlanSum[]): readonly (string | null)[] {
  const bytes = new Map<string | null, number>();
  for (const sum of sums) bytes.set(sum.accountId, (bytes.get(sum.accountId) ?? 0) + sum.bytes);
  return [...bytes]
    .toSorted(([a, inA], [b, inB]) => Number(a === null) - Number(b === null) || inB - inA)
    .map(([accountId]) => accountId);
}

/** The plan by what it means: accounts, kinds, months or chats, files. Filters narrow it, and their ticks as well. */
export function PreviewTree({ plan, sums }: { readonly plan: PlanView; readonly sums: readonly PlanSum[] }) {
  const [filters, setFilters] = useState(noFilters);
  const [now] = useState(() => Date.now());
  const where = filterOf(filters, now);
  const isFiltered = Object.keys(where).length > 0;
  const { rows } = useSums('month', where);
  const shown = isFiltered ? (rows ?? []) : sums;
  return (
    <>
      <PreviewFilters
        filters={filters}
        onChange={setFilters}
        found={isFiltered && rows !== null ? partOf(rows) : null}
        where={where}
      />
      {accountsIn(shown).map((accountId) => (
        <AccountPreview
          key={accountId ?? ''}
          accountId={accountId}
          sums={shown.filter((sum) => sum.accountId === accountId)}
          groups={plan.groups.filter((group) => group.accountId === accountId)}
          where={where}
        />
      ))}
    </>
  );
}
