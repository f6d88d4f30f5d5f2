import { readdirSync } from 'node:fs';
import type * as Fs from 'node:fs';
import type * as FsPromises from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { SignOffError } from '../../../app/contract/errors.ts';
import { beginJournal } from '../ledger/journal.ts';
import type { JournalHeader } from '../ledger/journal-lines.ts';
import { openPlanStore } from '../plans/plan-store.ts';
import { samplePlan } from '../planning/testing/sample-plan.ts';
import { now } from '../planning/testing/sample-root.ts';
import { batchIdOf } from '../batches/places.ts';
import { beginPart } from '../batches/unfinished-batch.ts';
import { takeRunLock } from '../state/run-lock.ts';
import { openStateFolder } from '../state/state-folder.ts';
import type { StateFolder } from '../state/state-folder.ts';
import { makeFolder, testMarks } from './testing/run-plan.ts';

type Step = 'open' | 'write' | 'sync' | 'mkdir';

/** The error code, the failing step and the end of its path; empty = no fault. */
const fault = vi.hoisted(() => ({ step: '', code: '', end: /^$/ }));

function failsAt(step: Step, path: unknown): boolean {
  return fault.step === step && typeof path === 'string' && fault.end.test(path);
}

function refusal(): Error {
  return Object.assign(new Error(fault.code), { code: fault.code });
}

function failing(): never {
  throw refusal();
}

const methods = { write: 'write', writeFile: 'write', sync: 'sync', datasync: 'sync' } as const;

vi.mock('node:fs/promises', async (load) => {
  const real = await load<typeof FsPromises>();
  return {
    ...real,
    async open(...args: Parameters<typeof real.open>) {
      const [path] = args;
      if (failsAt('open', path)) failing();
      const file = await real.open(...args);
      for (const [name, step] of Object.entries(methods)) {
        const work = Reflect.get(file, name) as (...given: unknown[]) => unknown;
        Reflect.set(file, name, (...given: unknown[]) =>
          failsAt(step, path) ? Promise.reject(refusal()) : work.apply(file, given),
        );
      }
      return file;
    },
  };
});

vi.mock('node:fs', async (load) => {
  const real = await load<typeof Fs>();
  return {
    ...real,
    mkdirSync: (...args: Parameters<typeof real.mkdirSync>) =>
      failsAt('mkdir', args[0]) ? failing() : real.mkdirSync(...args),
    openSync: (...args: Parameters<typeof real.openSync>) =>
      failsAt('open', args[0]) ? failing() : real.openSync(...args),
  };
});

const header = {
  kind: 'header',
  version: 3,
  runId: 'r-1',
  planId: 'p-1',
} as Partial<JournalHeader> as JournalHeader;
const batch = { runId: 'r-1', at: 1, roots: [], accounts: [] };
let state: StateFolder;
let runs = 0;
const begin = () => beginJournal(state, { ...header, runId: `r-${(runs += 1)}` });
const clock = { now: () => now };

beforeEach(async () => {
  fault.step = '';
  state = await openStateFolder(makeFolder('signoff-state-'), clock);
});

/** The assistant's writes before and during a run, by the step at which the disk can fail. */
const writes: readonly (readonly [string, Step, RegExp, () => Promise<unknown>])[] = [
  ['a journal', 'open', /r-\d+\.jsonl$/, () => begin()],
  ['a journal', 'write', /r-\d+\.jsonl$/, () => begin()],
  ['a journal', 'sync', /r-\d+\.jsonl$/, () => begin()],
  ['the name of a journal', 'sync', /runs$/, () => begin()],
  ['a plan', 'open', /\.unfinished$/, () => openPlanStore(state, clock).save(samplePlan('p-1'))],
  ['a plan', 'write', /\.unfinished$/, () => openPlanStore(state, clock).save(samplePlan('p-1'))],
  ['the mark of a used plan', 'open', /\.spent$/, () => spend()],
  ['the lock', 'open', /run\.lock/, () => takeRunLock(state, testMarks, 'r-1')],
  ['the lock', 'write', /run\.lock/, () => takeRunLock(state, testMarks, 'r-1')],
  ['the lock', 'sync', /run\.lock/, () => takeRunLock(state, testMarks, 'r-1')],
  ['a batch', 'mkdir', /q-1\.part$/, () => beginPart(state, batchIdOf('r-1'), batch)],
  ['the header of a batch', 'open', /\.new$/, () => beginPart(state, batchIdOf('r-1'), batch)],
  ['the items of a batch', 'mkdir', /items$/, () => beginPart(state, batchIdOf('r-1'), batch)],
];

async function spend(): Promise<void> {
  const plans = openPlanStore(state, clock);
  await plans.save(samplePlan('p-1'));
  await plans.spend('p-1');
}

describe.each([
  ['EDQUOT', 'disk-full'],
  ['ENOSPC', 'disk-full'],
  ['EROFS', 'data-dir-unusable'],
  ['EIO', 'data-dir-unusable'],
])('%s is told as %s', (code, told) => {
  test.each(writes)('when %s is refused at %s', async (_what, step, end, write) => {
    Object.assign(fault, { step, code, end });
    const said = await write().catch((error: unknown) => error);
    fault.step = '';
    expect(said).toBeInstanceOf(SignOffError);
    expect(said).toMatchObject({ code: told });
    if (told !== 'disk-full') expect(said).toMatchObject({ params: { reason: code } });
  });
});

test('an exhausted quota leaves no lock, no partial plan, and nothing that blocks a later run', async () => {
  for (const [, step, end, write] of writes) {
    Object.assign(fault, { step, code: 'EDQUOT', end });
    await expect(write()).rejects.toMatchObject({ code: 'disk-full' });
    fault.step = '';
  }
  expect(readdirSync(state.path).filter((name) => name.startsWith('run.lock'))).toEqual([]);
  expect(readdirSync(join(state.path, 'plans')).filter((name) => name.endsWith('.unfinished'))).toEqual([]);
  await (await takeRunLock(state, testMarks, 'r-1')).release();
  await beginPart(state, batchIdOf('r-1'), batch);
  await (await begin()).close();
  await spend();
});

test('a journal that hits the quota rejects every pending write, and writes nothing more', async () => {
  const journal = await beginJournal(state, header);
  const path = join(state.path, 'runs', 'r-1.jsonl');
  const line = { kind: 'resume', at: 1, pid: 1 } as const;
  await journal.write(line);
  Object.assign(fault, { step: 'write', code: 'EDQUOT', end: /r-1\.jsonl$/ });
  const both = await Promise.allSettled([journal.write(line), journal.write(line)]);
  expect(both).toMatchObject([{ reason: { code: 'disk-full' } }, { reason: { code: 'disk-full' } }]);
  fault.step = '';
  await expect(journal.write(line)).rejects.toMatchObject({ code: 'disk-full', params: { path } });
  await journal.close();
});
