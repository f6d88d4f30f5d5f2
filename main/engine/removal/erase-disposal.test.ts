import {
  chmodSync,
  closeSync,
  existsSync,
  fstatSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { asNobody } from '../../testing/as-nobody.ts';
import { bestFolderPins, realFolderPins } from '../../testing/real-folder-pins.ts';
import type { FolderPins, Identity, PinnedFolder } from '../../system/ports.ts';
import type { Outcome } from '../ledger/outcomes.ts';
import { makeFolder } from '../runs/testing/run-plan.ts';
import { createEraseDisposal } from './erase-disposal.ts';
import { begunErase, finishErase } from './erase-finish.ts';
import { eraseNameOf } from './erase-file.ts';
import { buildEntries } from './testing/built-worker.ts';
import { pinnedFolder, targetOf } from './testing/target-of.ts';

const runId = 'r-0123456789abcdef';
let folder: string;
let told: Map<string, Outcome>;

beforeEach(() => {
  const home = realpathSync(makeFolder());
  chmodSync(home, 0o755);
  folder = join(home, 'cache');
  mkdirSync(folder);
  told = new Map();
});

interface Wish {
  readonly isCancelled?: () => boolean;
  readonly addBytes?: (bytes: number) => void;
}

function eraser({ isCancelled = () => false, addBytes = () => undefined }: Wish = {}) {
  return createEraseDisposal({ runId, isCancelled, addBytes });
}

function erase(pins: FolderPins, names: readonly string[], wish: Wish = {}): void {
  const disposal = eraser(wish);
  const pinned = pinnedFolder(pins, folder);
  names.forEach((name, entry) => disposal.take(targetOf(pinned, name, told, entry)));
  disposal.settle();
  pinned.close();
  disposal.close();
}

/** What an open descriptor reads, up to `bytes`. */
function readOf(fd: number, bytes: number): string {
  const into = Buffer.alloc(bytes);
  return into.toString('latin1', 0, readSync(fd, into, 0, bytes, 0));
}

const big = 9 * 1024 * 1024;
const secret = 'the old words '.repeat(1500);

describe.each(realFolderPins)('erasing through %s pins', (_name, makePins) => {
  const pins = makePins();

  test('small and big files are overwritten whole and removed, and nothing else is touched', () => {
    writeFileSync(join(folder, 'small'), secret);
    writeFileSync(join(folder, 'big'), Buffer.alloc(big, 'B'));
    writeFileSync(join(folder, 'empty'), '');
    writeFileSync(join(folder, 'beside'), 'stays');
    let bytes = 0;
    erase(pins, ['small', 'big', 'empty'], { addBytes: (more) => (bytes += more) });
    expect(Object.fromEntries(told)).toEqual({ small: 'erased', big: 'erased', empty: 'deleted-empty' });
    expect(readdirSync(folder)).toEqual(['beside']);
    expect(readFileSync(join(folder, 'beside'), 'utf8')).toBe('stays');
    expect(bytes).toBe(secret.length + big);
  });

  test('a link is removed and its target stays unchanged', () => {
    writeFileSync(join(folder, 'owner'), 'precious');
    symlinkSync('owner', join(folder, 'link'));
    erase(pins, ['link']);
    expect(told.get('link')).toBe('deleted-link');
    expect(readFileSync(join(folder, 'owner'), 'utf8')).toBe('precious');
  });

  test('a hard-linked file is not overwritten', () => {
    writeFileSync(join(folder, 'a'), secret);
    linkSync(join(folder, 'a'), join(folder, 'owner'));
    erase(pins, ['a']);
    expect(told.get('a')).toBe('deleted-hard-linked');
    expect(readdirSync(folder)).toEqual(['owner']);
    expect(readFileSync(join(folder, 'owner'), 'latin1')).toBe(secret);
  });

  test('a sparse file is not overwritten', () => {
    writeFileSync(join(folder, 'a'), '');
    truncateSync(join(folder, 'a'), 1024 ** 4);
    erase(pins, ['a']);
    expect(told.get('a')).toBe('deleted-sparse');
    expect(readdirSync(folder)).toEqual([]);
  });

  test('a pipe in place of a file neither blocks the thread nor is removed', () => {
    writeFileSync(join(folder, 'a'), secret);
    const pinned = pinnedFolder(pins, folder);
    const target = targetOf(pinned, 'a', told);
    unlinkSync(join(folder, 'a'));
    execFileSync('mkfifo', [join(folder, 'a')]);
    const disposal = eraser();
    disposal.take(target);
    disposal.close();
    pinned.close();
    expect(told.get('a')).toBe('replaced');
    expect(lstatSync(join(folder, 'a')).isFIFO()).toBe(true);
  });

  test('a link in place of a file is not followed', () => {
    writeFileSync(join(folder, 'owner'), secret);
    writeFileSync(join(folder, 'a'), secret);
    const pinned = pinnedFolder(pins, folder);
    const target = targetOf(pinned, 'a', told);
    unlinkSync(join(folder, 'a'));
    symlinkSync('owner', join(folder, 'a'));
    const disposal = eraser();
    disposal.take(target);
    disposal.close();
    pinned.close();
    expect(told.get('a')).toBe('link');
    expect(readFileSync(join(folder, 'owner'), 'latin1')).toBe(secret);
  });

  test.each([
    [
      'another file',
      'replaced',
      () => {
        writeFileSync(join(folder, 'new'), secret);
        renameSync(join(folder, 'new'), join(folder, 'a'));
      },
    ],
    ['a later version', 'changed', () => writeFileSync(join(folder, 'a'), `${secret}!`)],
  ] as const)('%s under the name is not touched', (_what, outcome, change) => {
    writeFileSync(join(folder, 'a'), secret);
    const pinned = pinnedFolder(pins, folder);
    const target = targetOf(pinned, 'a', told);
    change();
    const before = readFileSync(join(folder, 'a'), 'latin1');
    const disposal = eraser();
    disposal.take(target);
    disposal.close();
    pinned.close();
    expect(told.get('a')).toBe(outcome);
    expect(readFileSync(join(folder, 'a'), 'latin1')).toBe(before);
  });

  test('a file that takes the erase name during the overwrite stays, and the entry is replaced', () => {
    writeFileSync(join(folder, 'a'), secret);
    const eraseName = eraseNameOf(runId, 0, 'a', 0);
    erase(pins, ['a'], {
      addBytes() {
        renameSync(join(folder, eraseName), join(folder, 'moved'));
        writeFileSync(join(folder, eraseName), 'precious');
      },
    });
    expect(told.get('a')).toBe('replaced');
    expect(readFileSync(join(folder, eraseName), 'utf8')).toBe('precious');
  });

  test('a file that another program moves away during the overwrite is not told as removed', () => {
    writeFileSync(join(folder, 'a'), secret);
    erase(pins, ['a'], {
      addBytes: () => renameSync(join(folder, eraseNameOf(runId, 0, 'a', 0)), join(folder, 'moved')),
    });
    expect(told.get('a')).toBe('replaced');
    expect(readdirSync(folder)).toEqual(['moved']);
  });

  test('a file that another program removes during the overwrite is erased', () => {
    writeFileSync(join(folder, 'a'), secret);
    erase(pins, ['a'], { addBytes: () => unlinkSync(join(folder, eraseNameOf(runId, 0, 'a', 0))) });
    expect(told.get('a')).toBe('erased');
    expect(readdirSync(folder)).toEqual([]);
  });

  test('files beyond one group are all erased and reported once', () => {
    const names = Array.from({ length: 200 }, (_, index) => `f${index}`);
    for (const name of names) writeFileSync(join(folder, name), secret);
    erase(pins, names);
    expect(readdirSync(folder)).toEqual([]);
    expect([...told.values()].filter((outcome) => outcome === 'erased')).toHaveLength(200);
  });

  test('a cancel inside a file removes it as cut short and restores the other files', () => {
    writeFileSync(join(folder, 'a'), secret);
    writeFileSync(join(folder, 'big'), Buffer.alloc(big, 'B'));
    writeFileSync(join(folder, 'c'), secret);
    const before = lstatSync(join(folder, 'c'));
    let blocks = 0;
    erase(pins, ['a', 'big', 'c'], { addBytes: () => (blocks += 1), isCancelled: () => blocks >= 3 });
    expect(Object.fromEntries(told)).toEqual({ a: 'erased', big: 'deleted-cut-short', c: 'cancelled' });
    expect(readdirSync(folder)).toEqual(['c']);
    expect(readFileSync(join(folder, 'c'), 'latin1')).toBe(secret);
    expect(lstatSync(join(folder, 'c'))).toMatchObject({ ino: before.ino, mtimeMs: before.mtimeMs });
  });

  test('a cancel before the group starts leaves every file under its name', () => {
    for (const name of ['a', 'b']) writeFileSync(join(folder, name), secret);
    let taken = 0;
    erase(pins, ['a', 'b'], { isCancelled: () => (taken += 1) > 2 });
    expect([...told.values()]).toEqual(['cancelled', 'cancelled']);
    expect(readdirSync(folder)).toEqual(['a', 'b']);
  });
});

test('a process with the file open reads none of the old content', () => {
  writeFileSync(join(folder, 'a'), secret);
  const fd = openSync(join(folder, 'a'), 'r');
  let seen = '';
  const pinned = pinnedFolder(bestFolderPins(), folder);
  const disposal = eraser({ addBytes: () => (seen = readOf(fd, secret.length)) });
  disposal.take(targetOf(pinned, 'a', told));
  disposal.close();
  pinned.close();
  expect(seen).toHaveLength(secret.length);
  expect(seen).not.toContain('old words');
  expect(fstatSync(fd)).toMatchObject({ size: 0, nlink: 0 });
  closeSync(fd);
});

test('overwriting writes no byte past the end and adds no block', () => {
  writeFileSync(join(folder, 'big'), Buffer.alloc(big + 17, 'B'));
  const fd = openSync(join(folder, 'big'), 'r');
  const { blocks } = fstatSync(fd);
  const sizes: { size: number; blocks: number }[] = [];
  erase(bestFolderPins(), ['big'], { addBytes: () => void sizes.push(fstatSync(fd)) });
  closeSync(fd);
  expect(sizes).toHaveLength(3);
  for (const stats of sizes) expect(stats).toMatchObject({ size: big + 17, blocks });
});

test('the user’s own read-only file is erased', async () => {
  await asNobody(folder, async () => {
    for (const mode of [0o444, 0o200, 0o400]) {
      const name = mode.toString(8);
      writeFileSync(join(folder, name), secret);
      chmodSync(join(folder, name), mode);
    }
    erase(bestFolderPins(), ['444', '200', '400']);
    return Promise.resolve();
  });
  expect([...told.values()]).toEqual(['erased', 'erased', 'erased']);
  expect(readdirSync(folder)).toEqual([]);
});

test('a file of another user is deleted by its folder’s rights and reported as not overwritten', async (ctx) => {
  ctx.skip(process.geteuid?.() !== 0, 'only root may act as two users');
  writeFileSync(join(folder, 'theirs'), secret, { mode: 0o644 });
  const fd = openSync(join(folder, 'theirs'), 'r');
  await asNobody(folder, async () => {
    erase(bestFolderPins(), ['theirs']);
    return Promise.resolve();
  });
  expect(told.get('theirs')).toBe('deleted-not-overwritten');
  expect(readOf(fd, secret.length)).toBe(secret);
  closeSync(fd);
});

test('files in a folder without write permission keep content, name and mode', async () => {
  await asNobody(folder, async () => {
    writeFileSync(join(folder, 'a'), secret);
    chmodSync(join(folder, 'a'), 0o444);
    chmodSync(folder, 0o555);
    erase(bestFolderPins(), ['a']);
    chmodSync(folder, 0o755);
    return Promise.resolve();
  });
  expect(told.get('a')).toBe('no-permission');
  expect(readFileSync(join(folder, 'a'), 'latin1')).toBe(secret);
  expect(lstatSync(join(folder, 'a')).mode & 0o777).toBe(0o444);
});

/** Why no file can be made immutable here; null when one can. */
function whyNotFrozen(): string | null {
  const probe = join(makeFolder(), 'probe');
  writeFileSync(probe, '');
  for (const change of ['+i', '-i']) {
    const { status, error, stderr } = spawnSync('chattr', [change, probe], { encoding: 'utf8' });
    if (status !== 0) return `no file can be made immutable here: ${error?.message ?? stderr.trim()}`;
  }
  return null;
}
const noFreeze = whyNotFrozen();

test('an immutable file keeps its content', (ctx) => {
  if (noFreeze !== null) ctx.skip(noFreeze);
  writeFileSync(join(folder, 'a'), secret);
  execFileSync('chattr', ['+i', join(folder, 'a')]);
  try {
    erase(bestFolderPins(), ['a']);
    expect(told.get('a')).toBe('no-permission');
    expect(readFileSync(join(folder, 'a'), 'latin1')).toBe(secret);
  } finally {
    execFileSync('chattr', ['-i', join(folder, 'a')]);
  }
});

test('when the folder is moved during an erase, its new location is not touched', () => {
  writeFileSync(join(folder, 'a'), secret);
  writeFileSync(join(folder, 'b'), secret);
  const pinned = pinnedFolder(bestFolderPins(), folder);
  const disposal = eraser();
  disposal.take(targetOf(pinned, 'a', told));
  const target = targetOf(pinned, 'b', told);
  renameSync(folder, `${folder}-moved`);
  mkdirSync(folder);
  writeFileSync(join(folder, 'b'), 'precious');
  disposal.take(target);
  disposal.close();
  pinned.close();
  expect([...told.values()]).toEqual(['outside-root', 'outside-root']);
  const [left] = readdirSync(`${folder}-moved`).filter((name) => name !== 'b');
  expect(readFileSync(join(`${folder}-moved`, left!), 'latin1')).toBe(secret);
  expect(readFileSync(join(folder, 'b'), 'utf8')).toBe('precious');
  expect(readFileSync(join(`${folder}-moved`, 'b'), 'latin1')).toBe(secret);
});

describe('names', () => {
  test('have the old byte length, are plain and deterministic, and hide the old name', () => {
    for (const name of ['a', 'con', 'message.db', '聊天记录.dat', '\udc80\udcff', 'x'.repeat(255)]) {
      const erased = eraseNameOf(runId, 7, name, 0);
      expect(erased).toMatch(/^[b-z0-9]+$/);
      expect(erased).toHaveLength(name === '\udc80\udcff' ? 2 : Buffer.byteLength(name));
      expect(eraseNameOf(runId, 7, name, 0)).toBe(erased);
      expect(eraseNameOf(runId, 8, `${name}${name}${name}`.slice(0, 200), 0)).not.toContain(erased);
    }
  });

  test('never replace an existing file', () => {
    const taken = Array.from({ length: 8 }, (_, attempt) => eraseNameOf(runId, 0, 'a', attempt));
    writeFileSync(join(folder, 'a'), secret);
    for (const name of taken) writeFileSync(join(folder, name), `precious ${name}`);
    erase(bestFolderPins(), ['a']);
    expect(told.get('a')).toBe('erased');
    expect(readdirSync(folder).sort()).toEqual([...new Set(taken)].sort());
    for (const name of taken) expect(readFileSync(join(folder, name), 'utf8')).toBe(`precious ${name}`);
  });
});

/** What a restart does with one entry of an interrupted run. */
async function finishEntry(
  pinned: PinnedFolder,
  name: string,
  id: number,
  identity: Identity,
): Promise<Outcome | 'none' | 'stopped'> {
  const begun = begunErase(pinned, 'r-1', { id, name }, identity);
  const pace = { signal: new AbortController().signal, addBytes: () => undefined };
  return begun === null ? 'none' : finishErase(pinned, begun, identity, pace);
}

let child: string;
beforeAll(async () => {
  child = join(await buildEntries({ child: 'main/engine/removal/testing/erase-child.ts' }), 'child.js');
}, 60_000);

test('when a write fails midway the file is deleted and not reported as erased', () => {
  writeFileSync(join(folder, 'p1'), secret);
  writeFileSync(join(folder, 'p2'), 'short');
  const limited = 'ulimit -f 8 && exec "$0" "$@"';
  const answer = spawnSync('bash', ['-c', limited, process.execPath, child, folder], { encoding: 'utf8' });
  expect(JSON.parse(answer.stdout)).toEqual({ p1: 'deleted-not-overwritten', p2: 'erased' });
  expect(readdirSync(folder)).toEqual([]);
});

test(
  'a kill at each step leaves every file whole under its name, finishable, or gone',
  { timeout: 120_000 },
  async () => {
    const names = ['p1', 'p2', 'p3-big'];
    const contentOf = (name: string): Buffer =>
      name.endsWith('big') ? Buffer.alloc(big, 'B') : Buffer.from(secret, 'latin1');
    const seen = new Set<string>();
    let isKilled = true;
    for (let step = 1; isKilled; step += 1) {
      const place = join(folder, String(step));
      mkdirSync(place);
      for (const name of names) writeFileSync(join(place, name), contentOf(name));
      writeFileSync(join(place, 'other'), 'precious');
      const identities = names.map((name) => lstatSync(join(place, name), { bigint: true }));
      isKilled = spawnSync(process.execPath, [child, place, String(step)]).signal === 'SIGKILL';
      const pinned = pinnedFolder(bestFolderPins(), place);
      for (const [entry, name] of names.entries()) {
        if (existsSync(join(place, name))) {
          expect(readFileSync(join(place, name)).equals(contentOf(name)), `${name} at step ${step}`).toBe(
            true,
          );
          seen.add('whole');
          continue;
        }
        const end = await finishEntry(pinned, name, entry, identities[entry]!);
        expect(['erased', 'none']).toContain(end);
        seen.add(end);
      }
      pinned.close();
      expect(readdirSync(place).filter((name) => !names.includes(name))).toEqual(['other']);
      expect(readFileSync(join(place, 'other'), 'utf8')).toBe('precious');
      rmSync(place, { recursive: true });
    }
    expect([...seen].sort()).toEqual(['erased', 'none', 'whole']);
  },
);
