import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Client } from '../../app/contract/contract.ts';
import { cutRun } from '../engine/runs/testing/cut-run.ts';
import { makeFolder } from '../engine/runs/testing/run-plan.ts';
import type { Clipboard, ClipboardAnswer } from '../system/ports.ts';
import { createSystem } from '../system/system.ts';
import type { System } from '../system/system.ts';
import type { AssistantOptions } from './assistant.ts';
import { compose } from './compose.ts';

const none: AssistantOptions['capabilities'] = {
  tray: false,
  trash: false,
  notifications: false,
  autostart: false,
  powerEvents: false,
};

interface Opened {
  readonly client: Client;
  readonly retain: () => Promise<void>;
  readonly close: () => Promise<void>;
}

async function assistantOn(dataDir: string, system?: System, clipboard?: Clipboard): Promise<Opened> {
  const options: AssistantOptions = {
    env: { HOME: makeFolder('signoff-home-') },
    system: 'linux',
    dataDir,
    demo: false,
    workers: { kind: 'inline' },
    capabilities: none,
    warn: () => undefined,
    ...(clipboard === undefined ? {} : { clipboard }),
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

/** A clipboard that answers so, and how often it was asked. */
function clipboardOf(answer: ClipboardAnswer, isAvailable = true) {
  const clear = vi.fn(() => Promise.resolve(answer));
  return { isAvailable: () => isAvailable, clear };
}

test('the clipboard is emptied by the system’s own calls, otherwise by the host’s, and said to be so', async () => {
  const cases = [
    { system: true, host: true, cleared: [1, 0] },
    { system: false, host: true, cleared: [0, 1] },
    { system: false, host: false, cleared: [0, 0] },
  ];
  for (const { system, host, cleared } of cases) {
    const [own, given] = [clipboardOf({ kind: 'cleared' }, system), clipboardOf({ kind: 'cleared' }, host)];
    const ports = { ...createSystem('linux', { HOME: makeFolder('signoff-home-') }), clipboard: own };
    const { client, close } = await assistantOn(makeFolder('signoff-state-'), ports, given);
    const described = await client.call('host.describe', {});
    expect(described).toMatchObject({ value: { capabilities: { clipboard: system || host } } });
    const reply = await client.call('clipboard.clear', {});
    if (system || host) expect(reply).toEqual({ ok: true, value: {} });
    else
      expect(reply).toMatchObject({
        error: { code: 'clipboard-not-cleared', params: { why: 'not-available' } },
      });
    expect([own.clear.mock.calls.length, given.clear.mock.calls.length]).toEqual(cleared);
    await close();
  }
});

test('a clipboard that was not emptied is an error that says why, and never a success', async () => {
  for (const answer of [{ kind: 'held' }, { kind: 'failed', reason: 'Windows error 8' }] as const) {
    const ports = {
      ...createSystem('linux', { HOME: makeFolder('signoff-home-') }),
      clipboard: clipboardOf(answer),
    };
    const { client, close } = await assistantOn(makeFolder('signoff-state-'), ports);
    const reply = await client.call('clipboard.clear', {});
    const { kind: why, ...reason } = answer;
    expect(reply).toEqual({
      ok: false,
      error: { code: 'clipboard-not-cleared', params: { why, ...reason } },
    });
    await close();
  }
});
