import { describe, expect, it, vi } from 'vitest';
import type { RemovalMode } from '../../../app/cleanup/outcomes.ts';
import type { InterruptedRun } from '../../../app/contract/runs.ts';
import { dictionaries } from '../../../app/locale/dictionaries.ts';
import { FakeContract } from '../../../app/testing/fake-contract.ts';
import { storesOf, wordsOf } from '../../testing/render.tsx';
import { ResumeRefused } from '../leaving/run-step.tsx';
import { Interrupted } from './interrupted.tsx';

const languages = ['zh-CN', 'en-US'] as const;
const removalModes: readonly RemovalMode[] = ['quarantine', 'trash', 'delete', 'erase'];
const cut: InterruptedRun = {
  runId: 'run-cut',
  startedAt: 1_800_000_000_000,
  mode: 'delete',
  level: 'basic',
  removed: 3,
  planned: 9,
  resumable: true,
  stopped: false,
};

async function wordsFor(change: Partial<InterruptedRun>, language: (typeof languages)[number]) {
  const stores = storesOf(new FakeContract({ settings: { language } }));
  await stores.settings.load();
  return wordsOf(stores, <Interrupted run={{ ...cut, ...change }} />);
}

describe.each(languages)('an interrupted run, %s', (language) => {
  const { records, common } = dictionaries[language];
  const words = records.interrupted;

  it.each(removalModes)('shows what happens to the rest by %s, and by no other mode', async (mode) => {
    const told = await wordsFor({ mode }, language);
    for (const one of removalModes) {
      const said = [told.includes(words.resume[one]), told.includes(words.resumeHint[one])];
      expect([one, ...said]).toEqual([one, one === mode, one === mode]);
    }
    expect(told).toContain(words.compared);
  });

  it.each([
    ['quarantine', 'basic', false],
    ['quarantine', 'system', true],
    ['trash', 'deep', true],
    ['delete', 'deep', false],
    ['erase', 'system', false],
  ] as const)(
    'by %s at level %s warns of sign-ins that cannot be restored: %s',
    async (mode, level, tells) => {
      const told = await wordsFor({ mode, level }, language);
      expect(told.includes(words.credentials)).toBe(tells);
      expect(told).toContain(common.levels[level]);
    },
  );

  it('says of a stopped run that its user stopped it', async () => {
    const told = await wordsFor({ stopped: true }, language);
    expect(told).toContain(words.stopped.title);
    expect(told).not.toContain(words.title);
    expect(told).toContain(words.stopped.closeHint);
    expect(told).toContain(words.resume.delete);
  });

  it('offers no resume if it is not resumable, and says so', async () => {
    const told = await wordsFor({ resumable: false }, language);
    expect(told).toContain(words.notResumable);
    for (const mode of removalModes) expect(told).not.toContain(words.resumeHint[mode]);
    expect(told).not.toContain(words.resume.delete);
  });
});

it.each(removalModes)('asks again in the words of %s after a refusal', async (mode) => {
  const client = new FakeContract({ interrupted: 'resumable', refuse: 'messenger-running' });
  const stores = storesOf(client);
  await stores.settings.load();
  stores.leaving.resume({ runId: 'run-cut', mode });
  await vi.waitFor(() => expect(stores.leaving.store.getState().machine?.run.kind).toBe('failed'));
  const told = wordsOf(stores, <ResumeRefused />);
  const { resume } = dictionaries['zh-CN'].records.interrupted;
  for (const one of removalModes) expect([one, told.includes(resume[one])]).toEqual([one, one === mode]);
});
