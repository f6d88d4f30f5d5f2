import { createHash } from 'node:crypto';
import { cpSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeAll, expect, test } from 'vitest';
import type { Client } from '../../app/contract/contract.ts';
import type { SignOffError } from '../../app/contract/errors.ts';
import { sealedLine } from '../engine/ledger/journal-lines.ts';
import type { JournalLine } from '../engine/ledger/journal-lines.ts';
import { openPlanStore } from '../engine/plans/plan-store.ts';
import { recordClock } from '../engine/quarantine/retention.ts';
import { cutRun } from '../engine/runs/testing/cut-run.ts';
import { clock, makeFolder } from '../engine/runs/testing/run-plan.ts';
import { openStateFolder } from '../engine/state/state-folder.ts';
import { createSystem } from '../system/system.ts';
import type { AssistantOptions } from './assistant.ts';
import { compose } from './compose.ts';

type Fields = Record<string, unknown>;
type Change = (fields: Fields) => Fields;

const hourMs = 3_600_000;
const home = makeFolder('signoff-home-');
let now = 1_800_000_000_000;

/** Calls the assistant that opens this folder, as a person's next command does. */
async function asking<Value>(dataDir: string, ask: (client: Client) => Promise<Value>): Promise<Value> {
  const system = { ...createSystem('linux', { HOME: home }), clock: { now: () => now } };
  const capabilities = {
    ...{ tray: false, trash: false, notifications: false },
    ...{ autostart: false, powerEvents: false },
  };
  const options: AssistantOptions = {
    env: { HOME: home },
    system: 'linux',
    workers: { kind: 'inline' },
    warn: () => undefined,
    ...{ dataDir, demo: false, capabilities },
  };
  const assistant = await compose(options, system);
  try {
    return await ask(assistant.client({ host: 'cli', may: ['read', 'write', 'destroy'] }));
  } finally {
    await assistant.close();
  }
}

type Reply = Awaited<ReturnType<Client['call']>>;

function shown(reply: Reply): string {
  if (reply.ok) return 'ok';
  const { code, params } = reply.error;
  return [code, params['format'] ?? params['reason']].filter((word) => word !== undefined).join(': ');
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'ok';
  } catch (error) {
    const { code, params } = error as SignOffError;
    return [code, params['format']].filter((word) => word !== undefined).join(': ');
  }
}

