import type { Platform } from './platform.ts';
import { qqLinuxFlatpakNt, qqLinuxNt } from './qq-linux-nt.ts';
import { wechatLinux4, wechatLinuxEarly, wechatLinuxWine3 } from './wechat-linux-4.ts';
import { wechatLinuxFlatpak4 } from './wechat-linux-flatpak-4.ts';
import {
  wechatWindows3,
  wechatWindows3Browsing,
  wechatWindows3SharedLogs,
  wechatWindows3Store,
} from './wechat-windows-3.ts';
import { wechatWindows4, wechatWindows4Temp } from './wechat-windows-4.ts';

/** Every messenger that is known. Where two could claim one folder, the earlier one does. */
export const catalogue: readonly Platform[] = [
  wechatLinux4,
  wechatLinuxFlatpak4,
  wechatLinuxEarly,
  wechatWindows4,
  wechatWindows4Temp,
  wechatWindows3,
  wechatWindows3SharedLogs,
  wechatWindows3Browsing,
  wechatWindows3Store,
  wechatLinuxWine3,
  qqLinuxNt,
  qqLinuxFlatpakNt,
];
