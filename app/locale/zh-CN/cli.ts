import type { KeepProblem } from '../../cleanup/glob.ts';

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

const keepProblems: Readonly<Record<KeepProblem, string>> = {
  empty: '没有写名称',
  home: '这里的 ~ 不会换成用户目录，请写完整路径',
  climbs: '不支持 ..',
  address: '这是网址形式，不是路径',
  syntax: '不支持 { } [ ] | \\ 和开头的 !；名称里有这些字符时用 ? 代替',
};

/** What is said of a clean that can be resumed or closed. */
interface UnfinishedRunWords {
  readonly run: string;
  readonly time: string;
  readonly removed: string;
  readonly planned: string;
  readonly level: string;
  readonly mode: string;
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
    'keep-unsupported': (p: Params) =>
      `--keep 不支持「${String(p['pattern'])}」：${keepProblems[p['problem'] as KeepProblem]}。可以写名称或路径，用 * 和 ?，用 ** 表示任意几层目录；以 / 开头时从数据目录算起，或者是其中某一项的完整路径。`,
    'missing-value': (p: Params) => `${String(p['option'])} 后面缺少一个值。`,
    'missing-argument': (p: Params) =>
      `${String(p['command'])} 后面缺少 ${String(p['argument'])}。用法见：${helpOf(p['command'])}`,
    'missing-command': (p: Params) => `${String(p['command'])} 后面还要写一个命令：${list(p['known'])}。`,
    'extra-argument': (p: Params) =>
      `${String(p['command'])} 后面多了「${String(p['argument'])}」。用法见：${helpOf(p['command'])}`,
    'option-conflict': (p: Params) => `${String(p['option'])} 和 ${String(p['other'])} 不能一起用。`,
    'option-repeated': (p: Params) => `${String(p['option'])} 只能有一个值，却写了不止一次。`,
    'nothing-chosen': () =>
      '请说明要清空什么：写出批次编号（见 signoff quarantine list），或者用 --older-than、--over 或 --all。',
    'accounts-not-chosen': (p: Params) =>
      `这台电脑上有不止一个账号：${list(p['accounts'])}。请用 --account 指定，或用 --all-accounts 选择全部。`,
    'account-unknown': (p: Params) =>
      `没有找到账号「${String(p['account'])}」。${hint(p['nearest'])}已发现的账号：${list(p['accounts'])}。`,
    'account-ambiguous': (p: Params) =>
      `「${String(p['account'])}」对应不止一个账号，请改用编号：${list(p['accounts'])}。`,
    'no-run-yet': () => '还没有清理过，所以没有记录。',
    'no-interrupted-run': () => '没有中断或停下的清理。',
    'run-unfinished': (p: Params) =>
      `清理 ${String(p['run'])} 中断了，还可以接着做：signoff resume ${String(p['run'])}。就此结束并看记录：signoff close ${String(p['run'])}`,
    'bad-input': (p: Params) => `命令行无法理解：${String(p['what'])}`,
  },
  outputLost: (p: { code: string }) =>
    `标准输出写不进去（${p.code}），结果不完整。命令做过的事不会撤回：可以看 signoff status 和 signoff report。`,
  label: {
    error: (p: { message: string }) => `错误：${p.message}`,
    warning: (p: { message: string }) => `注意：${p.message}`,
  },
  unused: {
    'include-below-deep': (p: { option: string; level: string }) =>
      `${p.option} phone-backups 在 ${p.level} 级别不起作用；只有 --level deep 会清理手机备份。`,
    'mode-of-dry-run': (p: { option: string; level: string }) =>
      `${p.option} 和 --dry-run 一起时不起作用：执行计划时才选择方式。`,
    'browser-not-started': (p: { option: string; level: string }) =>
      `${p.option} 和 --no-launch 一起时不起作用。`,
    'accounts-of-session': (p: { option: string; level: string }) =>
      `${p.option} 和 --since-session 一起时不起作用：它本来就包括所有账号。`,
    'no-json': (p: { option: string; level: string }) => `${p.option} 在这里不起作用：这个命令只写文字。`,
    'no-data-folder': (p: { option: string; level: string }) =>
      `${p.option} 在这里不起作用：这个命令用不到安心下机自己的文件夹。`,
  },
  measuredOnly: (p: { path: string }) =>
    `认不出 ${p.path} 是哪个聊天软件的数据，所以只报告大小，不会清理。如果数据在它里面的某个文件夹，请直接指定那个文件夹。`,
  ageKeepsNothing: '--older-than 没有留下任何内容：所选的内容都够旧。',
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
    leave: '离开前用：退出登录并移除你的内容，最后说明能不能离开',
    clean: '按计划或按选择清理，完成后自动再检查一遍',
    verify: '再检查一次清理过的内容是否真的没有了',
    report: '显示某次清理的记录；不写编号就是最近一次',
    'report list': '列出全部清理记录',
    resume: '接着做一次中断或停下的清理；不写编号就是最近的那次',
    close: '就此结束一次中断或停下的清理，按已完成的部分留下记录',
    'quarantine list': '列出隔离区里的内容',
    'quarantine show': '列出一批里的文件，写完整路径，每行一个',
    'quarantine restore': '把隔离区里的一批内容，或者其中的几个文件放回原处',
    'quarantine purge': '彻底删除隔离区里的内容，不能再恢复',
    'session start': '坐下时记下这台电脑上已有的内容，它们都算主人的',
    'session status': '从什么时候开始记、记下了多少、期间出现了哪些账号',
    'session confirm': '确认一段很久以前开始的记录仍是你的',
    'session end': '结束并丢掉坐下时的记录，不清理任何东西',
    'settings list': '列出所有设置和现在的值',
    'settings set': '改一项设置；开着的窗口在下次改设置或下次启动时才跟上',
    'keep list': '列出始终保留的文件和文件夹，任何清理都不会动它们',
    'keep add': '始终保留这些文件或文件夹；文件夹里以后新增的也保留',
    'keep remove': '移出始终保留的列表；之后的清理就可能包括它们',
    'keep confirm': '列表损坏之后，确认现在列出的就是要保留的全部',
    watch: '持续留意变化，有变化就写一行；按 Ctrl-C 结束',
    forget: '删掉安心下机自己的记录和设置；隔离区里的东西要另外说明才会删',
    quit: '请应用退出，等它真正退出；退出程序不等于退出登录',
    open: '在浏览器窗口里打开安心下机',
    'demo create': '在 DIR 里生成一个演示用的家目录，里面是假的微信和 QQ 数据',
    completion: '写出 shell 的补全脚本；载入后按 Tab 就能补全命令和选项',
    help: '显示某个命令、某组命令（例如 quarantine）或全部的用法',
    version: '显示版本',
  },
  groups: {
    quarantine: '隔离区里的内容：列出、放回原处或彻底删除',
    session: '访客模式：只清理坐下之后才有的内容',
    settings: '列出和修改设置',
    keep: '任何清理都不会动的文件和文件夹',
    demo: '试用安心下机的假数据',
  },
  arguments: {
    RUN: '清理记录的编号，见 signoff report list 和 signoff status',
    BATCH: '隔离区批次的编号，见 signoff quarantine list',
    NAME: '设置的名称，见 signoff settings list',
    VALUE:
      '设置的值：选项、on 或 off、数字、5GB 这样的大小、22:00 这样的时间，或 none；dataFolders 可以写几个文件夹',
    PATH: '聊天软件数据文件夹里的文件或文件夹',
    COMMAND: '一个命令或一组命令，例如 clean 或 quarantine list',
    SHELL: 'bash、zsh 或 fish；载入的方法见 docs/cli.md，例如 source <(signoff completion bash)',
    DIR: '要新建的文件夹；已有内容的文件夹不会被使用',
  },
  options: {
    json: '向标准输出写一个 JSON 对象（watch：每行一个），格式见 docs/cli.md',
    lang: '文字的语言；默认取自 LC_ALL、LC_MESSAGES、LANG：zh 开头用中文，否则用英文',
    root: '还要查看的数据文件夹（数据不在通常的位置时）；认不出的只报告大小，不清理',
    dataDir: '安心下机自己的文件夹（设置、计划、记录）',
    allowForeignHome: '以 root 身份处理别的用户的主目录；安心下机自己的文件放在 root 的主目录里',
    help: '显示用法',
    version: '显示版本',
    app: '只看这个应用',
    account: '选择账号：文件夹名、编号或账号名',
    allAccounts: '选择发现的全部账号',
    deep: '连账号的全部数据一起删：聊天记录、图片、收到的文件',
    level: '清理深度；默认 basic',
    include: '另外包括，用逗号分隔',
    includeOwn: '这些也彻底删除',
    olderThan: '只包括至少这么旧的文件或批次：h 小时、d 天、w 周、m 30 天、y 365 天，例如 30d',
    keep: '保留名称或路径与此匹配的文件；匹配到目录时，里面的都保留；可以用 * ? **',
    sinceSession: '只包括坐下之后才有的内容，见 signoff session start；不必再选账号',
    list: '在标准输出逐行写出每个将被删除的路径，概要写到标准错误',
    plan: '执行这个计划，不能再写选择类选项',
    mode: '清理方式；默认 quarantine（放进隔离区，可以恢复）',
    dryRun: '只预览，不删除任何东西',
    yes: '不再询问，直接执行；本来就不询问的命令不受影响',
    quiet: '标准错误只写警告、询问和错误，不显示进度和提示',
    verbose: '另外在标准错误列出查看过的位置，以及每个数据文件夹是怎么找到的',
    conflict: '原处已有同名内容时怎么办；默认 skip（不动它）',
    path: '只放回这个文件或目录：完整路径，或者从数据目录算起；数据库和它的日志一起放回',
    find: '只列出路径里有这些字的',
    over: '隔离区超过这么大时，从最旧的批次开始清空，最近一批总会留下，例如 5GB',
    all: '隔离区的全部内容',
    force: '请过之后仍在运行就强制结束，需要确认',
    browser: '使用这个浏览器程序',
    resident: '关闭窗口后留在托盘里，点图标再打开（Linux 桌面）；没有托盘时照常退出',
    noLaunch: '不打开浏览器，只显示打开的方法',
    files: '大约生成多少个文件',
    seed: '随机数种子；相同的种子生成相同的内容',
  },
  exits: {
    '0': '已照要求做完',
    '1': '有些内容没有删掉或没有放回，或再检查时仍在，或有地方没能查看；结果没能写出来；quit：程序还在运行',
    '2': '命令行写错了',
    '3': '没有确认，什么都没有删，也没有强制结束',
    '4': '为了安全拒绝执行（程序在运行或无法判断；没有用户主目录；计划找不到、过期、用过、已变化或损坏；另一项清理正在进行；这种方式在这里用不了；批次损坏；坐下时的记录不存在、太久或损坏）',
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
    named: '（指定的文件夹）',
    noPermission: '没有权限',
    running: '正在运行',
    folder: '自己的文件夹',
    outcome: '结果',
    level: '级别',
    time: '时间',
    removed: '已删除',
    run: '编号',
    mode: '方式',
    items: '件数',
    state: '状态',
    expires: '自动清空',
    never: '目前不会',
  },
  modes: {
    quarantine: '放进隔离区',
    trash: '移到回收站',
    delete: '直接删除',
    erase: '覆写后删除',
  },
  outcomes: {
    done: '已按计划清理',
    partial: '部分还留着',
    cancelled: '已取消',
    interrupted: '中断了',
    unchecked: '没能全部核对',
  },
  planNow: {
    gone: '再检查：计划里的内容都已经不在了。',
    left: '再检查：计划里还有内容没有删掉。',
    unread: '再检查：有的地方没能查看，不能确定都已删除。',
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
    'named-not-recognised': '你指定的文件夹，认不出是哪个聊天软件的：只报告大小，不清理',
    'named-refused': '你指定的文件夹，没有采用',
  },
  others: {
    title: '「其他」里最大的文件夹（还不认识，不会清理）',
    report: '想让安心下机认识它们，可以把下面几行发给作者；账号和用户名已经换掉，发之前请再看一遍：',
  },
  status: {
    locations: (p: { date: string }) => `已知的数据位置最近核对于 ${p.date}`,
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
    interrupted: (p: UnfinishedRunWords) =>
      `有一次清理中断了（${p.level}级，${p.mode}）：${p.time}，至少已处理 ${p.removed}/${p.planned}。接着做：signoff resume ${p.run}；就此结束：signoff close ${p.run}`,
    stopped: (p: UnfinishedRunWords) =>
      `有一次清理停在了中途（${p.level}级，${p.mode}）：${p.time}，已处理 ${p.removed}/${p.planned}。接着做：signoff resume ${p.run}；就此结束：signoff close ${p.run}`,
    interruptedFinal: (p: UnfinishedRunWords) =>
      `有一次清理没有做完（${p.level}级，${p.mode}），已经不能接着做：${p.time}，至少已处理 ${p.removed}/${p.planned}。结束并看记录：signoff close ${p.run}`,
    setAside: (p: { path: string }) =>
      `有一个损坏的文件已放到一边：${p.path}。看过后可以删掉，一周后会自动删除。`,
    notes: '另外遇到',
  },
  keep: {
    title: '始终保留',
    none: '没有始终保留的文件或文件夹。',
    states: {
      file: '文件',
      folder: '文件夹，里面的都保留',
      missing: '现在没有这个',
      'could-not-tell': '没法查看',
    },
    lost: (p: { path: string }) =>
      `原来的列表损坏了，已另存为 ${p.path}。在确认之前不会清理任何东西：先用 signoff keep add 补上，再用 signoff keep confirm 确认。`,
  },
  nothingFound: '没有发现微信或 QQ 的数据。',
  lookedIn: '已查看这些位置：',
  foundBy: '数据文件夹，以及从哪里得知：',
  scan: {
    title: '占用空间',
    took: (p: { time: string }) => `扫描用时 ${p.time}。`,
    unreadable: '这些地方没能查看，大小未知：',
  },
  plan: {
    title: (p: { level: string; id: string }) => `计划 ${p.id}（${p.level}）`,
    empty: '按这个选择，没有要删除的内容。',
    unmatchedKeep: '这些 --keep 在这里没有匹配到任何东西，什么也不会保留：',
    willRemove: (p: { files: string; size: string }) => `将删除 ${p.files}，共 ${p.size}。`,
    willRemoveEmpty: (p: { folders: string }) =>
      `没有要删除的文件，只删除已经空了的账号文件夹：${p.folders}。`,
    kept: '会保留',
    keepShared: (p: { options: string; effect: string; cost: string }) =>
      `要留下共用的文件，加上 ${p.options}：${p.effect}${p.cost}`,
    expires: (p: { time: string; id: string; level: string }) =>
      `此计划到 ${p.time} 前有效，只能用一次：signoff clean --plan ${p.id}（默认放进隔离区；不留副本请加 --mode delete）`,
    nothingRemoved: '这是预览，没有删除任何东西。',
    deepAccount: (p: { folder: string; size: string; databases: string; backup: string }) =>
      `${p.folder}：${p.size}，${p.databases} 个聊天记录数据库，${p.backup}`,
    backups: { inside: '里面有手机备份', beside: '旁边有所有账号共用的手机备份', none: '没有看到手机备份' },
  },
  cost: {
    basic: '基础级只删除缓存、临时文件和日志，应用会自己重建。',
    system: '系统级还会删除这台电脑上的登录凭证和记住的账号。聊天记录不动。',
    deep: '深度级包括所选账号在这台电脑上的全部数据：聊天记录、图片、视频、收到的文件和收藏。一旦彻底删除，手机上没有的内容再也找不回来。',
    'phone-backups': '还会删除电脑上的手机备份：这往往是唯一的副本。',
    received: '还会删除收到的文件：它们可能没有别的副本。',
    media: '还会删除聊天图片与视频：服务器上可能已经没有了。',
    modes: {
      quarantine: (p: { folder: string }) =>
        `方式 quarantine：放进隔离区 ${p.folder}，空间还没有腾出来。彻底删除：signoff quarantine purge`,
      trash: () => '方式 trash：移到系统的回收站。',
      delete: () => '方式 delete：不留副本，安心下机不能恢复。',
      erase: () => '方式 erase：覆写一遍再删除，不能恢复。',
    },
  },
  modeMissing: (p: { mode: string; modes: string }) =>
    `这里用不了 --mode ${p.mode}。可用的方式：${p.modes}。`,
  confirm: {
    others: (p: { names: string }) => `没有选的 ${p.names} 也要重新扫码或输密码。`,
    session: {
      running: (p: { time: string }) =>
        `访客模式开着（从 ${p.time} 起），这次清理却不限于之后的内容，主人的数据也在内。只清理之后的：加上 --since-session。`,
      undecided: (p: { time: string }) =>
        `访客模式的记录从 ${p.time} 开始，已经很久了，还没有确认是不是你的。这次清理不看它，主人的数据也在内。见 signoff session status。`,
      unclear: (p: { why: string }) =>
        `访客模式的记录用不了，分不清哪些是主人的：${p.why}这次清理不看它，主人的数据也在内。`,
    },
    ask: {
      quarantine: (p: { files: string; size: string }) =>
        `要把 ${p.files}（${p.size}）放进隔离区吗？输入 yes 继续：`,
      trash: (p: { files: string; size: string }) =>
        `要把 ${p.files}（${p.size}）移到回收站吗？输入 yes 继续：`,
      delete: (p: { files: string; size: string }) => `要删除 ${p.files}（${p.size}）吗？输入 yes 继续：`,
      erase: (p: { files: string; size: string }) =>
        `要覆写并删除 ${p.files}（${p.size}）吗？输入 yes 继续：`,
    },
    askFolder: (p: { folder: string }) => `这不可撤销。要继续，请输入账号文件夹名「${p.folder}」：`,
    askFolderKept: (p: { folder: string }) =>
      `这会移走账号「${p.folder}」的全部数据，其中的登录凭证不能恢复。要继续，请输入这个文件夹名：`,
    askDelete: (p: { count: string }) =>
      `这会删除 ${p.count} 个账号的数据，不可撤销。要继续，请输入 DELETE：`,
    askDeleteKept: (p: { count: string }) =>
      `这会移走 ${p.count} 个账号的全部数据，其中的登录凭证不能恢复。要继续，请输入 DELETE：`,
    askResume: {
      quarantine: (p: { left: string }) => `要把其余 ${p.left} 项也放进隔离区吗？输入 yes 继续：`,
      trash: (p: { left: string }) => `要把其余 ${p.left} 项也移到回收站吗？输入 yes 继续：`,
      delete: (p: { left: string }) => `要把其余 ${p.left} 项也删除吗？输入 yes 继续：`,
      erase: (p: { left: string }) => `要把其余 ${p.left} 项也覆写并删除吗？输入 yes 继续：`,
    },
    askPurge: (p: { batches: string; files: string; size: string }) =>
      `要彻底删除隔离区里的 ${p.batches} 批、${p.files}（${p.size}）吗？输入 yes 继续：`,
    declined: '没有确认，什么都没有删。',
    planStays: (p: { id: string; time: string }) => `计划 ${p.id} 到 ${p.time} 前仍可使用。`,
  },
  clean: {
    nothing: '没有要删除的内容。',
    unchecked: '有些地方没能查看，不能确定没有要删除的内容。',
    stopped: (p: { run: string }) => `清理 ${p.run} 中途停下了。已完成多少、能不能接着做，见：signoff status`,
    cancelled: '已取消：还没轮到的内容都保留着。',
    canResume: (p: { run: string }) => `接着做：signoff resume ${p.run}；就此结束：signoff close ${p.run}`,
  },
  leave: {
    clipboard: '没有动剪贴板：复制任意一段别的文字，就会盖掉最后复制的内容。',
    marked: (p: { accounts: string }) => `按你的标记，只清理这些账号：${p.accounts}。`,
    closes: (p: { names: string }) => `${p.names}还开着：确认后会先请它退出。没发出去的消息请先发完。`,
    phone: '接下来请在手机上做（安心下机看不到手机）：',
    phoneStep: (p: { at: string; title: string; taps: string }) => `${p.at}. ${p.title}：${p.taps}`,
  },
  resume: {
    what: (p: { run: string; time: string; removed: string; planned: string; level: string }) =>
      `清理 ${p.run}（${p.level}级）从 ${p.time} 开始，${p.planned} 项里已完成 ${p.removed} 项。其余的会再逐个与计划核对。`,
    way: {
      quarantine: '方式与开始时相同：放进隔离区，可以恢复。',
      trash: '方式与开始时相同：移到系统的回收站。',
      delete: '方式与开始时相同：直接删除，不留副本，安心下机不能恢复。',
      erase: '方式与开始时相同：覆写一遍再删除，不能恢复。',
    },
    credentials: '其中的登录凭证不留副本，直接删除，不能恢复。',
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
    otherWays: '没有按所选方式处理的例子',
    quarantined: (p: { batch: string }) => `隔离区的批次：${p.batch}，仍在这台电脑上。`,
    restore: (p: { batch: string }) => `恢复：signoff quarantine restore ${p.batch}`,
    purge: (p: { batch: string }) => `彻底删除：signoff quarantine purge ${p.batch}`,
    left: (p: { files: string; size: string }) => `仍在：${p.files}，${p.size}`,
    arrived: (p: { files: string }) => `计划之后新出现 ${p.files}，没有动。`,
    unreadable: (p: { count: string }) => `${p.count} 处没能查看。`,
    state: { left: '仍在', arrived: '新出现', unreadable: '没能查看' },
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
  forget: {
    goes: (p: { folder: string; receipts: string }) =>
      `${p.folder} 里：${p.receipts} 次清理的记录、计划、设置，以及安心下机写下的其他内容，都会彻底删除。`,
    interrupted: '中断的清理之后不能再继续。',
    inQuarantine: (p: { batches: string; files: string; size: string }) =>
      `隔离区里有 ${p.batches} 批、${p.files}（${p.size}）。`,
    ask: '要删掉安心下机自己的记录和设置吗？输入 yes 继续：',
    askQuarantine: (p: { batches: string; files: string; size: string }) =>
      `隔离区里的 ${p.batches} 批、${p.files}（${p.size}）也要彻底删除吗？输入 yes 删除，输入别的就留着：`,
    done: (p: { receipts: string }) => `安心下机自己的记录（${p.receipts} 次清理）和设置已经删掉。`,
    folderGone: (p: { folder: string }) => `它的文件夹也删掉了：${p.folder}`,
    stayed: (p: { path: string; reason: string }) => `还留着：${p.path}（${p.reason}）`,
    quarantineStays: (p: { batches: string; files: string; size: string }) =>
      `隔离区：${p.batches} 批、${p.files}、${p.size}；要彻底删除：signoff forget --include quarantine`,
    stays: {
      'open-window': '有窗口正在用，关掉后再试一次',
      foreign: '不是安心下机写的',
      'not-removable': '删不掉',
    },
    program: '安心下机程序本身和演示用的家目录没有动。',
  },
  quarantine: {
    title: '隔离区',
    none: '隔离区是空的。',
    states: {
      whole: '完整',
      damaged: '与清单不一致，不能恢复',
      unfinished: '清理中途中断，可以恢复',
    },
    hints:
      '查看里面的文件：signoff quarantine show <编号>；恢复：signoff quarantine restore <编号>；彻底删除：signoff quarantine purge <编号>',
    restored: (p: { files: string; size: string; batch: string }) =>
      `已从 ${p.batch} 放回 ${p.files}，共 ${p.size}。`,
    renamed: (p: { files: string }) => `其中 ${p.files}改了名，放在原有内容的旁边。`,
    overwritten: (p: { files: string }) => `其中 ${p.files}替换了原处的内容。`,
    signIns: (p: { files: string }) => `其中 ${p.files}是登录凭证：微信或 QQ 可能不用扫码就能打开。`,
    nothingInside: '没有符合的文件。',
    showHint: (p: { batch: string }) => `放回其中几个：signoff quarantine restore ${p.batch} --path <路径>`,
    stays: {
      'in-the-way': '原处已有同名内容，没有动它',
      'outside-root': '原处不在已发现的数据文件夹里',
      link: '原处的路径里有链接',
      replaced: '隔离区里的内容已被换过',
      mount: '原处是另一个磁盘的挂载点',
      vanished: '隔离区里已经没有了',
      cancelled: '取消时还没轮到',
    },
    kept: '没有放回',
    failed: '放不回去',
    examples: '没有放回的例子',
    conflict: '要替换原处的内容，加 --conflict overwrite；要放在它旁边，加 --conflict rename。',
    emptied: '这一批已全部放回，隔离区里不再有它。',
    remains: (p: { batch: string }) => `其余的仍在隔离区的 ${p.batch} 里。`,
    purgeCost: '彻底删除之后不能再恢复。',
    nothing: '没有符合条件的批次，什么都没有删。',
    purged: (p: { batches: string; files: string; size: string }) =>
      `已彻底删除 ${p.batches} 批：${p.files}，共 ${p.size}。`,
    notPurged: (p: { batch: string; reason: string }) => `没有删掉 ${p.batch}：${p.reason}。`,
  },
  session: {
    none: '现在没有在记录。坐下时：signoff session start',
    since: (p: { time: string }) => `从 ${p.time} 开始记录。`,
    baseline: (p: { files: string; size: string; stored: string }) =>
      `坐下时已有 ${p.files}，共 ${p.size}，都算主人的（这份记录占 ${p.stored}）。`,
    owners: '主人的账号，受保护',
    noOwners: '坐下时没有账号。',
    arrived: '坐下之后出现的账号',
    noArrived: '坐下之后还没有出现账号。',
    undecided:
      '这段记录已经很久了。仍是你的，请确认：signoff session confirm；不是你的，请结束它：signoff session end',
    confirmed: '已确认，这段记录继续有效。',
    ended: '记录已结束并丢掉，没有清理任何东西。',
    next: '离开时先预览：signoff plan --since-session；再清理：signoff clean --since-session',
  },
  watch: {
    states: {
      off: '没有在留意变化。',
      starting: '正在准备……',
      live: '正在留意变化，有变化就写一行。按 Ctrl-C 结束。',
      degraded: '有的文件夹不能及时得知变化，改为隔一会儿看一次。',
    },
    kinds: {
      'account-appeared': () => '出现了这个账号',
      'account-gone': () => '账号文件夹不在了',
      grew: (p: { category: string; amount: string }) => `${p.category}增加了 ${p.amount}`,
      shrank: (p: { category: string; amount: string }) => `${p.category}减少了 ${p.amount}`,
      'signed-in': () => '登录了',
      'signed-out': () => '退出登录了',
      'file-received': (p: { name: string; size: string }) => `收到文件 ${p.name}（${p.size}）`,
      'credentials-written': () => '写入了登录凭证',
      'credentials-gone': () => '登录凭证不在了',
      'switcher-copy': () => '多开工具留下了一份登录凭证',
      'root-appeared': () => '出现了数据文件夹',
      'root-gone': () => '数据文件夹不在了',
      'root-moved': (p: { name: string }) => `数据文件夹移到了 ${p.name}`,
      degraded: (p: { trouble: string }) => `不能及时得知变化（${p.trouble}），改为隔一会儿看一次`,
      recovered: () => '又能及时得知变化了',
    },
    troubles: {
      'watch-limit': '系统允许的监视数量用完了',
      network: '在网络位置上',
      'root-gone': '文件夹不在了',
      'no-permission': '没有权限',
      'not-a-folder': '不是文件夹',
      unavailable: '系统现在不提供',
    },
    amount: (p: { files: string; size: string }) => `${p.files}，${p.size}`,
    dropped: (p: { count: string }) => `读取太慢，略过了 ${p.count} 条。现在的大小以 signoff scan 为准。`,
    ended: '已停止留意变化。',
  },
  open: { ended: '窗口已关闭。' },
  demo: {
    created: (p: { folder: string; files: string; size: string }) =>
      `已在 ${p.folder} 生成演示数据：${p.files}，看上去共 ${p.size}。`,
    use: (p: { folder: string }) => `试一试：HOME=${p.folder} signoff scan`,
  },
  version: (p: { version: string }) => `signoff ${p.version}`,
} as const;
