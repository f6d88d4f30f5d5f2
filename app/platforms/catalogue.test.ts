import { describe, expect, test } from 'vitest';
import { createClassifier } from '../cleanup/classify.ts';
import { catalogue } from './catalogue.ts';
import { parsePattern } from './pattern.ts';
import type { Platform, Shape } from './platform.ts';
import { wechatLinux4 } from './wechat-linux-4.ts';
import { qqLinuxNt } from './qq-linux-nt.ts';
import { wechatWindows3, wechatWindows3Browsing, wechatWindows3SharedLogs } from './wechat-windows-3.ts';
import { wechatWindows4, wechatWindows4Temp } from './wechat-windows-4.ts';

function numbers(prefix: string, from: number, to: number): readonly string[] {
  return Array.from(
    { length: to - from + 1 },
    (_, index) => `${prefix}-${String(from + index).padStart(2, '0')}`,
  );
}

/** Row numbers without the part after the point that splits one row by kind. */
function rowsOf(...platforms: readonly Platform[]): readonly string[] {
  const ids = platforms.flatMap(({ locations }) => locations.map(({ id }) => id.split('.')[0] ?? ''));
  return [...new Set(ids)].toSorted();
}

function patternsIn(shape: Shape): readonly string[] {
  if ('folder' in shape) return [shape.folder];
  if ('file' in shape) return [shape.file];
  return ('all' in shape ? shape.all : shape.any).flatMap(patternsIn);
}

/** The row that owns a file, as cleaning sees it; the first folder is the account where `account` says so. */
function ownerOf(platform: Platform, kind: 'data' | 'state', path: string, account = ''): string | null {
  const classifier = createClassifier(platform, kind);
  const parts = path.split('/');
  const name = parts.pop() ?? '';
  let position = classifier.start;
  for (const part of parts) position = classifier.enter(position, part, part === account);
  const match = classifier.match(position, name);
  return match === null ? null : (platform.locations[match.location]?.id ?? null);
}

describe('the catalogue', () => {
  test('has every row that is a file or folder', () => {
    expect(rowsOf(wechatWindows3, wechatWindows3SharedLogs, wechatWindows3Browsing)).toEqual(
      numbers('W3', 1, 25),
    );
    expect(rowsOf(wechatWindows4, wechatWindows4Temp)).toEqual(numbers('W4', 1, 28));
    expect(rowsOf(wechatLinux4)).toEqual([...numbers('L', 3, 6), ...numbers('W4', 1, 19)]);
    expect(rowsOf(qqLinuxNt)).toEqual(numbers('N', 2, 12));
  });

  test('names each platform once', () => {
    expect(new Set(catalogue.map(({ id }) => id)).size).toBe(catalogue.length);
  });

  test.each(catalogue.map((platform) => [platform.id, platform] as const))('%s is sound', (_, platform) => {
    const ids = platform.locations.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of [...platform.signIn.autoLogin, ...platform.signIn.remembered]) expect(ids).toContain(id);
    const patterns = [
      ...platform.locations.flatMap(({ paths }) => paths),
      ...platform.data.rules.flatMap((rule) => (rule.by === 'pointer-file' ? [rule.file] : [])),
      ...patternsIn(platform.data.shape),
      ...patternsIn(platform.data.accountShape),
    ];
    for (const pattern of patterns) expect(() => parsePattern(pattern)).not.toThrow();
    expect(parsePattern(platform.data.accounts)).toHaveLength(1);
  });

  test.each(catalogue.map((platform) => [platform.id, platform] as const))(
    '%s removes nothing that rests on memory, and passes the protected list by exact names only',
    (_, platform) => {
      for (const row of platform.locations) {
        if (row.confidence === 'C' || row.category === 'binary') expect(row.level, row.id).toBe('never');
        if (row.category === 'database' || row.category === 'backup')
          expect(['deep', 'never'], row.id).toContain(row.level);
        if (row.category === 'backup') expect(row.optIn).toBe('backups');
        if (row.category === 'received' && row.level === 'basic') expect(row.optIn).toBe('received');
        if (row.category === 'media' && row.level === 'basic') expect(row.optIn).toBe('media');
        if (row.category === 'credentials') expect(row.level).not.toBe('basic');
        if (row.overridesProtection !== true) continue;
        expect(['W4-16', 'N-11', 'N-12']).toContain(row.id);
        for (const path of row.paths) {
          const last = parsePattern(path).at(-1);
          expect(last?.kind).toBe('literal');
          expect(last?.kind === 'literal' ? last.name : '').toMatch(
            /^(key_info|login|sign)\.db(-wal|-shm)?$/,
          );
        }
      }
    },
  );

  test('web storage of an account is no plain cache', () => {
    expect(wechatWindows4.locations.find(({ id }) => id === 'W4-05')?.level).toBe('system');
  });

  test('looks for copied Windows folders on Linux, and for 4.x roots there only once', () => {
    const onLinux = catalogue.filter(
      ({ system, alsoFoundOn }: Platform) => system === 'linux' || alsoFoundOn?.includes('linux') === true,
    );
    expect(onLinux.map(({ id }) => id)).toContain('wechat-windows-3');
    expect(onLinux.map(({ id }) => id)).not.toContain('wechat-windows-4');
  });
});

