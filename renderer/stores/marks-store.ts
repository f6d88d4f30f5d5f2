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

type Change = Partial<AccountMark> & Pick<AccountMark, 'accountId'>;

function changed(marks: readonly AccountMark[], change: Change): readonly AccountMark[] {
  const others = marks.filter(({ accountId }) => accountId !== change.accountId);
  return [...others, { ...markOf({ marks }, change.accountId), ...change }];
}

/**
 * The person's own names for accounts, and which accounts are theirs. A change holds at once, because the next press may
 * be the one to leave; where it is refused, it goes again.
 */
export function createMarksStore(client: Client) {
  const store = createStore<MarksState>(() => ({ marks: [] }));
  let kept: readonly AccountMark[] = [];
  let asked: readonly Change[] = [];
  const show = (marks: readonly AccountMark[]): void => {
    kept = marks;
    store.setState({ marks: asked.reduce(changed, kept) });
  };
  client.on('accounts.marked', ({ marks }) => show(marks));
  return {
    store,
    load: inTurn(async () => {
      const reply = await client.call('accounts.marks', {});
      if (reply.ok) show(reply.value);
    }),
    /** null when it was kept, else why not */
    async change(accountId: string, part: Partial<AccountMark>): Promise<ContractError | null> {
      const change = { ...part, accountId };
      asked = [...asked, change];
      show(kept);
      const reply = await client.call('accounts.mark', change);
      asked = asked.filter((one) => one !== change);
      show(reply.ok ? reply.value : kept);
      return reply.ok ? null : reply.error;
    },
  };
}
