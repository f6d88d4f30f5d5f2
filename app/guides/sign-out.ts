import type { Product, SystemName } from '../platforms/platform.ts';
import type { DrawingId } from './drawing-ids.ts';
import type { Bilingual } from './fact.ts';
import type { FactId } from './facts.ts';

/** What the assistant itself looks at while the person follows a step. */
type SignOutCheck = 'process-gone' | 'signin-files';

/** One thing to do in the messenger itself. The assistant never does it for the person. */
interface SignOutStep {
  /** unique within its guide */
  readonly id: string;
  readonly title: Bilingual;
  /** what to click, one after the other */
  readonly clicks: readonly Bilingual[];
  /** what the person sees when it has worked */
  readonly seen: Bilingual;
  /** said beside the step because versions differ or the step has a trap */
  readonly caution: Bilingual | null;
  readonly check: SignOutCheck | null;
  readonly facts: readonly FactId[];
  readonly drawing: DrawingId;
}

/** Leaving one messenger in one version line on the systems where it looks alike. */
export interface SignOutGuide {
  readonly id: string;
  readonly product: Product;
  /** as `Platform.line` says it; a line that no guide names takes the product's first guide for that system */
  readonly lines: readonly string[];
  readonly systems: readonly SystemName[];
  readonly name: Bilingual;
  readonly steps: readonly SignOutStep[];
}

const versionsDiffer: Bilingual = {
  'zh-CN': '不同版本的位置可能略有不同。',
  'en-US': 'The place may differ a little between versions.',
};

const click = {
  more: { 'zh-CN': '左下角的「≡」', 'en-US': '“≡” at the lower left' },
  settings: { 'zh-CN': '设置', 'en-US': 'Settings' },
  logOut: { 'zh-CN': '退出登录', 'en-US': 'Log Out' },
  confirm: { 'zh-CN': '确定', 'en-US': 'OK' },
  trayRight: { 'zh-CN': '托盘图标，点右键', 'en-US': 'the tray icon, right button' },
} as const satisfies Record<string, Bilingual>;

const quitFromTray: SignOutStep = {
  id: 'quit',
  title: { 'zh-CN': '从托盘退出程序', 'en-US': 'Quit the program from the tray' },
  clicks: [click.trayRight, { 'zh-CN': '退出微信', 'en-US': 'Quit WeChat' }],
  seen: {
    'zh-CN': '托盘里不再有微信图标。关掉窗口还不够：图标还在，程序就还在。',
    'en-US':
      'The WeChat icon is gone from the tray. Closing the window is not enough: while the icon is there, the program runs.',
  },
  caution: {
    'zh-CN': '看不到图标时，先点任务栏右侧的「^」。要点右键，左键打开的是窗口。',
    'en-US':
      'If you do not see the icon, click “^” on the right of the taskbar first. Use the right button; the left one opens the window.',
  },
  check: 'process-gone',
  facts: ['WX-EXIT-TASKBAR', 'WX-EXIT-TRAY'],
  drawing: 'tray-quit',
};

const wechatSignedOut: Bilingual = {
  'zh-CN': '微信回到登录窗口，要求扫码或在手机上确认。',
  'en-US': 'WeChat is back at its sign-in window and asks for a scan or a confirmation on the phone.',
};

const wechat4Settings: SignOutStep = {
  id: 'open-settings',
  title: { 'zh-CN': '打开微信的设置', 'en-US': 'Open the settings of WeChat' },
  clicks: [click.more, click.settings],
  seen: { 'zh-CN': '出现设置窗口。', 'en-US': 'The settings window appears.' },
  caution: {
    'zh-CN': '不同版本的位置可能略有不同。有「自动登录」选项时，先把它关掉。',
    'en-US':
      'The place may differ a little between versions. If there is an option for automatic sign-in, switch it off first.',
  },
  check: null,
  facts: ['WX-DEV-AUTOLOGIN'],
  drawing: 'wechat-4-menu',
};

