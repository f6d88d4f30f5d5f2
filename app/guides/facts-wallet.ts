import type { Fact } from './fact.ts';

/** What the guide on leaving a wallet app says, claim by claim. */
export const walletFacts = [
  {
    id: 'IM-STEP-NET',
    source: 'wallet',
    section: 'wallet-steps',
    status: 'ok',
    says: {
      'zh-CN': '先确认网络安全，不在公共 Wi-Fi 上操作账户。',
      'en-US': 'Be on a safe network; do no account work on public Wi-Fi.',
    },
  },
  {
    id: 'IM-STEP-OWN',
    source: 'wallet',
    section: 'wallet-steps',
    status: 'ok',
    says: {
      'zh-CN': '打开钱包，确认登录的是自己的账户，用的也不是别人的设备。',
      'en-US':
        'Open the wallet app; be sure that the signed-in account is yours and that the device is not someone else’s.',
    },
  },
  {
    id: 'IM-STEP-FIND',
    source: 'wallet',
    section: 'wallet-steps',
    status: 'guide',
    says: {
      'zh-CN': '在首页、账户页或设置页找到「退出账户」或「登出」。',
      'en-US': 'Find “Exit account” or “Sign out” on the home, account or settings page.',
    },
    remark: {
      'zh-CN': '自己保管密钥的钱包（如 imToken）没有账户可退，只能移除钱包；移除前必须先备份助记词。',
      'en-US':
        'A self-custody wallet such as imToken has no account to sign out of. It can only be removed, and the mnemonic must be backed up first.',
    },
  },
  {
    id: 'IM-STEP-CONFIRM',
    source: 'wallet',
    section: 'wallet-steps',
    status: 'ok',
    says: {
      'zh-CN': '读完每一条安全提示，再确认退出。',
      'en-US': 'Confirm the exit only after reading every safety prompt.',
    },
  },
  {
    id: 'IM-STEP-CACHE',
    source: 'wallet',
    section: 'wallet-steps',
    status: 'disputed',
    says: {
      'zh-CN': '到「手机设置 → 应用管理」里找到钱包，清除它的缓存和数据。',
      'en-US': 'Clear the cache and the data of the wallet app under phone settings → app management.',
    },
    correction: {
      'zh-CN':
        '自己保管密钥的钱包，清除「数据」会连密钥一起删掉。没有先备份助记词或私钥，资产就再也取不回来。只清除「缓存」没有影响。',
      'en-US':
        'In a self-custody wallet, clearing the DATA deletes its keys. Unless the mnemonic or private key was backed up first, the assets are gone. Clearing the CACHE alone is harmless.',
    },
  },
  {
    id: 'IM-STEP-PASSWORD',
    source: 'wallet',
    section: 'wallet-steps',
    status: 'ok',
    says: {
      'zh-CN': '下次登录用强密码，并打开两步验证。',
      'en-US': 'Use a strong password and two-step verification for the next sign-in.',
    },
  },
  {
    id: 'IM-NOTE-OTHERS',
    source: 'wallet',
    section: 'wallet-notes',
    status: 'ok',
    says: {
      'zh-CN': '不在别人的设备上登录，朋友的也不行。',
      'en-US': 'Do not sign in on other people’s devices, friends’ included.',
    },
  },
  {
    id: 'IM-NOTE-ROTATE',
    source: 'wallet',
    section: 'wallet-notes',
    status: 'ok',
    says: {
      'zh-CN': '定期换密码，而且要难猜。',
      'en-US': 'Change the password regularly and make it hard to guess.',
    },
  },
  {
    id: 'IM-NOTE-WATCH',
    source: 'wallet',
    section: 'wallet-notes',
    status: 'ok',
    says: {
      'zh-CN': '留意异常活动；看到不认识的交易，马上联系客服。',
      'en-US': 'Watch for unusual activity; contact support at once about transactions you do not know.',
    },
  },
  {
    id: 'IM-NOTE-BIO',
    source: 'wallet',
    section: 'wallet-notes',
    status: 'ok',
    says: {
      'zh-CN': '打开指纹、面容等生物识别和其他安全功能。',
      'en-US': 'Turn on biometric and other safety features.',
    },
  },
  {
    id: 'IM-FAQ-SERVER',
    source: 'wallet',
    section: 'wallet-faq',
    status: 'guide',
    says: {
      'zh-CN': '退出之后，服务器上通常不会长期保留会话。',
      'en-US': 'Usually no long-lived session is kept on the server after the exit.',
    },
  },
  {
    id: 'IM-FAQ-LOCAL',
    source: 'wallet',
    section: 'wallet-faq',
    status: 'guide',
    says: {
      'zh-CN': '应用可能在本机缓存登录信息，方便下次更快进入；在共用设备上，退出后要清除应用数据。',
      'en-US':
        'Apps may cache sign-in data on the device for a faster return; on a shared device, clear the app’s data after the exit.',
    },
    remark: {
      'zh-CN': '自己保管密钥的钱包，清除数据前必须先备份助记词或私钥。',
      'en-US': 'In a self-custody wallet, back up the mnemonic or private key before clearing any data.',
    },
  },
  {
    id: 'IM-FAQ-ASSETS',
    source: 'wallet',
    section: 'wallet-faq',
    status: 'ok',
    says: {
      'zh-CN': '退出不会动资产。资产在链上，不在应用里。',
      'en-US': 'The exit does not move assets; they are on the chain, not in the app.',
    },
    remark: {
      'zh-CN': '前提是密钥已经备份。',
      'en-US': 'True only while the keys are backed up.',
    },
  },
  {
    id: 'IM-FAQ-SECRET',
    source: 'wallet',
    section: 'wallet-faq',
    status: 'ok',
    says: {
      'zh-CN': '绝不把登录信息或密钥告诉任何人；可以考虑多重签名。',
      'en-US': 'Never share sign-in data or keys with anyone; consider multi-signature.',
    },
  },
  {
    id: 'IM-FAQ-WHY',
    source: 'wallet',
    section: 'wallet-faq',
    status: 'ok',
    says: {
      'zh-CN': '退出是为了安全（设备可能共用）、隐私（家人朋友也不例外）和防止损失（交易完就结束会话）。',
      'en-US':
        'Leaving is for security (devices are shared), privacy (family and friends too) and loss prevention (end the session after trading).',
    },
  },
  {
    id: 'IM-FAQ-RELOGIN',
    source: 'wallet',
    section: 'wallet-faq',
    status: 'guide',
    says: {
      'zh-CN': '再次登录时打开应用，输入账户、密码和验证码，读完提示，再用邮件或手机确认，就能进入。',
      'en-US':
        'To sign in again, open the app, enter account, password and code, read the prompts, confirm by mail or phone, and enter.',
    },
  },
] as const satisfies readonly Fact[];