function sha(bytes: Buffer | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function linesIn(bytes: Buffer): Fields[] {
  const texts = bytes.toString('utf8').split('\n').slice(0, -1);
  return texts.map((text) => JSON.parse(text) as Fields);
}

const json = (bytes: Buffer, change: Change): Buffer =>
  Buffer.from(JSON.stringify(change(JSON.parse(bytes.toString('utf8')) as Fields)));

/** Changes the header and seals all lines again. */
function journal(bytes: Buffer, change: Change): Buffer {
  let seal = '';
  const lines = linesIn(bytes).map((line, index) => (index === 0 ? change(line) : line));
  const texts = lines.map((line) => {
    delete line['seal'];
    const sealed = sealedLine(line as unknown as JournalLine, seal);
    seal = sealed.seal;
    return sealed.text;
  });
  return Buffer.from(texts.join(''));
}

/** Changes the header and computes the checksum again. */
function batchIndex(bytes: Buffer, change: Change): Buffer {
  const lines = linesIn(bytes).slice(0, -1);
  const text = lines.map((line, index) => `${JSON.stringify(index === 0 ? change(line) : line)}\n`).join('');
  const end = { kind: 'end', items: lines.filter((line) => 'id' in line).length, sha256: sha(text) };
  return Buffer.from(`${text}${JSON.stringify(end)}\n`);
}

function baseline(bytes: Buffer, change: Change): Buffer {
  const end = bytes.indexOf(10);
  const head = json(bytes.subarray(0, end), change);
  return Buffer.concat([
    head,
    Buffer.from(`\n${sha(head)}\n`),
    bytes.subarray(bytes.indexOf(10, end + 1) + 1),
  ]);
}

function planFile(bytes: Buffer, change: Change): Buffer {
  const end = bytes.indexOf(10);
  const body = Buffer.concat([json(bytes.subarray(0, end), change), bytes.subarray(end, -32)]);
  return Buffer.concat([body, createHash('sha256').update(body).digest()]);
}

interface StateFile {
  readonly path: string;
  readonly rewrite: (bytes: Buffer, change: Change) => Buffer;
  /** gives one field a value of another type */
  readonly spoil: Fields;
  /** what a person gets to see: `read`, or the refusal */
  readonly ask: () => Promise<string>;
}

type Name =
  | 'journal'
  | 'receipt'
  | 'settings'
  | 'clock note'
  | 'session baseline'
  | 'session confirmation'
  | 'batch index'
  | 'unfinished batch'
  | 'plan';

let files: Record<Name, StateFile>;

const settingsAsk = (dataDir: string) => () =>
  asking(dataDir, async (client) => {
    const got = await client.call('settings.get', {});
    if (got.ok && got.value.theme === 'dark') return 'read';
    return shown(await client.call('settings.set', { theme: 'light' }));
  });

const batchAsk = (dataDir: string, state: string) => () =>
  asking(dataDir, async (client) => {
    const listed = await client.call('quarantine.list', {});
    if (listed.ok && listed.value[0]?.state === state) return 'read';
    return shown(await client.call('quarantine.restore', { batchId: 'q-cut', conflict: 'skip' }));
  });

async function closedRun() {
  const cut = await cutRun({ mode: 'quarantine', announced: 400, done: 100 });
  const dataDir = cut.state.path;
  expect(shown(await asking(dataDir, (client) => client.call('runs.close', { runId: 'r-cut' })))).toBe('ok');
  await asking(dataDir, (client) => client.call('settings.set', { theme: 'dark' }));
  await recordClock(cut.state, now, []);
  return dataDir;
}

async function sessionFolder() {
  const dataDir = makeFolder('signoff-state-');
  await asking(dataDir, async (client) => {
    await client.call('session.start', {});
    for (;;) {
      const reply = await client.call('session.get', {});
      if (reply.ok && reply.value !== null) return;
      await pause(10);
    }
  });
  now += 13 * hourMs;
  expect(shown(await asking(dataDir, (client) => client.call('session.confirm', {})))).toBe('ok');
  return dataDir;
}

beforeAll(async () => {
  const cut = await cutRun({ mode: 'quarantine', announced: 400, done: 100 });
  const unfinished = (await cutRun({ mode: 'quarantine', announced: 400, done: 100 })).state.path;
  rmSync(join(unfinished, 'runs'), { recursive: true });
  const closed = await closedRun();
  const session = await sessionFolder();
  const planFolder = makeFolder('signoff-state-');
  cpSync(join(cut.state.path, 'plans'), join(planFolder, 'plans'), { recursive: true });
  files = {
    journal: {
      path: cut.journalPath,
      rewrite: journal,
      spoil: { entries: 'many' },
      ask: () =>
        asking(cut.state.path, async (client) => {
          const status = await client.call('status.get', {});
          if (status.ok && status.value.interrupted.length === 1) return 'read';
          return shown(await client.call('runs.close', { runId: 'r-cut' }));
        }),
    },
    receipt: {
      path: join(closed, 'reports', 'r-cut.json'),
      rewrite: json,
      spoil: { planned: 'much' },
      ask: () =>
        asking(closed, async (client) => {
          const reply = await client.call('reports.get', { runId: 'r-cut' });
          return reply.ok ? 'read' : shown(reply);
        }),
    },
    settings: {
      path: join(closed, 'settings.json'),
      rewrite: json,
      spoil: { theme: 1 },
      ask: settingsAsk(closed),
    },
    'clock note': {
      path: join(closed, 'quarantine-clock.json'),
      rewrite: json,
      spoil: { looks: 'x' },
      async ask() {
        const state = await openStateFolder(closed, clock);
        const note = await recordClock(state, now, []).catch((error: unknown) => error as SignOffError);
        if (note instanceof Error) return codeOf(Promise.reject(note));
        return state.asides().length === 0 ? 'read' : 'ok';
      },
    },
    'session baseline': {
      path: join(session, 'session', 'baseline.bin'),
      rewrite: baseline,
      spoil: { files: 'many' },
      ask: () =>
        asking(session, async (client) => {
          const reply = await client.call('session.get', {});
          return reply.ok ? 'read' : shown(reply);
        }),
    },
    'session confirmation': {
      path: join(session, 'session', 'confirmed.json'),
      rewrite: json,
      spoil: { at: 'noon' },
      ask: () =>
        asking(session, async (client) => {
          const reply = await client.call('session.get', {});
          if (reply.ok && reply.value?.state === 'running') return 'read';
          return shown(await client.call('session.confirm', {}));
        }),
    },
    'batch index': {
      path: join(closed, 'quarantine', 'q-cut', 'index.jsonl'),
      rewrite: batchIndex,
      spoil: { at: 'noon' },
      ask: batchAsk(closed, 'whole'),
    },
    'unfinished batch': {
      path: join(unfinished, 'quarantine', 'q-cut.part', 'header.json'),
      rewrite: json,
      spoil: { at: 'noon' },
      ask: batchAsk(unfinished, 'unfinished'),
    },
    plan: {
      path: join(planFolder, 'plans', 'plan-1.plan'),
      rewrite: planFile,
      spoil: { expiresAt: 'noon' },
      async ask() {
        const state = await openStateFolder(planFolder, clock);
        const code = await codeOf(openPlanStore(state, clock).loadSpent('plan-1'));
        return code === 'ok' ? 'read' : code;
      },
    },
  };
}, 60_000);

let restore = (): void => undefined;
afterEach(() => restore());

/** Puts the bytes in the file's place; returns where they are after the assistant has met them. */
async function met(file: StateFile, bytes: Buffer) {
  const before = readFileSync(file.path);
  const folder = dirname(file.path);
  const isAside = (name: string): boolean => name.startsWith(`${basename(file.path)}.corrupt-`);
  restore = () => {
    for (const name of readdirSync(folder).filter(isAside)) rmSync(join(folder, name));
    writeFileSync(file.path, before);
  };
  writeFileSync(file.path, bytes);
  const answer = await file.ask();
  const asides = readdirSync(folder).filter(
    (name) => isAside(name) && readFileSync(join(folder, name)).equals(bytes),
  );
  const isInPlace = existsSync(file.path) && readFileSync(file.path).equals(bytes);
  return { answer, place: isInPlace ? 'in place' : asides.length === 1 ? 'aside' : 'lost' };
}

const older: Change = (fields) => ({ ...fields, version: Number(fields['version']) - 1 });
const newer: Change = (fields) => ({ ...fields, version: Number(fields['version']) + 1 });
const unversioned: Change = (fields) =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => name !== 'version'));
const larger: Change = (fields) => ({ ...fields, more: 1 });

