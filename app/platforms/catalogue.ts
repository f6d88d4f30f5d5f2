import {
  dingtalkLinux,
  dingtalkMacos,
  dingtalkWindows,
  dingtalkWindowsFiles,
  feishuLinux,
  feishuMacos,
  feishuWindows,
  wecomMacos,
  wecomMacosContainer,
  wecomWindows,
} from './other-messengers.ts';
import type { Platform } from './platform.ts';
import { qqLinuxFlatpakNt, qqLinuxNt } from './qq-linux-nt.ts';
import {
  qqMacosChats,
  qqMacosGroups,
  qqMacosNt,
  qqMacosOld,
  qqMacosRest,
  qqMacosUnsandboxed,
} from './qq-macos.ts';
import {
  qqWindowsApplets,
  qqWindowsCaches,
  qqWindowsComponents,
  qqWindowsInstalled,
  qqWindowsProtect,
  qqWindowsShell,
  timWindows,
} from './qq-windows-beside.ts';
import { qqWindows } from './qq-windows.ts';
import { wechatLinux4, wechatLinuxEarly, wechatLinuxWine3 } from './wechat-linux-4.ts';
import { wechatLinuxFlatpak4 } from './wechat-linux-flatpak-4.ts';
import { wechatMacos3, wechatMacosCaches, wechatMacosLibrary, wechatMacosRest } from './wechat-macos-3.ts';
import {
  wechatMacos4,
  wechatMacos4Applets,
  wechatMacos4Others,
  wechatMacos4Unsandboxed,
} from './wechat-macos-4.ts';
import {
  wechatWindows3,
  wechatWindows3Browsing,
  wechatWindows3SharedLogs,
  wechatWindows3Store,
} from './wechat-windows-3.ts';
import { wechatWindows4, wechatWindows4Temp } from './wechat-windows-4.ts';

/** The day on which the catalogue was last checked against its sources. Set it with every check, also one without changes. */
export const catalogueCheckedOn = '2026-11-30';

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
  wechatMacos4,
  wechatMacos4Applets,
  wechatMacos4Unsandboxed,
  wechatMacos4Others,
  wechatMacos3,
  wechatMacosLibrary,
  wechatMacosCaches,
  wechatMacosRest,
  qqLinuxNt,
  qqLinuxFlatpakNt,
  // before `qqWindows`: a pointer that names data in the install folder must not make it cleanable
  qqWindowsInstalled,
  qqWindows,
  qqWindowsShell,
  qqWindowsApplets,
  qqWindowsCaches,
  qqWindowsComponents,
  qqWindowsProtect,
  qqMacosNt,
  qqMacosUnsandboxed,
  qqMacosChats,
  qqMacosOld,
  qqMacosRest,
  qqMacosGroups,
  timWindows,
  wecomWindows,
  wecomMacos,
  wecomMacosContainer,
  dingtalkWindows,
  dingtalkWindowsFiles,
  dingtalkMacos,
  dingtalkLinux,
  feishuWindows,
  feishuMacos,
  feishuLinux,
];