const wechat4SignOut: SignOutStep = {
  id: 'sign-out',
  title: { 'zh-CN': '退出登录', 'en-US': 'Log out' },
  clicks: [
    { 'zh-CN': '「账号与存储」一类的页面', 'en-US': 'the page for account and storage' },
    click.logOut,
    click.confirm,
  ],
  seen: wechatSignedOut,
  caution: versionsDiffer,
  check: 'signin-files',
  facts: ['WX-EXIT-TASKBAR', 'WX-DEV-AUTOLOGIN'],
  drawing: 'wechat-4-sign-out',
};

const quitQq: SignOutStep = {
  id: 'quit',
  title: { 'zh-CN': '从托盘退出程序', 'en-US': 'Quit the program from the tray' },
  clicks: [click.trayRight, { 'zh-CN': '退出', 'en-US': 'Quit' }],
  seen: {
    'zh-CN': '托盘里不再有它的图标。同时登录了几个号码，就要逐个退出。',
    'en-US': 'Its icon is gone from the tray. With several numbers signed in, quit each of them.',
  },
  caution: {
    'zh-CN': '看不到图标时，先点任务栏右侧的「^」。',
    'en-US': 'If you do not see the icon, click “^” on the right of the taskbar first.',
  },
  check: 'process-gone',
  facts: ['QQ-HABIT-DEVICE'],
  drawing: 'tray-quit',
};

const qqNtSettings: SignOutStep = {
  id: 'auto-login-off',
  title: { 'zh-CN': '关掉自动登录', 'en-US': 'Switch off automatic sign-in' },
  clicks: [
    click.more,
    click.settings,
    { 'zh-CN': '登录', 'en-US': 'Sign-in' },
    { 'zh-CN': '取消「自动登录」', 'en-US': 'untick automatic sign-in' },
  ],
  seen: {
    'zh-CN': '「自动登录」没有勾选。没有找到这一项，就直接做下一步。',
    'en-US': 'Automatic sign-in is not ticked. If you do not find it, go on to the next step.',
  },
  caution: versionsDiffer,
  check: null,
  facts: ['QQ-HABIT-DEVICE'],
  drawing: 'qq-nt-menu',
};

const qqNtSignOut: SignOutStep = {
  id: 'sign-out',
  title: { 'zh-CN': '退出账号', 'en-US': 'Sign the account out' },
  clicks: [click.more, { 'zh-CN': '退出账号（有的版本叫「退出登录」）', 'en-US': 'Log out' }],
  seen: {
    'zh-CN': 'QQ 回到登录窗口。号码还留在窗口里，说明这台电脑仍记得它，清理时选「系统」级可以移除。',
    'en-US':
      'QQ is back at its sign-in window. If your number still shows there, this computer remembers it; the System level of the clean-up removes that.',
  },
  caution: versionsDiffer,
  check: 'signin-files',
  facts: ['QQ-HABIT-DEVICE'],
  drawing: 'qq-nt-sign-out',
};

const linuxQuit: SignOutStep = {
  id: 'quit',
  title: { 'zh-CN': '退出程序', 'en-US': 'Quit the program' },
  clicks: [click.trayRight, { 'zh-CN': '退出', 'en-US': 'Quit' }],
  seen: {
    'zh-CN': '面板上不再有它的图标，这里的检查也变成打勾。',
    'en-US': 'Its icon is gone from the panel, and the check here turns into a tick.',
  },
  caution: {
    'zh-CN': '有的桌面没有托盘图标：关掉窗口，等这里的检查。一直没有打勾，再到系统监视器里结束它。',
    'en-US':
      'Some desktops show no tray icon: close the window and wait for the check here. If no tick appears, end it in the system monitor.',
  },
  check: 'process-gone',
  facts: [],
  drawing: 'linux-quit',
};

const macQuit: SignOutStep = {
  id: 'quit',
  title: { 'zh-CN': '退出程序', 'en-US': 'Quit the program' },
  clicks: [
    { 'zh-CN': '屏幕顶部的应用菜单', 'en-US': 'the app’s menu at the top of the screen' },
    { 'zh-CN': '退出（⌘Q）', 'en-US': 'Quit (⌘Q)' },
  ],
  seen: {
    'zh-CN': '程序坞里图标下方的小圆点消失。只点红色按钮，关掉的是窗口。',
    'en-US': 'The dot under its icon in the Dock is gone. The red button only closes the window.',
  },
  caution: null,
  check: 'process-gone',
  facts: [],
  drawing: 'mac-quit',
};

