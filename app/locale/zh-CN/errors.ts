import type { NamedFault } from '../../contract/accounts.ts';
import type { KeepFault } from '../../contract/keep.ts';

type Params = Readonly<Record<string, string | number | readonly string[]>>;

/** Why a folder is not used as SignOff's own, and the way out. */
function refusedFolder(p: Params): string {
  const path = String(p['path'] ?? '');
  const at = String(p['at'] ?? '');
  if (p['which'] === 'link')
    return `${at} 是一个链接，安心下机不会把自己的文件放进去。请用 --data-dir 指定一个真正的目录。`;
  if (p['which'] === 'other-user')
    return `${at} 是别的用户的，安心下机没有使用目录 ${path}，也没有改动它。请用 --data-dir 指定一个你自己的目录。`;
  if (p['which'] === 'others-write')
    return `别的用户可以改动 ${at}，安心下机没有使用目录 ${path}。请用 --data-dir 指定一个只有你能写入的目录。`;
  return `目录 ${path} 里已有别的文件，安心下机没有使用它，也没有改动它。请用 --data-dir 指定一个空目录或新目录。`;
}

/** Why a folder that the person named as a data folder is not used, and the way out. */
function refusedDataFolder(p: Params): string {
  const path = String(p['path'] ?? '');
  const root = String(p['root'] ?? '');
  const reasons: Readonly<Record<NamedFault, string>> = {
    relative: `${path} 不是完整路径，没有采用。请写从根目录或盘符开始的完整路径。`,
    network: `${path} 在网络上，没有采用。安心下机只清理这台电脑上的磁盘。`,
    missing: `没有 ${path} 这个文件夹。请检查路径；如果在移动硬盘上，请先接好。`,
    'not-a-folder': `${path} 不是文件夹。请指定聊天软件的数据文件夹，例如 xwechat_files。`,
    'no-permission': `没有权限读取 ${path}，没有采用。请用拥有它的用户打开安心下机。`,
    'no-answer': `${path} 所在的磁盘没有回应。请重新连接后再试。`,
    'too-wide': `${path} 范围太大：它是用户目录、文档这样的公用文件夹或整个磁盘，或者包含它们。请指定聊天软件的数据文件夹本身，例如 xwechat_files。`,
    'own-folder': `${path} 和安心下机自己的文件夹重叠，没有采用。请指定聊天软件的数据文件夹本身。`,
    'other-user': `${path} 是这台电脑别的用户的，没有采用，也没有碰。`,
    'inside-root': `${path} 在 ${root} 里面，那个文件夹已经会查看，不用再指定。`,
    'contains-root': `${path} 里面有 ${root}，那个文件夹已经会查看。如果还有别的数据，请指定它所在的文件夹本身。`,
  };
  return reasons[p['why'] as NamedFault];
}

/** Why a file or folder is not put on the keep-list, and the way out. */
function notKept(p: Params): string {
  const path = String(p['path'] ?? '');
  const reasons: Readonly<Record<KeepFault, string>> = {
    relative: `${path} 不是完整路径，没有加入。请写从根目录或盘符开始、不带 .. 的完整路径。`,
    missing: `没有 ${path} 这个文件或文件夹，没有加入。请检查路径。`,
    'no-permission': `没有权限查看 ${path}，没有加入。`,
    outside: `${path} 不在任何聊天软件的数据文件夹里，安心下机本来就不会清理它，所以没有加入。`,
    'data-folder': `${path} 是整个数据文件夹，或者包含它；加入后就什么都不会清理了，所以没有加入。请指定里面的文件或文件夹。`,
    'not-kept': `${path} 不在始终保留的列表里，没有改动。见 signoff keep list。`,
    full: '始终保留的列表已满（1000 项），没有加入。请先移除用不着的，或者改为保留整个文件夹。',
  };
  return reasons[p['why'] as KeepFault];
}

/** Why the clipboard was not emptied, and the way out. */
function notCleared(p: Params): string {
  if (p['why'] === 'held')
    return '另一个程序正占用剪贴板，所以没有清空。请过一会儿再试；还不行，就先关掉远程桌面或剪贴板管理软件。';
  if (p['why'] === 'not-available')
    return '这里没法清空剪贴板。复制任意一段别的文字，就会盖掉最后复制的内容。';
  return `系统没有清空剪贴板（${String(p['reason'] ?? '')}）。请再试一次，或者复制任意一段别的文字，盖掉最后复制的内容。`;
}

