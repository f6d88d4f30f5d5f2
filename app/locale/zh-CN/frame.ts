/** The window's frame: navigation, connection, words that every screen uses. */
export const frame = {
  nav: {
    label: '主导航',
    leave: '离开',
    guide: '指南',
    records: '记录',
    settings: '设置',
  },
  demo: '演示数据',
  demoHint: '这里的账号和文件都是生成的，可以放心试。',
  lost: {
    title: '与安心下机的连接断开了',
    body: '窗口还开着，但后台程序已经不在，现在什么都不会被删除。请关闭这个窗口，再重新打开安心下机。',
    retry: '重新连接',
  },
  retry: '重试',
  unknownSize: '正在计算',
  incompleteSize: '有文件夹无权读取，实际更大',
  atLeast: (p: { size: string }) => `至少 ${p.size}`,
  clauseJoin: '；',
  parts: {
    database: '聊天记录',
    media: '图片与视频',
    received: '收到的文件',
    backup: '手机备份',
    cache: '缓存与日志',
    credentials: '登录信息',
    other: '其他',
  },
  barLabel: (p: { name: string; parts: string }) => `${p.name}的构成：${p.parts}`,
  partAmount: (p: { part: string; size: string }) => `${p.part} ${p.size}`,
  correction: (p: { text: string }) => `更正：${p.text}`,
  source: {
    wechat: '来源：微信退出指南',
    qq: '来源：QQ 注销指南',
    wallet: '来源：钱包退出指南',
  },
} as const;
