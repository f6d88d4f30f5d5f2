/** What a plan means for every account, in the same words in the window and on the command line. */
export const impact = {
  title: '对每个账号的影响',
  signIn: {
    mustScan: '下次要重新扫码或输密码',
    mustScanAnyway: '本来就要重新扫码或输密码',
    may: '下次打开可能自动登录',
    unknown: '无法判断下次要不要重新登录',
  },
  goes: (p: { files: string; size: string }) => `移除 ${p.files}，${p.size}`,
  shared: '共用的登录文件会移除',
  sharedRecords: '共用的登录记录会移除',
  notChosen: '没有选',
  untouched: (p: { count: string }) => `另外 ${p.count} 个账号的登录和数据都不动。`,
  noneTouched: '所有账号的登录和数据都不动。',
  staysSignedIn: (p: { names: string }) => `清理之后，${p.names} 下次打开仍可能自动登录。`,
  staysSignedInSession: (p: { names: string }) =>
    `${p.names} 的登录可能写在主人的文件里，那个文件不动。请先在软件里退出登录。`,
  keep: {
    label: '留下和别的账号共用的登录文件',
    saves: (p: { others: string }) => `${p.others} 不用重新登录。`,
    cost: (p: { own: string }) => `但是 ${p.own} 下次打开也可能自动登录。`,
    records: (p: { others: string }) => `${p.others} 的登录记录不动。`,
  },
} as const;
