import type { Risk } from '../cleanup/categories.ts';
import type { Level } from '../cleanup/levels.ts';
import type { Bilingual } from './fact.ts';
import type { FactId } from './facts.ts';

/** What a person weighs before choosing a depth; app/cleanup decides what really is touched. */
export interface LevelGuide {
  readonly level: Level;
  /** when this depth is the right one, in one sentence */
  readonly fits: Bilingual;
  readonly removes: readonly Bilingual[];
  readonly keeps: readonly Bilingual[];
  readonly cost: Bilingual;
  readonly risk: Risk;
  readonly facts: readonly FactId[];
}

/** The three depths, shallow to deep; each removes what the one before removes, and more. */
export const levelGuides: readonly LevelGuide[] = [
  {
    level: 'basic',
    fits: {
      'zh-CN': '自己的电脑，想腾出空间。',
      'en-US': 'Your own computer, to free some space.',
    },
    removes: [
      { 'zh-CN': '应用会重建的缓存和缩略图', 'en-US': 'caches and thumbnails that the app rebuilds' },
      { 'zh-CN': '临时文件', 'en-US': 'temporary files' },
      { 'zh-CN': '日志', 'en-US': 'logs' },
    ],
    keeps: [
      { 'zh-CN': '聊天记录', 'en-US': 'chats' },
      { 'zh-CN': '收到的文件、收藏、表情', 'en-US': 'received files, favourites, stickers' },
      { 'zh-CN': '手机备份', 'en-US': 'phone backups' },
      { 'zh-CN': '登录状态', 'en-US': 'the sign-in' },
    ],
    cost: {
      'zh-CN': '图片和页面再看时要重新加载。账号还留在这台电脑上，共用的电脑请选更深的级别。',
      'en-US':
        'Pictures and pages load again when viewed. The account stays on this computer: on a shared one choose a deeper level.',
    },
    risk: 'low',
    facts: ['WX-CLEAN-BASIC'],
  },
  {
    level: 'system',
    fits: {
      'zh-CN': '共用的电脑，以后还会回来用。',
      'en-US': 'A shared computer that you will come back to.',
    },
    removes: [
      { 'zh-CN': '「基础」级的全部', 'en-US': 'everything of the Basic level' },
      { 'zh-CN': '登录凭证和记住的账号', 'en-US': 'sign-in credentials and remembered accounts' },
      { 'zh-CN': '应用内网页的登录', 'en-US': 'sign-ins of pages opened inside the app' },
      { 'zh-CN': '登录界面上的头像', 'en-US': 'avatars on the sign-in screen' },
      { 'zh-CN': '多开工具留下的免扫码登录副本', 'en-US': 'copies of the sign-in left by multi-login tools' },
    ],
    keeps: [
      { 'zh-CN': '聊天记录', 'en-US': 'chats' },
      { 'zh-CN': '收到的文件、收藏、表情', 'en-US': 'received files, favourites, stickers' },
      { 'zh-CN': '手机备份', 'en-US': 'phone backups' },
    ],
    cost: {
      'zh-CN': '下次登录要扫码或输密码。登录凭证直接删除，不能恢复。聊天数据还在硬盘上。',
      'en-US':
        'The next sign-in needs a scan or a password. Credentials are removed for good and cannot be restored. Chat data stays on the disk.',
    },
    risk: 'medium',
    facts: ['WX-CLEAN-SYSTEM', 'WX-ABN-AUTOLOGIN'],
  },
  {
    level: 'deep',
    fits: {
      'zh-CN': '不再用这台电脑，这些账号在本机的数据都不要了。',
      'en-US': 'You will not use this computer again and want the data of these accounts off it.',
    },
    removes: [
      { 'zh-CN': '「系统」级的全部', 'en-US': 'everything of the System level' },
      { 'zh-CN': '聊天记录数据库', 'en-US': 'chat databases' },
      { 'zh-CN': '聊天图片与视频、收到的文件', 'en-US': 'chat pictures and videos, received files' },
      { 'zh-CN': '收藏和表情', 'en-US': 'favourites and stickers' },
    ],
    keeps: [
      { 'zh-CN': '手机备份，除非另外勾选', 'en-US': 'phone backups, unless ticked separately' },
      { 'zh-CN': '程序本身', 'en-US': 'the program itself' },
      { 'zh-CN': '手机和服务器上的内容', 'en-US': 'what is on the phone and on the servers' },
    ],
    cost: {
      'zh-CN': '不可逆。只在这台电脑上有的聊天和文件，从此没有了。',
      'en-US': 'There is no way back. Chats and files that exist only on this computer are gone.',
    },
    risk: 'irreversible',
    facts: ['WX-CLEAN-DEEP'],
  },
];
