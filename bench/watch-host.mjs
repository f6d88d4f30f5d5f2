import { watch as watchRecursive } from 'node:fs';
import { once } from 'node:events';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * One watcher in its own process, to measure its memory and time alone. Reports when it is ready, each file, and
 * its sums after a burst; the parent changes the tree.
 */
const { kind, roots, env, build, dataDir, scanFirst } = JSON.parse(process.argv[2]);
const errorsAtMost = 1000;
let errors = 0;
function say(message) {
  // a watcher at its limit reports an error for each file
  if (message.kind === 'error' && (errors += 1) > errorsAtMost) return;
  if (process.connected) process.send(message);
}
const heard = { created: new Set(), deleted: new Set() };
let waitingFor = null;

function hear(path, isGone) {
  (isGone ? heard.deleted : heard.created).add(path);
  if (waitingFor !== null && basename(path) === waitingFor) {
    waitingFor = null;
    say({ kind: 'heard' });
  }
}

async function startChokidar() {
  const { watch } = await import('chokidar');
  const watcher = watch(roots, { ignoreInitial: true, followSymlinks: false });
  watcher.on('all', (event, path) => {
    if (event === 'add' || event === 'unlink') hear(path, event === 'unlink');
  });
  watcher.on('error', (error) => say({ kind: 'error', message: error.message }));
  await once(watcher, 'ready');
}

function startFsWatch() {
  // on Linux it walks the tree itself and does not report the end
  for (const root of roots) {
    const watcher = watchRecursive(root, { recursive: true }, (_event, name) => {
      if (name !== null) hear(join(root, name), false);
    });
    watcher.on('error', (error) => say({ kind: 'error', message: error.message }));
  }
}

async function startParcel() {
  const { default: parcel } = await import('@parcel/watcher');
  for (const root of roots) {
    await parcel.subscribe(root, (error, events) => {
      if (error) say({ kind: 'error', message: error.message });
      for (const { type, path } of events ?? []) if (type !== 'update') hear(path, type === 'delete');
    });
  }
}

function value(reply) {
  if (!reply.ok) throw new Error(JSON.stringify(reply.error));
  return reply.value;
}

async function scan(client) {
  const ended = new Promise((resolve) => client.on('job.ended', resolve));
  value(await client.call('usage.scan', {}));
  await ended;
  return value(await client.call('usage.get', {}));
}

async function startSignOff() {
  const { compose } = await import(pathToFileURL(join(build, 'compose.js')).href);
  const assistant = await compose({
    ...{ env, system: 'linux', dataDir, demo: false, capabilities: {} },
    workers: { kind: 'threads', folder: build, count: 2 },
    warn: (line) => say({ kind: 'error', message: line }),
  });
  const client = assistant.client({ host: 'cli', may: ['read', 'write'] });
  client.on('watch.event', (event) => {
    if (event.kind === 'file-received') hear(event.name, false);
  });
  // idle is measured after the home screen was shown
  value(await client.call('accounts.discover', {}));
  value(await client.call('signin.check', {}));
  const usage = scanFirst ? await scan(client) : null;
  say({ kind: 'idle', rss: process.memoryUsage.rss(), cells: usage?.cells ?? null });
  const began = performance.now();
  value(await client.call('watch.start', {}));
  const view = async () => value(await client.call('watch.get', {}));
  const look = async () => {
    const { state, surveyed, hotEntries } = await view();
    if (state === 'starting' || surveyed !== true) {
      if (state !== 'starting') say({ kind: 'ready', ms: performance.now() - began, hotEntries });
      setTimeout(look, 20);
    } else say({ kind: 'surveyed', ms: performance.now() - began, hotEntries });
  };
  await look();
  return {
    changes: async () => (await view()).changes,
    scan: async () => (await scan(client)).cells,
    close: () => assistant.close(),
  };
}

const starts = { chokidar: startChokidar, 'fs.watch': startFsWatch, parcel: startParcel };
const idle = process.memoryUsage.rss();
if (kind !== 'signoff') say({ kind: 'idle', rss: idle, cells: null });
const began = performance.now();
const ours = kind === 'signoff' ? await startSignOff() : await starts[kind]();
if (kind !== 'signoff') say({ kind: 'surveyed', ms: performance.now() - began, hotEntries: null });

/**
 * CPU time of this process, sampled every second; the parent sends no requests meanwhile, because they cost time
 * too.
 */
function rest({ seconds }) {
  const began = performance.now();
  const samples = [];
  const sample = () => {
    const { user, system } = process.cpuUsage();
    samples.push([performance.now() - began, (user + system) / 1000]);
  };
  sample();
  const timer = setInterval(() => {
    sample();
    if (samples.length <= seconds) return;
    clearInterval(timer);
    say({ kind: 'rested', samples, rss: process.memoryUsage.rss() });
  }, 1000);
}

const answers = {
  rest,
  expect: ({ name }) => (waitingFor = name),
  measure: () => say({ kind: 'measured', rss: process.memoryUsage.rss() }),
  forget: () => [heard.created, heard.deleted].forEach((set) => set.clear()),
  count: () => say({ kind: 'counted', created: heard.created.size, deleted: heard.deleted.size }),
  changes: async () => say({ kind: 'changes', changes: await ours.changes() }),
  scan: async () => say({ kind: 'scanned', cells: await ours.scan() }),
  end: async () => {
    await ours?.close();
    process.exit(0);
  },
};
process.on('message', (message) => void answers[message.kind](message));
// the parent has ended
process.on('disconnect', () => process.exit(0));
