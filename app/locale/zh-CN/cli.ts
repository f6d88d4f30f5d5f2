type Params = Readonly<Record<string, string | number | readonly string[]>>;

function list(value: Params[string] | undefined): string {
  return typeof value === 'object' ? value.join('、') : String(value ?? '');
}

function hint(nearest: Params[string] | undefined): string {
  return nearest === undefined || nearest === '' ? '' : `最接近的是 ${String(nearest)}。`;
}

function helpOf(command: Params[string] | undefined): string {
  const name = String(command ?? '');
  return name === '' ? 'signoff --help' : `signoff ${name} --help`;
}

/** What the command line says; each text is one line. */
export const cli = {
  usage: {
    'unknown-command': (p: Params) =>
      `没有「${String(p['command'])}」这个命令。${hint(p['nearest'])}可用的命令：${list(p['known'])}。`,
    'unknown-option': (p: Params) =>
      `没有 ${String(p['option'])} 这个选项。${hint(p['nearest'])}查看全部选项：${helpOf(p['command'])}`,
    'option-elsewhere': (p: Params) =>
      `${String(p['option'])} 不能用在${p['command'] === '' ? '命令之前' : ` ${String(p['command'])} 上`}，它属于：${list(p['commands'])}。`,
    'unknown-value': (p: Params) =>
      `${String(p['option'])} 不认识「${String(p['value'])}」。${hint(p['nearest'])}可用的值：${list(p['allowed'])}。`,
    'bad-value': (p: Params) =>
      `${String(p['option'])} 的值「${String(p['value'])}」无法理解。正确的写法：${String(p['example'])}。`,
    'missing-value': (p: Params) => `${String(p['option'])} 后面缺少一个值。`,
    'missing-argument': (p: Params) =>
      `${String(p['command'])} 后面缺少 ${String(p['argument'])}。用法见：${helpOf(p['command'])}`,
    'extra-argument': (p: Params) =>
      `${String(p['command'])} 后面多了「${String(p['argument'])}」。用法见：${helpOf(p['command'])}`,
    'option-conflict': (p: Params) => `${String(p['option'])} 和 ${String(p['other'])} 不能一起用。`,
    'mode-missing': () =>
      '请明确写出删除方式：--mode delete（直接删除，不留副本）。以后的默认方式可能改变，所以这里不替你选。',
    'accounts-not-chosen': (p: Params) =>
      `这台电脑上有不止一个账号：${list(p['accounts'])}。请用 --account 指定，或用 --all-accounts 选择全部。`,
    'account-unknown': (p: Params) =>
      `没有找到账号「${String(p['account'])}」。${hint(p['nearest'])}已发现的账号：${list(p['accounts'])}。`,
    'account-ambiguous': (p: Params) =>
      `「${String(p['account'])}」对应不止一个账号，请改用编号：${list(p['accounts'])}。`,
    'no-run-yet': () => '还没有清理过，所以没有记录。',
    'bad-input': (p: Params) => `命令行无法理解：${String(p['what'])}`,
  },
  label: {
    error: (p: { message: string }) => `错误：${p.message}`,
    warning: (p: { message: string }) => `注意：${p.message}`,
  },
  help: {
    usage: '用法',
    commands: '命令',
    options: '选项',
    common: '通用选项',
    arguments: '参数',
    exitCodes: '退出码',
    values: (p: { values: string }) => `可用的值：${p.values}`,
    repeatable: '可多次使用',
    joint: '；',
    placeholder: '[选项]',
    command: '<命令>',
    more: '某个命令的选项：signoff <命令> --help',
    summary: '离开一台共用的电脑之前，找出微信和 QQ 留下的数据，按你选的深度清理，并再检查一遍。',
  },
  commands: {
    status: '发现了哪些账号、哪些程序还在运行、上次清理的结果（不扫描大小）',
    scan: '扫描并按账号和类别列出占用空间',
    plan: '预览：列出将会删除什么，不删除任何东西',
    clean: '按计划或按选择清理，完成后自动再检查一遍',
    verify: '再检查一次清理过的内容是否真的没有了',
    report: '显示某次清理的记录；不写编号就是最近一次',
    'report list': '列出全部清理记录',
    quit: '请应用退出，等它真正退出；退出程序不等于退出登录',
    open: '在浏览器窗口里打开安心下机',
    'demo create': '在 DIR 里生成一个演示用的家目录，里面是假的微信和 QQ 数据',
  },
  arguments: {
    RUN: '清理记录的编号，见 signoff report list',
    DIR: '要新建的文件夹；已有内容的文件夹不会被使用',
  },
  options: {
    json: '向标准输出写一个 JSON 对象，格式见 docs/cli.md',
    lang: '文字的语言；默认取自 LC_ALL、LC_MESSAGES、LANG',
    dataDir: '安心下机自己的文件夹（设置、计划、记录）',
    help: '显示用法',
    version: '显示版本',
    app: '只看这个应用',
    account: '选择账号：文件夹名、编号或账号名',
    allAccounts: '选择发现的全部账号',
    level: '清理深度；默认 basic',
    include: '另外包括，用逗号分隔',
    olderThan: '只清理至少这么旧的文件：h 小时、d 天、w 周、m 30 天、y 365 天，例如 30d',
    keep: '保留路径与此匹配的文件',
    list: '在标准输出逐行写出每个将被删除的路径，概要写到标准错误',
    plan: '执行这个计划，不能再写选择类选项',
    mode: '删除方式，必须写出',
    dryRun: '只预览，不删除任何东西',
    yes: '不再询问，直接执行',
    force: '请过之后仍在运行就强制结束，需要确认',
    browser: '使用这个浏览器程序',
    noLaunch: '不打开浏览器，只显示打开的方法',
    files: '大约生成多少个文件',
    seed: '随机数种子；相同的种子生成相同的内容',
  },
  exits: {
    '0': '全部完成',
    '1': '有些内容没有删掉，或再检查时仍在；quit：程序还在运行',
    '2': '命令行写错了',
    '3': '没有确认，什么都没有删，也没有强制结束',
    '4': '为了安全拒绝执行（程序在运行或无法判断，计划找不到、过期、用过、已变化或损坏）',
    '130': '已取消',
  },
  words: {
    none: '无',
    unknown: '未知',
    app: '应用',
    account: '账号文件夹',
    accountId: '编号',
    name: '昵称',
    place: '位置',
    category: '类别',
    files: '文件数',
    size: '大小',
    onDisk: '占用磁盘',
    risk: '风险',
    recovery: '删除后',
    reason: '原因',
    total: '合计',
    shared: '（不属于单个账号）',
    noPermission: '没有权限',
    running: '正在运行',
    folder: '自己的文件夹',
    outcome: '结果',
    level: '级别',
    time: '时间',
    removed: '已删除',
    run: '编号',
  },
  outcomes: { done: '全部完成', partial: '部分完成', cancelled: '已取消', interrupted: '中断了' },
  verdicts: {
    'all-gone': '再检查：计划里的内容都已经不在了。',
    'some-left': '再检查：还有内容没有删掉。',
    'could-not-tell': '再检查：有的文件夹无法读取，不能确定都已删除。',
  },
  notes: {
    'stale-pointer': '指向的位置已不存在',
    'unreadable-pointer': '记录位置的文件读不了',
    'unusable-pointer': '记录位置的文件看不懂',
    'no-permission': '没有权限',
    'not-an-account': '不像账号文件夹',
    'unknown-layout': '目录结构不认识，只报告大小',
    'same-as': '与另一处是同一个文件夹',
    'root-is-link': '是链接',
    'other-user': '属于这台电脑的其他用户，没有碰',
    'drive-missing': '指向的磁盘没有连接',
    'privacy-guard':
      'macOS 不允许查看。请在「系统设置 → 隐私与安全性 → 完全磁盘访问权限」里打开运行 signoff 的终端，然后再试',
    'runs-without-data': '正在运行，但在已知的位置没有找到它的数据',
  },
  status: {
    accounts: '发现的账号',
    roots: '数据文件夹',
    noAccounts: '没有发现账号。',
    running: '程序',
    isRunning: (p: { name: string; pids: string }) => `${p.name} 正在运行（进程 ${p.pids}）`,
    notRunning: (p: { name: string }) => `${p.name} 没有运行`,
    runningUnknown: (p: { name: string }) => `无法判断 ${p.name} 是否在运行`,
    lastRun: (p: { run: string; time: string; outcome: string }) =>
      `上次清理：${p.time}，${p.outcome}（${p.run}）`,
    noRun: '还没有清理过。',
    interrupted: (p: { run: string; time: string; removed: string; planned: string }) =>
      `有一次清理中断了：${p.time}，${p.removed}/${p.planned} 已删除。查看：signoff report ${p.run}`,
    setAside: (p: { path: string }) => `有一个损坏的文件已放到一边：${p.path}`,
    notes: '另外遇到',
  },
  nothingFound: '没有发现微信或 QQ 的数据。',
  lookedIn: '已查看这些位置：',
  scan: {
    title: '占用空间',
    took: (p: { time: string }) => `扫描用时 ${p.time}。`,
    unreadable: '这些文件夹读不了，大小未知：',
  },
  plan: {
    title: (p: { level: string; id: string }) => `计划 ${p.id}（${p.level}）`,
    empty: '按这个选择，没有要删除的内容。',
    willRemove: (p: { files: string; size: string }) => `将删除 ${p.files}，共 ${p.size}。`,
    kept: '会保留',
    expires: (p: { time: string; id: string; level: string }) =>
      `此计划到 ${p.time} 前有效，只能用一次：signoff clean --plan ${p.id} --mode delete`,
    nothingRemoved: '这是预览，没有删除任何东西。',
    deepAccount: (p: { folder: string; size: string; databases: string; backup: string }) =>
      `${p.folder}：${p.size}，${p.databases} 个聊天记录数据库，${p.backup}`,
    backupPresent: '里面有手机备份',
    backupAbsent: '没有看到手机备份',
  },
  cost: {
    basic: '基础级只删除缓存、临时文件和日志，应用会自己重建。',
    system: '系统级还会删除这台电脑上的登录凭证和记住的账号：下次需要重新扫码或输入密码。聊天记录不动。',
    deep: '深度级会删除所选账号在这台电脑上的全部数据：聊天记录、图片、视频、收到的文件和收藏。手机上没有的内容再也找不回来。',
    backups: '还会删除电脑上的手机备份：这往往是唯一的副本。',
    received: '还会删除收到的文件：它们可能没有别的副本。',
    media: '还会删除聊天图片与视频：服务器上可能已经没有了。',
    permanent: '删除方式 delete：直接删除，不进回收站，不能恢复。',
  },
  confirm: {
    ask: (p: { files: string; size: string }) => `要删除 ${p.files}（${p.size}）吗？输入 yes 继续：`,
    askFolder: (p: { folder: string }) => `这不可撤销。要继续，请输入账号文件夹名「${p.folder}」：`,
    askDelete: (p: { count: string }) =>
      `这会删除 ${p.count} 个账号的数据，不可撤销。要继续，请输入 DELETE：`,
    declined: '没有确认，什么都没有删。',
    planStays: (p: { id: string; time: string }) => `计划 ${p.id} 到 ${p.time} 前仍可使用。`,
  },
  clean: {
    nothing: '没有要删除的内容。',
    stopped: (p: { run: string }) => `清理中途停下了。已完成的部分见：signoff report ${p.run}`,
    cancelled: '已取消：还没轮到的内容都保留着。',
  },
  report: {
    title: (p: { run: string }) => `清理记录 ${p.run}`,
    when: (p: { start: string; duration: string }) => `${p.start}，用时 ${p.duration}`,
    planned: '计划',
    removed: '已删除',
    kept: '保留',
    failed: '没有删掉',
    folders: (p: { count: string }) => `另外移除了 ${p.count} 个空文件夹。`,
    examples: '没有删除的例子',
    left: (p: { files: string; size: string }) => `仍在：${p.files}，${p.size}`,
    arrived: (p: { files: string }) => `计划之后新出现 ${p.files}，没有动。`,
    unreadable: (p: { count: string }) => `${p.count} 个文件夹无法读取。`,
    state: { left: '仍在', arrived: '新出现' },
    notVerified: '这次清理还没有再检查：signoff verify',
    none: '还没有清理过。',
    listTitle: '清理记录',
  },
  progress: {
    scan: '扫描',
    plan: '预览',
    clean: '清理',
    verify: '再检查',
    quit: '等待退出',
    restore: '恢复',
    purge: '清空',
    baseline: '记录',
    demo: '生成',
    remaining: (p: { time: string }) => `约剩 ${p.time}`,
  },
  cancelling: '正在取消……',
  quit: {
    asked: (p: { name: string }) => `已请${p.name}退出，正在等它真正退出……`,
    state: {
      quit: (p: { name: string }) => `${p.name}已经退出。退出程序不等于退出登录：signoff status`,
      'still-running': (p: { name: string; pids: string }) =>
        `${p.name}还在运行（进程 ${p.pids}）。请从它的菜单或托盘图标退出。`,
      unclear: (p: { name: string; reason: string }) => `无法确认${p.name}已退出：${p.reason}。`,
    },
    warnings: (p: { name: string }) => `强制结束${p.name}之前，请先看指南里的提醒：`,
    about: (p: { name: string }) => `指南的提醒是针对微信写的，${p.name}也请同样当心。`,
    ask: (p: { name: string }) => `要强制结束${p.name}吗？输入 yes 继续：`,
  },
  open: { ended: '窗口已关闭。' },
  demo: {
    created: (p: { folder: string; files: string; size: string }) =>
      `已在 ${p.folder} 生成演示数据：${p.files}，看上去共 ${p.size}。`,
    use: (p: { folder: string }) => `试一试：HOME=${p.folder} signoff scan`,
  },
  version: (p: { version: string }) => `signoff ${p.version}`,
} as const;
