import { useEffect, useState } from 'react';
import type { InputOf } from '../../../../app/contract/contract.ts';
import type { ContractError } from '../../../../app/contract/errors.ts';
import type { EntryFilter, PlanEntryView, PlanSum } from '../../../../app/contract/plan-entries.ts';
import { useStores } from '../../../stores/stores.ts';
import { useLeaving } from '../use-leaving.ts';

interface Sums {
  /** null until the first answer; afterwards the last answer until the next one arrives */
  readonly rows: readonly PlanSum[] | null;
  readonly error: ContractError | null;
}

/** Amounts of the current plan after the choices, asked again with every choice. */
export function useSums(by: 'month' | 'chat', where: EntryFilter): Sums {
  const { client } = useStores();
  const planId = useLeaving((state) => state.plan?.id ?? null);
  const choices = useLeaving((state) => state.choices);
  const query = planId === null ? null : JSON.stringify({ planId, by, where, choices });
  const [sums, setSums] = useState<Sums & { readonly planId: string | null }>(noSums);
  useEffect(() => {
    if (query === null) return undefined;
    let wanted = true;
    const input = JSON.parse(query) as InputOf<'plans.sums'>;
    void client.call('plans.sums', input).then((reply) => {
      if (!wanted) return;
      setSums((before) => ({
        planId: input.planId,
        rows: reply.ok ? reply.value : before.rows,
        error: reply.ok ? null : reply.error,
      }));
    });
    return () => {
      wanted = false;
    };
  }, [client, query]);
  return sums.planId === planId ? sums : noSums;
}

const noSums = { rows: null, error: null, planId: null };

const pageSize = 100;

/** The entries with the objects of before where nothing changed, so that their rows are not drawn again. */
function sameWhereEqual(
  before: readonly PlanEntryView[] | undefined,
  entries: readonly PlanEntryView[],
): readonly PlanEntryView[] {
  return entries.map((entry, at) => {
    const old = before?.[at];
    return old !== undefined && old.id === entry.id && old.goes === entry.goes ? old : entry;
  });
}

type Pages = Readonly<Record<number, readonly PlanEntryView[]>>;

/** The files that fit, the largest first; holds only the pages around the visible rows. */
export function useFiles(where: EntryFilter, from: number, to: number): (at: number) => PlanEntryView | null {
  const { client } = useStores();
  const planId = useLeaving((state) => state.plan?.id ?? '');
  const choices = useLeaving((state) => state.choices);
  const list = JSON.stringify({ planId, where });
  const chosen = JSON.stringify(choices);
  const [held, setHeld] = useState<{ readonly list: string; readonly pages: Pages }>({ list, pages: {} });
  const first = Math.floor(from / pageSize);
  const last = Math.floor(Math.max(from, to - 1) / pageSize);
  useEffect(() => {
    let wanted = true;
    const ask = async (page: number): Promise<void> => {
      const query = JSON.parse(list) as Pick<InputOf<'plans.entries'>, 'planId' | 'where'>;
      const reply = await client.call('plans.entries', {
        ...{ ...query, choices: JSON.parse(chosen) as typeof choices, order: 'size' },
        ...{ offset: page * pageSize, limit: pageSize },
      });
      if (!wanted || !reply.ok) return;
      setHeld((before) => {
        const pages = before.list === list ? before.pages : {};
        const near = Object.entries(pages).filter(([at]) => Math.abs(Number(at) - page) <= 2);
        return {
          list,
          pages: { ...Object.fromEntries(near), [page]: sameWhereEqual(pages[page], reply.value.entries) },
        };
      });
    };
    for (let page = first; page <= last; page += 1) void ask(page);
    return () => {
      wanted = false;
    };
  }, [client, list, chosen, first, last]);
  return (at) =>
    held.list === list ? (held.pages[Math.floor(at / pageSize)]?.[at % pageSize] ?? null) : null;
}
