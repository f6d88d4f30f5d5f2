/** The settings screen, and `signoff settings`. */
export const settings = {
  title: '设置',
  sections: { general: '通用', watch: '留意变化与访客模式', quarantine: '隔离区' },
  rows: {
    language: {
      name: '语言',
      hint: '立即生效，命令行也会跟着用。',
      values: { system: '跟随系统', 'zh-CN': '简体中文', 'en-US': 'English' },
    },
    theme: { name: '外观', values: { system: '跟随系统', light: '浅色', dark: '深色' } },
    dataFolders: {
      name: '另外的数据文件夹',
      hint: '微信或 QQ 的数据搬到了别处、没有自动找到时，在这里写出那个文件夹的完整路径。认不出的只报告大小，不会清理。',
      none: '没有',
    },
    watching: {
      name: '留意变化',
      hint: '安心下机开着时，记下数据增减和收到的文件名。只留在内存里。',
    },
    guardBytes: {
      name: '增加多少时提醒',
      hint: '从开始留意算起。每次超过只提醒一次。',
      none: '不提醒',
    },
    guardPercent: {
      name: '或者增加几成时提醒',
      hint: '和开始留意时的大小比。两个都设时，先到的算。',
      none: '不提醒',
    },
    quietFrom: { name: '从几点起不打扰', none: '不设' },
    quietTo: { name: '到几点为止不打扰', none: '不设' },
    guardSnoozedUntil: { name: '提醒推迟到', none: '没有推迟' },
    sessionHours: {
      name: '「我坐下了」多久后再确认',
      hint: '超过这么久，会先问这段记录还是不是你的。',
    },
    quarantineDays: {
      name: '保留多久',
      hint: '到期的批次会在之后打开安心下机时彻底删除。最近一批和损坏的批次不会自动删除。',
      none: '一直保留',
    },
    quarantineBytes: {
      name: '最多占用',
      hint: '超出时从最早的一批开始彻底删除。',
      none: '不限',
    },
  },
  switches: { on: '开', off: '关' },
  days: (p: { count: string }) => `${p.count} 天`,
  hours: (p: { count: string }) => `${p.count} 小时`,
  folders: {
    add: '添加',
    path: '文件夹的完整路径',
    removeShort: '移除',
    remove: (p: { path: string }) => `移出列表：${p.path}`,
  },
  watch: {
    quiet: '不打扰的时段',
    quietHint: '这段时间里不提醒，过后如果仍然超过再说。',
    quietUntil: '到',
    snoozed: (p: { time: string }) => `提醒已推迟到 ${p.time}`,
    wake: '现在就恢复提醒',
  },
  folder: '安心下机自己的数据',
  folderHint: '设置、计划和记录都只存在这个文件夹里，不会上传。',
  about: '关于',
  version: '版本',
  offline: '网络',
  offlineBody: '安心下机不联网，没有统计，没有账号。',
  license: '许可',
  licenseBody: 'MIT，源代码公开',
} as const;
