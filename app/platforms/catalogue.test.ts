import { describe, expect, test } from 'vitest';
import { createClassifier } from '../cleanup/classify.ts';
import { catalogue } from './catalogue.ts';
import { parsePattern } from './pattern.ts';
import { products } from './platform.ts';
import type { Platform, Shape } from './platform.ts';
import { qqWindows } from './qq-windows.ts';
import { qqWindowsApplets, qqWindowsShell } from './qq-windows-beside.ts';
import { rowIds } from './testing/row-ids.ts';
import { wechatMacos3, wechatMacosLibrary } from './wechat-macos-3.ts';
import { wechatMacos4 } from './wechat-macos-4.ts';
import { wechatLinux4 } from './wechat-linux-4.ts';
import { qqLinuxNt } from './qq-linux-nt.ts';
import { qqMacosNt } from './qq-macos.ts';
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

/** Rows of the collection that no place on the disk stands for, and why. */
const elsewhere: Readonly<Record<string, string>> = {
  'W3-26': 'a registry key, no file: the way to the data, offered by nobody',
  'W3-D5': 'open files of a running program; a running program without data is noted instead',
  'W4-D3': 'a registry value that 4.x does not keep up to date: not asked on purpose',
  'W4-D4': 'as W3-D5',
  'N-01': 'the layout of the shared root: the shape of qq-windows',
  'N-16': 'the files of Q-01 where `nt_qq` lies beside them: one row owns them',
  'N-22': "what QQ's own cleaner counts as old, no place",
  'CB-1': 'the clipboard, which is no folder of a messenger',
  'CB-2': 'the clipboard',
  'CB-3': 'the clipboard',
  'CB-4': 'the clipboard',
  'CB-5': 'the clipboard',
  'CB-6': 'the clipboard',
};

