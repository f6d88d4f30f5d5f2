import { bulk, fixed, size, written } from './tree-rules.ts';
import type { Branch, BulkRule, FixedFile } from './tree-rules.ts';

const { kb, mb } = size;

/** The owner of a WeChat 3.x account, as AccInfo.dat stores it in clear text even after signing out. */
interface Person {
  readonly key: string;
  readonly alias: string;
  readonly nickname: string;
  readonly phone: string;
}

/** Length-prefixed text fields, framed as in the real file. */
function accountInfo(person: Person): Uint8Array {
  const fields = [person.key, person.alias, person.nickname, person.phone, 'CN', 'Zhejiang'];
  return new Uint8Array(
    Buffer.concat(
      fields.map((text, at) => {
        const body = Buffer.from(text, 'utf8');
        return Buffer.concat([Buffer.from([((at + 1) << 3) | 2, body.length]), body]);
      }),
    ),
  );
}

/** Contents of one account folder of `WeChat Files`. */
function accountFixed(person: Person, scale: number): FixedFile[] {
  const database = (name: string, bytes: number): FixedFile[] =>
    fixed('W3-12', `Msg/${name}.db{,-wal,-shm}`, bytes * scale);
  return [
    ...database('MicroMsg', 60 * mb),
    ...database('Misc', 90 * mb),
    ...database('Multi/{MSG0,MSG1}', 240 * mb),
    ...database('Multi/{MediaMSG0,FTSMSG0}', 110 * mb),
    ...database('{HardLinkImage,HardLinkVideo,HardLinkFile}', 5 * mb),
    ...database('{Favorite,Emotion,PublicMsg}', 16 * mb),
    written('W3-14', 'config/AccInfo.dat', accountInfo(person)),
    ...fixed('W3-18', 'ResUpdateV2/{res_<hex8>.zip,manifest.json}', 400 * kb),
    ...fixed('W3-13', 'BackupFiles/b81c07d2e5f94a36/{BAK_0_MEDIA,BAK_1_MEDIA}', 520 * mb),
    ...fixed('W3-13', 'BackupFiles/b81c07d2e5f94a36/{BAK_0_TEXT,Backup.db}', 60 * mb),
    ...fixed('W3-11', 'Attachment/旧版附件-{合同,照片}.zip', 2 * mb),
  ];
}

/** Kinds with thousands of files per account. */
const accountBulk: readonly BulkRule[] = [
  bulk('W3-01', 'FileStorage/Cache/<month>/<hex32>{,_t}.jpg', 14, 24 * kb),
  bulk('W3-02', 'FileStorage/{Temp,TempFromPhone}/<hex16>.tmp', 0.8, 120 * kb, 1.5),
  bulk('W3-03', 'FileStorage/Sns/Cache/<month>/<hex32>', 8, 70 * kb),
  bulk('W3-04', 'FileStorage/{General/HDHeadImage,MPPageFastLoad,PAG}/<hex32>', 4, 16 * kb),
  bulk('W3-05', 'FileStorage/Image/<month>/<hex32>.dat', 10, 140 * kb, 1.1),
  bulk('W3-06', 'FileStorage/Video/<month>/<hex32>.mp4', 0.7, 12 * mb, 0.9),
  bulk('W3-06', 'FileStorage/Video/<month>/<hex32>.jpg', 0.9, 14 * kb, 0.5),
  bulk('W3-07', 'FileStorage/MsgAttach/<chat>/Image/<month>/<hex32>.dat', 18, 120 * kb, 1.1),
  bulk('W3-07', 'FileStorage/MsgAttach/<chat>/Thumb/<month>/<hex32>_t.dat', 14, 7 * kb, 0.6),
  bulk('W3-07', 'FileStorage/MsgAttach/<chat>/File/<month>/<doc>', 0.8, 500 * kb, 1.5),
  bulk('W3-08', 'FileStorage/File/<month>/<doc>', 2, 650 * kb, 1.6),
  bulk('W3-09', 'FileStorage/CustomEmotion/<hex2>/<hex32>', 2, 80 * kb),
  bulk('W3-10', 'FileStorage/Fav/{Data,Thumb,Temp}/<hex2>/<hex32>', 1.2, 90 * kb, 1.4),
];

/** Contents of `WeChat Files` besides accounts; the second pointer comes from a multi-login tool. */
function rootFixed(person: Person, switcherCopies: readonly string[]): FixedFile[] {
  const pointer = (key: string): string =>
    `C:\\Users\\Public\\WeChat Files\\${key}\\config\\AccInfo.dat\u0000`;
  return [
    written('W3-15', 'All Users/config/config.data', pointer(person.key)),
    ...switcherCopies.map((key) => written('W3-16', `All Users/config/${key}.data`, pointer(key))),
    written(null, 'desktop.ini', '[.ShellClassInfo]\r\nIconResource=WeChat.exe,0\r\n'),
    ...fixed('W3-17', 'Applet/wx4b1c9de07a35f268/{12,13}/__APP__.wxapkg', 1.4 * mb),
    ...fixed('W3-17', 'WMPF/9129/{flue.pak,icudtl.dat}', 5 * mb),
  ];
}

const owner: Person = {
  key: 'wxid_7h2c5y9b1ea21',
  alias: 'linxiaoyu1992',
  nickname: '林小雨',
  phone: '13800000000',
};

/** The data folder of the demo's one WeChat 3.x account. */
export function ownData(platform: string): Branch[] {
  const base = 'Documents/WeChat Files';
  const shared = { platform, lastUsedDaysAgo: 90 };
  return [
    {
      ...shared,
      ...{ base: `${base}/${owner.key}`, account: owner.key, share: 0.15 },
      fixed: accountFixed(owner, 0.5),
      bulk: accountBulk,
    },
    {
      ...shared,
      ...{ base, account: null, share: 0 },
      fixed: rootFixed(owner, [owner.key, 'wxid_m8q4e6t0u7jk11']),
      bulk: [],
    },
  ];
}
