import { useEffect, useState } from 'react';
import type { ContractError } from '../../../app/contract/errors.ts';
import type { QuarantineBatchView, StoredEntry } from '../../../app/contract/quarantine.ts';
import { useStores } from '../../stores/stores.ts';

const pageSize = 100;

interface Held {
  readonly list: string;
  /** null until the first answer */
  readonly total: number | null;
  readonly pages: Readonly<Record<number, readonly StoredEntry[]>>;
  readonly error: ContractError | null;
}

interface Stored extends Pick<Held, 'total' | 'error'> {
  at(index: number): StoredEntry | null;
}

/** What a batch holds, by path; keeps only the pages around the visible rows. */
export function useStored(batch: QuarantineBatchView, text: string, from: number, to: number): Stored {
  const { client } = useStores();
  const words = text.trim().slice(0, 200);
  const { id: batchId, files } = batch;
  const list = JSON.stringify([batchId, files, words]);
  const [held, setHeld] = useState<Held>({ list, total: null, pages: {}, error: null });
  const first = Math.floor(from / pageSize);
  const last = Math.floor(Math.max(from, to - 1) / pageSize);
  useEffect(() => {
    let wanted = true;
    const ask = async (page: number): Promise<void> => {
      const query = { ...(words === '' ? {} : { text: words }), offset: page * pageSize, limit: pageSize };
      const reply = await client.call('quarantine.entries', { batchId, ...query });
      if (!wanted) return;
      setHeld((before) => {
        if (!reply.ok) return { list, total: null, pages: {}, error: reply.error };
        const pages = before.list === list ? before.pages : {};
        const near = Object.entries(pages).filter(([at]) => Math.abs(Number(at) - page) <= 2);
        return {
          ...{ list, error: null, total: reply.value.total },
          pages: { ...Object.fromEntries(near), [page]: reply.value.entries },
        };
      });
    };
    for (let page = first; page <= last; page += 1) void ask(page);
    return () => {
      wanted = false;
    };
  }, [client, batchId, words, list, first, last]);
  const isCurrent = held.list === list;
  return {
    total: isCurrent ? held.total : null,
    error: isCurrent ? held.error : null,
    at: (index) =>
      isCurrent ? (held.pages[Math.floor(index / pageSize)]?.[index % pageSize] ?? null) : null,
  };
}
