import { spawnSync } from 'node:child_process';
import type * as Fs from 'node:fs';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  realpathSync,
  renameSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { asNobody } from '../../testing/as-nobody.ts';
import { bestFolderPins } from '../../testing/real-folder-pins.ts';
import type { Outcome } from '../ledger/outcomes.ts';
import { makeFolder } from '../runs/testing/run-plan.ts';
import { pinnedFolder, targetOf } from './testing/target-of.ts';

const moments = vi.hoisted(() => ({
  hasProc: true,
  /** called once, right after a mode change or its failure */
  afterMark: null as (() => void) | null,
  failing: null as 'fstatSync' | 'ftruncateSync' | null,
  /** files opened for reading or writing, by inode */
  opened: [] as bigint[],
}));

vi.mock('node:fs', async (original) => {
  const real = await original<typeof Fs>();
  const fail = (name: typeof moments.failing): void => {
    if (moments.failing === name) throw Object.assign(new Error(`EIO: ${String(name)}`), { code: 'EIO' });
  };
  const marking =
    <Args extends readonly unknown[]>(change: (...args: Args) => void) =>
    (...args: Args): void => {
      try {
        change(...args);
      } finally {
        const work = moments.afterMark;
        moments.afterMark = null;
        work?.();
      }
    };
  const mocked = {
    ...real,
    existsSync: (path: string) => (path === '/proc/self/fd' ? moments.hasProc : real.existsSync(path)),
    chmodSync: marking(real.chmodSync),
    fchmodSync: marking(real.fchmodSync),
    openSync(path: Fs.PathLike, flags: number | string, mode?: number): number {
      const fd = real.openSync(path, flags, mode);
      const isFound = typeof flags === 'number' && (flags & 0o10000000) !== 0;
      if (!isFound) moments.opened.push(real.fstatSync(fd, { bigint: true }).ino);
      return fd;
    },
    fstatSync(fd: number, options: { readonly bigint: true }) {
      fail('fstatSync');
      return real.fstatSync(fd, options);
    },
    ftruncateSync(fd: number, length: number): void {
      fail('ftruncateSync');
      real.ftruncateSync(fd, length);
    },
  };
  return { ...mocked, default: mocked };
});

const secret = 'the old words '.repeat(1500);
let folder: string;

beforeEach(() => {
  const home = realpathSync(makeFolder());
  chmodSync(home, 0o755);
  folder = join(home, 'cache');
  mkdirSync(folder);
  Object.assign(moments, { hasProc: true, afterMark: null, failing: null });
  vi.resetModules();
});

/** Erases `a`, which was compared before `between` happened. */
async function erase(between: () => void = () => undefined): Promise<Outcome | undefined> {
  const { createEraseDisposal } = await import('./erase-disposal.ts');
  const told = new Map<string, Outcome>();
  const pinned = pinnedFolder(bestFolderPins(), folder);
  const target = targetOf(pinned, 'a', told);
  between();
  moments.opened.length = 0;
  const disposal = createEraseDisposal({ runId: 'r-1', isCancelled: () => false, addBytes: () => undefined });
  disposal.take(target);
  disposal.close();
  pinned.close();
  return told.get('a');
}

/** Moves the planned file aside and puts another file under its name. */
function swap(): void {
  renameSync(join(folder, 'a'), join(folder, 'moved'));
  renameSync(join(folder, 'stranger'), join(folder, 'a'));
}

function stateOf(name: string): readonly [string, number] {
  const path = join(folder, name);
  const mode = lstatSync(path).mode & 0o777;
  return [readFileSync(path, 'latin1'), mode];
}

function whyNoDevices(): string | null {
  const probe = join(makeFolder(), 'device');
  const { status, error, stderr } = spawnSync('mknod', [probe, 'c', '1', '3'], { encoding: 'utf8' });
  return status === 0 ? null : `no device can be made here: ${error?.message ?? stderr.trim()}`;
}
const noDevices = whyNoDevices();

describe.each([
  ['where the kernel leads back to what is open', true],
  ['where it does not', false],
])('%s', (_where, hasProc) => {
  beforeEach(() => void (moments.hasProc = hasProc));

  test('a device that took the file’s name is never opened', async (ctx) => {
    if (noDevices !== null) ctx.skip(noDevices);
    writeFileSync(join(folder, 'a'), secret);
    const outcome = await erase(() => {
      unlinkSync(join(folder, 'a'));
      spawnSync('mknod', [join(folder, 'a'), 'c', '1', '3']);
    });
    expect(outcome).toBe('replaced');
    expect(moments.opened).not.toContain(lstatSync(join(folder, 'a'), { bigint: true }).ino);
    expect(lstatSync(join(folder, 'a')).isCharacterDevice()).toBe(true);
  });

  test('a mode change keeps both modes when another file takes the read-only file’s name', async () => {
    writeFileSync(join(folder, 'a'), secret);
    writeFileSync(join(folder, 'stranger'), 'precious');
    await asNobody(folder, async () => {
      for (const name of ['a', 'stranger']) unlinkSync(join(folder, name));
      writeFileSync(join(folder, 'a'), secret);
      chmodSync(join(folder, 'a'), 0o444);
      writeFileSync(join(folder, 'stranger'), 'precious', { mode: 0o600 });
      moments.afterMark = swap;
      expect(await erase()).toBe('replaced');
      expect(stateOf('a')).toEqual(['precious', 0o600]);
      expect(stateOf('moved')).toEqual([secret, 0o444]);
    });
    expect(readdirSync(folder).sort()).toEqual(['a', 'moved']);
  });

  test('a file that takes the name of a delete-only file stays', async (ctx) => {
    ctx.skip(process.geteuid?.() !== 0, 'only root may act as two users');
    writeFileSync(join(folder, 'a'), secret, { mode: 0o644 });
    writeFileSync(join(folder, 'stranger'), 'precious');
    await asNobody(folder, async () => {
      moments.afterMark = swap;
      expect(await erase()).toBe('replaced');
    });
    expect(readFileSync(join(folder, 'a'), 'latin1')).toBe('precious');
    expect(readFileSync(join(folder, 'moved'), 'latin1')).toBe(secret);
  });

  test('a failed comparison leaves no descriptor open', async (ctx) => {
    ctx.skip(process.platform !== 'linux', 'nobody counts open descriptors here');
    writeFileSync(join(folder, 'a'), secret);
    const pinned = pinnedFolder(bestFolderPins(), folder);
    const stat = pinned.stat('a');
    const { openForErase } = await import('./erase-open.ts');
    const before = readdirSync('/proc/self/fd').length;
    const path = pinned.pathFor('a');
    moments.failing = 'fstatSync';
    expect(() => openForErase({ ...pinned, pathFor: () => path, stat: () => stat }, 'a', stat)).toThrow(
      /EIO/,
    );
    moments.failing = null;
    expect(readdirSync('/proc/self/fd')).toHaveLength(before);
    pinned.close();
  });

  test('an overwritten file is removed even when it cannot be truncated', async () => {
    writeFileSync(join(folder, 'a'), secret);
    moments.failing = 'ftruncateSync';
    expect(await erase()).toBe('erased');
    expect(readdirSync(folder)).toEqual([]);
  });
});
