import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Page } from 'playwright';
import type { StatusView } from '../../app/contract/host.ts';
import type { JobEnd } from '../../app/contract/jobs.ts';
import type { ReportView } from '../../app/contract/runs.ts';
import { call } from './desktop-test.ts';
import type { PrivateHome } from './private-home.ts';

async function untilEnded(window: Page, jobId: string): Promise<JobEnd> {
  for (;;) {
    const end = await call<JobEnd | null>(window, 'jobs.end', { jobId });
    if (end !== null) return end;
  }
}

export interface StartedRun {
  readonly runId: string;
  readonly jobId: string;
}

/** Plans everything of every account and starts to erase it: the slowest way, so that a test can step in. */
export async function startErasing(window: Page): Promise<StartedRun> {
  const selection = { accounts: 'all', level: 'deep', include: [], olderThanMs: null, keep: [] };
  const { jobId, planId } = await call<{ jobId: string; planId: string }>(window, 'plans.create', selection);
  await untilEnded(window, jobId);
  return call<StartedRun>(window, 'runs.start', { planId, mode: 'erase', confirmed: true });
}

async function ask<Answer>(where: PrivateHome, ...words: readonly string[]): Promise<Answer> {
  const args = [where.program.cli, ...words, '--json', '--data-dir', where.dataDir];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env: where.env });
  return JSON.parse(stdout) as Answer;
}

/** What the command line says of the journal and the receipts when the shell has ended. */
export const statusAfter = (where: PrivateHome): Promise<StatusView> => ask<StatusView>(where, 'status');

export async function reportAfter(where: PrivateHome, runId: string): Promise<ReportView> {
  return (await ask<{ readonly report: ReportView }>(where, 'report', runId)).report;
}
