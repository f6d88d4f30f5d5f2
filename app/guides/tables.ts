import type { Risk } from '../cleanup/categories.ts';
import type { Bilingual, SectionId } from './fact.ts';
import type { FactId } from './facts.ts';

/**
 * A table of a guide. The column `says` is the claim's own sentence; every other column has its text in the row.
 * `risk` is the guide's judgement, told in the product's four tones, and belongs to the column `riskColumn`.
 */
export interface RiskTable<Key extends string = string> {
  readonly section: SectionId;
  readonly columns: readonly { readonly key: Key; readonly label: Bilingual }[];
  readonly riskColumn: Key | null;
  readonly rows: readonly {
    readonly fact: FactId;
    readonly cells: Readonly<Record<Exclude<Key, 'says'>, Bilingual>>;
    readonly risk: Risk | null;
  }[];
}

const exitPaths: RiskTable<'way' | 'steps' | 'fits' | 'risk'> = {
  section: 'wechat-exit-paths',
  columns: [
    { key: 'way', label: { 'zh-CN': '方式', 'en-US': 'Way' } },
    { key: 'steps', label: { 'zh-CN': '步骤', 'en-US': 'Steps' } },
    { key: 'fits', label: { 'zh-CN': '适合', 'en-US': 'Fits' } },
    { key: 'risk', label: { 'zh-CN': '残留风险', 'en-US': 'Residual risk' } },
  ],
  riskColumn: 'risk',
  rows: [
    {
      fact: 'WX-EXIT-TASKBAR',
      cells: {
        way: { 'zh-CN': '从任务栏退出', 'en-US': 'From the taskbar' },
        steps: { 'zh-CN': '任务栏图标 → 右键 → 退出', 'en-US': 'taskbar icon → right button → Quit' },
        fits: { 'zh-CN': '日常，一台设备', 'en-US': 'everyday, one device' },
        risk: { 'zh-CN': '本地缓存留下', 'en-US': 'the local cache stays' },
      },
      risk: 'medium',
    },
    {
      fact: 'WX-EXIT-TRAY',
      cells: {
        way: { 'zh-CN': '从托盘退出', 'en-US': 'From the tray' },
        steps: { 'zh-CN': '托盘微信图标 → 左键 → 退出', 'en-US': 'tray icon → left button → Quit' },
        fits: { 'zh-CN': '多窗口办公', 'en-US': 'office work with many windows' },
        risk: { 'zh-CN': '要手动清理', 'en-US': 'must be cleaned by hand' },
      },
      risk: 'medium',
    },
    {
      fact: 'WX-EXIT-KILL',
      cells: {
        way: { 'zh-CN': '结束进程', 'en-US': 'Ending the process' },
        steps: {
          'zh-CN': 'Ctrl+Alt+Del → 任务管理器 → 结束进程',
          'en-US': 'Ctrl+Alt+Del → Task Manager → End task',
        },
        fits: { 'zh-CN': '卡死，应急', 'en-US': 'frozen, emergency' },
        risk: { 'zh-CN': '跳过清理', 'en-US': 'skips the tidying' },
      },
      risk: 'high',
    },
  ],
};

const cleanupLevels: RiskTable<'level' | 'path' | 'data' | 'recover'> = {
  section: 'wechat-cleanup-levels',
  columns: [
    { key: 'level', label: { 'zh-CN': '级别', 'en-US': 'Level' } },
    { key: 'path', label: { 'zh-CN': '做法', 'en-US': 'How' } },
    { key: 'data', label: { 'zh-CN': '清掉什么', 'en-US': 'What goes' } },
    { key: 'recover', label: { 'zh-CN': '恢复难度', 'en-US': 'Hard to recover' } },
  ],
  riskColumn: 'recover',
  rows: [
    {
      fact: 'WX-CLEAN-BASIC',
      cells: {
        level: { 'zh-CN': '基础级', 'en-US': 'Basic' },
        path: {
          'zh-CN': '微信设置 → 通用设置 → 清空聊天记录',
          'en-US': 'WeChat Settings → General → Clear chat history',
        },
        data: { 'zh-CN': '文字与图片缓存', 'en-US': 'text and picture caches' },
        recover: { 'zh-CN': '可恢复', 'en-US': 'recoverable' },
      },
      risk: 'low',
    },
    {
      fact: 'WX-CLEAN-SYSTEM',
      cells: {
        level: { 'zh-CN': '系统级', 'en-US': 'System' },
        path: {
          'zh-CN': 'Windows 设置 → 应用 → 微信 → 卸载',
          'en-US': 'Windows Settings → Apps → WeChat → Uninstall',
        },
        data: { 'zh-CN': '配置文件与登录凭证', 'en-US': 'settings and sign-in credentials' },
        recover: { 'zh-CN': '要重新验证', 'en-US': 'needs a new verification' },
      },
      risk: 'high',
    },
    {
      fact: 'WX-CLEAN-DEEP',
      cells: {
        level: { 'zh-CN': '深度级', 'en-US': 'Deep' },
        path: { 'zh-CN': '手动删除 WeChat Files 目录', 'en-US': 'delete the WeChat Files folder by hand' },
        data: { 'zh-CN': '视频、文件、数据库', 'en-US': 'videos, files, databases' },
        recover: { 'zh-CN': '找不回来', 'en-US': 'no way back' },
      },
      risk: 'irreversible',
    },
  ],
};

