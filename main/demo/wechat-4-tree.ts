import { bulk, fixed, size, written } from './tree-rules.ts';
import type { Branch, BulkRule, FixedFile } from './tree-rules.ts';

const { kb, mb } = size;

/** Row ids of a system's variant of the shared layout. */
export interface StateRows {
  readonly login: string;
  readonly logs: string;
  readonly crashFolder: 'completed' | 'reports';
  readonly applets: string;
  readonly webCaches: string;
  /** web and mini-program sessions; null if no row describes them */
  readonly sessions: string | null;
}

/** Contents of one account folder of `xwechat_files`. `scale` = how much this user has written. */
export function accountFixed(scale: number): FixedFile[] {
  const database = (name: string, bytes: number): FixedFile[] =>
    fixed('W4-12', `db_storage/${name}.db{,-wal,-shm}`, bytes * scale);
  return [
    ...database('message/message_0', 420 * mb),
    ...database('message/message_1', 180 * mb),
    ...database('message/message_fts', 260 * mb),
    ...database('message/message_resource', 30 * mb),
    ...database('message/biz_message_0', 90 * mb),
    ...database('message/media_0', 150 * mb),
    ...database('contact/contact', 12 * mb),
    ...database('session/session', 3 * mb),
    ...database('favorite/favorite', 6 * mb),
    ...database('emoticon/emoticon', 4 * mb),
    ...database('sns/sns', 48 * mb),
    ...database('head_image/head_image', 110 * mb),
    ...fixed('W4-12', 'db_storage/{hardlink/hardlink,general/general,bizchat/bizchat}.db', 2 * mb * scale),
    ...fixed('W4-12', 'db_storage/solitaire/solitaire.db', 300 * kb),
    ...fixed('W4-12', 'db_storage/MMKV/{mmkv.default,mmkv.default.crc}', 64 * kb),
    ...fixed('W4-13', 'config/{clientmsg.conf,setting.ini}', 2 * kb),
    ...fixed('W4-13', 'resource/{emoji.zip,theme.zip}', 300 * kb),
  ];
}

/** Kinds with thousands of files per account. */
export const accountBulk: readonly BulkRule[] = [
  bulk('W4-01', 'cache/<month>/Message/<chat>/{Bubble,ImageTemp}/<hex32>.dat', 8, 9 * kb, 0.9),
  bulk('W4-01', 'cache/<month>/Message/<chat>/Thumb/<hex32>_t.dat', 13, 7 * kb, 0.7),
  bulk('W4-01', 'cache/<month>/HttpResource/<hex2>/<hex32>', 8, 22 * kb, 1.2),
  bulk('W4-01', 'cache/<month>/Emoticon/<hex2>/<hex32>', 5, 30 * kb),
  bulk('W4-01', 'cache/<month>/Sns/{Img,Temp}/<hex2>/<hex32>', 6, 90 * kb),
  bulk('W4-01', 'cache/<month>/WeAppIcon/<hex32>', 1, 6 * kb, 0.5),
  bulk('W4-02', 'temp/head_image/<hex2>/<hex32>', 4, 8 * kb, 0.6),
  bulk('W4-02', 'temp/<hex16>.tmp', 0.5, 200 * kb, 1.4),
  bulk('W4-03', 'apm_record/<hex16>.rec', 0.4, 12 * kb),
  bulk('W4-04', 'business/InputTemp/<hex32>.jpg', 0.5, 180 * kb),
  bulk('W4-04', 'business/emoticon/{Temp,Thumb}/<hex2>/<hex32>', 3, 12 * kb),
  bulk('W4-05', 'business/xweb/{Cache/Cache_Data,Code Cache/js}/<hex16>_0', 1.5, 26 * kb, 1.3),
  bulk('W4-06', 'business/emoticon/persist/<hex2>/<hex32>', 2.5, 80 * kb),
  bulk('W4-07', 'business/favorite/{data,mid,thumb}/<hex2>/<hex32>', 1.2, 90 * kb, 1.4),
  bulk('W4-08', 'msg/attach/<chat>/<month>/Img/<hex32>{,_t,_h}.dat', 30, 110 * kb, 1.2),
  bulk('W4-08', 'msg/attach/<chat>/<month>/Rec/<hex16>/Img/<seq>.dat', 0.6, 90 * kb),
  bulk('W4-09', 'msg/video/<month>/<hex32>.mp4', 0.7, 16 * mb, 0.9),
  bulk('W4-09', 'msg/video/<month>/<hex32>_thumb.jpg', 0.8, 14 * kb, 0.5),
  bulk('W4-10', 'msg/file/<month>/<doc>', 1.6, 700 * kb, 1.6),
  bulk('W4-11', '{msg/migrate,business/migrate}/<hex2>/<hex32>.dat', 0.5, 60 * kb),
  bulk(null, 'msg/newkind/<month>/<hex32>', 0.1, 20 * kb),
];

/** Rebuilt on every start, so its bytes do not matter; its presence signs the user in. */
function signInState(key: string): Uint8Array {
  return new Uint8Array(
    Buffer.from(`\u0001\u0000global_config\u0000${key}\u0000`.padEnd(512, '\u0007'), 'latin1'),
  );
}

