import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Client } from '../app/contract/contract.ts';
import type { HostView } from '../app/contract/views.ts';
import { compose } from './compose.ts';
import { makeFolder } from './services/removal/testing/run-plan.ts';

const none: HostView['capabilities'] = {
  tray: false,
  trash: false,
  notifications: false,
  autostart: false,
  powerEvents: false,
  openFolder: false,
};

async function assistantOn(
  dataDir: string,
): Promise<{ readonly client: Client; readonly close: () => Promise<void> }> {
  const assistant = await compose({
    env: { HOME: makeFolder('signoff-home-') },
    system: 'linux',
    dataDir,
    demo: false,
    workers: { kind: 'inline' },
    capabilities: none,
    warn: () => undefined,
  });
  return {
    client: assistant.client({ host: 'cli', may: ['read', 'write', 'destroy'] }),
    close: () => assistant.close(),
  };
}

async function codeOf(reply: ReturnType<Client['call']>): Promise<string> {
  const answer = await reply;
  return answer.ok ? 'went through' : answer.error.code;
}

test('going on with a run asks to be confirmed, and knows only runs that were cut off', async () => {
  const { client, close } = await assistantOn(makeFolder('signoff-state-'));
  expect(await codeOf(client.call('runs.resume', { runId: 'r-1', confirmed: false }))).toBe(
    'confirmation-missing',
  );
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
