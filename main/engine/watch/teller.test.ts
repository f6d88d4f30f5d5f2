import { expect, test } from 'vitest';
import type { Survey } from './survey.ts';
import { Teller } from './teller.ts';

test('a root whose accounts are looked for stays held back when another one moves', () => {
  const held: string[][] = [];
  const survey = {
    foldersMoved: false,
    credentialsMoved: false,
    shapeMoved: new Set<string>(),
    cells: {
      takeChanges(isHeld: (id: string) => boolean) {
        held.push(['a', 'b'].filter((id) => isHeld(id)));
        return [];
      },
    },
    received: { take: () => [] },
  };
  const teller = new Teller(survey as unknown as Survey, () => undefined);
  survey.shapeMoved.add('a');
  teller.tell();
  survey.shapeMoved.add('b');
  teller.tell();
  teller.release();
  teller.tell();
  expect(held).toEqual([['a'], ['a', 'b'], []]);
});
