import { statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { peakResident } from './peak-resident.mjs';

/**
 * A session in an assistant composed as for a window. Takes one JSON argument; prints one JSON line. Refuses files
 * outside its home.
 */
const { built, home, dataDir, work, turns } = JSON.parse(process.argv[2]);
const { compose } = await import(pathToFileURL(join(built, 'compose.js')).href);
const everything = { level: 'deep', accounts: 'all', include: ['media', 'received', 'phone-backups'] };
const pageOf = 500;

const assistant = await compose({
  env: process.env,
  system: 'linux',
  dataDir,
  demo: true,
  workers: { kind: 'threads', folder: built, count: 2 },
  capabilities: { tray: false, trash: false, notifications: false, autostart: false, powerEvents: false },
  warn: (line) => console.error(line),
});
const client = assistant.client({ host: 'cli', may: ['read', 'write'] });

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

/** The longest block of the event loop, by a 5 ms timer. */
function pauses() {
  let last = performance.now();
  let longest = 0;
  const timer = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last - 5);
    last = now;
  }, 5);
  return () => {
    clearInterval(timer);
    return longest;
  };
}

async function start() {
  const idle = process.memoryUsage.rss();
  const paused = pauses();
  const { ms } = await job('session.start', {});
  const longestPauseMs = paused();
  const peak = peakResident();
  const { state, baseline, owners } = await ask('session.get', {});
  if (state !== 'running') throw new Error(`the session is ${state}`);
  const onDisk = statSync(join(dataDir, 'session', 'baseline.bin')).size;
  if (onDisk !== baseline.storedBytes) throw new Error(`${onDisk} B on disk, ${baseline.storedBytes} B told`);
  return { ms, idle, peak, longestPauseMs, baseline, owners: owners.length };
}

async function pathsOf(planId, groups) {
  const paths = [];
  for (const { id } of groups) {
    for (let offset = 0; ; offset += pageOf) {
      const page = await ask('plans.entries', { planId, groupId: id, offset, limit: pageOf });
      paths.push(...page.entries.map((entry) => entry.path));
      if (offset + pageOf >= page.total) break;
    }
  }
  return paths.sort();
}

async function planned(sinceSession) {
  const { ms, planId } = await job('plans.create', {
    ...everything,
    olderThanMs: null,
    keep: [],
    sinceSession,
  });
  return { ms, view: await ask('plans.get', { planId }) };
}

async function plan() {
  const since = [];
  const whole = [];
  for (let turn = 0; turn < turns; turn += 1) {
    // the order alternates, so that neither always runs second
    if (turn % 2 === 0) whole.push(await planned(false));
    since.push(await planned(true));
    if (turn % 2 === 1) whole.push(await planned(false));
  }
  const told = ({ ms, view: { total, kept } }) => ({ ms, total, kept });
  const { id, groups } = since.at(-1).view;
  return { since: since.map(told), whole: whole.map(told), paths: await pathsOf(id, groups) };
}

const { roots } = await ask('accounts.discover', {});
const stray = roots.find((root) => !root.realPath.startsWith(`${home}/`));
if (stray !== undefined) throw new Error(`${stray.realPath} is not in ${home}`);
const told = await { start, plan }[work]();
console.log(JSON.stringify({ roots: roots.map((root) => root.realPath), ...told }));
await assistant.close();
process.exit(0);