/** One sentence per error: what happened, and the way out. */
export const errors = {
  'invalid-input': (p: Params) =>
    `请求里有不认识的内容：${String(p['fields'] ?? p['what'] ?? '')}。请检查后再试。`,
  'unknown-method': (p: Params) =>
    `没有「${String(p['method'] ?? '')}」这个操作。界面和程序的版本可能不一致，请重新打开。`,
  'not-allowed': () => '这个窗口无权做这件事。请从安心下机自己的窗口或命令行操作。',
  'confirmation-missing': () => '还没有确认，所以什么都没有删。命令行请加 --yes，窗口里请按住确认按钮。',
  'messenger-running': (p: Params) =>
    `${String(p['names'] ?? '')} 还在运行，现在清理可能损坏数据，所以没有动任何文件。请先在它的设置里退出登录，再从托盘图标退出程序。`,
  'messenger-unknown': (p: Params) =>
    `无法判断 ${String(p['names'] ?? '微信和 QQ')} 是否还在运行（${String(p['reason'] ?? '')}），为了安全没有动任何文件。请确认已退出后再试。`,
  'not-asked-to-quit': () => '还没有请它退出过，或者它已经有了回应，所以没有强制结束任何程序。请先请它退出。',
  'mounts-unknown': (p: Params) =>
    `无法确认哪些目录挂载自别的磁盘（${String(p['reason'] ?? '')}），没有生成计划，也没有动任何文件。请重新打开本程序再试。`,
  'plan-not-found': (p: Params) => `找不到计划 ${String(p['plan'] ?? '')}。请重新预览一次。`,
  'plan-expired': (p: Params) =>
    `计划 ${String(p['plan'] ?? '')} 已过期，磁盘上的情况可能变了。请重新预览一次。`,
  'plan-used': (p: Params) => `计划 ${String(p['plan'] ?? '')} 已经用过。每个计划只能执行一次，请重新预览。`,
  'plan-damaged': (p: Params) =>
    `计划 ${String(p['plan'] ?? '')} 的文件已损坏，或来自其他版本。请重新预览一次。`,
  'plan-changed': (p: Params) =>
    `计划 ${String(p['plan'] ?? '')} 里的目录 ${String(p['path'] ?? '')} 已变化，没有动任何文件。请重新预览。`,
  'plan-holds-kept': (p: Params) =>
    `${String(p['path'] ?? '')} 已设为始终保留，但这次清理的计划是在那之前做的，所以没有动任何文件。请重新预览；中断的清理请就此结束，或者先把它移出始终保留的列表。`,
  'keep-refused': notKept,
  'keep-list-lost': (p: Params) =>
    `始终保留的列表损坏了，已另存为 ${String(p['path'] ?? '')}。在你重新确认要保留什么之前，不会清理任何东西：请到「设置」里的「始终保留」，或用 signoff keep。`,
  'place-not-shown': (p: Params) =>
    p['why'] === 'missing' || p['why'] === 'outside'
      ? `${String(p['path'] ?? '')} 已经不在那里了，没有打开。请重新查看。`
      : p['why'] === 'failed'
        ? `系统的文件管理器没有打开（${String(p['reason'] ?? '')}）。可以自己打开：${String(p['path'] ?? '')}`
        : '这里打不开系统的文件管理器。',
  'account-not-found': (p: Params) =>
    `没有找到账号「${String(p['account'] ?? '')}」。用 signoff status 查看已发现的账号。`,
  'nothing-found': (p: Params) => `没有发现微信或 QQ 的数据。已查看：${String(p['lookedIn'] ?? '')}`,
  'run-not-found': (p: Params) => `没有找到清理记录 ${String(p['run'] ?? '')}。`,
  'run-not-resumable': (p: Params) =>
    `清理记录 ${String(p['run'] ?? '')} 已经不能接着做。请把它结束，再重新预览一次。`,
  'mode-not-available': (p: Params) =>
    `这里用不了「${String(p['mode'] ?? '')}」这种方式，所以什么都没有动。请换一种方式。`,
  'quarantine-not-found': (p: Params) =>
    `隔离区里没有 ${String(p['batch'] ?? '')} 这一批。用 signoff quarantine list 查看。`,
  'quarantine-damaged': (p: Params) =>
    `隔离区的 ${String(p['batch'] ?? '')} 与它的目录清单不一致（${String(p['reason'] ?? '')}），没有动其中任何东西。`,
  'quarantine-root-unknown': (p: Params) =>
    `没有恢复任何东西，文件都还在隔离区：${String(p['path'] ?? '')} 现在不是微信或 QQ 的数据目录；请先打开一次微信或 QQ，让它建好自己的目录，或者从 ${String(p['batch'] ?? '')} 自己拷出文件（index.jsonl 里有原来的名字）。`,
  'quarantine-path-unknown': (p: Params) =>
    `没有恢复任何东西：${String(p['batch'] ?? '')} 这一批里没有 ${String(p['path'] ?? '')}。用 signoff quarantine show ${String(p['batch'] ?? '')} 查看里面有什么。`,
  'quarantine-path-ambiguous': (p: Params) =>
    `没有恢复任何东西：${String(p['path'] ?? '')} 在 ${String(p['batch'] ?? '')} 里不止一个。请写完整路径：${String(p['places'] ?? '')}。`,
  'session-running': (p: Params) =>
    `已经有一段使用从 ${String(p['since'] ?? '')} 开始记了。请先结束它：signoff session end，或者在窗口里结束。`,
  'session-not-running': () => '现在没有在记录。坐下时请先点「我坐下了」。',
  'session-undecided': (p: Params) =>
    `这段记录从 ${String(p['since'] ?? '')} 开始，已经很久了。请先确认它还是不是你的。`,
  'session-damaged': () =>
    '坐下时的记录已损坏，已放到一边，没有动任何文件。重新开始只记之后的；之前的请按账号清理。',
  'job-not-found': () => '这项任务已经结束，或者从未开始。',
  busy: () => '另一项清理正在进行。请等它结束，或者先取消它。',
  cancelled: () => '已取消。',
  'no-permission': (p: Params) =>
    `没有权限读取 ${String(p['path'] ?? '')}。请用拥有这个目录的用户打开安心下机。`,
  'disk-full': (p: Params) => `磁盘已满，无法写入 ${String(p['path'] ?? '')}。没有删除任何计划之外的东西。`,
  'too-many-open-files': () =>
    '这里能同时打开的文件太少，这一步没有做完，计划之外的东西没有动。请调高上限（ulimit -n），或者关掉一些程序，再试一次。',
  'data-dir-unusable': (p: Params) =>
    `无法使用安心下机自己的目录 ${String(p['path'] ?? '')}（${String(p['reason'] ?? '')}）。请用 --data-dir 指定另一个目录。`,
  'data-dir-refused': refusedFolder,
  'foreign-home': (p: Params) =>
    `现在是 root 用户，而主目录 ${String(p['home'] ?? '')} 是别的用户的，所以没有写入任何东西。请换成那个用户来运行；管理员可以在命令行加上 --allow-foreign-home。`,
  'other-format': (p: Params) =>
    `${String(p['path'] ?? '')} 是${p['format'] === 'newer' ? '更新' : '更早'}版本的安心下机写的，没有读取，也没有改动。请用那个版本打开，或把这个文件移走。`,
  'no-home': (p: Params) =>
    `没有用户主目录，所以什么都没有查看：${p['path'] === '' ? `${String(p['variable'] ?? '')} 没有设成完整路径` : `${String(p['path'] ?? '')} 不存在`}。请把 ${String(p['variable'] ?? '')} 设为一个目录的完整路径。`,
  'data-dir-not-apart': (p: Params) =>
    `${p['which'] === 'data-inside' ? `聊天软件的数据目录 ${String(p['root'] ?? '')} 在安心下机自己的目录 ${String(p['path'] ?? '')} 里面` : `安心下机自己的目录 ${String(p['path'] ?? '')} 在聊天软件的数据目录 ${String(p['root'] ?? '')} 里面`}。清理一个会删掉另一个，所以没有继续。请用 --data-dir 换一个别处的目录；如果这个目录里有记录或隔离区，先把它移过去。`,
  'data-folder-refused': refusedDataFolder,
  'demo-folder-unusable': (p: Params) =>
    `在 ${String(p['path'])} 建不了文件夹（${String(p['code'])}）。请换一个位置。`,
  'demo-folder-not-empty': (p: Params) =>
    `目录 ${String(p['path'] ?? '')} 里已有别的文件，没有写入任何东西。请换一个空目录来放演示数据。`,
  'demo-too-small': (p: Params) =>
    `演示数据至少需要 ${String(p['least'] ?? '')} 个文件。请给一个更大的整数。`,
  'clipboard-not-cleared': notCleared,
  'watch-ended': () => '程序内部出错，已经不再留意变化，之后的变化不会写出来。请重新开始。',
  internal: () => '程序内部出错，已停止这一步，计划之外的东西没有动。请重新打开再试。',
} as const;
