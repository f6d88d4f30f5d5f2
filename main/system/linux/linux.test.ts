import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { asNobody } from '../../testing/as-nobody.ts';
import { startCopyOfSleep } from '../../testing/real-processes.ts';
import { linuxFolders } from './linux-folders.ts';
import { linuxMounts, mountPoints } from './linux-mounts.ts';
import { linuxProcesses } from './linux-processes.ts';
import { documentsFolder } from './user-dirs.ts';

async function temporary(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'signoff-system-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

describe('user-dirs.dirs', () => {
  test.each([
    ['XDG_DOCUMENTS_DIR="$HOME/文档"', '/home/u/文档'],
    ['XDG_DOCUMENTS_DIR="$HOME/My Docs/"', '/home/u/My Docs'],
    ['XDG_DOCUMENTS_DIR="$HOME/a\\"b\\\\c\\$d"', '/home/u/a"b\\c$d'],
    ['XDG_DOCUMENTS_DIR="/mnt/docs"', '/mnt/docs'],
    ['XDG_DOCUMENTS_DIR="$HOME"', '/home/u'],
    ['XDG_DOCUMENTS_DIR="$HOME/"', '/home/u'],
    ['  XDG_DOCUMENTS_DIR = "$HOME/a"  # comment', '/home/u/a'],
    ['XDG_DOCUMENTS_DIR="$HOME/a"\nXDG_DOCUMENTS_DIR="$HOME/b"', '/home/u/b'],
    ['# XDG_DOCUMENTS_DIR="$HOME/a"', null],
    ['XDG_DOCUMENTS_DIR="relative"', null],
    ['XDG_DOCUMENTS_DIR="$HOMEWORK/a"', null],
    ['XDG_DOCUMENTS_DIR=$HOME/a', null],
    ['XDG_DOWNLOAD_DIR="$HOME/a"', null],
    ['', null],
  ])('%j names %j', (text, folder) => {
    expect(documentsFolder(text, '/home/u')).toBe(folder);
  });

  test('keep a backslash in the home’s name', () => {
    expect(documentsFolder('XDG_DOCUMENTS_DIR="$HOME/a"', '/home/u\\x')).toBe('/home/u\\x/a');
  });
});

describe('known folders', () => {
  test('follow HOME and the XDG variables, best first, each once', async () => {
    const home = await temporary();
    await mkdir(join(home, 'cfg'));
    await writeFile(join(home, 'cfg', 'user-dirs.dirs'), 'XDG_DOCUMENTS_DIR="$HOME/Documents"\n');
    const folders = linuxFolders({
      HOME: home,
      XDG_CONFIG_HOME: join(home, 'cfg'),
      XDG_DATA_HOME: 'relative',
    });
    expect(await folders.resolve('documents')).toEqual([join(home, 'Documents'), join(home, '文档')]);
    expect(await folders.resolve('xdgConfig')).toEqual([join(home, 'cfg')]);
    expect(await folders.resolve('xdgData')).toEqual([join(home, '.local/share')]);
    expect(await folders.resolve('flatpak')).toEqual([join(home, '.var/app')]);
    expect(await folders.resolve('wechatDataDir')).toContain(join(home, 'Documents/WeChat_Data'));
    expect(await folders.resolve('roaming')).toEqual([]);
    expect(await folders.resolve('drives')).toEqual([]);
  });

  test('are read through a link, and a pipe or a device in the list’s place is not waited for', async () => {
    const home = await temporary();
    await mkdir(join(home, '.config'));
    const list = join(home, '.config', 'user-dirs.dirs');
    const folders = linuxFolders({ HOME: home });
    await writeFile(join(home, 'kept-elsewhere'), 'XDG_DOCUMENTS_DIR="$HOME/Papers"\n');
    await symlink(join(home, 'kept-elsewhere'), list);
    expect(await folders.resolve('documents')).toContain(join(home, 'Papers'));
    expect(await folders.unread?.()).toEqual([]);

    await rm(list);
    execFileSync('/usr/bin/mkfifo', [list]);
    expect(await folders.resolve('documents')).toEqual([join(home, 'Documents'), join(home, '文档')]);
    expect(await folders.unread?.()).toEqual([{ path: list, code: 'not-a-file' }]);

    await rm(list);
    await symlink('/dev/zero', list);
    expect(await folders.unread?.()).toEqual([{ path: list, code: 'not-a-file' }]);
  });

  test('are empty without HOME, and the real home is not guessed', async () => {
    const folders = linuxFolders({});
    for (const folder of ['home', 'documents', 'xdgConfig', 'flatpak'] as const)
      expect(await folders.resolve(folder)).toEqual([]);
  });
});

describe('mounts', () => {
  test('decode octal escapes and list only what lies below, by whole names', async () => {
    const table = join(await temporary(), 'mountinfo');
    const line = (point: string): string => `36 35 98:0 / ${point} rw,noatime master:1 - ext4 /dev/x rw\n`;
    const points = ['/', '/home/u', '/home/u/a\\040b\\011c\\134d', '/home/user2', '/home/u/文档'];
    await writeFile(table, points.map(line).join(''));
    expect(await linuxMounts(table).below('/home/u')).toEqual({
      kind: 'known',
      paths: ['/home/u/a b\tc\\d', '/home/u/文档'],
    });
    expect(mountPoints(Buffer.from(line('/a')))).toEqual(['/a']);
  });

  test('exist below this machine’s root; a missing or empty table is could-not-tell', async () => {
    const here = await linuxMounts().below('/');
    expect(here.kind === 'known' ? here.paths : []).toContain('/proc');
    const folder = await temporary();
    expect((await linuxMounts(join(folder, 'missing')).below('/')).kind).toBe('could-not-tell');
    await writeFile(join(folder, 'empty'), '');
    expect((await linuxMounts(join(folder, 'empty')).below('/')).kind).toBe('could-not-tell');
  });
});

/** A process folder as in /proc. */
async function putProcess(root: string, pid: number, exe: string | null, status: string): Promise<void> {
  await mkdir(join(root, String(pid)), { recursive: true });
  await writeFile(join(root, String(pid), 'status'), status);
  if (exe !== null) await symlink(exe, join(root, String(pid), 'exe'));
}

function status(name: string, more: { uid?: number; state?: string; memory?: boolean } = {}): string {
  const memory = more.memory === false ? '' : 'VmSize:\t  100 kB\n';
  return `Name:\t${name}\nState:\t${more.state ?? 'S (sleeping)'}\nUid:\t${String(more.uid ?? 1000)}\t0\t0\t0\n${memory}`;
}

describe('processes', () => {
  test('of this machine include this process and a program started now', async () => {
    const program = await startCopyOfSleep('opt/wechat/wechat');
    const list = await linuxProcesses().list();
    const processes = list.kind === 'known' ? list.processes : [];
    expect(processes.find(({ pid }) => pid === process.pid)?.ownUser).toBe(true);
    expect(processes.find(({ pid }) => pid === program.pid)).toEqual({
      pid: program.pid,
      name: 'wechat',
      path: program.path,
      ownUser: true,
    });
  });

  test('of other users are named although their path is hidden', async () => {
    const program = await startCopyOfSleep('opt/wechat/wechat');
    const list = await asNobody(await temporary(), () => linuxProcesses('/proc', process.pid, 65534).list());
    const found = list.kind === 'known' ? list.processes.find(({ pid }) => pid === program.pid) : undefined;
    expect(found?.name).toBe('wechat');
    expect(found?.ownUser).toBe(process.getuid?.() === 65534);
  });

  test('exclude zombies and kernel threads and distinguish updated, foreign and Wine programs', async () => {
    const root = await temporary();
    await putProcess(root, 1, '/opt/wechat/wechat (deleted)', status('wechat'));
    await putProcess(root, 2, null, status('kthreadd', { memory: false, uid: 0 }));
    await putProcess(root, 3, '/opt/wechat/wechat', status('wechat', { state: 'Z (zombie)' }));
    await putProcess(root, 4, null, status('wechat', { uid: 1001 }));
    await putProcess(root, 5, '/usr/lib/wine/wine64-preloader', status('WeChat.exe'));
    await putProcess(root, 7, '/usr/lib/wine/wine64-preloader', status('WeChat - 副'));
    await writeFile(join(root, '7', 'cmdline'), 'C:\\WeChat\\WeChat - 副本.exe\0--a\0');
    await mkdir(join(root, '6'));
    await mkdir(join(root, 'self'));
    expect(await linuxProcesses(root, 1, 1000).list()).toEqual({
      kind: 'known',
      processes: [
        { pid: 1, name: 'wechat', path: '/opt/wechat/wechat', ownUser: true },
        { pid: 4, name: 'wechat', path: null, ownUser: false },
        { pid: 5, name: 'WeChat.exe', path: '/usr/lib/wine/wine64-preloader', ownUser: true },
        { pid: 7, name: 'WeChat - 副本.exe', path: '/usr/lib/wine/wine64-preloader', ownUser: true },
      ],
    });
  });

  test('are could-not-tell if /proc is missing or lacks this process', async () => {
    const root = await temporary();
    await putProcess(root, 1, '/bin/a', status('a'));
    expect((await linuxProcesses(root, 99, 1000).list()).kind).toBe('could-not-tell');
    expect((await linuxProcesses(join(root, 'missing'), 1, 1000).list()).kind).toBe('could-not-tell');
  });
});
