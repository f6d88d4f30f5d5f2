import { expect, it } from 'vitest';
import { dictionaries } from '../../../app/locale/dictionaries.ts';
import { languages } from '../../../app/locale/dictionary.ts';
import { FakeContract } from '../../../app/testing/fake-contract.ts';
import { storesOf, wordsOf } from '../../testing/render.tsx';
import { RecordsScreen } from './records-screen.tsx';

it.each(languages)('heads the list with the clean that goes on, and its percent (%s)', async (language) => {
  const stores = storesOf(new FakeContract());
  await stores.settings.change({ language });
  await stores.records.load();
  const { records } = dictionaries[language];
  expect(wordsOf(stores, <RecordsScreen detail="" />)).toContain(records.empty);
  stores.jobs.store.setState({
    j: {
      ...{ jobId: 'j', kind: 'clean', done: 40, total: 100, bytes: 0, bytesTotal: null },
      ...{ current: null, etaMs: null },
    },
  });
  const words = wordsOf(stores, <RecordsScreen detail="" />);
  expect(words).toContain(records.running);
  expect(words).toMatch(/40\s?%/);
  expect(words).not.toContain(records.empty);
});