describe('the catalogue', () => {
  test('has every row of the collection, or says why not, and no row of its own making', () => {
    const known = new Set([
      ...rowsOf(...catalogue),
      ...catalogue.flatMap(({ data }) => data.rules.map(({ rule }) => rule)),
    ]);
    expect(rowIds.filter((id) => !known.has(id) && elsewhere[id] === undefined)).toEqual([]);
    expect(Object.keys(elsewhere).filter((id) => known.has(id) || !rowIds.includes(id))).toEqual([]);
    expect([...known].filter((id) => !rowIds.includes(id))).toEqual([]);
  });

  test('holds every messenger on every system where it is known', () => {
    const kinds = catalogue.map(({ product, system }) => `${product} ${system}`);
    expect([...new Set(kinds)].toSorted()).toEqual([
      'dingtalk linux',
      'dingtalk macos',
      'dingtalk windows',
      'feishu linux',
      'feishu macos',
      'feishu windows',
      'qq linux',
      'qq macos',
      'qq windows',
      'tim windows',
      'wechat linux',
      'wechat macos',
      'wechat windows',
      'wecom macos',
      'wecom windows',
    ]);
  });

  test('of WeCom, DingTalk and Feishu only caches and logs with a source have a level, and it is basic', () => {
    const others = catalogue.filter(({ product }) => ['wecom', 'dingtalk', 'feishu'].includes(product));
    expect(others.map(({ support }) => support)).not.toContain('clean');
    for (const { id, level, category, confidence, optIn } of others.flatMap(({ locations }) => locations)) {
      const isCleaned = ['cache', 'logs'].includes(category) && confidence !== 'C';
      expect({ level, optIn }, id).toEqual({ level: isCleaned ? 'basic' : 'never', optIn: undefined });
    }
  });

  test('a messenger that is cleaned has a main program that blocks cleaning', () => {
    for (const product of products) {
      const cleaned = catalogue.filter((one) => one.product === product && one.support !== 'detect-only');
      for (const system of new Set(cleaned.map((one) => one.system)))
        expect(
          catalogue.some(
            (one) =>
              one.product === product &&
              one.system === system &&
              one.processes.some(({ role, folders }) => role === 'main' && folders.length > 0),
          ),
          `${product} ${system}`,
        ).toBe(true);
    }
  });

  test('gives each platform its own rows', () => {
    expect(rowsOf(wechatWindows3, wechatWindows3SharedLogs, wechatWindows3Browsing)).toEqual(
      numbers('W3', 1, 25),
    );
    expect(rowsOf(wechatWindows4, wechatWindows4Temp)).toEqual(numbers('W4', 1, 28));
    expect(rowsOf(wechatLinux4)).toEqual([...numbers('L', 3, 6), 'L-10', ...numbers('W4', 1, 19)]);
    expect(rowsOf(qqLinuxNt)).toEqual([...numbers('N', 2, 12), 'N-24', 'N-25']);
    expect(rowsOf(qqWindowsShell)).toEqual([...numbers('N', 13, 15), 'N-23']);
    expect(rowsOf(qqWindows)).toEqual([...numbers('N', 2, 12), ...numbers('Q', 1, 8)]);
    expect(rowsOf(wechatMacos4)).toEqual([...numbers('M', 9, 13), ...numbers('W4', 1, 19)]);
    expect(rowsOf(wechatMacos3)).toEqual(numbers('M', 2, 6));
  });

  test('names each platform once', () => {
    expect(new Set(catalogue.map(({ id }) => id)).size).toBe(catalogue.length);
  });

  test.each(catalogue.map((platform) => [platform.id, platform] as const))('%s is sound', (_, platform) => {
    const ids = platform.locations.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const lines = platform.data.accountLines ?? [];
    for (const rule of [platform.signIn, ...lines.map(({ signIn }) => signIn)])
      for (const id of [...rule.autoLogin, ...rule.remembered]) expect(ids).toContain(id);
    const patterns = [
      ...platform.locations.flatMap(({ paths }) => paths),
      ...platform.data.rules.flatMap((rule) => (rule.by === 'pointer-file' ? [rule.file] : [])),
      ...patternsIn(platform.data.shape),
      ...patternsIn(platform.data.accountShape),
      ...lines.flatMap(({ account, root }) =>
        [account, root].flatMap((shape) => (shape ? patternsIn(shape) : [])),
      ),
    ];
    for (const pattern of patterns) expect(() => parsePattern(pattern)).not.toThrow();
    expect(parsePattern(platform.data.accounts)).toHaveLength(1);
  });

  test('a sandbox home is the beginning of its pointer file, at a fixed depth', () => {
    const rules = catalogue.flatMap(({ data }) => data.rules);
    for (const rule of rules) {
      if (rule.by !== 'pointer-file' || rule.sandboxHome === undefined) continue;
      expect(rule.file.startsWith(rule.sandboxHome === '' ? '' : `${rule.sandboxHome}/`), rule.file).toBe(
        true,
      );
      expect(rule.file).not.toContain('**');
    }
  });

  test.each(catalogue.map((platform) => [platform.id, platform] as const))(
    '%s removes nothing that rests on memory, and passes the protected list by exact names only',
    (_, platform) => {
      for (const row of platform.locations) {
        if (row.confidence === 'C' || row.category === 'binary') expect(row.level, row.id).toBe('never');
        if (row.category === 'database' || row.category === 'backup')
          expect(['deep', 'never'], row.id).toContain(row.level);
        if (row.category === 'backup') expect(row.optIn).toBe('phone-backups');
        if (row.category === 'received' && row.level === 'basic') expect(row.optIn).toBe('received');
        if (row.category === 'media' && row.level === 'basic') expect(row.optIn).toBe('media');
        if (row.category === 'credentials') expect(row.level).not.toBe('basic');
        if (row.overridesProtection !== true) continue;
        const journals = ['W4-24', 'M-13', 'L-10', 'N-14', 'N-24'].map((id) => `${id}.journal`);
        expect(['W4-16', 'N-11', 'N-12', 'M-09.key', ...journals]).toContain(row.id);
        expect([row.category, row.level]).toEqual(['credentials', 'system']);
        for (const path of row.paths) {
          const last = parsePattern(path).at(-1);
          expect(last?.kind).toBe('literal');
          expect(last?.kind === 'literal' ? last.name : '').toMatch(
            /^(?:(?:key_info|login|sign)\.db(?:-wal|-shm)?|(?:Cookies|History)-journal)$/,
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
    ['all_users/config/global_conf2g', 'W4-19.second'],
    ['all_users/config/global_conf2g.crc', 'W4-19.second'],
    ['all_users/config/global_confi2', 'W4-19.second'],
    ['all_users/config/global_confi2.crc', 'W4-19.second'],
    ['all_users/config/global_confi2.bak', 'W4-19'],
    ['all_users/config/wxid_a_global_conf2g', 'W4-19'],
    ['all_users/config/global_conf', 'W4-18'],
    ['all_users/config/other.ini', 'W4-18'],
    ['all_users/plugin_save_config/wxid_a/global_config', 'W4-19'],
    ['all_users/plugin_save_config/wxid_a/global_conf2g.crc', 'W4-19'],
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
    ['radium/web/profiles/p/DawnGraphiteCache/a', 'W4-22'],
    ['radium/web/profiles/p/Cookies', 'W4-24'],
    ['radium/web/profiles/p/Cookies-journal', 'W4-24.journal'],
    ['radium/web/profiles/p/Network/Cookies-journal', 'W4-24.journal'],
    ['radium/web/profiles/p/Local Storage/leveldb/000001.log', 'W4-24'],
    ['radium/web/profiles/p/History', 'W4-24'],
    ['radium/web/profiles/p/Preferences', 'W4-24'],
    ['radium/web/profiles_to_delete/p/Cookies', 'W4-22'],
    ['config/0f.ini', 'W4-27'],
    ['xplugin/plugins/RadiumWMPF/a.dll', 'W4-26'],
    ['network/a', 'W4-25'],
  ])('4.x state: %s is %s', (path, row) => {
    expect(ownerOf(wechatWindows4, 'state', path)).toBe(row);
  });

  test.each([
    ['login/wxid_a/key_info.dat', 'L-06'],
    ['log/a.xlog', 'L-04'],
    ['radium/Applet/packages/wx1/a', 'L-05'],
    ['radium/users/0f/applet/packages/wx1/a', 'L-05'],
    ['radium/web/profiles/web_shell/Code Cache/js/a', 'L-05'],
    ['radium/web/profiles/multitab_1/Cookies', 'L-10'],
    ['radium/web/profiles/multitab_1/Cookies-journal', 'L-10.journal'],
    ['radium/web/profiles/multitab_1/IndexedDB/a/1.ldb', 'L-10'],
    ['radium/users/0f/mmkv/a', 'L-10.users'],
    ['config/0f.ini', 'L-03'],
    ['other/a', null],
  ])('the state folder on Linux: %s is %s', (path, row) => {
    expect(ownerOf(wechatLinux4, 'state', path)).toBe(row);
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
    ['auth/login.enc', 'N-24.auth'],
    ['Cookies', 'N-24'],
    ['Cookies-journal', 'N-24.journal'],
    ['Network/Cookies', 'N-24'],
    ['Partitions/qqnt_10001/Cookies', 'N-24'],
    ['Local Storage/leveldb/000001.log', 'N-24'],
    ['Code Cache/js/a', 'N-25'],
    ['log/a.log', 'N-25.logs'],
    ['crash_files/a.dmp', 'N-25.logs'],
    ['Crashpad/reports/a.dmp', 'N-25.logs'],
    ['nt_qq_0f/log/a', null],
    ['versions/config.json', null],
  ])('QQ root: %s is %s', (path, row) => {
    expect(ownerOf(qqLinuxNt, 'data', path, 'nt_qq_0f')).toBe(row);
  });

  test.each(['auth/login.enc', 'Cookies', 'Cookies-journal', 'Cache/a', 'log/a'])(
    'the shell of QQ on macOS is known from memory: %s is measured only',
    (path) => {
      const id = ownerOf(qqMacosNt, 'data', path);
      const row = qqMacosNt.locations.find((one) => one.id === id);
      expect([row?.level, row?.overridesProtection]).toEqual(['never', undefined]);
    },
  );

  test.each([
    ['10001/Msg3.0.db', 'Q-01'],
    ['10001/Msg3.0.db-wal', 'Q-01'],
    ['10001/Registry2.0.db', 'Q-01'],
    ['10001/Image/Group2/AA/a.jpg', 'Q-02'],
    ['10001/Audio/a.amr', 'Q-03'],
    ['10001/filerecv/MobileFile/a.pdf', 'Q-04'],
    ['10001/CustomFaceRecv/a.gif', 'Q-05'],
    ['10001/nt_qq/nt_db/nt_msg.db', 'N-02'],
    ['10001/nt_qq/nt_data/Pic/2024-01/Thumb/a', 'N-03'],
    ['10001/nt_qq/nt_data/Pic/2024-01/ThumbTemp/a', 'N-05'],
    ['10001/nt_qq/nt_data/File/file_assistant/a', 'N-06'],
    ['10001/nt_qq/nt_data/Emoji/personal_emoji/a', 'N-07.personal'],
    ['10001/nt_qq/nt_temp/a', 'N-05'],
    ['10001/nt_data/avatar/a', null],
    ['10002/FileRecv/a.pdf', null],
    ['nt_qq/global/nt_db/login.db-wal', 'N-11'],
    ['nt_qq/global/nt_db/Registry.db', 'N-11.registry'],
    ['nt_qq/global/nt_data/Login/.10001', 'N-12'],
    ['nt_qq/global/nt_data/mmkv/mmkv.default', 'N-12.shared'],
    ['All Users/QQ/History.db', 'Q-06'],
    ['All Users/TIM/History.db', 'Q-06'],
    ['All Users/QQ/Other.db', null],
  ])('the root of QQ and TIM on Windows: %s is %s', (path, row) => {
    expect(ownerOf(qqWindows, 'data', path, '10001')).toBe(row);
  });

  test.each([
    [qqWindows, 'Misc/a', 'Q-07'],
    [qqWindows, 'Misc/com.tencent.qqpet/a', 'Q-08'],
    [qqWindows, 'SafeBase/a.dll', 'Q-08'],
    [qqWindowsShell, 'Code Cache/js/a', 'N-13'],
    [qqWindowsShell, 'Network/Cookies', 'N-14'],
    [qqWindowsShell, 'Network/Cookies-journal', 'N-14.journal'],
    [qqWindowsShell, 'auth/login.enc', 'N-23'],
    [qqWindowsShell, 'auth/other', null],
    [qqWindowsShell, 'Network/TransportSecurity', null],
    [qqWindowsShell, 'versions/9.9/a.dll', 'N-15'],
    [wechatMacos4, 'radium/Applet/packages/a', 'M-12'],
    [wechatMacos4, 'radium/users/0f/applet/packages/wx1/a', 'M-12'],
    [wechatMacos4, 'radium/web/profiles/multitab/GPUCache/a', 'M-12.web'],
    [wechatMacos4, 'radium/web/profiles/multitab/Cookies', 'M-13'],
    [wechatMacos4, 'radium/web/profiles/multitab/Cookies-journal', 'M-13.journal'],
    [wechatMacos4, 'radium/users/0f/mmkv/a', 'M-13'],
    [wechatMacos4, 'lock/lock.ini', 'M-11'],
    [wechatMacosLibrary, 'Caches/com.tencent.xinWeChat/Cache.db', 'M-14'],
    [wechatMacosLibrary, 'Preferences/com.tencent.xinWeChat.plist', 'M-14.config'],
    [wechatMacosLibrary, 'Caches/com.tencent.xinWeChat2/Cache.db', 'M-14'],
    [wechatMacosLibrary, 'Application Support/a', null],
    [qqWindowsApplets, 'miniapp/temps/miniapp_src/1_2/a', 'N-27'],
    [qqWindowsApplets, 'miniapp/a', null],
  ] as const)('beside the data of %#: %s', (platform, path, row) => {
    expect(ownerOf(platform, 'state', path)).toBe(row);
  });

  const hash = '0123456789abcdef0123456789abcdef';
  test.each([
    [wechatMacos3, `${hash}/Message/msg_0.db`, 'M-02'],
    [wechatMacos3, `${hash}/Message/msg_0.db-wal`, 'M-02'],
    [wechatMacos3, `${hash}/Contact/wccontact_new2.db`, 'M-02'],
    [wechatMacos3, `${hash}/Message/MessageTemp/0f/Image/a.jpg`, 'M-03'],
    [wechatMacos3, `${hash}/Message/MessageTemp/0f/File/a.pdf`, 'M-04'],
    [wechatMacos3, `${hash}/Avatar/a`, 'M-05'],
    [wechatMacos3, `${hash}/Stickers/a`, 'M-05.stickers'],
    [wechatMacos3, 'Backup/a', 'M-06'],
    [wechatMacos4, `${hash}/login/key_info.db`, 'M-09.key'],
    [wechatMacos4, `${hash}/login/other`, 'M-09'],
    [wechatMacos4, `${hash}/db_storage/message/message_0.db`, 'W4-12'],
    [wechatMacos4, 'all_users/config/global_config', 'W4-15'],
  ] as const)('macOS data %#: %s', (platform, path, row) => {
    expect(ownerOf(platform, 'data', path, hash)).toBe(row);
  });
});