const enterprise: RiskTable<'level' | 'do' | 'verify' | 'compliance'> = {
  section: 'wechat-enterprise',
  columns: [
    { key: 'level', label: { 'zh-CN': '级别', 'en-US': 'Level' } },
    { key: 'do', label: { 'zh-CN': '要做什么', 'en-US': 'What must be done' } },
    { key: 'verify', label: { 'zh-CN': '怎样核对', 'en-US': 'Verification' } },
    { key: 'compliance', label: { 'zh-CN': '指南所称的合规', 'en-US': 'Compliance named' } },
  ],
  riskColumn: null,
  rows: [
    {
      fact: 'WX-ENT-BASIC',
      cells: {
        level: { 'zh-CN': '基础级', 'en-US': 'Basic' },
        do: { 'zh-CN': '常规退出 + 手机确认', 'en-US': 'regular exit + confirmation on the phone' },
        verify: { 'zh-CN': '短信验证码', 'en-US': 'SMS code' },
        compliance: { 'zh-CN': 'ISO27001 三级', 'en-US': 'ISO 27001 “level 3”' },
      },
      risk: null,
    },
    {
      fact: 'WX-ENT-ENHANCED',
      cells: {
        level: { 'zh-CN': '增强级', 'en-US': 'Enhanced' },
        do: { 'zh-CN': 'VPN 通道退出 + U 盾签名', 'en-US': 'exit through a VPN + USB key signature' },
        verify: { 'zh-CN': '动态令牌 + 生物识别', 'en-US': 'one-time token + biometrics' },
        compliance: { 'zh-CN': '等保 2.0 三级', 'en-US': 'MLPS 2.0 level 3' },
      },
      risk: null,
    },
    {
      fact: 'WX-ENT-CUSTOM',
      cells: {
        level: { 'zh-CN': '定制级', 'en-US': 'Custom' },
        do: { 'zh-CN': '沙箱环境退出 + 审计日志', 'en-US': 'exit inside a sandbox + audit log' },
        verify: { 'zh-CN': '区块链存证 + 双人审批', 'en-US': 'blockchain evidence + approval by two' },
        compliance: { 'zh-CN': 'GDPR/CCPA', 'en-US': 'GDPR/CCPA' },
      },
      risk: null,
    },
  ],
};

const group = {
  backup: { 'zh-CN': '备份', 'en-US': 'Back up' },
  unbind: { 'zh-CN': '解绑', 'en-US': 'Unbind' },
  tell: { 'zh-CN': '通知', 'en-US': 'Tell people' },
  business: { 'zh-CN': '商用', 'en-US': 'Business use' },
  attached: { 'zh-CN': '附属', 'en-US': 'Hand over' },
  time: { 'zh-CN': '时间', 'en-US': 'Time' },
} as const satisfies Record<string, Bilingual>;

