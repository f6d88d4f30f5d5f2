/** What the hosts say around the window: in the terminal, in the tray and when there is no browser. */
export const host = {
  opened: (p: { browser: string }) =>
    `已用 ${p.browser} 打开窗口。关闭窗口后程序会自行退出，也可以按 Ctrl+C。`,
  openThisFile: (p: { file: string }) => `请用浏览器打开这个文件，它只能用一次：${p.file}`,
  withoutSandbox: '你正以 root 运行，浏览器只能在没有沙箱的情况下打开。',
  noBrowser: (p: { lookedIn: string }) => `没有找到 Chromium、Chrome 或 Edge。已查看：${p.lookedIn}。`,
  browserFailed: (p: { browser: string }) => `${p.browser} 没能打开窗口就退出了。`,
  sameByCommand:
    '命令行能做同样的事：signoff scan 查看，signoff clean --level system --all-accounts --dry-run 预览。',
  nobodyCame: '一直没有窗口打开，程序已退出。',
  closed: '窗口已关闭，程序已退出。',
  profileLeft: (p: { folder: string }) => `浏览器还占着这个临时目录，下次启动时会清掉：${p.folder}`,
  /** the error box of the desktop app when it cannot open */
  start: {
    title: '安心下机没能打开',
    option: (p: { what: string }) =>
      `启动参数不对：${p.what}。可以写 --data-dir=完整路径、--language=zh-CN 或 --language=en-US。`,
    files: (p: { what: string }) => `程序文件缺失或损坏（${p.what}）。请重新安装安心下机。`,
    window: (p: { what: string }) => `窗口没能载入（${p.what}）。请重新打开；还是不行，请重新安装安心下机。`,
    slow: (p: { what: string }) =>
      `等了 ${p.what} 秒，窗口还没有打开。请重新打开；还是不行，请重新启动电脑再试。`,
    unexpected: (p: { what: string }) =>
      `启动时出错（${p.what}）。请重新打开；还是不行，请重新安装安心下机。`,
  },
  tray: { open: '打开安心下机', quit: '退出', tooltip: '安心下机' },
} as const;
