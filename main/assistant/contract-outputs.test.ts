import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { methods } from '../../app/contract/contract.ts';
import type { Client, InputOf, MethodName, OutputOf } from '../../app/contract/contract.ts';
import { demoEnvironment, generateDemoHome } from '../demo/generate-demo-home.ts';
import { makeFolder } from '../engine/runs/testing/run-plan.ts';
import type { Processes } from '../system/ports.ts';
import { createSystem } from '../system/system.ts';
import { undocumentedIn } from '../testing/documented.ts';
import type { Assistant } from './assistant.ts';
import { compose } from './compose.ts';

/** They need a running messenger or a run that was cut off: quit.test.ts and interrupted.test.ts try those. */
const elsewhere: readonly MethodName[] = [
  'messengers.askToQuit',
  'messengers.forceEnd',
  'runs.resume',
  'runs.close',
  // opens a window of the desktop
  'host.showPlace',
];

let assistant: Assistant;
let client: Client;
const called = new Set<MethodName>();
const seen = new Set<string>();
const problems: string[] = [];

function check(file: string, of: string, value: unknown): void {
  problems.push(...undocumentedIn(file, value, of).map((problem) => `${of}: ${problem}`));
}

/** Calls the composed assistant and compares what goes in and comes back with docs/schema. */
async function call<M extends MethodName>(method: M, input: InputOf<M>): Promise<OutputOf<M>> {
  called.add(method);
  check('contract-inputs.json', method, input);
  const reply = await client.call(method, input);
  if (!reply.ok) throw new Error(`${method}: ${JSON.stringify(reply.error)}`);
  check('contract-outputs.json', method, reply.value);
  return reply.value;
}

async function ended(jobId: string): Promise<void> {
  for (;;) {
    const end = await call('jobs.end', { jobId });
    if (end !== null) {
      expect(end).toMatchObject({ outcome: 'done' });
      return;
    }
    await pause(10);
  }
}

beforeAll(async () => {
  const home = await generateDemoHome({ folder: makeFolder('signoff-demo-'), files: 900 });
  const env = demoEnvironment(home.folder);
  const system = createSystem('linux', env);
  const options = {
    env,
    system: 'linux',
    dataDir: null,
    demo: true,
    workers: { kind: 'inline' },
    capabilities: {
      ...{ tray: false, trash: false, notifications: false },
      ...{ autostart: false, powerEvents: false, openFolder: false },
    },
    clipboard: { isAvailable: () => true, clear: () => Promise.resolve({ kind: 'cleared' as const }) },
    warn: () => undefined,
  } as const;
  // no process of this computer may refuse the run
  const processes: Processes = { list: () => Promise.resolve({ kind: 'known', processes: [] }) };
  assistant = await compose(options, { ...system, processes });
  client = assistant.client({ host: 'cli', may: ['read', 'write', 'destroy'] });
  assistant.onAny((event, payload) => {
    seen.add(event);
    check('contract-events.json', event, payload);
  });
});

afterAll(() => assistant.close());

