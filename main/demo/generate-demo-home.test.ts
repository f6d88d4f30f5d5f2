import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { diffSnapshots, snapshotTree } from '../testing/tree-snapshot.ts';
import type { DemoManifest } from './demo-manifest.ts';
import { demoEnvironment, generateDemoHome, isDemoHome } from './generate-demo-home.ts';

const now = Date.UTC(2026, 9, 20, 9);
const day = 86_400_000;
let parent: string;
let folder: string;

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'signoff-demo-test-'));
  folder = join(parent, 'home');
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

const files = (top: string): string[] =>
  readdirSync(top, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(top, join(entry.parentPath, entry.name)));
const sum = (list: readonly { bytes: number }[]): number => list.reduce((all, one) => all + one.bytes, 0);

const root = 'Documents/xwechat_files';
const account = `${root}/wxid_k3v9m2q7x1hd22_8f3a`;
const both = [
  `${account}/db_storage/message/message_0.db-wal`,
  `${account}/business/favorite`,
  `${root}/chenyu1996_b7d2/db_storage/session/session.db`,
  `${root}/all_users/config/global_config.crc`,
  `${root}/all_users/login/chenyu1996/key_info.db-shm`,
  `${root}/all_users/plugin_save_config/wxid_k3v9m2q7x1hd22/global_config`,
  `${root}/Backup`,
  'Documents/WeChat Files/All Users/config/wxid_m8q4e6t0u7jk11.data',
  'Documents/WeChat Files/wxid_7h2c5y9b1ea21/Msg/Multi/MSG0.db-shm',
  'Documents/WeChat Files/wxid_7h2c5y9b1ea21/BackupFiles',
  'Documents/WeChat Files/desktop.ini',
  'Documents/导出/msg',
];
const qqLinux = '.config/QQ/nt_qq_5d1c0b7e94a3f26880e5b2d7c41a9f36';
const roaming = 'AppData/Roaming/Tencent';
const documented = {
  linux: [
    ...both,
    '.xwechat/login/chenyu1996/key_info.dat',
    '.xwechat/config/hardlink.dat',
    '.var/app/com.tencent.WeChat/.xwechat/config',
    '.var/app/com.tencent.WeChat/xwechat_files/wxid_p0t6w8n4s5rz12_41ce/db_storage',
    '.config/QQ/global/nt_db/login.db',
    '.config/QQ/global/nt_data/Login/.2841073956',
    '.config/QQ/versions/config.json',
    `${qqLinux}/nt_db/nt_msg.db`,
    `${qqLinux}/nt_data/Emoji/BaseEmojiSyastems`,
    `${qqLinux}/nt_data/Emoji/EmojiSystermResource`,
  ],
  windows: [
    ...both,
    `${roaming}/xwechat/login/chenyu1996/key_info.dat`,
    `${roaming}/xwechat/radium/web/profiles/web/Cookies`,
    `${roaming}/WeChat/psk.key`,
    'AppData/Local/Tencent/BrowsingService/unkwown/browsing.log',
    'AppData/Local/Temp/WeChat Files',
    'Documents/Tencent Files/2841073956/nt_qq/nt_db/nt_msg.db-wal',
    'Documents/Tencent Files/2841073956/Msg3.0.db',
    'Documents/Tencent Files/nt_qq/global/nt_db/login.db',
    'Documents/Tencent Files/All Users/QQ/History.db',
  ],
};

