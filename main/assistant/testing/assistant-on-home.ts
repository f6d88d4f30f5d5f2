import { setTimeout as pause } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import type { InputOf, MethodName, OutputOf } from '../../../app/contract/contract.ts';
import type { JobEnd } from '../../../app/contract/jobs.ts';
import type { PlanView } from '../../../app/contract/plans.ts';
import type { ReportView } from '../../../app/contract/runs.ts';
import { demoEnvironment } from '../../demo/generate-demo-home.ts';
import type { Processes } from '../../system/ports.ts';
import { createSystem } from '../../system/system.ts';
import type { System } from '../../system/system.ts';
import { compose } from '../compose.ts';

/** The composed assistant on a test's own home, called as a window or the CLI calls it. */
export interface AssistantOnHome {
  /** Throws the error of a refused call. */
  call<M extends MethodName>(method: M, input: InputOf<M>): Promise<OutputOf<M>>;
  /** How a job ended. */
  end(jobId: string): Promise<JobEnd>;
  plan(selection?: Partial<InputOf<'plans.create'>>): Promise<PlanView>;
  /** Carries a plan out and checks it again. */
  run(planId: string, mode: InputOf<'runs.start'>['mode']): Promise<ReportView>;
}

const noCapabilities = {
  ...{ tray: false, trash: false, notifications: false },
  ...{ autostart: false, powerEvents: false },
};

/** No process of this computer may refuse a run. */
const noProcesses: Processes = { list: () => Promise.resolve({ kind: 'known', processes: [] }) };

/** Opens the assistant for one test. `home` is a folder of the test's own. */
export async function assistantOnHome(home: string, ports: Partial<System> = {}): Promise<AssistantOnHome> {
  const env = demoEnvironment(home);
  const assistant = await compose(
    {
      ...{ env, system: 'linux', dataDir: null, demo: false },
      ...{ workers: { kind: 'inline' }, capabilities: noCapabilities, warn: () => undefined },
    },
    { ...createSystem('linux', env), processes: noProcesses, ...ports },
  );
  onTestFinished(() => assistant.close());
  const client = assistant.client({ host: 'cli', may: ['read', 'write', 'destroy'] });

  const call: AssistantOnHome['call'] = async (method, input) => {
    const reply = await client.call(method, input);
    if (!reply.ok) throw Object.assign(new Error(JSON.stringify(reply.error)), reply.error);
    return reply.value;
  };
  const end = async (jobId: string): Promise<JobEnd> => {
    for (;;) {
      const ended = await call('jobs.end', { jobId });
      if (ended !== null) return ended;
      await pause(10);
    }
  };
  const done = async (jobId: string): Promise<void> => {
    const { outcome, error } = await end(jobId);
    if (outcome !== 'done') throw Object.assign(new Error(JSON.stringify(error)), error);
  };
  return {
    call,
    end,
    async plan(selection = {}) {
      const all = { level: 'deep', accounts: 'all', include: [], olderThanMs: null, keep: [] } as const;
      const { jobId, planId } = await call('plans.create', { ...all, ...selection });
      await done(jobId);
      return call('plans.get', { planId });
    },
    async run(planId, mode) {
      const { jobId, runId } = await call('runs.start', { planId, mode, confirmed: true });
      await done(jobId);
      await done((await call('runs.verify', { runId })).jobId);
      return call('reports.get', { runId });
    },
  };
}