const oldAnswer = 'other-format: older';
const newAnswer = 'other-format: newer';
const batchDamaged = 'quarantine-damaged: ';

test.each<[Name, string, string, string, 'in place' | 'aside', string]>([
  ['journal', oldAnswer, newAnswer, 'run-not-found', 'aside', 'run-not-found'],
  ['receipt', oldAnswer, newAnswer, 'run-not-found', 'aside', 'run-not-found'],
  ['settings', oldAnswer, newAnswer, 'ok', 'aside', 'ok'],
  ['clock note', oldAnswer, newAnswer, 'ok', 'aside', 'ok'],
  ['session baseline', oldAnswer, newAnswer, 'session-damaged', 'aside', 'session-damaged'],
  ['session confirmation', oldAnswer, newAnswer, 'ok', 'aside', 'ok'],
  [
    'batch index',
    `${batchDamaged}older format`,
    `${batchDamaged}newer format`,
    `${batchDamaged}index unknown`,
    'in place',
    `${batchDamaged}index torn`,
  ],
  [
    'unfinished batch',
    `${batchDamaged}older format`,
    `${batchDamaged}newer format`,
    `${batchDamaged}header missing`,
    'in place',
    `${batchDamaged}header missing`,
  ],
])(
  'a %s of this version is read, and one of another version is refused and stays where it is',
  async (name, olderAnswer, newerAnswer, damagedAnswer, damagedPlace, tornAnswer) => {
    const file = files[name];
    const whole = readFileSync(file.path);
    const tryWith = async (bytes: Buffer) => {
      const result = await met(file, bytes);
      restore();
      return result;
    };
    const changed = (change: Change) => tryWith(file.rewrite(whole, change));
    expect((await tryWith(whole)).answer).toBe('read');
    expect(await changed(older)).toEqual({ answer: olderAnswer, place: 'in place' });
    expect(await changed(unversioned)).toEqual({ answer: olderAnswer, place: 'in place' });
    expect(await changed(newer)).toEqual({ answer: newerAnswer, place: 'in place' });
    const spoiled = (fields: Fields): Fields => ({ ...fields, ...file.spoil });
    expect(await changed(spoiled)).toEqual({ answer: damagedAnswer, place: damagedPlace });
    expect(await changed(larger)).toEqual({ answer: damagedAnswer, place: damagedPlace });
    const torn = await tryWith(whole.subarray(0, Math.min(whole.length / 2, whole.indexOf(10, 5))));
    expect(torn.answer).toBe(tornAnswer);
    expect(torn.place).not.toBe('lost');
  },
);

test('a plan of this version is read, and any other is refused and its bytes stay', async () => {
  const { plan } = files;
  const whole = readFileSync(plan.path);
  expect(await met(plan, whole)).toEqual({ answer: 'read', place: 'in place' });
  restore();
  for (const bytes of [
    ...[older, newer, unversioned, (fields: Fields) => ({ ...fields, ...plan.spoil })].map((change) =>
      plan.rewrite(whole, change),
    ),
    whole.subarray(0, whole.length / 2),
  ]) {
    const { answer, place } = await met(plan, bytes);
    restore();
    expect(answer).toMatch(/^(?:plan-|other-format)/u);
    expect(place).not.toBe('lost');
  }
});

test('status names the path and format of each file of another version', async () => {
  const { receipt, settings, journal: cutJournal } = files;
  for (const file of [receipt, settings, cutJournal]) {
    const whole = readFileSync(file.path);
    writeFileSync(file.path, file.rewrite(whole, newer));
    const dataDir = file === settings ? dirname(file.path) : dirname(dirname(file.path));
    const reply = await asking(dataDir, (client) => client.call('status.get', {}));
    writeFileSync(file.path, whole);
    expect(reply).toMatchObject({
      ok: true,
      value: { otherFormats: [{ path: file.path, format: 'newer' }], setAside: [] },
    });
  }
});
