import {
  appendFileSync,
  existsSync,
  readFileSync,
  readdirSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SignOffError } from '../../../app/contract/errors.ts';
import { openStateFolder } from '../state/state-folder.ts';
import type { StateFolder } from '../state/state-folder.ts';
import { now, scratchFolder } from '../planning/testing/sample-root.ts';
import { planLifetimeMs } from '../planning/create-plan.ts';
import type { FrozenPlan } from './frozen-plan.ts';
import { openPlanStore } from './plan-store.ts';
import type { PlanStore } from './plan-store.ts';
import { samplePlan } from '../planning/testing/sample-plan.ts';

let scratch: ReturnType<typeof scratchFolder>;
let state: StateFolder;
let time = now;
const clock = { now: () => time };

beforeEach(async () => {
  scratch = scratchFolder();
  time = now;
  state = await openStateFolder(join(scratch.path, 'state'), clock);
});
afterEach(() => scratch.release());

function file(planId: string): string {
  return join(state.path, 'plans', `${planId}.plan`);
}

/** Edits a file as latin1 text, because its bytes are not valid UTF-8. */
function rewrite(path: string, change: (text: string) => string): void {
  writeFileSync(path, change(readFileSync(path, 'latin1')), 'latin1');
}

/** A second process: it shares the folder and has an empty cache. */
function otherProcess(): PlanStore {
  return openPlanStore(state, clock);
}

const noneInUse = () => Promise.resolve(new Set<string>());

function contentOf(plan: FrozenPlan) {
  return {
    view: plan.view,
    roots: plan.roots,
    folders: Array.from({ length: plan.folderCount }, (_, index) => plan.folder(index)),
    entries: Array.from({ length: plan.entryCount }, (_, index) => plan.entry(index)),
  };
}

function outcomeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'ok',
    (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : 'untyped'),
  );
}

/** The code of a refusal and the kind of its cause. */
function refusalOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => 'ok',
    (error: unknown) =>
      error instanceof SignOffError && error.cause instanceof Error
        ? { code: error.code, cause: error.cause.name }
        : error,
  );
}

describe('a stored plan', () => {
  it('is loaded unchanged by another process', async () => {
    const plan = samplePlan('p-1', { entries: 20_000 });
    await otherProcess().save(plan);
    expect(contentOf(await otherProcess().load('p-1'))).toEqual(contentOf(plan));
  });

  it('may be empty', async () => {
    const plan = samplePlan('p-0', { entries: 0 });
    await otherProcess().save(plan);
    expect(contentOf(await otherProcess().load('p-0'))).toEqual(contentOf(plan));
  });

  it('is readable by its owner only', async () => {
    await otherProcess().save(samplePlan('p-1'));
    expect(statSync(file('p-1')).mode & 0o777).toBe(0o600);
    expect(statSync(join(state.path, 'plans')).mode & 0o777).toBe(0o700);
  });

  it('is not found under an id that could leave the folder', async () => {
    writeFileSync(join(state.path, 'secret.plan'), '{}');
    for (const id of ['../secret', '..', 'a/b', '', 'x'.repeat(65), 'a\0b', 'a.b'])
      expect(await outcomeOf(otherProcess().load(id))).toBe('plan-not-found');
    expect(await outcomeOf(otherProcess().drop('../secret'))).toBe('plan-not-found');
    expect(existsSync(join(state.path, 'secret.plan'))).toBe(true);
  });

  it('expires, and then only verification may read it', async () => {
    const store = otherProcess();
    await store.save(samplePlan('p-1'));
    time = now + planLifetimeMs + 1;
    expect(await outcomeOf(store.load('p-1'))).toBe('plan-expired');
    expect(await outcomeOf(store.spend('p-1'))).toBe('plan-expired');
    expect(await outcomeOf(store.loadSpent('p-1'))).toBe('ok');
  });
});

describe('a plan can be used only once', () => {
  it('also when two processes try at the same moment', async () => {
    await otherProcess().save(samplePlan('p-1'));
    const results = await Promise.all(
      [otherProcess(), otherProcess(), otherProcess()].map((store) => outcomeOf(store.spend('p-1'))),
    );
    expect(results.sort()).toEqual(['ok', 'plan-used', 'plan-used']);
    expect(await outcomeOf(otherProcess().load('p-1'))).toBe('plan-used');
    expect(await outcomeOf(otherProcess().loadSpent('p-1'))).toBe('ok');
  });

  it('also by a process that still caches a plan that another has used and dropped', async () => {
    const slow = otherProcess();
    await slow.save(samplePlan('p-1'));
    const quick = otherProcess();
    await quick.spend('p-1');
    await quick.drop('p-1');
    expect(await outcomeOf(slow.spend('p-1'))).toBe('plan-not-found');
  });
});

