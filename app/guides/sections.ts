import type { Bilingual, SectionId, Source } from './fact.ts';

/** How a part is read: as a table, as plain claims, as steps in order, as things to tick off, as questions. */
type SectionForm = 'table' | 'claims' | 'steps' | 'checklist' | 'questions';

/** One part of a guide. Which claims it holds is said by the claims themselves. */
export interface Section {
  readonly id: SectionId;
  readonly source: Source;
  readonly form: SectionForm;
  readonly title: Bilingual;
  readonly lead: Bilingual | null;
}

/** A guide as a whole. How it is named as a source stands in the dictionaries (`frame.source`). */
export interface Guide {
  readonly source: Source;
  readonly name: Bilingual;
  readonly about: Bilingual;
}

/** The three guides in the order of the page. */
export const guides: readonly Guide[] = [
  {
    source: 'wechat',
    name: { 'zh-CN': '退出微信', 'en-US': 'Leaving WeChat' },
    about: {
      'zh-CN': '怎样从电脑上退出微信，留下什么，怎样清理。',
      'en-US': 'How to leave WeChat on a computer, what stays behind, how to clean up.',
    },
  },
  {
    source: 'wallet',
    name: { 'zh-CN': '退出钱包', 'en-US': 'Leaving a wallet app' },
    about: {
      'zh-CN': '怎样退出手机上的数字钱包，又不丢掉资产。本应用不读取、不清理任何钱包。',
      'en-US':
        'How to leave a crypto wallet on the phone without losing assets. This app neither reads nor cleans any wallet.',
    },
  },
  {
    source: 'qq',
    name: { 'zh-CN': '注销 QQ', 'en-US': 'Giving up a QQ number' },
    about: {
      'zh-CN': '注销是让账号永远消失，和退出登录不是一回事。想好了再看这一篇。',
      'en-US':
        'Deregistration ends the account for ever; it is not the same as signing out. Read this once you have thought it over.',
    },
  },
];

/** Every part of every guide, in reading order. */
export const sections: readonly Section[] = [
  {
    id: 'wechat-exit-paths',
    source: 'wechat',
    form: 'table',
    title: { 'zh-CN': '几种退出方式', 'en-US': 'Ways to leave' },
    lead: {
      'zh-CN': '退出程序不等于退出登录。先在设置里退出登录，再从托盘退出程序。表里的风险是指南的判断。',
      'en-US':
        'Quitting the program does not sign the account out. Log out in the settings first, then quit from the tray. The risks in the table are the guide’s judgement.',
    },
  },
  {
    id: 'wechat-multi-device',
    source: 'wechat',
    form: 'claims',
    title: { 'zh-CN': '多台设备同时登录', 'en-US': 'Several devices at once' },
    lead: null,
  },
  {
    id: 'wechat-cleanup-levels',
    source: 'wechat',
    form: 'table',
    title: { 'zh-CN': '三个清理级别', 'en-US': 'Three depths of cleaning' },
    lead: {
      'zh-CN': '这是指南的分法和判断。本应用的三个级别在「离开这台电脑」里说明。',
      'en-US':
        'This is how the guide divides and judges them. The three levels of this app are explained under “Leave this computer”.',
    },
  },
  {
    id: 'wechat-privacy',
    source: 'wechat',
    form: 'claims',
    title: { 'zh-CN': '保护隐私', 'en-US': 'Protecting privacy' },
    lead: null,
  },
  {
    id: 'wechat-abnormal-exit',
    source: 'wechat',
    form: 'claims',
    title: { 'zh-CN': '卡死和强行结束', 'en-US': 'When it hangs or is ended by force' },
    lead: null,
  },
  {
    id: 'wechat-enterprise',
    source: 'wechat',
    form: 'table',
    title: { 'zh-CN': '公司里的要求', 'en-US': 'Rules in companies' },
    lead: {
      'zh-CN': '合规名称照录指南。以你所在公司的规定为准。',
      'en-US': 'The compliance names are the guide’s. What counts is the rule of your own company.',
    },
  },
  {
    id: 'wechat-third-party',
    source: 'wechat',
    form: 'claims',
    title: { 'zh-CN': '第三方安全软件', 'en-US': 'Security suites' },
    lead: null,
  },
  {
    id: 'wechat-consistency',
    source: 'wechat',
    form: 'claims',
    title: { 'zh-CN': '退出时和服务器说了什么', 'en-US': 'What an exit tells the server' },
    lead: {
      'zh-CN': '这些是指南对内部过程的说法，外人无法核实。',
      'en-US': 'These are the guide’s claims about inner workings; nobody outside can verify them.',
    },
  },
  {
    id: 'wechat-principles',
    source: 'wechat',
    form: 'claims',
    title: { 'zh-CN': '总的原则', 'en-US': 'Principles' },
    lead: null,
  },
  {
    id: 'wallet-steps',
    source: 'wallet',
    form: 'steps',
    title: { 'zh-CN': '退出的步骤', 'en-US': 'Steps' },
    lead: {
      'zh-CN': '先备份助记词或私钥，再做下面的任何一步。',
      'en-US': 'Back up the mnemonic or private key before any of these steps.',
    },
  },
  {
    id: 'wallet-notes',
    source: 'wallet',
    form: 'claims',
    title: { 'zh-CN': '平时注意', 'en-US': 'In everyday use' },
    lead: null,
  },
  {
    id: 'wallet-faq',
    source: 'wallet',
    form: 'questions',
    title: { 'zh-CN': '常见问题', 'en-US': 'Questions and answers' },
    lead: null,
  },
  {
    id: 'qq-what',
    source: 'qq',
    form: 'claims',
    title: { 'zh-CN': '注销是什么', 'en-US': 'What deregistration is' },
    lead: null,
  },
  {
    id: 'qq-alternatives',
    source: 'qq',
    form: 'table',
    title: { 'zh-CN': '先看看别的办法', 'en-US': 'What to do instead' },
    lead: null,
  },
  {
    id: 'qq-checklist',
    source: 'qq',
    form: 'checklist',
    title: { 'zh-CN': '注销之前要做的事', 'en-US': 'Before deregistering' },
    lead: {
      'zh-CN': '指南建议至少留出一周。',
      'en-US': 'The guide advises to allow at least one week.',
    },
  },
  {
    id: 'qq-steps',
    source: 'qq',
    form: 'steps',
    title: { 'zh-CN': '注销的步骤', 'en-US': 'Steps of deregistering' },
    lead: null,
  },
  {
    id: 'qq-problems',
    source: 'qq',
    form: 'claims',
    title: { 'zh-CN': '遇到问题', 'en-US': 'When something goes wrong' },
    lead: null,
  },
  {
    id: 'qq-habits',
    source: 'qq',
    form: 'claims',
    title: { 'zh-CN': '安全习惯', 'en-US': 'Safe habits' },
    lead: null,
  },
];
