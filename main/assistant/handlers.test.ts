import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Client } from '../../app/contract/contract.ts';
import type { HostView } from '../../app/contract/host.ts';
import { cutRun } from '../engine/runs/testing/cut-run.ts';
import { makeFolder } from '../engine/runs/testing/run-plan.ts';
import { createSystem } from '../system/system.ts';
import type { System } from '../system/system.ts';
import type { AssistantOptions } from './assistant.ts';
import { compose } from './compose.ts';

const none: HostView['capabilities'] = {
  tray: false,
  trash: false,
  notifications: false,
  autostart: false,
  powerEvents: false,
  openFolder: false,
};

interface Opened {
  readonly client: Client;
  readonly retain: () => Promise<void>;
  readonly close: () => Promise<void>;
}

async function assistantOn(dataDir: string, system?: System): Promise<Opened> {
  const options: AssistantOptions = {
    env: { HOME: makeFolder('signoff-home-') },
    system: 'linux',
    dataDir,
    demo: false,
    workers: { kind: 'inline' },
    capabilities: none,
    warn: () => undefined,
  };
  const assistant = await compose(options, system);
  return {
    client: assistant.client({ host: 'cli', may: ['read', 'write', 'destroy'] }),
    retain: () => assistant.retain(),
    close: () => assistant.close(),
  };
}

async function codeOf(reply: ReturnType<Client['call']>): Promise<string> {
  const answer = await reply;
  return answer.ok ? 'went through' : answer.error.code;
}

test('going on with a run asks to be confirmed, and knows only runs that were cut off', async () => {
  const { client, close } = await assistantOn(makeFolder('signoff-state-'));
  // @ts-expect-error: the contract's types refuse it before the dispatcher does
  const unconfirmed = client.call('runs.resume', { runId: 'r-1', confirmed: false });
  expect(await codeOf(unconfirmed)).toBe('confirmation-missing');
  expect(await codeOf(client.call('runs.resume', { runId: 'r-1', confirmed: true }))).toBe('run-not-found');
  expect(await codeOf(client.call('runs.close', { runId: 'r-1' }))).toBe('run-not-found');
  await close();
});

test('where the host has no bin, the bin is refused by name; nothing else is tried in its place', async () => {
  const { client, close } = await assistantOn(makeFolder('signoff-state-'));
  const start = { planId: 'p-1', confirmed: true } as const;
  expect(await codeOf(client.call('runs.start', { ...start, mode: 'trash' }))).toBe('mode-not-available');
  expect(await codeOf(client.call('runs.start', { ...start, mode: 'delete' }))).toBe('plan-not-found');
  await close();
});

test('while another living process removes or puts back, starting, going on and closing are refused', async () => {
  const dataDir = makeFolder('signoff-state-');
  const { client, close } = await assistantOn(dataDir);
  const holder = { token: 'ab'.repeat(12), pid: process.ppid, mark: null, what: 'r-other' };
  writeFileSync(join(dataDir, 'run.lock'), JSON.stringify(holder));
  const start = { planId: 'p-1', mode: 'delete', confirmed: true } as const;
  expect(await codeOf(client.call('runs.start', start))).toBe('busy');
  expect(await codeOf(client.call('runs.resume', { runId: 'r-1', confirmed: true }))).toBe('busy');
  expect(await codeOf(client.call('runs.close', { runId: 'r-1' }))).toBe('busy');
  await close();
});

test('a part is its run’s while that can go on, and listed when no journal speaks of it any more', async () => {
  const cut = await cutRun({ mode: 'quarantine', announced: 1_200, done: 700 });
  const { client, close } = await assistantOn(cut.state.path);
  expect(await client.call('quarantine.list', {})).toMatchObject({ ok: true, value: [] });
  rmSync(cut.journalPath);
  expect(await client.call('quarantine.list', {})).toMatchObject({
    ok: true,
    value: [{ id: 'q-cut', state: 'unfinished', files: 700 }],
  });
  await close();
});

test('a host that stays open looks at what is too old at its start and again a day later', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  const dataDir = makeFolder('signoff-state-');
  const system = createSystem('linux', { HOME: makeFolder('signoff-home-') });
  let now = 1_800_000_000_000;
  const { retain, close } = await assistantOn(dataDir, { ...system, clock: { now: () => now } });
  const looks = (): unknown =>
    (JSON.parse(readFileSync(join(dataDir, 'quarantine-clock.json'), 'utf8')) as { looks: unknown }).looks;
  await retain();
  expect(looks()).toEqual([now]);
  now += 24 * 3_600_000;
  vi.advanceTimersByTime(3_600_000);
  await vi.waitFor(() => expect(looks()).toEqual([now - 24 * 3_600_000, now]));
  await close();
  now += 24 * 3_600_000;
  vi.advanceTimersByTime(3_600_000);
  await retain();
  expect(looks()).toHaveLength(2);
});
