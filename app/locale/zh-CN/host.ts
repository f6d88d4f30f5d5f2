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
    switch: (p: { what: string }) =>
      `安心下机不接受启动参数 ${p.what}，没有打开。请去掉它再打开。AppImage 会自己加上 --no-sandbox：那样的话请改装 deb 包。`,
    locked: (p: { path: string; computer: string; pid: string }) =>
      `这个数据目录正被电脑 ${p.computer} 上的程序（进程 ${p.pid}）使用，或者它已经不在了。请先在那台电脑上退出安心下机；确定它没有在运行，再删掉这个文件，然后重新打开：${p.path}`,
    files: (p: { what: string }) => `程序文件缺失或损坏（${p.what}）。请重新安装安心下机。`,
    window: (p: { what: string }) => `窗口没能载入（${p.what}）。请重新打开；还是不行，请重新安装安心下机。`,
    slow: (p: { what: string }) =>
      `等了 ${p.what} 秒，窗口还没有打开。请重新打开；还是不行，请重新启动电脑再试。`,
    unexpected: (p: { what: string }) =>
      `启动时出错（${p.what}）。请重新打开；还是不行，请重新安装安心下机。`,
  },
  /** in place of the window when its process has ended */
  gone: {
    title: '窗口意外停止了',
    body: '程序本身还在运行。如果正在清理或恢复，它没有中断。',
    again: '重新打开窗口',
    twice: '窗口接连停止了两次。正在进行的清理或恢复没有中断；请等它做完，退出安心下机再重新打开。',
  },
  /** the question to a person who quits in mid-run */
  quit: {
    message: '正在清理或恢复，现在退出吗？',
    detail: '停下以后，没轮到的文件原样留着。',
    answers: { stop: '做完这个文件就停下并退出', background: '在后台继续', cancel: '取消' },
  },
  /** the notice when work ends while the window is hidden */
  workDone: { title: '清理或恢复已结束', body: '打开窗口查看结果。' },
  /** `signoff open --resident` */
  resident: {
    opened: (p: { browser: string }) => `已用 ${p.browser} 打开窗口。`,
    shown: '安心下机已经在运行，已请它显示窗口。',
    unused: (p: { options: string }) =>
      `${p.options} 没有用上：正在运行的程序仍按它启动时的设置。要用上，请先退出它，再启动一次。`,
    silent: (p: { seconds: number }) =>
      `安心下机已经在运行，但 ${p.seconds} 秒内没有回应。请结束它（在它的终端按 Ctrl+C，或注销再登录），然后再试一次。`,
    tray: '托盘里有安心下机的图标，点它打开窗口。关闭窗口后程序继续运行；要结束，请选图标菜单里的“退出安心下机”，或按 Ctrl+C。',
    trayBack: '托盘图标又在了。关闭窗口后程序继续运行。',
    trayLost: '托盘图标不在了：桌面的面板已经退出。没有窗口打开时，程序很快会退出。',
    noPanel:
      '这个桌面现在没有放托盘图标的地方，所以关闭窗口后程序会自行退出。GNOME 可以装 AppIndicator 扩展。',
    noBus: '没有连上桌面的消息总线（D-Bus 会话总线），所以没有托盘图标，关闭窗口后程序会自行退出。',
    noTrayHere: '浏览器窗口只在 Linux 桌面上有托盘图标，所以关闭窗口后程序会自行退出。',
    noTray: (p: { why: string }) => `没能放好托盘图标（${p.why}），所以关闭窗口后程序会自行退出。`,
    noNotices: '这个桌面没有通知服务，提示只写在这里。',
    quit: '安心下机已退出。',
    clickLabel: '打开',
    line: (p: { title: string; body: string }) => `${p.title}：${p.body}`,
    notices: {
      behind: {
        title: '安心下机的窗口已经打开',
        body: () => '桌面没有让它到最前面来，请从任务栏切换过去。',
      },
      failed: {
        title: '安心下机的窗口没能打开',
        body: (p: { detail: string }) => `${p.detail}请检查显示器和磁盘，然后再点一次图标。`,
      },
      running: {
        title: '还在清理，所以没有退出',
        body: () => '请在窗口里停止，或等它做完，然后再退出。',
      },
    },
  },
  tray: {
    menu: {
      open: '打开',
      leave: '我要离开这台电脑',
      'deep-clean': '深度清理',
      'session-start': '我开始用这台电脑',
      'session-leave': '我要走了',
      'watch-pause': '暂停监测',
      'watch-resume': '继续监测',
      quit: '退出安心下机',
    },
    tooltip: {
      watch: { on: '安心下机：正在监测', off: '安心下机：已暂停监测', 'not-begun': '安心下机' },
      running: {
        clean: '安心下机：正在清理',
        restore: '安心下机：正在恢复',
        purge: '安心下机：正在彻底删除',
      },
      progress: (p: { work: string; percent: string }) => `${p.work} ${p.percent}`,
      concern: {
        interrupted: '安心下机：上次清理没有做完',
        'session-undecided': '安心下机：访客模式要确认',
        growth: '安心下机：新增的数据超过了你设的量',
      },
    },
  },
} as const;