test('everything that the assistant answers and sends fits docs/schema', async () => {
  await call('host.describe', {});
  await call('clipboard.clear', {});
  await call('settings.set', { ...(await call('settings.get', {})), theme: 'dark' });
  const { accounts } = await call('accounts.discover', {});
  await call('accounts.mark', { accountId: accounts[0]!.id, name: '我的微信', isMine: true });
  await call('accounts.marks', {});
  await call('signin.check', {});
  await call('messengers.quitState', { product: 'wechat' });
  await ended((await call('usage.scan', {})).jobId);
  await call('usage.get', {});

  await ended((await call('session.start', {})).jobId);
  await call('session.get', {});
  await call('session.confirm', {});
  await call('session.end', {});
  await call('watch.start', {});
  await call('watch.get', {});
  await call('watch.answerGrowth', {});
  await call('watch.stop', {});

  const ids = accounts.filter(({ access }) => access === 'ok').map(({ id }) => id);
  await call('keep.list', {});
  const { realPath } = (await call('accounts.discover', {})).roots.find(
    ({ id }) => id === accounts[0]!.rootId,
  )!;
  await call('keep.add', { places: [{ rootId: accounts[0]!.rootId, path: accounts[0]!.folder }] });
  await call('keep.remove', { paths: [`${realPath}/${accounts[0]!.folder}`] });
  await call('keep.confirm', {});
  const { jobId, planId } = await call('plans.create', {
    ...{ level: 'system', accounts: ids, include: [], olderThanMs: null, keep: [] },
  });
  await ended(jobId);
  const plan = await call('plans.get', { planId });
  const [first] = plan.groups;
  await call('plans.entries', { planId, groupId: first?.id ?? 0, offset: 0, limit: 50 });
  await call('plans.entries', { planId, where: { kind: 'cache' }, order: 'size', offset: 0, limit: 50 });
  await call('plans.sums', { planId, by: 'month' });
  await call('plans.sums', { planId, by: 'chat', where: { kind: 'media' } });
  const smaller = await call('plans.exclude', { planId, groups: [first?.id ?? 0] });
  await call('volumes.describe', { planId: smaller.id });
  const run = await call('runs.start', { planId: smaller.id, mode: 'quarantine', confirmed: true });
  await call('runs.active', {});
  await call('jobs.running', {});
  await ended(run.jobId);
  await ended((await call('runs.verify', { runId: run.runId })).jobId);
  await call('reports.get', { runId: run.runId });
  await call('reports.confirm', { runId: run.runId, product: 'wechat', step: 'protect', done: true });
  await call('reports.digest', { runId: run.runId });
  await call('reports.list', {});
  await call('status.get', {});

  const [batch] = await call('quarantine.list', {});
  const batchId = batch?.id ?? '';
  const { entries } = await call('quarantine.entries', { batchId, offset: 0, limit: 50 });
  const [entry] = entries;
  await call('quarantine.entries', { batchId, text: entry?.path ?? '', offset: 0, limit: 1 });
  const paths = [`${entry?.root ?? ''}/${entry?.path ?? ''}`];
  await ended((await call('quarantine.restore', { batchId, conflict: 'skip', paths })).jobId);
  const restore = await call('quarantine.restore', { batchId, conflict: 'rename' });
  await call('jobs.cancel', { jobId: 'unknown' });
  await ended(restore.jobId);
  await call('quarantine.restored', { jobId: restore.jobId });
  const again = await call('plans.create', {
    ...{ level: 'basic', accounts: 'all', include: [], olderThanMs: null, keep: [] },
  });
  await ended(again.jobId);
  const second = await call('runs.start', { planId: again.planId, mode: 'quarantine', confirmed: true });
  await ended(second.jobId);
  const batches = (await call('quarantine.list', {})).map(({ id }) => id);
  const purge = await call('quarantine.purge', { batches, confirmed: true });
  await ended(purge.jobId);
  await call('quarantine.purged', { jobId: purge.jobId });
  const answers = {
    purpose: 'leave',
    step: 'preview',
    visited: ['accounts', 'sign-out', 'level', 'preview'],
    signOut: { product: 'wechat', guide: 'wechat-4-linux', instruction: 1, later: ['qq'] },
  } as const;
  await call('leaving.keep', {
    draft: {
      ...{ ...answers, selectable: ids, accounts: ids, sinceSession: false, level: 'system', include: [] },
      ...{ olderThanMs: null, mode: 'delete', interrupted: null, resume: null, runId: null, keptShared: [] },
      choices: [{ goes: false, what: { accountId: null, kind: 'cache', month: '2026-10' } }],
    },
  });
  expect(await call('leaving.kept', {})).toMatchObject({ step: 'preview', accounts: ids });
  await call('own.forget', { confirmed: true });
  expect(await call('leaving.kept', {})).toBeNull();

  expect(problems).toEqual([]);
  expect([...called, ...elsewhere].toSorted()).toEqual(Object.keys(methods).toSorted());
  expect([...seen]).toEqual(
    expect.arrayContaining(['job.ended', 'settings.changed', 'session.changed', 'quarantine.changed']),
  );
});
