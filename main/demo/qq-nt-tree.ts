import { bulk, fixed, size, written } from './tree-rules.ts';
import type { BulkRule, FixedFile } from './tree-rules.ts';

const { kb, mb } = size;

/** `nt_db` and the state of one account; `scale` = how much this user has written. */
export function accountFixed(scale: number): FixedFile[] {
  const database = (name: string, bytes: number): FixedFile[] =>
    fixed('N-02', `nt_db/${name}.db{,-wal,-shm}`, bytes * scale);
  return [
    ...database('nt_msg', 460 * mb),
    ...database('{group_info,profile_info}', 18 * mb),
    ...database('{recent_contact,files_in_chat,file_assistant}', 2 * mb),
    ...database('rich_media', 40 * mb),
    ...database('{emoji,collection,misc,settings}', 3 * mb),
    ...database('{group_msg_fts,buddy_msg_fts}', 90 * mb),
    ...database('guild_msg', 6 * mb),
    ...fixed('N-02', 'nt_db/nt_msg.db-first.material', 8 * kb),
    ...fixed('N-10', 'nt_data/{mmkv/mmkv.default,msf/msf.conf,OnlineStatus/status.json}', 16 * kb),
    ...fixed('N-10', 'nt_data/UnitedConfig/config_<hex8>.json', 40 * kb),
  ];
}

/** Kinds with thousands of files per account. The misspelt folder names are the real ones. */
export const accountBulk: readonly BulkRule[] = [
  bulk('N-03', 'nt_data/Pic/<month>/Thumb/<hex32>_{0,198,720}.{jpg,png}', 34, 26 * kb, 0.9),
  bulk('N-04', 'nt_data/Pic/<month>/Ori/<hex32>.{jpg,png,gif}', 20, 190 * kb, 1.2),
  bulk('N-04', 'nt_data/Video/<month>/Ori/<hex32>.mp4', 0.6, 11 * mb, 0.9),
  bulk('N-04', 'nt_data/Video/<month>/Thumb/<hex32>_0.png', 0.8, 60 * kb, 0.6),
  bulk('N-04', 'nt_data/Ptt/<month>/Ori/<hex32>.amr', 5, 14 * kb, 0.7),
  bulk('N-05', 'nt_data/{Pic,Video}/<month>/{OriTemp,ThumbTemp}/<hex32>.tmp', 1, 90 * kb, 1.5),
  bulk('N-05', 'nt_temp/{drag,paste,upload}/<hex32>', 0.6, 200 * kb, 1.4),
  bulk('N-06', 'nt_data/File/Ori/<doc>', 1.2, 800 * kb, 1.6),
  bulk('N-06', 'nt_data/File/Thumb/<hex32>_0.png', 0.8, 30 * kb, 0.6),
  bulk('N-05', 'nt_data/File/ThumbTemp/<hex32>_0.png', 0.2, 30 * kb, 0.6),
  bulk('N-06', 'nt_data/File/file_assistant/<doc>', 0.2, 400 * kb, 1.4),
  bulk('N-07', 'nt_data/Emoji/emoji-recv/<month>/Thumb/<hex32>_0.png', 5, 18 * kb, 0.7),
  // the row covers only thumbnails of received stickers
  bulk(null, 'nt_data/Emoji/emoji-recv/<month>/Ori/<hex32>.gif', 5, 120 * kb),
  bulk('N-07', 'nt_data/Emoji/personal_emoji/{Ori,Thumb}/<hex32>.gif', 1.5, 110 * kb),
  bulk('N-07', 'nt_data/Emoji/marketface/<hex6>/<hex32>.gif', 2, 60 * kb, 0.8),
  bulk(
    'N-07',
    'nt_data/Emoji/{BaseEmojiSyastems,EmojiSystermResource,emoji-related}/<seq>.png',
    2,
    12 * kb,
    0.5,
  ),
  bulk('N-08', 'nt_data/avatar/{user,group}/<hex2>/{s,b}_<hex32>', 9, 7 * kb, 0.6),
  bulk('N-09', 'nt_data/{log,log-cache}/qq_<seq>.qqxlog', 1.5, 900 * kb, 1.2),
];

/** `global`: the list of signed-in accounts, and the ticket for signing in without a password. */
export function globalFixed(uins: readonly string[]): FixedFile[] {
  return [
    ...fixed('N-11', 'nt_db/{login,sign}.db{,-wal,-shm}', 96 * kb),
    ...fixed('N-11', 'nt_db/Registry.db', 40 * kb),
    ...uins.map((uin) => written('N-12', `nt_data/Login/.${uin}`, '')),
    ...fixed('N-12', 'nt_data/mmkv/mmkv.default', 32 * kb),
  ];
}

/** The Electron shell of QQ; rows are documented for Windows only. */
export const shellBulk: readonly BulkRule[] = [
  bulk('N-13', 'Cache/Cache_Data/f_<hex8>', 6, 28 * kb, 1.3),
  bulk('N-13', 'Code Cache/js/<hex16>_0', 4, 12 * kb),
  bulk('N-13', '{GPUCache,DawnCache}/data_<hex8>', 1, 20 * kb),
];

/** What classic QQ leaves beside `nt_qq` after the upgrade. */
export function classicLeftovers(): FixedFile[] {
  return [
    ...fixed('Q-01', '{Msg3.0,Msg3.0index,Info}.db', 70 * mb),
    ...fixed('Q-02', 'Image/{C2C,Group2}/<hex8>.jpg', 180 * kb),
    ...fixed('Q-04', 'FileRecv/{奖学金申请表.docx,MobileFile/IMG_20240512.jpg}', 1.2 * mb),
  ];
}