describe.each(['linux', 'windows'] as const)('a demo home of %s', (system) => {
  let manifest: DemoManifest;
  let made: string;
  beforeAll(async () => {
    made = join(mkdtempSync(join(tmpdir(), 'signoff-demo-test-')), 'home');
    manifest = await generateDemoHome({ folder: made, files: 2000, now, system });
  });
  afterAll(() => rmSync(dirname(made), { recursive: true, force: true }));

  test('holds exactly the files of its manifest, with their sizes and times', () => {
    expect(manifest.files).toBe(2000);
    expect(files(made).sort()).toEqual(
      ['.signoff-demo', ...manifest.entries.map((file) => file.path)].sort(),
    );
    const real = manifest.entries.map(({ path }) => {
      const stat = lstatSync(join(made, path));
      return { path, bytes: stat.size, mtimeMs: stat.mtimeMs };
    });
    expect(real).toEqual(manifest.entries.map(({ path, bytes, mtimeMs }) => ({ path, bytes, mtimeMs })));
    const inside = readdirSync(made, { recursive: true, withFileTypes: true });
    expect(manifest.folders).toBe(inside.filter((entry) => entry.isDirectory()).length);
  });

  test('has consistent groups, accounts and entries', () => {
    expect(sum(manifest.groups)).toBe(manifest.bytes);
    expect(sum(manifest.entries)).toBe(manifest.bytes);
    expect(manifest.accounts.length).toBeGreaterThanOrEqual(4);
    for (const account of manifest.accounts) {
      const below = manifest.entries.filter((file) => file.path.startsWith(`${account.path}/`));
      expect([below.length, sum(below)]).toEqual([account.files, account.bytes]);
      expect(below.every((file) => file.account === account.folder)).toBe(true);
    }
    expect(new Set(manifest.accounts.map((account) => account.bytes)).size).toBe(manifest.accounts.length);
  });

  test('has real content in nearly every file, and takes little disk space', () => {
    const facts = manifest.entries.map(({ path, bytes }) => {
      const allocated = lstatSync(join(made, path)).blocks * 512;
      return { path, bytes, allocated };
    });
    const holes = facts.filter(({ bytes, allocated }) => allocated < bytes);
    expect(holes.length).toBeLessThan(facts.length * 0.1);
    expect(holes.filter(({ allocated }) => allocated > 0)).toEqual([]);
    expect(holes.filter(({ path }) => path.endsWith('.db'))).toEqual([]);
    expect(facts.reduce((all, { allocated }) => all + allocated, 0)).toBeLessThan(160e6);
    expect(manifest.bytes).toBeGreaterThan(3e8);
    expect(manifest.bytes).toBeLessThan(4e9);
  });

  test('has times that mostly follow the month folders', () => {
    const sharded = manifest.entries.flatMap((file) => {
      const month = /\/(\d{4}-\d{2})\//.exec(file.path)?.[1];
      return month === undefined ? [] : [{ month, real: new Date(file.mtimeMs).toISOString().slice(0, 7) }];
    });
    const strays = sharded.filter(({ month, real }) => month !== real);
    expect(sharded.length).toBeGreaterThan(500);
    expect(strays.some(({ month, real }) => real > month)).toBe(true);
    expect(strays.some(({ month, real }) => real < month)).toBe(true);
    expect(strays.length).toBeLessThan(sharded.length * 0.06);
    expect(new Set(sharded.map(({ month }) => month)).size).toBeGreaterThanOrEqual(18);
    const times = manifest.entries.map((file) => file.mtimeMs);
    expect(Math.max(...times)).toBeLessThanOrEqual(now);
    expect(times.filter((time) => time > now - 2 * day).length).toBeGreaterThan(10);
  });

  test('keeps its environment inside itself', () => {
    const environment = demoEnvironment(made, system);
    for (const [name, value] of Object.entries(environment))
      expect([name, relative(made, value).startsWith('..')]).toEqual([name, false]);
    expect(Object.keys(environment)).toEqual(
      expect.arrayContaining(
        system === 'linux'
          ? ['HOME', 'XDG_CONFIG_HOME', 'XDG_DATA_HOME']
          : ['USERPROFILE', 'APPDATA', 'LOCALAPPDATA', 'PUBLIC'],
      ),
    );
  });

  test('has the documented names', () => {
    const missing = documented[system].filter((path) => !existsSync(join(made, path)));
    expect(missing).toEqual([]);
  });

  test('has small real content where a program reads it', () => {
    const read = (path: string): string => readFileSync(join(made, path), 'utf8');
    expect(read('Documents/WeChat Files/wxid_7h2c5y9b1ea21/config/AccInfo.dat')).toContain('林小雨');
    if (system === 'windows') {
      expect(read('AppData/Roaming/Tencent/WeChat/All Users/config/3ebffe94.ini')).toBe('MyDocument:');
      expect(read('Public/Documents/Tencent/QQ/UserDataInfo.ini')).toContain('UserDataSavePathType=1');
      return;
    }
    expect(read('.config/user-dirs.dirs')).toContain('XDG_DOCUMENTS_DIR="$HOME/Documents"\n');
    const pointers = readdirSync(join(made, '.xwechat/config')).filter((name) => name.endsWith('.ini'));
    const contents = pointers.map((name) => readFileSync(join(made, '.xwechat/config', name)));
    expect(pointers.every((name) => /^[0-9a-f]{32}\.ini$/.test(name))).toBe(true);
    expect(contents.map((bytes) => bytes.toString('utf8'))).toContain(`${made}/Documents\n`);
    expect(contents.map((bytes) => bytes.toString('utf16le'))).toContain('\ufeff/media/旧电脑/文档');
  });

  test('shards chats by 32 hex digits', () => {
    const chats = manifest.entries.flatMap(({ path }) => /msg\/attach\/([^/]+)\//.exec(path)?.[1] ?? []);
    expect(chats.length).toBeGreaterThan(100);
    expect(chats.filter((name) => !/^[0-9a-f]{32}$/.test(name))).toEqual([]);
  });
});

test('the same seed gives the same home, another seed another one', async () => {
  await generateDemoHome({ folder, files: 600, now });
  const first = await snapshotTree(folder);
  await generateDemoHome({ folder, files: 600, now });
  expect(diffSnapshots(first, await snapshotTree(folder))).toEqual({ removed: [], added: [], changed: [] });
  await generateDemoHome({ folder, files: 600, now, seed: 7 });
  expect(diffSnapshots(first, await snapshotTree(folder)).added.length).toBeGreaterThan(100);
});

describe('a demo into a used folder', () => {
  test('is refused if the folder has other content, which stays as it was', async () => {
    mkdirSync(folder);
    writeFileSync(join(folder, '论文.docx'), 'mine');
    const before = await snapshotTree(folder);
    await expect(generateDemoHome({ folder, files: 600, now })).rejects.toMatchObject({
      code: 'demo-folder-not-empty',
      params: { path: folder },
    });
    expect(diffSnapshots(before, await snapshotTree(folder))).toEqual({
      removed: [],
      added: [],
      changed: [],
    });
  });

  test('is refused if the marker is a link or a foreign file of that name', async () => {
    mkdirSync(folder);
    writeFileSync(join(folder, '.signoff-demo'), 'mine');
    expect(isDemoHome(folder)).toBe(false);
    await expect(generateDemoHome({ folder, files: 600, now })).rejects.toMatchObject({
      code: 'demo-folder-not-empty',
    });
    const other = join(parent, 'other');
    await generateDemoHome({ folder: other, files: 600, now });
    rmSync(join(folder, '.signoff-demo'));
    symlinkSync(join(other, '.signoff-demo'), join(folder, '.signoff-demo'));
    expect(isDemoHome(folder)).toBe(false);
  });

  test('replaces an earlier demo and keeps what the user put beside it', async () => {
    await generateDemoHome({ folder, files: 900, now });
    writeFileSync(join(folder, '笔记.txt'), 'mine');
    rmSync(join(folder, 'Pictures'), { recursive: true });
    const manifest = await generateDemoHome({ folder, files: 600, now });
    expect(files(folder).length).toBe(manifest.files + 1);
    expect(readFileSync(join(folder, '笔记.txt'), 'utf8')).toBe('mine');
  });
});

test('too few files for a demo are refused before anything is written', async () => {
  for (const count of [0, 10, 600.5, Number.NaN])
    await expect(generateDemoHome({ folder, files: count, now })).rejects.toMatchObject({
      code: 'demo-too-small',
    });
  expect(existsSync(folder)).toBe(false);
});

test('progress rises to the number of files and does not block other work', async () => {
  const seen: number[] = [];
  let ticks = 0;
  const timer = setInterval(() => (ticks += 1), 0);
  await generateDemoHome({ folder, files: 4500, now, onProgress: (done) => seen.push(done) });
  clearInterval(timer);
  expect(seen).toEqual([2000, 4000, 4500]);
  expect(ticks).toBeGreaterThan(0);
});
