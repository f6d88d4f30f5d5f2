import { existsSync } from 'node:fs';
import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { RootView } from '../../app/contract/accounts.ts';
import type { PlanView } from '../../app/contract/plans.ts';
import { generateDemoHome } from '../demo/generate-demo-home.ts';
import { cutRun } from '../engine/runs/testing/cut-run.ts';
import { testMarks } from '../engine/runs/testing/run-plan.ts';
import { takeRunLock } from '../engine/state/run-lock.ts';
import { openStateFolder } from '../engine/state/state-folder.ts';
import { createSystem } from '../system/system.ts';
import { compose } from './compose.ts';
import { assistantOnHome } from './testing/assistant-on-home.ts';
import type { AssistantOnHome } from './testing/assistant-on-home.ts';

let home: string;
let own: string;

beforeEach(async () => {
  home = join(await realpath(await mkdtemp(join(tmpdir(), 'signoff-keep-'))), 'demo');
  own = join(home, '.local/state/signoff');
  onTestFinished(() => rm(join(home, '..'), { recursive: true, force: true }));
  await generateDemoHome({ folder: home, files: 400 });
});

interface Planned {
  readonly rootId: string;
  readonly path: string;
  /** on the disk */
  readonly full: string;
}

/** Every file that a plan takes. */
async function entriesOf(assistant: AssistantOnHome, { id }: PlanView): Promise<readonly Planned[]> {
  const { roots } = await assistant.call('accounts.discover', {});
  const rootOf = (rootId: string): RootView => roots.find((root) => root.id === rootId)!;
  const found: Planned[] = [];
  for (let offset = 0; ; offset += 500) {
    const page = await assistant.call('plans.entries', { planId: id, offset, limit: 500 });
    for (const { rootId, path } of page.entries)
      found.push({ rootId, path, full: join(rootOf(rootId).realPath, path) });
    if (found.length >= page.total) return found;
  }
}

async function opened(): Promise<{ assistant: AssistantOnHome; plan: PlanView; file: Planned }> {
  const assistant = await assistantOnHome(home);
  const plan = await assistant.plan();
  const file = (await entriesOf(assistant, plan)).find(({ path }) => path.includes('/msg/file/'))!;
  return { assistant, plan, file };
}

describe('a file that is always kept', () => {
  test('stays byte for byte through a deep clean, and all else goes', async () => {
    const { assistant, plan, file } = await opened();
    const before = await entriesOf(assistant, plan);
    const content = await readFile(file.full);
    const list = await assistant.call('keep.add', { places: [{ rootId: file.rootId, path: file.path }] });
    expect(list.kept).toMatchObject([{ path: file.full, state: 'file' }]);
    const fresh = await assistant.plan();
    expect(fresh.kept.find(({ reason }) => reason === 'kept-by-pattern')?.files).toBe(1);
    const report = await assistant.run(fresh.id, 'delete');
    expect(await readFile(file.full)).toEqual(content);
    const left = before.filter(({ full }) => existsSync(full));
    expect(left.map(({ full }) => full)).toEqual([file.full]);
    expect(report.verification).toMatchObject({ outcome: 'done', verdict: { headline: 'data-left' } });
    const data = report.verification?.stillHere.filter(({ concern }) => concern === 'data');
    expect(data).toMatchObject([{ place: file.full, files: 1 }]);
    await assistant.call('keep.remove', { paths: [file.full] });
    await assistant.run((await assistant.plan()).id, 'delete');
    expect(existsSync(file.full)).toBe(false);
  });

  test('is in no plan of any level, account or extra, also after a restart', async () => {
    const { assistant, file } = await opened();
    await assistant.call('keep.add', { places: [file.full] });
    const again = await assistantOnHome(home);
    const { accounts } = await again.call('accounts.discover', {});
    const selections = [
      { level: 'basic', include: ['received', 'media', 'phone-backups'] },
      { level: 'system', include: ['received'] },
      { level: 'deep', accounts: accounts.filter(({ access }) => access === 'ok').map(({ id }) => id) },
      { level: 'deep', products: ['wechat'], keep: ['*.nothing'] },
    ] as const;
    for (const selection of selections)
      expect(
        (await entriesOf(again, await again.plan(selection as never))).map(({ full }) => full),
      ).not.toContain(file.full);
  });

  test('added after a plan was made refuses that plan before it is spent, and a reduced one runs', async () => {
    const { assistant, plan, file } = await opened();
    await assistant.call('keep.add', { places: [file.full] });
    const refused = { code: 'plan-holds-kept', params: { path: file.full } };
    await expect(assistant.run(plan.id, 'delete')).rejects.toMatchObject(refused);
    expect(existsSync(file.full)).toBe(true);
    const reduced = await assistant.call('plans.exclude', {
      planId: plan.id,
      choices: [{ goes: false, what: { rootId: file.rootId, path: file.path } }],
    });
    await assistant.run(reduced.id, 'delete');
    expect(existsSync(file.full)).toBe(true);
  });

  test('is kept from a run that was cut off: it is not gone on with', async () => {
    const cut = await cutRun({ mode: 'delete', announced: 1_200, done: 700 });
    const path = join(cut.root, 'c');
    const kept = { kept: [{ path, accountId: null, at: 1 }], lost: null };
    await writeFile(join(cut.state.path, 'keep.json'), JSON.stringify({ version: 1, ...kept }));
    const noTray = { tray: false, trash: false, notifications: false };
    const capabilities = { ...noTray, autostart: false, powerEvents: false };
    const assistant = await compose(
      {
        ...{ env: { HOME: home }, system: 'linux', workers: { kind: 'inline' }, warn: () => undefined },
        ...{ dataDir: cut.state.path, demo: false, capabilities },
      },
      createSystem('linux', { HOME: home }),
    );
    onTestFinished(() => assistant.close());
    const client = assistant.client({ host: 'cli', may: ['read', 'write', 'destroy'] });
    const reply = await client.call('runs.resume', { runId: 'r-cut', confirmed: true });
    expect(reply).toMatchObject({ ok: false, error: { code: 'plan-holds-kept' } });
    expect(existsSync(join(path, 'f1399'))).toBe(true);
  });
});

