import { expect, test } from 'vitest';
import type { StayingView } from '../../../app/contract/plans.ts';
import { dictionaries } from '../../../app/locale/dictionaries.ts';
import { moreLines } from '../../../app/wizard/receipt.ts';
import { withConcerns } from './still-here.ts';

function row(place: string, category: 'credentials' | 'media'): StayingView {
  return {
    ...{ reason: 'link', category, accountId: 'a1', place, target: `/elsewhere/${place}` },
    ...{ leadsTo: 'file', mayHoldSignIn: false, newest: null },
    ...{ files: 1, bytes: 10, allocated: 0 },
  };
}

test('a receipt keeps the worst 200 rows and says how many more there are', () => {
  const media = Array.from({ length: 229 }, (_, i) => row(`/root/m${String(i)}`, 'media'));
  const { stillHere, stillHereMore } = withConcerns([...media, row('/root/login', 'credentials')]);
  expect(stillHere).toHaveLength(200);
  expect(stillHere[0]).toMatchObject({ place: '/root/login', concern: 'sign-in' });
  expect(moreLines({ stillHereMore }, dictionaries['en-US'], 'en-US')).toEqual([
    '30 more places are not listed.',
  ]);
  const few = withConcerns(media.slice(0, 200));
  expect(moreLines(few, dictionaries['zh-CN'], 'zh-CN')).toEqual([]);
});
