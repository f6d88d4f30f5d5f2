import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * One plan and its run, in an assistant composed as for a window. Takes one JSON argument; prints one JSON line.
 * Refuses files outside its home.
 */
const { built, home, dataDir, mode, level, include, account, group } = JSON.parse(process.argv[2]);
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

/** From the call to the event of its end, as a user waits. */
async function job(method, input) {
  const ends = new Map();
  let wake = () => undefined;
  const off = client.on('job.ended', (end) => {
    ends.set(end.jobId, end);
    wake();
  });
  const began = performance.now();
  const started = await ask(method, input);
  while (!ends.has(started.jobId)) await new Promise((resolve) => (wake = resolve));
  const ms = performance.now() - began;
  off();
  const end = ends.get(started.jobId);
  if (end.outcome !== 'done') throw new Error(`${method} ended: ${JSON.stringify(end)}`);
  return { ...started, ms };
}

const { roots, accounts } = await ask('accounts.discover', {});
const stray = roots.find((root) => !root.realPath.startsWith(`${home}/`));
if (stray !== undefined) throw new Error(`${stray.realPath} is not in ${home}`);
const one = accounts.find(({ folder }) => folder === account);
const selection = {
  level,
  accounts: account === null ? 'all' : [one.id],
  include,
  olderThanMs: null,
  keep: [],
  sinceSession: false,
};
const made = await job('plans.create', selection);
let plan = await ask('plans.get', { planId: made.planId });
if (group !== null) {
  const groups = plan.groups.filter((line) => line.location !== group).map(({ id }) => id);
  plan = await ask('plans.exclude', { planId: plan.id, groups, entries: [] });
}
const run = await job('runs.start', { planId: plan.id, mode, confirmed: true });
const report = await ask('reports.get', { runId: run.runId });
const { removed, kept, failed, ways, outcome, foldersRemoved } = report;
const told = { removed, kept, failed, ways, outcome, foldersRemoved };
console.log(
  JSON.stringify({ planMs: made.ms, runMs: run.ms, roots: roots.map((root) => root.realPath), ...told }),
);
await assistant.close();
process.exit(0);
