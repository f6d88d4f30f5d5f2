import type { Platform } from './platform.ts';
import { wechat4Data, wechat4Locations } from './wechat-4-layout.ts';
import { wechatLinuxProcesses, wechatLinuxSignIn, wechatLinuxState } from './wechat-linux-4.ts';

/** WeChat 4.x as a Flatpak (row L-07): the sandbox keeps both of its folders below ~/.var/app. */
export const wechatLinuxFlatpak4 = {
  id: 'wechat-linux-flatpak-4',
  product: 'wechat',
  line: '4.x',
  system: 'linux',
  packaging: 'flatpak',
  support: 'clean',
  data: {
    ...wechat4Data,
    rules: [
      { rule: 'L-07', by: 'folder', base: 'flatpak', path: 'com.tencent.WeChat/xwechat_files' },
      {
        rule: 'L-07',
        by: 'pointer-file',
        base: 'flatpak',
        file: 'com.tencent.WeChat/.xwechat/config/*.ini',
        child: 'xwechat_files',
        format: 'bare',
        sandboxHome: 'com.tencent.WeChat',
      },
    ],
  },
  state: [{ base: 'flatpak', path: 'com.tencent.WeChat/.xwechat' }],
  locations: [...wechat4Locations, ...wechatLinuxState],
  signIn: wechatLinuxSignIn,
  processes: wechatLinuxProcesses,
} as const satisfies Platform;