test('nothing is added while something is removed', async () => {
  const { assistant, file } = await opened();
  const state = await openStateFolder(own, { now: Date.now });
  const lock = await takeRunLock(state, testMarks, 'r-other');
  await expect(assistant.call('keep.add', { places: [file.full] })).rejects.toMatchObject({ code: 'busy' });
  await lock.release();
  await assistant.call('keep.add', { places: [file.full] });
});

test('without a readable list no plan is made and none is carried out', async () => {
  const { assistant, plan, file } = await opened();
  await assistant.call('keep.add', { places: [file.full] });
  await writeFile(join(own, 'keep.json'), '{"version":1,"kept":[{');
  await expect(assistant.plan()).rejects.toMatchObject({ code: 'keep-list-lost' });
  await expect(assistant.run(plan.id, 'delete')).rejects.toMatchObject({ code: 'keep-list-lost' });
  const { kept, lost } = await assistant.call('keep.list', {});
  expect(kept).toEqual([]);
  expect(await readFile(lost!, 'utf8')).toContain('{');
  await assistant.call('keep.confirm', {});
  await assistant.run((await assistant.plan()).id, 'delete');
});

test.each(['own', 'shared', 'others', 'unanswered'] as const)(
  'on a computer that is %s no leaving ends the list, so another program takes nothing of it either',
  async (computer) => {
    const { assistant, file } = await opened();
    await assistant.call('settings.set', { computer });
    await assistant.call('keep.add', { places: [file.full] });
    await assistant.run((await assistant.plan()).id, 'delete');
    const later = await assistantOnHome(home);
    await later.run((await later.plan()).id, 'delete');
    expect(existsSync(file.full)).toBe(true);
  },
);

test('a guest neither sees nor takes off what the owner keeps', async () => {
  const { assistant, file } = await opened();
  await assistant.call('keep.add', { places: [file.full] });
  const { jobId } = await assistant.call('session.start', {});
  expect((await assistant.end(jobId)).outcome).toBe('done');
  expect((await assistant.call('keep.list', {})).kept).toEqual([]);
  const remove = assistant.call('keep.remove', { paths: [file.full] });
  await expect(remove).rejects.toMatchObject({ code: 'session-running' });
  await expect(assistant.call('keep.confirm', {})).rejects.toMatchObject({ code: 'session-running' });
  await assistant.call('session.end', {});
  expect((await assistant.call('keep.list', {})).kept).toHaveLength(1);
});

test('forgetting takes the list along', async () => {
  const { assistant, file } = await opened();
  await assistant.call('settings.set', { computer: 'shared' });
  await assistant.call('keep.add', { places: [file.full] });
  await assistant.run((await assistant.plan()).id, 'delete');
  await assistant.call('keep.add', { places: [join(file.full, '..')] });
  await assistant.call('own.forget', { confirmed: true });
  expect(existsSync(join(own, 'keep.json'))).toBe(false);
  expect((await assistant.call('keep.list', {})).kept).toEqual([]);
});
