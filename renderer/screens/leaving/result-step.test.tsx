import { expect, it } from 'vitest';
import { dictionaries } from '../../../app/locale/dictionaries.ts';
import { FakeContract } from '../../../app/testing/fake-contract.ts';
import { falseClaims, resultStates } from '../../../app/testing/result-states.ts';
import { headlineOf, headlineText } from '../../../app/wizard/receipt.ts';
import { beginLeaving, resumeLeaving } from '../../../app/wizard/leaving.ts';
import { storesOf, wordsOf } from '../../testing/render.tsx';
import { RecordsScreen } from '../records/records-screen.tsx';
import { ResultStep } from './result-step.tsx';

it.each(['zh-CN', 'en-US'] as const)(
  'result and records claim no more than outcome and verdict yield, %s',
  async (language) => {
    const stores = storesOf(new FakeContract({ settings: { language } }));
    await stores.settings.load();
    const machine = resumeLeaving({ runId: 'r-1', mode: 'delete' });
    for (const state of resultStates) {
      const { report } = state;
      stores.leaving.store.setState({ machine: { ...machine, step: 'result' }, report });
      stores.records.store.setState({ kind: 'ready', value: [report] });
      for (const screen of [<ResultStep key="result" />, <RecordsScreen key="records" detail="" />]) {
        const words = wordsOf(stores, screen);
        expect(words).toContain(headlineText(report, dictionaries[language]));
        // elements become spaces, so a claim is found by its words and not by its sentence
        const claims = words.split(/ {2,}|(?<=[.。])/);
        expect(falseClaims(claims.join('\n'), state, language), JSON.stringify(state)).toEqual([]);
      }
    }
  },
);

it.each([
  ['sign-in-left', 'system'],
  ['data-left', 'deep'],
] as const)(
  'offers what deals with %s, at level %s, and only for accounts that are still there',
  async (headline, level) => {
    const stores = storesOf(new FakeContract());
    await stores.settings.load();
    await stores.accounts.load();
    const words = dictionaries['zh-CN'].wizard.result.rest[headline];
    const found = resultStates.find(({ report }) => headlineOf(report) === headline);
    if (found === undefined) throw new Error(`no state with ${headline}`);
    const machine = {
      ...beginLeaving('leave', ['a1']),
      step: 'result',
      run: { kind: 'done', runId: 'r-1' },
    } as const;
    stores.leaving.store.setState({ machine, report: found.report });
    expect(wordsOf(stores, <ResultStep />)).toContain(words);
    stores.leaving.dealWithRest(level, 'shared', []);
    expect(stores.leaving.store.getState()).toMatchObject({
      report: null,
      machine: { step: 'level', level, accounts: ['a1'] },
    });

    stores.leaving.store.setState({ machine: { ...machine, accounts: ['gone'] }, report: found.report });
    expect(wordsOf(stores, <ResultStep />)).not.toContain(words);
  },
);