describe('which row owns a file', () => {
  test.each([
    ['all_users/config/global_config', 'W4-15'],
    ['all_users/config/global_config.crc', 'W4-15'],
    ['all_users/config/global_config.bak', 'W4-19'],
    ['all_users/config/global_config.crc.old', 'W4-19'],
    ['all_users/config/wxid_a_global_config', 'W4-19'],
    ['all_users/config/other.ini', 'W4-18'],
    ['all_users/plugin_save_config/wxid_a/logo.png', 'W4-19'],
    ['all_users/plugin_save_config/wxid_a/other', null],
    ['all_users/login/wxid_a/key_info.db-wal', 'W4-16'],
    ['all_users/login/wxid_a/other.db', null],
    ['all_users/head_imgs/0/a.jpg', 'W4-17'],
    ['Backup/a/b', 'W4-14'],
    ['wxid_a_1111/cache/2024-01/Emoticon/a', 'W4-01'],
    ['wxid_a_1111/cache/a', null],
    ['wxid_a_1111/business/emoticon/Thumb/a', 'W4-04'],
    ['wxid_a_1111/business/emoticon/persist/a', 'W4-06'],
    ['wxid_a_1111/msg/attach/0f/2024-01/Img/a.dat', 'W4-08'],
    ['wxid_a_1111/msg/file/2024-01/a.pdf', 'W4-10'],
    ['wxid_a_1111/db_storage/message/message_0.db', 'W4-12'],
    ['other/db_storage/message/message_0.db', null],
  ])('4.x root: %s is %s', (path, row) => {
    expect(ownerOf(wechatLinux4, 'data', path, 'wxid_a_1111')).toBe(row);
  });

  test.each([
    ['All Users/config/config.data', 'W3-15'],
    ['all users/CONFIG/Config.Data', 'W3-15'],
    ['All Users/config/wxid_a.data', 'W3-16'],
    ['wxid_a/FileStorage/MsgAttach/0f/Thumb/2024-01/a', 'W3-07.thumb'],
    ['wxid_a/FileStorage/MsgAttach/0f/File/2024-01/a', 'W3-07'],
    ['wxid_a/Msg/Multi/MSG0.db', 'W3-12'],
    ['wxid_a/config/AccInfo.dat', 'W3-14'],
  ])('3.x root: %s is %s', (path, row) => {
    expect(ownerOf(wechatWindows3, 'data', path, 'wxid_a')).toBe(row);
  });

  test.each([
    ['radium/users/0f/applet/packages/a', 'W4-23'],
    ['radium/users/0f/mmkv/a', 'W4-24'],
    ['radium/web/profiles/p/Cache/a', 'W4-22'],
    ['radium/web/profiles/p/Cookies', 'W4-24'],
    ['radium/web/profiles/p/Preferences', null],
    ['config/0f.ini', 'W4-27'],
    ['xplugin/plugins/RadiumWMPF/a.dll', 'W4-26'],
    ['network/a', 'W4-25'],
  ])('4.x state: %s is %s', (path, row) => {
    expect(ownerOf(wechatWindows4, 'state', path)).toBe(row);
  });

  test.each([
    ['nt_qq_0f/nt_data/Pic/2024-01/Thumb/a', 'N-03'],
    ['nt_qq_0f/nt_data/Pic/2024-01/Ori/a', 'N-04'],
    ['nt_qq_0f/nt_data/Pic/2024-01/OriTemp/a', 'N-05'],
    ['nt_qq_0f/nt_data/File/Ori/a', 'N-06'],
    ['nt_qq_0f/nt_data/File/Thumb/a', 'N-06.thumb'],
    ['nt_qq_0f/nt_data/Emoji/emoji-recv/2024-01/Thumb/a', 'N-07'],
    ['nt_qq_0f/nt_data/Emoji/personal_emoji/Ori/a', 'N-07.personal'],
    ['nt_qq_0f/nt_db/nt_msg.db', 'N-02'],
    ['nt_qq/global/nt_db/login.db', 'N-11'],
    ['global/nt_db/sign.db-wal', 'N-11'],
    ['global/nt_db/Registry.db', 'N-11.registry'],
    ['global/nt_db/other.db', null],
    ['global/nt_data/Login/.10001', 'N-12'],
    ['global/nt_data/Login/.DS_Store', null],
  ])('QQ root: %s is %s', (path, row) => {
    expect(ownerOf(qqLinuxNt, 'data', path, 'nt_qq_0f')).toBe(row);
  });
});
