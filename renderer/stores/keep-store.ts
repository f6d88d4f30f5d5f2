import { createStore } from 'zustand/vanilla';
import { keptLookup } from '../../app/cleanup/kept-paths.ts';
import type { KeptLookup } from '../../app/cleanup/kept-paths.ts';
import type { Client, Reply } from '../../app/contract/contract.ts';
import type { ContractError } from '../../app/contract/errors.ts';
import type { KeepListView, PlaceToKeep } from '../../app/contract/keep.ts';
import { inTurn } from './in-turn.ts';

export interface KeepState {
  /** null until the first answer */
  readonly list: KeepListView | null;
  readonly lookup: KeptLookup;
  /** why the last change was refused */
  readonly error: ContractError | null;
}

const nothing: KeepState = { list: null, lookup: () => null, error: null };

/** Files and folders that no plan takes. */
export function createKeepStore(client: Client) {
  const store = createStore<KeepState>(() => nothing);
  const show = (list: KeepListView): void =>
    store.setState({ list, lookup: keptLookup(list.kept.map(({ path }) => path)) });
  const load = inTurn(async () => {
    const reply = await client.call('keep.list', {});
    if (reply.ok) show(reply.value);
    else store.setState({ error: reply.error });
  });
  client.on('keep.changed', () => void load());
  /** true when it was changed */
  const changed = (reply: Reply<KeepListView>): boolean => {
    if (reply.ok) show(reply.value);
    store.setState({ error: reply.ok ? null : reply.error });
    return reply.ok;
  };
  return {
    store,
    load,
    add: async (places: readonly PlaceToKeep[]) => changed(await client.call('keep.add', { places })),
    remove: async (paths: readonly string[]) => changed(await client.call('keep.remove', { paths })),
    confirm: async () => changed(await client.call('keep.confirm', {})),
    /** the person has read why the last change was refused */
    read: () => store.setState({ error: null }),
  };
}
