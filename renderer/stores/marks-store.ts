import { createStore } from 'zustand/vanilla';
import type { AccountMark } from '../../app/contract/accounts.ts';
import type { Client } from '../../app/contract/contract.ts';
import type { ContractError } from '../../app/contract/errors.ts';
import { inTurn } from './in-turn.ts';

export interface MarksState {
  readonly marks: readonly AccountMark[];
}

/** What the person said about an account; nothing where they said nothing. */
export function markOf({ marks }: MarksState, accountId: string): AccountMark {
  return marks.find((mark) => mark.accountId === accountId) ?? { accountId, name: null, isMine: false };
}

/** The person's own names for accounts, and which accounts are theirs. */
export function createMarksStore(client: Client) {
  const store = createStore<MarksState>(() => ({ marks: [] }));
  client.on('accounts.marked', ({ marks }) => store.setState({ marks }));
  return {
    store,
    load: inTurn(async () => {
      const reply = await client.call('accounts.marks', {});
      if (reply.ok) store.setState({ marks: reply.value });
    }),
    /** null when it was kept, else why not */
    async change(accountId: string, part: Partial<AccountMark>): Promise<ContractError | null> {
      const reply = await client.call('accounts.mark', { ...part, accountId });
      if (!reply.ok) return reply.error;
      store.setState({ marks: reply.value });
      return null;
    },
  };
}
