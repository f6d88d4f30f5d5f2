import type { Fact } from './fact.ts';

/** What the guide on giving up a QQ number says, claim by claim. */
export const qqFacts = [
  {
    id: 'QQ-WHAT-TERM',
    source: 'qq',
    section: 'qq-what',
    status: 'ok',
    says: {
      'zh-CN': '「自助下台」是网友对 QQ 自助注销的叫法，不是官方名称。',
      'en-US':
        '“自助下台” (stepping down by oneself) is users’ slang for deregistering a QQ account, not an official term.',
    },
  },
  {
    id: 'QQ-WHAT-FINAL',
    source: 'qq',
    section: 'qq-what',
    status: 'ok',
    says: {
      'zh-CN': '注销后账号彻底终止：号码收回，数据全部清除，不能恢复。这和卸载应用不是一回事。',
      'en-US':
        'It ends the account for good: the number is reclaimed, all data is erased, and there is no way back. Uninstalling the app is not the same.',
    },
  },
  {
    id: 'QQ-WHAT-LOSE',
    source: 'qq',
    section: 'qq-what',
    status: 'ok',
    says: {
      'zh-CN': '好友、聊天记录、QQ 空间、游戏数据和这个账号的所有权益都会失去。',
      'en-US': 'Friends, chat history, Qzone, game data and every entitlement of the account are lost.',
    },
  },
  {
    id: 'QQ-WHAT-WHY',
    source: 'qq',
    section: 'qq-what',
    status: 'ok',
    says: {
      'zh-CN': '常见的原因：减少网上的痕迹，清理闲置的小号，为了安全放弃旧账号。',
      'en-US': 'Typical reasons: a smaller footprint, spare accounts, an old account given up for safety.',
    },
  },
  {
    id: 'QQ-STEP-PREPARE',
    source: 'qq',
    section: 'qq-steps',
    status: 'ok',
    says: {
      'zh-CN': '确认能登录、记得密码，收验证码的手机在手边。',
      'en-US': 'Be able to sign in, know the password, and have the phone at hand that receives the codes.',
    },
  },
  {
    id: 'QQ-STEP-ENTER',
    source: 'qq',
    section: 'qq-steps',
    status: 'disputed',
    says: {
      'zh-CN': '用电脑浏览器打开 QQ 安全中心，或在手机 QQ 进入「设置 → 账号安全」。',
      'en-US':
        'Open the QQ security centre in a desktop browser, or go to Settings → Account Security in QQ on the phone.',
    },
    correction: {
      'zh-CN': '指南里印的网址不是真实的地址。请走手机 QQ 里的路径，或者自己手动输入 aq.qq.com。',
      'en-US':
        'The address printed in the guide is not a real host. Use the path in the phone app, or type aq.qq.com by hand.',
    },
  },
  {
    id: 'QQ-STEP-VERIFY',
    source: 'qq',
    section: 'qq-steps',
    status: 'ok',
    says: {
      'zh-CN': '通过身份验证：密码加短信验证码。',
      'en-US': 'Pass the identity check: password and SMS code.',
    },
  },
  {
    id: 'QQ-STEP-FIND',
    source: 'qq',
    section: 'qq-steps',
    status: 'ok',
    says: {
      'zh-CN': '找到「账号注销」或「永久删除账号」，名称随版本不同；找不到就搜索「注销」。',
      'en-US':
        'Find “账号注销” (deregister) or “永久删除账号” (delete for good); the name varies by version. If it does not show, search for “注销”.',
    },
  },
  {
    id: 'QQ-STEP-READ',
    source: 'qq',
    section: 'qq-steps',
    status: 'ok',
    says: {
      'zh-CN': '把注销须知完整读一遍。',
      'en-US': 'Read the deregistration notice in full.',
    },
  },
  {
    id: 'QQ-STEP-REVERIFY',
    source: 'qq',
    section: 'qq-steps',
    status: 'guide',
    says: {
      'zh-CN': '再验证一次：身份信息、支付密码或密保问题。',
      'en-US': 'Verify again: identity data, payment password or security questions.',
    },
  },
  {
    id: 'QQ-STEP-COOL',
    source: 'qq',
    section: 'qq-steps',
    status: 'guide',
    says: {
      'zh-CN': '提交后进入冷静期（指南说是 15 天），期间随时可以撤回；期满账号就没有了。',
      'en-US':
        'After submitting, a cooling-off period starts (15 days in the guide). It can be cancelled at any time; when it ends, the account is gone.',
    },
  },
  {
    id: 'QQ-STEP-ABNORMAL',
    source: 'qq',
    section: 'qq-steps',
    status: 'ok',
    says: {
      'zh-CN': '中途有任何异常（收不到验证码、页面卡住），停下来找官方客服，不要相信非官方的办法。',
      'en-US':
        'If anything is odd on the way (no code, a frozen page), stop and ask official support; trust no unofficial method.',
    },
  },
  {
    id: 'QQ-PREP-CHAT',
    source: 'qq',
    section: 'qq-checklist',
    status: 'ok',
    says: {
      'zh-CN': '用电脑版的消息管理器导出全部聊天记录。',
      'en-US': 'Export all chats with the message manager on the desktop.',
    },
  },
  {
    id: 'QQ-PREP-ALBUM',
    source: 'qq',
    section: 'qq-checklist',
    status: 'ok',
    says: { 'zh-CN': '保存相册里的照片。', 'en-US': 'Save the photos in the albums.' },
  },
  {
    id: 'QQ-PREP-MAIL',
    source: 'qq',
    section: 'qq-checklist',
    status: 'ok',
    says: { 'zh-CN': 'QQ 邮箱单独备份。', 'en-US': 'Back up QQ Mail separately.' },
  },
  {
    id: 'QQ-PREP-NOTES',
    source: 'qq',
    section: 'qq-checklist',
    status: 'ok',
    says: {
      'zh-CN': '笔记、收藏和其他小工具里的内容也要备份。',
      'en-US': 'Back up notes, favourites and what is in the other small tools, too.',
    },
  },
  {
    id: 'QQ-PREP-UNBIND',
    source: 'qq',
    section: 'qq-checklist',
    status: 'ok',
    says: {
      'zh-CN': '解绑微信、腾讯云和每一个游戏账号。',
      'en-US': 'Unbind WeChat, Tencent Cloud and every game account.',
    },
  },
  {
    id: 'QQ-PREP-MONEY',
    source: 'qq',
    section: 'qq-checklist',
    status: 'ok',
    says: {
      'zh-CN': '取出理财通和 QQ 钱包里的钱，解绑银行卡。',
      'en-US': 'Empty Tencent LiCaiTong and QQ Wallet, and unbind bank cards.',
    },
  },
  {
    id: 'QQ-PREP-SITES',
    source: 'qq',
    section: 'qq-checklist',
    status: 'ok',
    says: {
      'zh-CN': '解绑每一个用 QQ 登录的网站和应用。',
      'en-US': 'Unbind each third-party site and app that signs in with QQ.',
    },
  },
  {
    id: 'QQ-PREP-TELL',
    source: 'qq',
    section: 'qq-checklist',
    status: 'ok',
    says: {
      'zh-CN': '早点告诉联系人，留下新的联系方式；在签名和空间里也说一声。',
      'en-US': 'Tell contacts early and give them a new address; announce it in the signature and in Qzone.',
    },
  },
  {
    id: 'QQ-PREP-BUSINESS',
    source: 'qq',
    section: 'qq-checklist',
    status: 'ok',
    says: {
      'zh-CN': '商用号码：从所有资料里撤下，设好自动回复，指向新的联系方式。',
      'en-US':
        'For business use, take the number out of all material and set an automatic reply that points to the new contact.',
    },
  },
  {
    id: 'QQ-PREP-GROUPS',
    source: 'qq',
    section: 'qq-checklist',
    status: 'ok',
    says: { 'zh-CN': '转让自己当群主的群。', 'en-US': 'Hand over the groups that you own.' },
  },
  {
    id: 'QQ-PREP-FORUM',
    source: 'qq',
    section: 'qq-checklist',
    status: 'ok',
    says: { 'zh-CN': '交接论坛和贴吧的帖子。', 'en-US': 'Hand over forum and Tieba posts.' },
  },
  {
    id: 'QQ-PREP-COLLAB',
    source: 'qq',
    section: 'qq-checklist',
    status: 'ok',
    says: {
      'zh-CN': '转移腾讯课堂和腾讯文档的所有权。',
      'en-US': 'Transfer the ownership of Tencent Classroom courses and Tencent Docs.',
    },
  },
  {
    id: 'QQ-PREP-WEEK',
    source: 'qq',
    section: 'qq-checklist',
    status: 'ok',
    says: { 'zh-CN': '至少留出一周，不要赶。', 'en-US': 'Reserve at least one week; do not rush.' },
  },
  {
    id: 'QQ-PROB-NOENTRY',
    source: 'qq',
    section: 'qq-problems',
    status: 'ok',
    says: {
      'zh-CN':
        '看不到入口：账号不符合条件，例如注册太短、近期有敏感操作、投诉未结、Q 币或游戏点券没用完。先处理完，再试。',
      'en-US':
        'No entry shows: the account fails a condition. It is too new, had sensitive operations lately, has open complaints, or holds unspent Q coins or game points. Clear these, then retry.',
    },
  },
  {
    id: 'QQ-PROB-IDENTITY',
    source: 'qq',
    section: 'qq-problems',
    status: 'ok',
    says: {
      'zh-CN': '身份验证不通过：实名信息或手机号变了。通过账号申诉或客服更新，绝不要借用别人的身份。',
      'en-US':
        'The identity check fails: real-name data or the phone number has changed. Update them by account appeal or support; never use another person’s identity.',
    },
  },
  {
    id: 'QQ-PROB-REVIVED',
    source: 'qq',
    section: 'qq-problems',
    status: 'guide',
    says: {
      'zh-CN': '冷静期过了账号还在：期间出现了异常活动。冷静期内不要登录。',
      'en-US':
        'The account is still alive after the cooling-off: unusual activity was seen. Do not sign in during the period.',
    },
  },
  {
    id: 'QQ-PROB-REGRET',
    source: 'qq',
    section: 'qq-problems',
    status: 'ok',
    says: {
      'zh-CN': '期内后悔：马上登录并撤回。期满之后没有办法。',
      'en-US': 'Regret inside the period: sign in at once and cancel. Afterwards nothing helps.',
    },
  },
  {
    id: 'QQ-PROB-SPECIAL',
    source: 'qq',
    section: 'qq-problems',
    status: 'guide',
    says: {
      'zh-CN': '特殊账号（企业号、靓号、年费会员）可能另有限制或费用，先读条款。',
      'en-US':
        'Special accounts (company, premium number, yearly membership) may have extra limits or fees; read the terms first.',
    },
  },
  {
    id: 'QQ-PROB-SCAM',
    source: 'qq',
    section: 'qq-problems',
    status: 'ok',
    says: {
      'zh-CN': '只相信官方客服，「快速注销」之类的服务都是骗局。',
      'en-US': 'Trust official support only; offers of “fast deregistration” are scams.',
    },
  },
  {
    id: 'QQ-ALT-HARDEN',
    source: 'qq',
    section: 'qq-alternatives',
    status: 'ok',
    says: {
      'zh-CN': '打开所有保护，单独设支付密码，定期换密码，绑定手机和邮箱，开登录提醒。',
      'en-US':
        'Switch on every protection, set a separate payment password, rotate the password, bind phone and mail, switch on sign-in alerts.',
    },
  },
  {
    id: 'QQ-ALT-PERMISSION',
    source: 'qq',
    section: 'qq-alternatives',
    status: 'ok',
    says: {
      'zh-CN': '取消第三方授权，移除旧设备，删掉可疑的好友和群。',
      'en-US': 'Revoke third-party authorisations, remove old devices, remove suspicious friends and groups.',
    },
  },
  {
    id: 'QQ-ALT-TIDY',
    source: 'qq',
    section: 'qq-alternatives',
    status: 'ok',
    says: {
      'zh-CN': '手动清理聊天和空间，相册设为私密或下载后删除，退出不用的群，整理好友列表。',
      'en-US':
        'Clean chats and Qzone by hand, make albums private or download and then delete them, leave unused groups, tidy the friend list.',
    },
  },
  {
    id: 'QQ-ALT-SLEEP',
    source: 'qq',
    section: 'qq-alternatives',
    status: 'ok',
    says: {
      'zh-CN': '移除个人信息，不再登录；以后还能再用。',
      'en-US': 'Remove personal data and stop signing in; the account can be used again later.',
    },
  },
  {
    id: 'QQ-ALT-MIGRATE',
    source: 'qq',
    section: 'qq-alternatives',
    status: 'ok',
    says: {
      'zh-CN': '开一个新账号，把联系人和服务一步步搬过去。',
      'en-US': 'Open a new account and move contacts and services over step by step.',
    },
  },
  {
    id: 'QQ-ALT-PREFER',
    source: 'qq',
    section: 'qq-alternatives',
    status: 'ok',
    says: {
      'zh-CN': '用了很久的主号，加固和整理比注销更合适。',
      'en-US': 'For a long-used main account, prefer hardening and tidying over deregistration.',
    },
  },
  {
    id: 'QQ-HABIT-PASSWORD',
    source: 'qq',
    section: 'qq-habits',
    status: 'ok',
    says: {
      'zh-CN': '每个网站用不同的密码，定期更换，别用猜得到的，交给密码管理器来记。',
      'en-US':
        'Use one password per site, change it regularly, take nothing guessable, and let a password manager remember it.',
    },
  },
  {
    id: 'QQ-HABIT-DEVICE',
    source: 'qq',
    section: 'qq-habits',
    status: 'ok',
    says: {
      'zh-CN': '公用电脑上一定退出登录；装好安全软件；链接和文件要当心，好友发来的也一样。',
      'en-US':
        'Always sign out on public computers; use security software; beware of links and files, even from friends.',
    },
  },
  {
    id: 'QQ-HABIT-FRAUD',
    source: 'qq',
    section: 'qq-habits',
    status: 'ok',
    says: {
      'zh-CN': '认得常见的骗术：「好友」借钱、假中奖、钓鱼网站。验证码和密码不给任何人，「客服」也不给。',
      'en-US':
        'Know the tricks: a “friend” asks for money, fake prizes, phishing. Never give a code or password to anyone, not even to “support”.',
    },
  },
  {
    id: 'QQ-HABIT-CHECK',
    source: 'qq',
    section: 'qq-habits',
    status: 'ok',
    says: {
      'zh-CN': '每月看一次登录记录，有异常就改密码；绑定的信息保持最新。',
      'en-US':
        'Look at the sign-in log once a month; change the password on anything odd; keep linked data current.',
    },
  },
  {
    id: 'QQ-HABIT-2FA',
    source: 'qq',
    section: 'qq-habits',
    status: 'ok',
    says: {
      'zh-CN': '在密码之外，再加短信、邮箱或安全应用的动态码。',
      'en-US': 'On top of the password, add a code by SMS, by mail or from the security app.',
    },
  },
  {
    id: 'QQ-HABIT-FAMILY',
    source: 'qq',
    section: 'qq-habits',
    status: 'ok',
    says: {
      'zh-CN': '教会家里的未成年人，设好家长控制。',
      'en-US': 'Teach the minors in the family and set parental controls.',
    },
  },
] as const satisfies readonly Fact[];
