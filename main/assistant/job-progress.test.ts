import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { beforeAll, expect, test } from 'vitest';
import { removalModes } from '../../app/cleanup/outcomes.ts';
import type { Client, InputOf, MethodName, OutputOf } from '../../app/contract/contract.ts';
import type { JobEnd, JobProgress } from '../../app/contract/jobs.ts';
import { demoEnvironment, generateDemoHome } from '../demo/generate-demo-home.ts';
import { buildWorker } from '../engine/removal/testing/built-worker.ts';
import { makeFolder } from '../engine/runs/testing/run-plan.ts';
import type { WorkerPlace } from '../engine/planning/workers.ts';
import type { Processes } from '../system/ports.ts';
import { createSystem } from '../system/system.ts';
import type { AssistantOptions } from './assistant.ts';
import { compose } from './compose.ts';

const files = 4_000;

let workers: WorkerPlace;
beforeAll(async () => {
  workers = await buildWorker({
    'scan-worker': 'main/hosts/worker/scan-worker.ts',
    'watch-worker': 'main/hosts/worker/watch-worker.ts',
  });
}, 60_000);

/** The whole assistant as a host has it, in real threads, on a generated home; and all that its jobs say. */
async function assistantOnDemo() {
  const home = makeFolder('signoff-demo-');
  await generateDemoHome({ folder: join(home, 'home'), files });
  const env = demoEnvironment(join(home, 'home'));
  const options: AssistantOptions = {
    env,
    system: 'linux',
    dataDir: join(home, 'state'),
    demo: false,
    workers,
    capabilities: {
      tray: false,
      trash: true,
      notifications: false,
      autostart: false,
      powerEvents: false,
    },
    warn: () => undefined,
  };
  // no process of this computer may refuse the run
  const processes: Processes = { list: () => Promise.resolve({ kind: 'known', processes: [] }) };
  const assistant = await compose(options, { ...createSystem('linux', env), processes });
  const client = assistant.client({ host: 'cli', may: ['read', 'write', 'destroy'] });
  const told: JobProgress[] = [];
  const ends = new Map<string, JobEnd>();
  client.on('job.progress', (event) => void told.push(event));
  client.on('job.ended', (end) => void ends.set(end.jobId, end));
  return { client, told, ends, close: () => assistant.close() };
}

async function call<M extends MethodName>(
  client: Client,
  method: M,
  input: InputOf<M>,
): Promise<OutputOf<M>> {
  const reply = await client.call(method, input);
  if (!reply.ok) throw new Error(`${method}: ${reply.error.code}`);
  return reply.value;
}

/** Each counter of one job: never less than before, never more than there is to do, and in the end all of it. */
function demandMonotone(events: readonly JobProgress[]): void {
  expect(events.length).toBeGreaterThan(0);
  for (const [index, event] of events.entries()) {
    const before = events[index - 1];
    expect(event.done).toBeGreaterThanOrEqual(before?.done ?? 0);
    expect(event.bytes).toBeGreaterThanOrEqual(before?.bytes ?? 0);
    if (event.total !== null) expect(event.done).toBeLessThanOrEqual(event.total);
    if (event.bytesTotal !== null) expect(event.bytes).toBeLessThanOrEqual(event.bytesTotal);
    if (event.etaMs !== null) expect(event.etaMs).toBeGreaterThanOrEqual(0);
  }
}

test.each(removalModes)(
  '%s in real threads: what the contract tells of its progress only grows, up to what was planned',
  async (mode) => {
    const { client, told, ends, close } = await assistantOnDemo();
    const follow = async (jobId: string): Promise<readonly JobProgress[]> => {
      while (!ends.has(jobId)) await pause(5);
      expect(ends.get(jobId)?.outcome).toBe('done');
      return told.filter((event) => event.jobId === jobId);
    };
    await call(client, 'accounts.discover', {});
    const made = await call(client, 'plans.create', {
      level: 'deep',
      accounts: 'all',
      include: [],
      olderThanMs: null,
      keep: [],
      sinceSession: false,
    });
    demandMonotone(await follow(made.jobId));
    const plan = await call(client, 'plans.get', { planId: made.planId });
    expect(plan.total.files).toBeGreaterThan(1_000);
    const start = { planId: made.planId, mode, confirmed: true } as const;
    const events = await follow((await call(client, 'runs.start', start)).jobId);
    demandMonotone(events);
    const last = events.at(-1);
    expect(last).toMatchObject({ kind: 'clean', total: plan.total.files, bytesTotal: plan.total.bytes });
    expect(last?.done).toBe(plan.total.files);
    expect(last?.bytes).toBe(plan.total.bytes);
    await close();
  },
  60_000,
);
