import { execFileSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bestFolderPins } from '../../testing/real-folder-pins.ts';
import { realMounts } from '../../testing/real-mounts.ts';
import { diskPath } from '../fs/disk-names.ts';
import { scanUsage } from './scan.ts';
import { discoveryOf, freeControl, inline, mountsAt } from './testing/sample-root.ts';
import { excludeEntries } from './reduce-plan.ts';
import { bytes, everything, oddHome, put, removeThrough } from './testing/odd-home.ts';
import { keptFor, pathsOf, wholeFolders } from './testing/plan-content.ts';

const isLinux = process.platform === 'linux';
/** A memory file system makes creating and removing this many files fastest. */
const memory = existsSync('/dev/shm') ? '/dev/shm' : undefined;
let home: ReturnType<typeof oddHome>;

beforeEach(() => {
  home = oddHome();
});
afterEach(() => home.release());

/** Creates a device node. Returns the error, or null. */
function whyNoDevice(path: string, numbers: readonly string[]): string | null {
  try {
    execFileSync('/usr/bin/mknod', [path, ...numbers], { stdio: 'pipe' });
    return null;
  } catch (error) {
    return `no device node can be made here: ${String(error)}`;
  }
}

describe.runIf(isLinux)('a pipe, socket or device', () => {
  it('stays with its reason, blocks nothing, and its folder does not count as empty', async () => {
    put(join(home.cache, 'a.dat'));
    execFileSync('/usr/bin/mkfifo', [join(home.cache, 'pipe')]);
    const server = createServer();
    await new Promise<void>((done) => server.listen(join(home.cache, 'socket'), done));
    const frozen = await home.plan();
    await new Promise((done) => server.close(done));
    expect(pathsOf(frozen)).toEqual([join(home.cache, 'a.dat')]);
    expect(keptFor(frozen, 'special-file')).toBe(2);
    expect(wholeFolders(frozen)).toEqual([]);
  });

  it.for([
    ['character', ['c', '1', '3']],
    ['block', ['b', '240', '0']],
  ] as const)('a %s device stays with its reason too', async ([, numbers], ctx) => {
    put(join(home.cache, 'a.dat'));
    const refusal = whyNoDevice(join(home.cache, 'device'), numbers);
    if (refusal !== null) ctx.skip(refusal);
    const frozen = await home.plan();
    expect(pathsOf(frozen)).toEqual([join(home.cache, 'a.dat')]);
    expect(keptFor(frozen, 'special-file')).toBe(1);
    expect(wholeFolders(frozen)).toEqual([]);
  });
});

/** Runs mount through a shell, which can build the raw bytes of the mount point. */
function mountTool(command: 'mount' | 'umount', point: string, source: string): void {
  const octal = Array.from(
    Buffer.from(diskPath(point)),
    (byte) => `\\${byte.toString(8).padStart(3, '0')}`,
  ).join('');
  const shellCommand = command === 'mount' ? 'mount --bind "$2" "$p"' : 'umount "$p"';
  const script = `p=$(printf "$1"; printf x) && ${shellCommand.replace('"$p"', '"${p%x}"')}`;
  execFileSync('/bin/sh', ['-c', script, 'sh', octal, source], { stdio: 'pipe' });
}

/** Mounts a folder. Returns the error, or null. */
function whyNotMounted(point: string, source: string): string | null {
  try {
    mountTool('mount', point, source);
    return null;
  } catch (error) {
    return `nothing may be mounted here: ${String(error)}`;
  }
}

describe.runIf(isLinux)('a bind mount inside a cache', () => {
  it.for(['mnt', 'two\nwords', 'ends\n', bytes(0x6d, 0xff)])('is never entered: %j', async (name, ctx) => {
    const owner = join(home.path, 'owner');
    const point = join(home.cache, name);
    mkdirSync(owner);
    put(join(owner, 'thesis.docx'));
    mkdirSync(diskPath(point));
    put(join(home.cache, 'a.dat'));
    const refusal = whyNotMounted(point, owner);
    if (refusal !== null) ctx.skip(refusal);
    try {
      const frozen = await home.plan(everything, inline(realMounts()));
      expect(pathsOf(frozen)).toEqual([join(home.cache, 'a.dat')]);
      expect(keptFor(frozen, 'mount')).toBe(1);
      expect(wholeFolders(frozen)).toEqual([]);
      // Even with an empty list of mounts the pins refuse.
      const blind = await home.plan(everything, inline(mountsAt([])));
      expect(pathsOf(blind)).toContain(join(point, 'thesis.docx'));
      expect(() => removeThrough(bestFolderPins(), blind)).toThrow('mount');
    } finally {
      mountTool('umount', point, owner);
    }
    expect(readdirSync(owner)).toEqual(['thesis.docx']);
  });
});

describe.runIf(isLinux)('an extreme tree', () => {
  it('a tree of 5,000 levels has one reason beyond the longest path, and the rest of the plan is complete', async () => {
    const deep = oddHome(memory);
    put(join(deep.cache, 'a.dat'));
    const make = `
      import os, sys
      os.chdir(sys.argv[1])
      for level in range(5000):
          os.mkdir('d'); os.chdir('d')
          open('f', 'w').close()`;
    execFileSync('/usr/bin/python3', ['-c', make.replaceAll('\n      ', '\n'), deep.cache]);
    try {
      const frozen = await deep.plan();
      const lengths = pathsOf(frozen).map((path) => path.length);
      expect(pathsOf(frozen)).toContain(join(deep.cache, 'a.dat'));
      expect(Math.max(...lengths)).toBeGreaterThan(4_092);
      expect(Math.max(...lengths)).toBeLessThan(4_096);
      // The deepest reachable folder holds a file and a folder that are both unreachable.
      expect(keptFor(frozen, 'name-not-representable')).toBe(2);
      expect(frozen.view.kept).toHaveLength(1);
      expect(frozen.view.unreadable).toEqual([]);
      expect(wholeFolders(frozen)).toEqual([]);
      expect(excludeEntries(frozen, [], [0], 'p-2').entryCount).toBe(frozen.entryCount - 1);
      const usage = await scanUsage(inline(), discoveryOf(deep.found()), freeControl());
      expect(usage.total.files).toBe(frozen.entryCount + 1);
      expect(usage.unreadable.map(({ code }) => code)).toEqual(['ENAMETOOLONG']);
    } finally {
      // Node's own removal fails on paths this long.
      execFileSync('/bin/rm', ['-rf', deep.path]);
    }
  });

  it('200,000 files in one folder are all planned', async () => {
    const crowd = oddHome(memory);
    try {
      for (let i = 0; i < 200_000; i += 1) closeSync(openSync(`${crowd.cache}/${i}`, 'wx'));
      const frozen = await crowd.plan();
      expect(frozen.entryCount).toBe(200_000);
      expect(frozen.view.kept).toEqual([]);
      expect(wholeFolders(frozen)).toContain('wxid_a/cache/2024-01');
    } finally {
      crowd.release();
    }
  }, 180_000);
});
