import type { Fact } from './fact.ts';

/** What the guide on leaving WeChat says, claim by claim. */
export const wechatFacts = [
  {
    id: 'WX-EXIT-TASKBAR',
    source: 'wechat',
    section: 'wechat-exit-paths',
    status: 'disputed',
    says: {
      'zh-CN': '右键点任务栏图标，再选「退出」，适合日常、只用一台设备的时候；本地缓存会留下，风险中等。',
      'en-US':
        'Right-click the taskbar icon and choose Quit: fits everyday use on a single device. The local cache stays; the risk is medium.',
    },
    correction: {
      'zh-CN':
        '关窗口或任务栏图标只是把微信收进托盘，它还在运行。「退出」会结束程序，但账号仍保持登录，点一下就能回来。只有「设置 → 退出登录」才真正退出账号。',
      'en-US':
        'Closing the window or the taskbar entry only hides WeChat in the tray, where it keeps running. Quitting ends the program but leaves the account signed in, one click away. Only Settings → Log Out signs the account out.',
    },
  },
  {
    id: 'WX-EXIT-TRAY',
    source: 'wechat',
    section: 'wechat-exit-paths',
    status: 'disputed',
    says: {
      'zh-CN': '左键点托盘里的微信图标，再选「退出」，适合开着很多窗口办公的时候；缓存要手动清理，风险中等。',
      'en-US':
        'Left-click the WeChat icon in the tray and choose Quit: fits office work with many windows. The cache must be cleared by hand; the risk is medium.',
    },
    correction: {
      'zh-CN': '托盘菜单要用右键打开，左键打开的是窗口。而且退出程序不等于退出登录。',
      'en-US':
        'The tray menu opens with the right button; the left button opens the window. And quitting the program does not sign the account out.',
    },
  },
  {
    id: 'WX-EXIT-KILL',
    source: 'wechat',
    section: 'wechat-exit-paths',
    status: 'ok',
    says: {
      'zh-CN': '按 Ctrl+Alt+Del 打开任务管理器结束进程，只适合卡死时应急；微信来不及收尾，残留风险高。',
      'en-US':
        'Press Ctrl+Alt+Del, open Task Manager and end the process: only for a frozen WeChat. It skips the usual tidying, so the residual risk is high.',
    },
  },
  {
    id: 'WX-DEV-REMOTE',
    source: 'wechat',
    section: 'wechat-multi-device',
    status: 'guide',
    says: {
      'zh-CN':
        '手机、平板和电脑同时登录时，可以在手机的账号安全页面让网页版或电脑版下线，电脑上的临时授权也随之失效。',
      'en-US':
        'While phone, tablet and computer are signed in together, the account security page on the phone can end the web or desktop session; this also drops the temporary authorisation of the computer.',
    },
    remark: {
      'zh-CN':
        '现在的手机微信里，入口是聊天列表上方的「Windows / Mac 微信已登录」，或「我 → 设置 → 账号与安全 → 登录过的设备」。',
      'en-US':
        'In current phone versions this is the bar “Windows / Mac WeChat is signed in” above the chat list, or Me → Settings → Account Security → Devices.',
    },
  },
  {
    id: 'WX-DEV-AUTOLOGIN',
    source: 'wechat',
    section: 'wechat-multi-device',
    status: 'guide',
    says: {
      'zh-CN': '电脑上开着自动登录时，即使在手机上让它下线，下次打开仍可能自己连上。',
      'en-US':
        'With automatic sign-in switched on at the computer, its next start may reconnect by itself even after the phone has ended the session.',
    },
    remark: {
      'zh-CN':
        '只是可能：在手机上退出之后，再打开可能要在手机上确认（2017 年 macOS 用户的报告）。多开工具 MultiWeChatManager 的作者说：三天没登录要在手机上确认，七天没登录要重新扫码（2024 年）。',
      'en-US':
        'It may, not will: after a sign-out from the phone, a confirmation there can be needed (reported for macOS in 2017). The author of the switcher MultiWeChatManager says: after three days without a sign-in the phone must confirm, after seven a new scan is due (2024).',
    },
  },
  {
    id: 'WX-CLEAN-BASIC',
    source: 'wechat',
    section: 'wechat-cleanup-levels',
    status: 'guide',
    says: {
      'zh-CN': '基础级：在微信的「设置 → 通用设置 → 清空聊天记录」里清掉文字和图片缓存，风险低，可以恢复。',
      'en-US':
        'Basic level: Settings → General → Clear chat history inside WeChat removes text and picture caches; low risk, recoverable.',
    },
    remark: {
      'zh-CN': '清空的是聊天记录本身，手机上没有的就找不回来。安心下机的「基础」级只清缓存，不动聊天记录。',
      'en-US':
        'That command clears the chats themselves; what is not on the phone cannot be brought back. The Basic level of SignOff clears caches only and never touches chats.',
    },
  },
  {
    id: 'WX-CLEAN-SYSTEM',
    source: 'wechat',
    section: 'wechat-cleanup-levels',
    status: 'disputed',
    says: {
      'zh-CN': '系统级：在「Windows 设置 → 应用」里卸载微信，配置文件和登录凭证随之清除，之后要重新验证。',
      'en-US':
        'System level: uninstalling WeChat under Windows Settings → Apps removes settings and sign-in credentials; the next sign-in needs verification.',
    },
    correction: {
      'zh-CN': '卸载程序会问是否保留数据，默认保留，数据目录还在原处。只卸载，清不掉登录凭证和聊天数据。',
      'en-US':
        'The uninstaller asks whether to keep data, and by default the data folders stay. Uninstalling alone removes neither credentials nor chat data.',
    },
  },
  {
    id: 'WX-CLEAN-DEEP',
    source: 'wechat',
    section: 'wechat-cleanup-levels',
    status: 'ok',
    says: {
      'zh-CN': '深度级：手动删除 WeChat Files 目录，视频、文件和数据库全部清除，不可逆。',
      'en-US':
        'Deep level: deleting the WeChat Files folder by hand removes videos, files and databases; there is no way back.',
    },
    remark: {
      'zh-CN': '微信 4.x 的数据在 xwechat_files，不在 WeChat Files。',
      'en-US': 'WeChat 4.x keeps its data in xwechat_files, not in WeChat Files.',
    },
  },
  {
    id: 'WX-PRIV-LOCK',
    source: 'wechat',
    section: 'wechat-privacy',
    status: 'guide',
    says: {
      'zh-CN': '开着设备锁时，电脑登录要在手机上再确认一次；退出会收回这次授权。',
      'en-US':
        'With device lock on, signing in on a computer needs a second confirmation on the phone; leaving withdraws that authorisation.',
    },
  },
  {
    id: 'WX-PRIV-CLIPBOARD',
    source: 'wechat',
    section: 'wechat-privacy',
    status: 'disputed',
    says: {
      'zh-CN': '离开前在微信的设置里清除剪贴板历史。',
      'en-US': 'Before leaving, clear the clipboard history in the settings of WeChat.',
    },
    correction: {
      'zh-CN':
        '微信里没有这个菜单。剪贴板历史由系统保管：Windows 在「设置 → 系统 → 剪贴板」里清除，按 Win+V 可以查看。',
      'en-US':
        'WeChat has no such menu. The history belongs to the system: on Windows clear it under Settings → System → Clipboard; Win+V shows it.',
    },
  },
  {
    id: 'WX-PRIV-FILES',
    source: 'wechat',
    section: 'wechat-privacy',
    status: 'ok',
    says: {
      'zh-CN': '到「设置 → 文件管理」找到收到的文件并删除，别让敏感内容留在硬盘上。',
      'en-US':
        'Find the received files through Settings → Files and delete them, so that nothing sensitive stays on the disk.',
    },
  },
  {
    id: 'WX-ABN-KILL',
    source: 'wechat',
    section: 'wechat-abnormal-exit',
    status: 'ok',
    says: {
      'zh-CN': '微信卡死或崩溃时，在任务管理器里结束 WeChat.exe 是应急办法。',
      'en-US': 'When WeChat hangs or crashes, ending WeChat.exe in Task Manager is the emergency way out.',
    },
    remark: {
      'zh-CN': '微信 4.x 的进程叫 Weixin.exe，还有辅助进程 WeChatAppEx.exe。',
      'en-US': 'In WeChat 4.x the process is Weixin.exe, with WeChatAppEx.exe as its helpers.',
    },
  },
  {
    id: 'WX-ABN-PLAINTEXT',
    source: 'wechat',
    section: 'wechat-abnormal-exit',
    status: 'disputed',
    says: {
      'zh-CN': '风险一：强行结束会跳过加密这一步，缓存变得谁都能读。',
      'en-US': 'Risk 1: ending it by force skips the encryption step and leaves the cache readable.',
    },
    correction: {
      'zh-CN': '聊天数据库始终是加密的；收到的文件和导出的图片视频始终是明文。微信怎样结束，都不改变这一点。',
      'en-US':
        'The chat databases are encrypted at all times; received files and exported media are plain at all times. How WeChat ends changes neither.',
    },
  },
  {
    id: 'WX-ABN-PHONE',
    source: 'wechat',
    section: 'wechat-abnormal-exit',
    status: 'guide',
    says: {
      'zh-CN': '风险二：手机不会马上知道电脑已经下线，这段时间账号仍然暴露。',
      'en-US':
        'Risk 2: the phone does not see at once that the computer went offline, so the account stays exposed for a while.',
    },
  },
  {
    id: 'WX-ABN-AUTOLOGIN',
    source: 'wechat',
    section: 'wechat-abnormal-exit',
    status: 'ok',
    says: {
      'zh-CN': '风险三：自动登录的凭证没有清除，再次打开可能直接连上。',
      'en-US':
        'Risk 3: the credentials for automatic sign-in are not cleared, so a restart may reconnect by itself.',
    },
  },
  {
    id: 'WX-ABN-AFTER',
    source: 'wechat',
    section: 'wechat-abnormal-exit',
    status: 'guide',
    says: {
      'zh-CN': '非正常退出之后，马上在手机上做一次账号安全检查，并修改密码。',
      'en-US':
        'After an abnormal exit, run the account security check on the phone at once and change the password.',
    },
  },
  {
    id: 'WX-ENT-BASIC',
    source: 'wechat',
    section: 'wechat-enterprise',
    status: 'disputed',
    says: {
      'zh-CN': '企业基础级：常规退出加手机确认，用短信验证码核对，对应 ISO27001 三级。',
      'en-US':
        'Company, basic: regular exit plus confirmation on the phone, verified by SMS code, said to meet ISO 27001 level 3.',
    },
    correction: {
      'zh-CN': 'ISO/IEC 27001 不分级，没有「三级」这回事。',
      'en-US': 'ISO/IEC 27001 has no levels, so there is no “level 3” to meet.',
    },
  },
  {
    id: 'WX-ENT-ENHANCED',
    source: 'wechat',
    section: 'wechat-enterprise',
    status: 'guide',
    says: {
      'zh-CN': '企业增强级：经 VPN 通道退出并用 U 盾签名，用动态令牌和生物识别核对，对应等保 2.0 三级。',
      'en-US':
        'Company, enhanced: exit through a VPN with a signature from a USB key, verified by one-time token and biometrics, said to meet China’s MLPS 2.0 level 3.',
    },
  },
  {
    id: 'WX-ENT-CUSTOM',
    source: 'wechat',
    section: 'wechat-enterprise',
    status: 'guide',
    says: {
      'zh-CN': '企业定制级：在沙箱里退出并留审计日志，用区块链存证和双人审批核对，对应 GDPR 与 CCPA。',
      'en-US':
        'Company, custom: exit inside a sandbox with an audit log, verified by blockchain evidence and approval by two persons, said to meet GDPR and CCPA.',
    },
    remark: {
      'zh-CN': '本应用不提供其中任何一项。',
      'en-US': 'This app provides none of these.',
    },
  },
  {
    id: 'WX-3P-LOCK',
    source: 'wechat',
    section: 'wechat-third-party',
    status: 'guide',
    says: {
      'zh-CN':
        '有些安全软件会盯着微信的进程（指南举的例子叫「微信锁」），退出时清除内存里的密钥、粉碎临时文件、拦住后台调用。',
      'en-US':
        'Some security suites watch the WeChat process (the guide names a “WeChat lock” module) and, on exit, wipe keys from memory, shred temporary files and block background calls.',
    },
  },
  {
    id: 'WX-3P-COMPAT',
    source: 'wechat',
    section: 'wechat-third-party',
    status: 'ok',
    says: {
      'zh-CN': '这类工具可能和微信的更新冲突，优先用微信自带的功能。',
      'en-US': 'Such tools can clash with WeChat updates; prefer the built-in functions.',
    },
  },
  {
    id: 'WX-CON-BROADCAST',
    source: 'wechat',
    section: 'wechat-consistency',
    status: 'guide',
    says: {
      'zh-CN': '正常退出会和手机端一样，广播一次账号状态。',
      'en-US': 'A proper exit makes the same account-state broadcast as the phone app.',
    },
  },
  {
    id: 'WX-CON-WEB',
    source: 'wechat',
    section: 'wechat-consistency',
    status: 'guide',
    says: {
      'zh-CN': '正常退出会同时结束网页版的授权会话。',
      'en-US': 'A proper exit also ends the authorised session of the web version.',
    },
  },
  {
    id: 'WX-CON-LOGOUT',
    source: 'wechat',
    section: 'wechat-consistency',
    status: 'guide',
    says: {
      'zh-CN': '正常退出会向服务器发出一条常规的登出指令。',
      'en-US': 'A proper exit sends a regular logout command to the server.',
    },
  },
  {
    id: 'WX-CON-DOUBLE',
    source: 'wechat',
    section: 'wechat-consistency',
    status: 'guide',
    says: {
      'zh-CN': '正常退出会让电脑和服务器两边的登录同时失效。',
      'en-US': 'A proper exit invalidates the sign-in on the computer and on the server alike.',
    },
  },
  {
    id: 'WX-CON-MD5',
    source: 'wechat',
    section: 'wechat-consistency',
    status: 'disputed',
    says: {
      'zh-CN': '正常退出会发送一个带 md5(userid+timestamp) 的数据包，异常结束则没有。',
      'en-US': 'A clean exit sends a packet with md5(userid+timestamp); an abnormal end lacks it.',
    },
    correction: {
      'zh-CN': '无法核实，这里只是照录指南的说法。',
      'en-US': 'This cannot be verified; it is recorded here only as what the guide claims.',
    },
  },
  {
    id: 'WX-PRIN-MIN',
    source: 'wechat',
    section: 'wechat-principles',
    status: 'ok',
    says: {
      'zh-CN': '每一步都守住两条：留下的数据越少越好，每个动作都由自己掌握。',
      'en-US':
        'Two principles for every step: leave the least data behind, and keep every action under your own control.',
    },
  },
  {
    id: 'WX-PRIN-FLOW',
    source: 'wechat',
    section: 'wechat-principles',
    status: 'ok',
    says: {
      'zh-CN': '养成固定的做法：日常右键退出并在手机上确认，敏感场合做深度清理，公司里按多重验证的规定来。',
      'en-US':
        'Keep one routine: everyday, quit by right-click and check on the phone; in a sensitive place, clean deeply; in a company, follow its multi-factor rules.',
    },
    remark: {
      'zh-CN': '右键退出不等于退出登录。共用的电脑上，请先在设置里退出登录。',
      'en-US':
        'Quitting by right-click does not sign the account out. On a shared computer, log out in the settings first.',
    },
  },
  {
    id: 'WX-PRIN-LIMIT',
    source: 'wechat',
    section: 'wechat-principles',
    status: 'ok',
    says: {
      'zh-CN': '没有哪种退出能抹掉所有痕迹：隔一段时间换密码，用好设备锁，少用自动登录。',
      'en-US':
        'No way of leaving removes every trace: change passwords now and then, use device lock, restrict automatic sign-in.',
    },
  },
] as const satisfies readonly Fact[];
