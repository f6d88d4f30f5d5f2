import type { PhoneStepId } from '../contract/runs.ts';
import type { DrawingId } from './drawing-ids.ts';
import type { Bilingual, FactStatus } from './fact.ts';
import type { FactId } from './facts.ts';

/** One thing that only the phone can do; the assistant cannot see whether it was done and never claims so. */
export interface PhoneStep {
  /** unique within its product */
  readonly id: PhoneStepId;
  readonly title: Bilingual;
  /** what to tap, one after the other */
  readonly taps: readonly Bilingual[];
  readonly why: Bilingual;
  readonly status: FactStatus;
  readonly facts: readonly FactId[];
  readonly drawing: DrawingId;
}

const tap = {
  me: { 'zh-CN': '我', 'en-US': 'Me' },
  avatar: { 'zh-CN': '左上角的头像', 'en-US': 'the avatar at the upper left' },
  settings: { 'zh-CN': '设置', 'en-US': 'Settings' },
  wechatSecurity: { 'zh-CN': '账号与安全', 'en-US': 'Account Security' },
  qqSecurity: { 'zh-CN': '账号安全', 'en-US': 'Account Security' },
} as const satisfies Record<string, Bilingual>;

const qqSteps: readonly PhoneStep[] = [
  {
    id: 'end-session',
    title: { 'zh-CN': '让这台电脑下线', 'en-US': 'End the session of this computer' },
    taps: [
      { 'zh-CN': '消息列表上方的「电脑在线」提示', 'en-US': 'the note “computer online” above the messages' },
      { 'zh-CN': '退出电脑登录', 'en-US': 'Sign the computer out' },
    ],
    why: {
      'zh-CN': '看不到提示，多半已经下线。名称随版本略有不同。',
      'en-US':
        'If no such note shows, it is most likely offline already. Names differ a little between versions.',
    },
    status: 'guide',
    facts: ['QQ-HABIT-DEVICE'],
    drawing: 'phone-session',
  },
  {
    id: 'remove-device',
    title: { 'zh-CN': '移除登录过的设备', 'en-US': 'Remove the device' },
    taps: [
      tap.avatar,
      tap.settings,
      tap.qqSecurity,
      { 'zh-CN': '登录设备管理', 'en-US': 'Signed-in devices' },
      { 'zh-CN': '选中这台电脑并删除', 'en-US': 'choose this computer and delete it' },
    ],
    why: {
      'zh-CN': '移除后，它再登录要重新验证。顺便看看有没有不认识的设备。',
      'en-US': 'After that its next sign-in needs verification. Look for devices that you do not know, too.',
    },
    status: 'ok',
    facts: ['QQ-ALT-PERMISSION', 'QQ-HABIT-CHECK'],
    drawing: 'phone-devices',
  },
  {
    id: 'protect',
    title: { 'zh-CN': '电脑不可信时，改密码', 'en-US': 'Change the password if the computer is not trusted' },
    taps: [
      tap.avatar,
      tap.settings,
      tap.qqSecurity,
      {
        'zh-CN': '修改密码，并打开登录保护',
        'en-US': 'change the password and switch on sign-in protection',
      },
    ],
    why: {
      'zh-CN': '在密码之外加一道动态码，密码泄露也登不上。',
      'en-US': 'With a code on top of the password, a leaked password alone opens nothing.',
    },
    status: 'ok',
    facts: ['QQ-HABIT-PASSWORD', 'QQ-HABIT-2FA'],
    drawing: 'phone-password',
  },
];

/** The three things left to do on the phone, by product. */
export const phoneSteps: Readonly<Record<'wechat' | 'qq' | 'tim', readonly PhoneStep[]>> = {
  wechat: [
    {
      id: 'end-session',
      title: { 'zh-CN': '让这台电脑下线', 'en-US': 'End the session of this computer' },
      taps: [
        {
          'zh-CN': '聊天列表上方的「Windows / Mac / Linux 微信已登录」',
          'en-US': 'the bar “Windows / Mac / Linux WeChat is signed in” above the chats',
        },
        { 'zh-CN': '退出', 'en-US': 'Log out' },
      ],
      why: {
        'zh-CN': '看不到这一条，多半已经下线。',
        'en-US': 'If the bar does not show, it is most likely offline already.',
      },
      status: 'guide',
      facts: ['WX-DEV-REMOTE', 'WX-ABN-PHONE'],
      drawing: 'phone-session',
    },
    {
      id: 'remove-device',
      title: { 'zh-CN': '移除登录过的设备', 'en-US': 'Remove the device' },
      taps: [
        tap.me,
        tap.settings,
        tap.wechatSecurity,
        { 'zh-CN': '登录过的设备', 'en-US': 'Devices' },
        { 'zh-CN': '编辑，选中这台电脑并删除', 'en-US': 'Edit, choose this computer and delete it' },
      ],
      why: {
        'zh-CN': '移除后，这台电脑再登录要重新验证，自动登录也就接不上了。名称随版本略有不同。',
        'en-US':
          'After that the next sign-in on this computer needs verification. Names differ a little between versions.',
      },
      status: 'guide',
      facts: ['WX-DEV-REMOTE', 'WX-DEV-AUTOLOGIN'],
      drawing: 'phone-devices',
    },
    {
      id: 'protect',
      title: {
        'zh-CN': '电脑不可信时，改密码',
        'en-US': 'Change the password if the computer is not trusted',
      },
      taps: [tap.me, tap.settings, tap.wechatSecurity, { 'zh-CN': '微信密码', 'en-US': 'WeChat Password' }],
      why: {
        'zh-CN': '没有哪种退出能抹掉所有痕迹。用过不可信的电脑，换一次密码最省心。',
        'en-US':
          'No way of leaving removes every trace. After an untrusted computer, a new password is the simplest remedy.',
      },
      status: 'ok',
      facts: ['WX-PRIN-LIMIT', 'WX-ABN-AFTER', 'WX-PRIV-LOCK'],
      drawing: 'phone-password',
    },
  ],
  qq: qqSteps,
  tim: qqSteps,
};
