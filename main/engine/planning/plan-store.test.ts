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
import { openStateFolder } from '../state/state-folder.ts';
import type { StateFolder } from '../state/state-folder.ts';
import { now, scratchFolder } from './testing/sample-root.ts';
import { planLifetimeMs } from './create-plan.ts';
import type { FrozenPlan } from './frozen-plan.ts';
import { openPlanStore } from './plan-store.ts';
import type { PlanStore } from './plan-store.ts';
import { samplePlan } from './testing/sample-plan.ts';

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

/** Changes a file letter by letter; its bytes are no text as a whole. */
function rewrite(path: string, change: (text: string) => string): void {
  writeFileSync(path, change(readFileSync(path, 'latin1')), 'latin1');
}

/** Another process: it shares the folder and remembers nothing. */
function another(): PlanStore {
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

describe('a stored plan', () => {
  it('comes back in another process as it was, number for number and name for name', async () => {
    const plan = samplePlan('p-1', { entries: 20_000 });
    await another().save(plan);
    expect(contentOf(await another().load('p-1'))).toEqual(contentOf(plan));
  });

  it('may be empty', async () => {
    const plan = samplePlan('p-0', { entries: 0 });
    await another().save(plan);
    expect(contentOf(await another().load('p-0'))).toEqual(contentOf(plan));
  });

  it('is readable by its owner only', async () => {
    await another().save(samplePlan('p-1'));
    expect(statSync(file('p-1')).mode & 0o777).toBe(0o600);
    expect(statSync(join(state.path, 'plans')).mode & 0o777).toBe(0o700);
  });

  it('is not found under any id that could leave the folder', async () => {
    writeFileSync(join(state.path, 'secret.plan'), '{}');
    for (const id of ['../secret', '..', 'a/b', '', 'x'.repeat(65), 'a\0b', 'a.b'])
      expect(await outcomeOf(another().load(id))).toBe('plan-not-found');
    expect(await outcomeOf(another().drop('../secret'))).toBe('plan-not-found');
    expect(existsSync(join(state.path, 'secret.plan'))).toBe(true);
  });

  it('expires, and then only verification may read it', async () => {
    const store = another();
    await store.save(samplePlan('p-1'));
    time = now + planLifetimeMs + 1;
    expect(await outcomeOf(store.load('p-1'))).toBe('plan-expired');
    expect(await outcomeOf(store.spend('p-1'))).toBe('plan-expired');
    expect(await outcomeOf(store.loadSpent('p-1'))).toBe('ok');
  });
});

describe('a plan is used once', () => {
  it('also when two processes try at the same moment', async () => {
    await another().save(samplePlan('p-1'));
    const said = await Promise.all(
      [another(), another(), another()].map((store) => outcomeOf(store.spend('p-1'))),
    );
    expect(said.sort()).toEqual(['ok', 'plan-used', 'plan-used']);
    expect(await outcomeOf(another().load('p-1'))).toBe('plan-used');
    expect(await outcomeOf(another().page('p-1', 0, 0, 10))).toBe('plan-used');
    expect(await outcomeOf(another().loadSpent('p-1'))).toBe('ok');
  });

  it('and never by a process that still remembers what another has used and dropped', async () => {
    const slow = another();
    await slow.save(samplePlan('p-1'));
    const quick = another();
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

  it.each(damages)('%s: is refused and kept aside', async (_, damage) => {
    await another().save(samplePlan('p-1'));
    damage(file('p-1'));
    expect(await outcomeOf(another().load('p-1'))).toBe('plan-damaged');
    expect(state.asides()).toHaveLength(1);
    expect(existsSync(state.asides()[0]!)).toBe(true);
    expect(await outcomeOf(another().load('p-1'))).toBe('plan-not-found');
  });

  it('is not one of an earlier version: that one is merely past its time, and sweeping removes it', async () => {
    await another().save(samplePlan('p-1'));
    const today = readFileSync(file('p-1'), 'latin1');
    writeFileSync(file('p-1'), today.replace('"version":3', '"version":2'), 'latin1');
    expect(await outcomeOf(another().load('p-1'))).toBe('plan-expired');
    await another().sweep(noneInUse);
    expect(existsSync(file('p-1'))).toBe(false);
    expect(state.asides()).toEqual([]);
    await another().save(samplePlan('p-2'));
    writeFileSync(file('p-2'), today.replace('"version":3', '"version":4'), 'latin1');
    expect(await outcomeOf(another().load('p-2'))).toBe('plan-damaged');
  });

  it('is one that was stored under another name', async () => {
    await another().save(samplePlan('p-1'));
    writeFileSync(file('p-2'), readFileSync(file('p-1')));
    expect(await outcomeOf(another().load('p-2'))).toBe('plan-damaged');
  });
});

describe('pages', () => {
  it('show a group from any place on, with paths below the root', async () => {
    const store = another();
    const plan = samplePlan('p-1', { entries: 25 });
    await store.save(plan);
    const [first, second] = plan.view.groups;
    const page = await store.page('p-1', second!.id, 2, 3);
    expect(page).toMatchObject({ planId: 'p-1', groupId: second!.id, total: second!.files, offset: 2 });
    expect(page.entries.map((entry) => entry.id)).toEqual([2, 3, 4].map((i) => first!.files + i));
    const [entry] = page.entries;
    expect(plan.pathOf(entry!.id).endsWith(`/${entry!.path}`)).toBe(true);
    expect((await store.page('p-1', second!.id, 9999, 10)).entries).toEqual([]);
    expect(await outcomeOf(store.page('p-1', 99, 0, 10))).toBe('invalid-input');
  });
});

describe('sweeping', () => {
  it('removes expired plans, keeps a used one for its verification, and in the end leaves nothing', async () => {
    const store = another();
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

  it('never takes a used plan that a run without an end still needs, nor any while nobody can tell', async () => {
    const store = another();
    for (const id of ['cut', 'ended', 'unused']) await store.save(samplePlan(id));
    for (const id of ['cut', 'ended']) await store.spend(id);
    time = now + 1000 * planLifetimeMs;
    await store.sweep(() => Promise.reject(new Error('the journals cannot be read')));
    expect(readdirSync(join(state.path, 'plans')).sort()).toEqual(
      ['cut.plan', 'cut.spent', 'ended.plan', 'ended.spent'].sort(),
    );
    await store.sweep(() => Promise.resolve(new Set(['cut'])));
    expect(readdirSync(join(state.path, 'plans')).sort()).toEqual(['cut.plan', 'cut.spent']);
    expect(await outcomeOf(another().loadSpent('cut'))).toBe('ok');
  });

  it('removes a damaged plan that was kept aside a day after that', async () => {
    await another().save(samplePlan('p-1'));
    truncateSync(file('p-1'), 40);
    await outcomeOf(another().load('p-1'));
    const [aside] = readdirSync(join(state.path, 'plans'));
    expect(aside).toMatch(/^p-1\.plan\.corrupt-/);
    time = Date.now() + 23 * 60 * 60 * 1000;
    await another().sweep(noneInUse);
    expect(readdirSync(join(state.path, 'plans'))).toEqual([aside]);
    time = Date.now() + 25 * 60 * 60 * 1000;
    await another().sweep(noneInUse);
    expect(readdirSync(join(state.path, 'plans'))).toEqual([]);
  });

  it('removes plans under the name that they had in earlier versions, and nothing else beside them', async () => {
    await another().save(samplePlan('p-1'));
    for (const name of ['p-0.jsonl', 'notes.txt']) writeFileSync(join(state.path, 'plans', name), 'old');
    await another().sweep(noneInUse);
    expect(readdirSync(join(state.path, 'plans')).sort()).toEqual(['notes.txt', 'p-1.plan']);
  });

  it('has nothing to do where no plan was ever made', async () => {
    await another().sweep(noneInUse);
    expect(existsSync(join(state.path, 'plans'))).toBe(false);
  });
});
