/** The demo has its own files but no process list of its own: only a test's program has one. */
const realPrograms = {
  zh: '演示看得到本机真正在运行的程序：微信或 QQ 开着时，演示里也不能清理。',
  en: 'The demo sees the programs that really run here: while WeChat or QQ is open, it refuses to clean.',
};

/** What `npm start` says; the same in both languages. */
export const startTexts = {
  zh: {
    usage:
      '用法：npm start -- [--demo] [--no-launch] [--data-dir 目录] [--lang zh-CN|en-US] [--browser 路径] [--host electron|browser]',
    unknown: (word) => `不认识的参数：${word}`,
    building: '正在构建……',
    fetching: (seconds) => `正在下载 Electron(最多 ${seconds} 秒)……`,
    demo: (folder) => `已生成演示用的主目录：${folder}，结束时会删除。${realPrograms.zh}`,
    demoStays: (folder, remove) =>
      `已生成演示用的主目录：${folder}。${realPrograms.zh}目录会留下，不用了请删掉：${remove}`,
    electron: (path) => `用 Electron 打开桌面版，因为本机有它：${path}`,
    browser: (why) => `用浏览器窗口打开，因为${why}。`,
    noWindow: (why) => `这里开不了窗口，因为${why}。命令行能做同样的事：`,
    why: {
      asked: '你指定了 --host browser',
      noLaunch: '你指定了 --no-launch',
      root: '以 root 运行时 Electron 的沙箱不能用',
      display: '没有图形界面（DISPLAY 和 WAYLAND_DISPLAY 都没有设置）',
      missing: (reason) => `本机没有 Electron，也没能下载（${reason}）`,
      triedBefore: '本机没有 Electron，一天之内已经试过下载（--host electron 再试）',
    },
  },
  en: {
    usage:
      'Usage: npm start -- [--demo] [--no-launch] [--data-dir DIR] [--lang zh-CN|en-US] [--browser PATH] [--host electron|browser]',
    unknown: (word) => `Unknown argument: ${word}`,
    building: 'Building…',
    fetching: (seconds) => `Fetching Electron (at most ${seconds} seconds)…`,
    demo: (folder) => `Made a demo home in ${folder}; it is removed at the end. ${realPrograms.en}`,
    demoStays: (folder, remove) =>
      `Made a demo home in ${folder}. ${realPrograms.en} The home stays; remove it when you no longer need it: ${remove}`,
    electron: (path) => `Opening the desktop app in Electron, because its binary is here: ${path}`,
    browser: (why) => `Opening in a browser window, because ${why}.`,
    noWindow: (why) => `No window can open here, because ${why}. The command line does the same:`,
    why: {
      asked: 'you asked for --host browser',
      noLaunch: 'you asked for --no-launch',
      root: 'Electron’s sandbox does not run as root',
      display: 'there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)',
      missing: (reason) => `Electron is not here and could not be fetched (${reason})`,
      triedBefore:
        'Electron is not here and fetching it failed within the last day (--host electron tries again)',
    },
  },
};
