/** The settings screen. */
export const settings = {
  title: '设置',
  language: '语言',
  languageHint: '立即生效，命令行也会跟着用。',
  languages: { system: '跟随系统', 'zh-CN': '简体中文', 'en-US': 'English' },
  theme: '外观',
  themes: { system: '跟随系统', light: '浅色', dark: '深色' },
  folder: '安心下机自己的数据',
  folderHint: '设置、计划和记录都只存在这个文件夹里，不会上传。',
  about: '关于',
  version: '版本',
  offline: '网络',
  offlineBody: '安心下机不联网，没有统计，没有账号。',
  license: '许可',
  licenseBody: 'MIT，源代码公开',
} as const;