const checklist: RiskTable<'group' | 'says'> = {
  section: 'qq-checklist',
  columns: [
    { key: 'group', label: { 'zh-CN': '类别', 'en-US': 'Kind' } },
    { key: 'says', label: { 'zh-CN': '要做的事', 'en-US': 'What to do' } },
  ],
  riskColumn: null,
  rows: [
    { fact: 'QQ-PREP-WEEK', cells: { group: group.time }, risk: null },
    { fact: 'QQ-PREP-CHAT', cells: { group: group.backup }, risk: null },
    { fact: 'QQ-PREP-ALBUM', cells: { group: group.backup }, risk: null },
    { fact: 'QQ-PREP-MAIL', cells: { group: group.backup }, risk: null },
    { fact: 'QQ-PREP-NOTES', cells: { group: group.backup }, risk: null },
    { fact: 'QQ-PREP-UNBIND', cells: { group: group.unbind }, risk: null },
    { fact: 'QQ-PREP-MONEY', cells: { group: group.unbind }, risk: null },
    { fact: 'QQ-PREP-SITES', cells: { group: group.unbind }, risk: null },
    { fact: 'QQ-PREP-TELL', cells: { group: group.tell }, risk: null },
    { fact: 'QQ-PREP-BUSINESS', cells: { group: group.business }, risk: null },
    { fact: 'QQ-PREP-GROUPS', cells: { group: group.attached }, risk: null },
    { fact: 'QQ-PREP-FORUM', cells: { group: group.attached }, risk: null },
    { fact: 'QQ-PREP-COLLAB', cells: { group: group.attached }, risk: null },
  ],
};

const alternatives: RiskTable<'name' | 'says'> = {
  section: 'qq-alternatives',
  columns: [
    { key: 'name', label: { 'zh-CN': '办法', 'en-US': 'Instead' } },
    { key: 'says', label: { 'zh-CN': '怎样做', 'en-US': 'How' } },
  ],
  riskColumn: null,
  rows: [
    { fact: 'QQ-ALT-PREFER', cells: { name: { 'zh-CN': '建议', 'en-US': 'Advice' } }, risk: null },
    { fact: 'QQ-ALT-HARDEN', cells: { name: { 'zh-CN': '全面加固', 'en-US': 'Harden' } }, risk: null },
    {
      fact: 'QQ-ALT-PERMISSION',
      cells: { name: { 'zh-CN': '权限清理', 'en-US': 'Clear permissions' } },
      risk: null,
    },
    { fact: 'QQ-ALT-TIDY', cells: { name: { 'zh-CN': '数据整理', 'en-US': 'Tidy the data' } }, risk: null },
    { fact: 'QQ-ALT-SLEEP', cells: { name: { 'zh-CN': '账号休眠', 'en-US': 'Let it sleep' } }, risk: null },
    {
      fact: 'QQ-ALT-MIGRATE',
      cells: { name: { 'zh-CN': '新号迁移', 'en-US': 'Move to a new one' } },
      risk: null,
    },
  ],
};

const questions: RiskTable<'question' | 'says'> = {
  section: 'wallet-faq',
  columns: [
    { key: 'question', label: { 'zh-CN': '问题', 'en-US': 'Question' } },
    { key: 'says', label: { 'zh-CN': '回答', 'en-US': 'Answer' } },
  ],
  riskColumn: null,
  rows: [
    {
      fact: 'IM-FAQ-WHY',
      cells: { question: { 'zh-CN': '为什么要退出？', 'en-US': 'Why leave at all?' } },
      risk: null,
    },
    {
      fact: 'IM-FAQ-ASSETS',
      cells: {
        question: { 'zh-CN': '退出之后，资产安全吗？', 'en-US': 'Are my assets safe after leaving?' },
      },
      risk: null,
    },
    {
      fact: 'IM-FAQ-SERVER',
      cells: {
        question: { 'zh-CN': '服务器会留着我的退出数据吗？', 'en-US': 'Does the service keep my exit data?' },
      },
      risk: null,
    },
    {
      fact: 'IM-FAQ-LOCAL',
      cells: { question: { 'zh-CN': '本机会留着吗？', 'en-US': 'Does the device keep it?' } },
      risk: null,
    },
    {
      fact: 'IM-FAQ-SECRET',
      cells: { question: { 'zh-CN': '什么事绝对不能做？', 'en-US': 'What must I never do?' } },
      risk: null,
    },
    {
      fact: 'IM-FAQ-RELOGIN',
      cells: { question: { 'zh-CN': '怎样重新登录？', 'en-US': 'How do I sign in again?' } },
      risk: null,
    },
  ],
};

/** Every table of the guides; a part whose form is table, checklist or questions has exactly one. */
export const tables: readonly RiskTable[] = [
  exitPaths,
  cleanupLevels,
  enterprise,
  checklist,
  alternatives,
  questions,
];