const macSettings: SignOutStep = {
  id: 'open-settings',
  title: { 'zh-CN': '打开设置', 'en-US': 'Open the settings' },
  clicks: [
    { 'zh-CN': '屏幕顶部的应用菜单', 'en-US': 'the app’s menu at the top of the screen' },
    { 'zh-CN': '设置（⌘ 加逗号键）', 'en-US': 'Settings (⌘,)' },
  ],
  seen: { 'zh-CN': '出现设置窗口。', 'en-US': 'The settings window appears.' },
  caution: {
    'zh-CN': '不同版本的位置可能略有不同。有「自动登录」选项时，先把它关掉。',
    'en-US':
      'The place may differ a little between versions. If there is an option for automatic sign-in, switch it off first.',
  },
  check: null,
  facts: [],
  drawing: 'mac-menu',
};

/** How to leave each messenger. Quitting is not signing out, so every guide has both, the sign-out first. */
export const signOutGuides: readonly SignOutGuide[] = [
  {
    id: 'wechat-4-windows',
    product: 'wechat',
    lines: ['4.x'],
    systems: ['windows'],
    name: { 'zh-CN': '微信 4.x（Windows）', 'en-US': 'WeChat 4.x for Windows' },
    steps: [wechat4Settings, wechat4SignOut, quitFromTray],
  },
  {
    id: 'wechat-4-linux',
    product: 'wechat',
    lines: ['4.x', '3.x'],
    systems: ['linux'],
    name: { 'zh-CN': '微信 4.x（Linux）', 'en-US': 'WeChat 4.x for Linux' },
    steps: [
      wechat4Settings,
      wechat4SignOut,
      {
        ...linuxQuit,
        clicks: [click.trayRight, { 'zh-CN': '退出微信', 'en-US': 'Quit WeChat' }],
        facts: ['WX-EXIT-TASKBAR', 'WX-EXIT-TRAY'],
      },
    ],
  },
  {
    id: 'wechat-macos',
    product: 'wechat',
    lines: ['4.x', '3.x'],
    systems: ['macos'],
    name: { 'zh-CN': '微信（macOS）', 'en-US': 'WeChat for macOS' },
    steps: [
      { ...macSettings, facts: ['WX-DEV-AUTOLOGIN'] },
      {
        ...wechat4SignOut,
        clicks: [
          { 'zh-CN': '「账号」或「通用」页面', 'en-US': 'the page Account or General' },
          click.logOut,
          click.confirm,
        ],
        drawing: 'mac-sign-out',
      },
      { ...macQuit, facts: ['WX-EXIT-TASKBAR'] },
    ],
  },
  {
    id: 'wechat-3-windows',
    product: 'wechat',
    lines: ['3.x'],
    systems: ['windows'],
    name: { 'zh-CN': '微信 3.x（Windows）', 'en-US': 'WeChat 3.x for Windows' },
    steps: [
      {
        id: 'open-settings',
        title: { 'zh-CN': '打开微信的设置', 'en-US': 'Open the settings of WeChat' },
        clicks: [click.more, click.settings],
        seen: {
          'zh-CN': '出现设置窗口，停在账号这一页。',
          'en-US': 'The settings window appears at the account page.',
        },
        caution: {
          'zh-CN': '有「自动登录」选项时，先把它关掉。',
          'en-US': 'If there is an option for automatic sign-in, switch it off first.',
        },
        check: null,
        facts: ['WX-DEV-AUTOLOGIN'],
        drawing: 'wechat-3-menu',
      },
      {
        id: 'sign-out',
        title: { 'zh-CN': '退出登录', 'en-US': 'Log out' },
        clicks: [{ 'zh-CN': '账号设置', 'en-US': 'Account' }, click.logOut, click.confirm],
        seen: wechatSignedOut,
        caution: versionsDiffer,
        check: 'signin-files',
        facts: ['WX-EXIT-TASKBAR', 'WX-DEV-AUTOLOGIN'],
        drawing: 'wechat-3-sign-out',
      },
      quitFromTray,
    ],
  },
  {
    id: 'qq-nt-windows',
    product: 'qq',
    lines: ['NT'],
    systems: ['windows'],
    name: { 'zh-CN': 'QQ NT（Windows）', 'en-US': 'QQ NT for Windows' },
    steps: [qqNtSettings, qqNtSignOut, quitQq],
  },
  {
    id: 'qq-nt-linux',
    product: 'qq',
    lines: ['NT'],
    systems: ['linux'],
    name: { 'zh-CN': 'QQ NT（Linux）', 'en-US': 'QQ NT for Linux' },
    steps: [qqNtSettings, qqNtSignOut, { ...linuxQuit, facts: ['QQ-HABIT-DEVICE'] }],
  },
  {
    id: 'qq-macos',
    product: 'qq',
    lines: ['NT'],
    systems: ['macos'],
    name: { 'zh-CN': 'QQ（macOS）', 'en-US': 'QQ for macOS' },
    steps: [
      { ...macSettings, facts: ['QQ-HABIT-DEVICE'] },
      qqNtSignOut,
      { ...macQuit, facts: ['QQ-HABIT-DEVICE'] },
    ],
  },
  {
    id: 'qq-classic',
    product: 'qq',
    lines: ['9.x', 'classic'],
    systems: ['windows'],
    name: { 'zh-CN': '旧版 QQ（Windows）', 'en-US': 'Classic QQ for Windows' },
    steps: [
      {
        id: 'auto-login-off',
        title: { 'zh-CN': '关掉自动登录', 'en-US': 'Switch off automatic sign-in' },
        clicks: [
          click.more,
          click.settings,
          { 'zh-CN': '登录', 'en-US': 'Sign-in' },
          { 'zh-CN': '取消「自动登录」', 'en-US': 'untick automatic sign-in' },
        ],
        seen: { 'zh-CN': '「自动登录」没有勾选。', 'en-US': 'Automatic sign-in is not ticked.' },
        caution: versionsDiffer,
        check: null,
        facts: ['QQ-HABIT-DEVICE'],
        drawing: 'qq-classic-settings',
      },
      {
        id: 'sign-out',
        title: {
          'zh-CN': '回到登录窗口，删掉号码',
          'en-US': 'Go back to the sign-in window and remove the number',
        },
        clicks: [
          click.more,
          { 'zh-CN': '切换账号', 'en-US': 'Switch account' },
          { 'zh-CN': '号码旁的下拉箭头', 'en-US': 'the arrow beside the number' },
          { 'zh-CN': '号码右侧的「×」', 'en-US': '“×” on the right of the number' },
        ],
        seen: {
          'zh-CN': '登录窗口里没有你的号码，「记住密码」也没有勾选。',
          'en-US': 'The sign-in window does not show your number, and “remember password” is not ticked.',
        },
        caution: {
          'zh-CN': '不同版本的位置可能略有不同。问到是否删除聊天记录时，先想清楚：删了就没有了。',
          'en-US':
            'The place may differ a little between versions. If it asks whether to delete the chats too, think first: they will be gone.',
        },
        check: 'signin-files',
        facts: ['QQ-HABIT-DEVICE'],
        drawing: 'qq-classic-accounts',
      },
      quitQq,
    ],
  },
  {
    id: 'tim',
    product: 'tim',
    lines: ['3.x', '4.x', 'classic', 'NT'],
    systems: ['windows'],
    name: { 'zh-CN': 'TIM（Windows）', 'en-US': 'TIM for Windows' },
    steps: [
      { ...qqNtSettings, drawing: 'qq-classic-settings' },
      {
        ...qqNtSignOut,
        clicks: [click.more, { 'zh-CN': '切换账号或退出登录', 'en-US': 'Switch account or Log out' }],
        seen: {
          'zh-CN': 'TIM 回到登录窗口。号码还留在窗口里，说明这台电脑仍记得它，清理时选「系统」级可以移除。',
          'en-US':
            'TIM is back at its sign-in window. If your number still shows there, this computer remembers it; the System level of the clean-up removes that.',
        },
        drawing: 'qq-nt-sign-out',
      },
      quitQq,
    ],
  },
];