describe('a damaged plan', () => {
  const damages: readonly (readonly [string, (path: string) => void])[] = [
    ['cut short', (path) => truncateSync(path, statSync(path).size - 40)],
    ['cut at a line', (path) => truncateSync(path, readFileSync(path).indexOf(10) + 1)],
    ['empty', (path) => truncateSync(path, 0)],
    ['changed in one letter', (path) => rewrite(path, (text) => text.replace('file-8.dat', 'file-9.dat'))],
    ['longer than it was', (path) => appendFileSync(path, '{}\n')],
    ['no plan at all', (path) => writeFileSync(path, 'hello\n')],
  ];

  it.each(damages)('%s: is refused with its reason and left in place', async (_, damage) => {
    await otherProcess().save(samplePlan('p-1'));
    damage(file('p-1'));
    const damaged = readFileSync(file('p-1'));
    for (const store of [otherProcess(), otherProcess()]) {
      expect(await refusalOf(store.load('p-1'))).toEqual({ code: 'plan-damaged', cause: 'PlanFileDamaged' });
      await store.sweep(noneInUse);
    }
    expect(readdirSync(join(state.path, 'plans'))).toEqual(['p-1.plan']);
    expect(readFileSync(file('p-1'))).toEqual(damaged);
  });

  it.each([4, 6])('includes one of another version: %s', async (version) => {
    await otherProcess().save(samplePlan('p-1'));
    rewrite(file('p-1'), (text) => text.replace('"version":5', `"version":${version}`));
    expect(await outcomeOf(otherProcess().load('p-1'))).toBe('plan-damaged');
    await otherProcess().sweep(noneInUse);
    expect(existsSync(file('p-1'))).toBe(true);
  });

  it('includes one stored under another name', async () => {
    await otherProcess().save(samplePlan('p-1'));
    writeFileSync(file('p-2'), readFileSync(file('p-1')));
    expect(await outcomeOf(otherProcess().load('p-2'))).toBe('plan-damaged');
  });
});

describe('sweeping', () => {
  it('removes expired plans, keeps a used one for its verification, and finally leaves nothing', async () => {
    const store = otherProcess();
    for (const id of ['old', 'used', 'kept']) await store.save(samplePlan(id));
    await store.spend('used');
    await store.sweep(noneInUse);
    expect(readdirSync(join(state.path, 'plans')).sort()).toEqual(
      ['kept.plan', 'old.plan', 'used.plan', 'used.spent'].sort(),
    );
    time = now + planLifetimeMs + 1;
    await store.sweep(noneInUse);
    expect(readdirSync(join(state.path, 'plans')).sort()).toEqual(['used.plan', 'used.spent']);
    time = Date.now() + 1000 * planLifetimeMs;
    await store.sweep(noneInUse);
    expect(readdirSync(join(state.path, 'plans'))).toEqual([]);
  });

  it('never removes a used plan that an unfinished run needs, nor any while the runs in use are unknown', async () => {
    const store = otherProcess();
    for (const id of ['cut', 'ended', 'unused']) await store.save(samplePlan(id));
    for (const id of ['cut', 'ended']) await store.spend(id);
    time = now + 1000 * planLifetimeMs;
    await store.sweep(() => Promise.reject(new Error('the journals cannot be read')));
    expect(readdirSync(join(state.path, 'plans')).sort()).toEqual(
      ['cut.plan', 'cut.spent', 'ended.plan', 'ended.spent'].sort(),
    );
    await store.sweep(() => Promise.resolve(new Set(['cut'])));
    expect(readdirSync(join(state.path, 'plans')).sort()).toEqual(['cut.plan', 'cut.spent']);
    expect(await outcomeOf(otherProcess().loadSpent('cut'))).toBe('ok');
  });

  it('removes a damaged plan one day after it was written, unless a run needs it', async () => {
    for (const id of ['p-1', 'p-2']) await otherProcess().save(samplePlan(id));
    await otherProcess().spend('p-2');
    for (const id of ['p-1', 'p-2']) truncateSync(file(id), 40);
    time = Date.now() + 23 * 60 * 60 * 1000;
    await otherProcess().sweep(noneInUse);
    expect(readdirSync(join(state.path, 'plans')).sort()).toEqual(['p-1.plan', 'p-2.plan', 'p-2.spent']);
    time = Date.now() + 25 * 60 * 60 * 1000;
    await otherProcess().sweep(() => Promise.resolve(new Set(['p-2'])));
    expect(readdirSync(join(state.path, 'plans')).sort()).toEqual(['p-2.plan', 'p-2.spent']);
    await otherProcess().sweep(noneInUse);
    expect(readdirSync(join(state.path, 'plans'))).toEqual([]);
  });

  it('leaves files with other names where they are', async () => {
    await otherProcess().save(samplePlan('p-1'));
    writeFileSync(join(state.path, 'plans', 'notes.txt'), 'old');
    await otherProcess().sweep(noneInUse);
    expect(readdirSync(join(state.path, 'plans')).sort()).toEqual(['notes.txt', 'p-1.plan']);
  });

  it('does nothing where no plan was ever made', async () => {
    await otherProcess().sweep(noneInUse);
    expect(existsSync(join(state.path, 'plans'))).toBe(false);
  });
});
