import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * One run, cancelled after `delayMs` or never if that is null, in an assistant composed as for a window. Takes one
 * JSON argument; prints one JSON line. Refuses files outside its home.
 */
const { built, home, dataDir, mode, level, include, account, group, delayMs } = JSON.parse(process.argv[2]);
const { compose } = await import(pathToFileURL(join(built, 'compose.js')).href);

const assistant = await compose({
  env: process.env,
  system: 'linux',
  dataDir,
  demo: true,
  workers: { kind: 'threads', folder: built, count: 2 },
  capabilities: { tray: false, trash: true, notifications: false, autostart: false, powerEvents: false },
  warn: (line) => console.error(line),
});
const client = assistant.client({ host: 'cli', may: ['read', 'write', 'destroy'] });

async function ask(method, input) {
  const reply = await client.call(method, input);
  if (!reply.ok) throw new Error(`${method}: ${JSON.stringify(reply.error)}`);
  return reply.value;
}

/** State at the moment of the event, before any later work. */
const ends = new Map();
let wake = () => undefined;
client.on('job.ended', (end) => {
  ends.set(end.jobId, { end, at: performance.now(), isLocked: existsSync(join(dataDir, 'run.lock')) });
  wake();
});
async function ended(jobId) {
  while (!ends.has(jobId)) await new Promise((resolve) => (wake = resolve));
  return ends.get(jobId);
}

const { roots, accounts } = await ask('accounts.discover', {});
const stray = roots.find((root) => !root.realPath.startsWith(`${home}/`));
if (stray !== undefined) throw new Error(`${stray.realPath} is not in ${home}`);
const one = accounts.find(({ folder }) => folder === account);
const chosen = account === null ? 'all' : [one.id];
const selection = { level, accounts: chosen, include, olderThanMs: null, keep: [], sinceSession: false };
const { jobId: planJob, planId } = await ask('plans.create', selection);
await ended(planJob);
let plan = await ask('plans.get', { planId });
if (group !== null) {
  const groups = plan.groups.filter((line) => line.location !== group).map(({ id }) => id);
  plan = await ask('plans.exclude', { planId: plan.id, groups, entries: [] });
}

const { jobId, runId } = await ask('runs.start', { planId: plan.id, mode, confirmed: true });
const began = performance.now();
// measured from the intended moment, not from when a busy loop let the timer fire
const pressed = delayMs === null ? null : began + delayMs;
if (delayMs !== null)
  setTimeout(() => void client.call('jobs.cancel', { jobId }), Math.max(0, pressed - performance.now()));
const { end, at, isLocked } = await ended(jobId);
if (end.outcome === 'failed') throw new Error(`the run ended: ${JSON.stringify(end)}`);
const report = await ask('reports.get', { runId });
const { interrupted } = await ask('status.get', {});
const { outcome, planned, removed, kept, failed, ways } = report;
console.log(
  JSON.stringify({
    runMs: at - began,
    cancelMs: pressed === null ? null : at - pressed,
    report: { outcome, planned, removed, kept, failed, ways },
    isLocked,
    // a run that was stopped may go on later, and says so
    interrupted: interrupted.filter(({ stopped }) => !stopped).length,
  }),
);
await assistant.close();
process.exit(0);