const checksum = new Uint8Array([0x3a, 0x91, 0x5c, 0x07]);

/**
 * Contents of `xwechat_files` besides accounts. `switcherCopies`: accounts whose sign-in a multi-login tool copied.
 * `signedIn`: the account that the next start opens.
 */
export function rootFixed(options: {
  readonly keys: readonly string[];
  readonly signedIn: string;
  readonly switcherCopies: readonly string[];
  readonly phoneBackup: boolean;
}): FixedFile[] {
  const files: FixedFile[] = [
    written('W4-15', 'all_users/config/global_config', signInState(options.signedIn)),
    written('W4-15', 'all_users/config/global_config.crc', checksum),
    ...fixed('W4-18', 'all_users/config/{net.conf,client_setting.ini}', 3 * kb),
    ...fixed('W4-18', 'all_users/sqlite/shared.db{,-wal,-shm}', 256 * kb),
  ];
  for (const key of options.keys) {
    files.push(...fixed('W4-16', `all_users/login/${key}/key_info.db{,-wal,-shm}`, 24 * kb));
    files.push(...fixed('W4-17', `all_users/head_imgs/${key}.jpg`, 11 * kb));
  }
  for (const key of options.switcherCopies) {
    const folder = `all_users/plugin_save_config/${key}`;
    files.push(written('W4-19', `${folder}/global_config`, signInState(key)));
    files.push(written('W4-19', `${folder}/global_config.crc`, checksum));
    files.push(...fixed('W4-19', `${folder}/logo.png`, 9 * kb));
  }
  if (options.phoneBackup) {
    files.push(
      ...fixed('W4-14', 'Backup/2f6c8e0b7d1a43958c60fe21b94d7a35/{files/0.bak,files/1.bak}', 640 * mb),
    );
    files.push(...fixed('W4-14', 'Backup/2f6c8e0b7d1a43958c60fe21b94d7a35/{backup.attr,Backup.db}', 3 * mb));
  }
  return files;
}

/** The accounts of the demo's person. */
export const ownKeys = ['wxid_k3v9m2q7x1hd22', 'chenyu1996'] as const;

/** The data folder of these accounts; `secondShare` is the second account's share of all bytes. */
export function ownData(platform: string, secondShare: number): Branch[] {
  const base = 'Documents/xwechat_files';
  const account = (folder: string, share: number, scale: number, days: number): Branch => ({
    base: `${base}/${folder}`,
    ...{ platform, account: folder, share, lastUsedDaysAgo: days },
    fixed: accountFixed(scale),
    bulk: accountBulk,
  });
  const [signedIn] = ownKeys;
  return [
    account(`${signedIn}_8f3a`, 0.4, 1, 0),
    account('chenyu1996_b7d2', secondShare, 0.3, 6),
    {
      ...{ base, platform, account: null, share: 0, lastUsedDaysAgo: 0 },
      fixed: rootFixed({ keys: ownKeys, signedIn, switcherCopies: ownKeys, phoneBackup: true }),
      bulk: [],
    },
  ];
}

const webUser = '71d0c4e9ab3852f6e0d17c94b8a2356f';

/** The messenger's folder outside the data root (`~/.xwechat`, `…\Tencent\xwechat`), without pointers. */
export function stateFixed(rows: StateRows, keys: readonly string[]): FixedFile[] {
  return [
    // a binary neighbour that readers of the pointer files must skip
    ...fixed(null, 'config/hardlink.dat', 6 * kb),
    ...keys.flatMap((key) => fixed(rows.login, `login/${key}/key_info.dat`, 4 * kb)),
    ...fixed(rows.sessions, `radium/users/${webUser}/{mmkv/applet.default,xworker/state.bin}`, 64 * kb),
    ...fixed(rows.sessions, 'radium/web/profiles/web/{Cookies,Local Storage/leveldb/000003.log}', 48 * kb),
    ...fixed(rows.logs, 'crashinfo/attachments/<hex16>/minidump.dmp', 38 * mb),
    ...fixed(rows.logs, `crashinfo/${rows.crashFolder}/<hex32>.dmp`, 4 * mb),
  ];
}

/** Logs, mini-programs and the caches of the built-in browser. */
export function stateBulk(rows: StateRows): BulkRule[] {
  const profile = 'radium/web/profiles/{multitab_3,web}';
  return [
    bulk(rows.logs, 'log/{Weixin,XWeb,network}_<seq>.xlog', 3, 300 * kb),
    bulk(rows.applets, 'radium/Applet/packages/wx<hex16>/<seq>/__APP__.wxapkg', 2, 900 * kb, 1.2),
    bulk(rows.webCaches, `${profile}/Cache/Cache_Data/f_<hex8>`, 6, 28 * kb, 1.4),
    bulk(rows.webCaches, `${profile}/Code Cache/js/<hex16>_0`, 4, 12 * kb),
    bulk(rows.webCaches, `${profile}/GPUCache/data_<hex8>`, 1, 20 * kb),
  ];
}
