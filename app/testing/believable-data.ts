import type { Category } from '../../app/cleanup/categories.ts';
import type { AccountView, DiscoveryView, RootView } from '../../app/contract/accounts.ts';
import type { AccountImpact, PlanGroup, PlanView, VolumeView } from '../../app/contract/plans.ts';
import type { SignInView } from '../../app/contract/sign-in.ts';
import type { UsageView } from '../../app/contract/usage.ts';

const mib = 1024 * 1024;
const documents = '/home/li/文档/xwechat_files';

function root(
  id: string,
  product: RootView['product'],
  line: string,
  path: string,
  more: Partial<RootView> = {},
): RootView {
  return {
    id,
    platform: `${product}-linux-${line}`,
    product,
    line,
    packaging: 'native',
    kind: 'data',
    path,
    realPath: path,
    layout: 'recognised',
    support: 'clean',
    access: 'ok',
    foundBy: [{ rule: 'L-01', by: 'folder', from: path }],
    ...more,
  };
}

function account(
  id: string,
  of: RootView,
  folder: string,
  displayName: string | null,
  more: Partial<AccountView> = {},
): AccountView {
  return {
    id,
    rootId: of.id,
    platform: of.platform,
    product: of.product,
    line: of.line,
    packaging: of.packaging,
    folder,
    key: folder,
    displayName,
    access: 'ok',
    ...more,
  };
}

const roots = [
  root('r1', 'wechat', '4.x', documents),
  root('r2', 'wechat', '3.x', '/home/li/文档/WeChat Files'),
  root('r3', 'qq', 'NT', '/home/li/.config/QQ'),
] as const;

const [wechat4, wechat3, qq] = roots;

export const accounts: readonly AccountView[] = [
  account('a1', wechat4, 'wxid_k3f81m2qd0_7c4e', null),
  account('a2', wechat4, 'linxiaoyu1994_a1b2', null),
  account('a3', wechat3, 'wxid_p0q82hh1zz', '王明'),
  account('a4', qq, 'nt_qq_5f2c11de90ab', '40218835'),
  account('a5', wechat4, 'wxid_locked0001_00ff', null, { access: 'no-permission' }),
];

export const discovery: DiscoveryView = {
  at: Date.UTC(2026, 10, 20, 9, 12),
  roots,
  accounts,
  measuredOnly: [],
  notes: [
    { kind: 'stale-pointer', path: '/home/li/.xwechat/config/0f.ini', detail: '/mnt/usb/xwechat_files' },
    { kind: 'unknown-layout', path: '/home/li/.local/share/weixin/data', detail: null },
  ],
  lookedIn: [
    '/home/li/文档/xwechat_files',
    '/home/li/xwechat_files',
    '/home/li/.config/QQ',
    '/home/li/.var/app',
  ],
};

const shares: Readonly<Record<string, readonly [Category, number, number][]>> = {
  a1: [
    ['database', 120, 1900],
    ['media', 9200, 2450],
    ['received', 310, 980],
    ['cache', 14200, 610],
    ['backup', 4, 420],
    ['credentials', 3, 0.2],
  ],
  a2: [
    ['database', 96, 640],
    ['media', 2100, 520],
    ['received', 44, 120],
    ['cache', 3900, 180],
    ['credentials', 2, 0.1],
  ],
  a3: [
    ['database', 41, 310],
    ['media', 800, 210],
    ['cache', 1200, 95],
  ],
  a4: [
    ['database', 60, 420],
    ['media', 1800, 730],
    ['cache', 6100, 260],
    ['logs', 300, 44],
  ],
};

/** Parts of an account's data by month, the newest first; their sum is 1. */
const byMonth = [
  ['2026-11', 0.125],
  ['2026-10', 0.25],
  ['2026-09', 0.25],
  ['2026-06', 0.125],
  ['2025-12', 0.25],
] as const;

const largeFiles: readonly (readonly [string, string, Category, number, number])[] = [
  ['a1', 'msg/video/2026-10/年会全程录像.mp4', 'media', 486, 9],
  ['a1', 'db_storage/message/message_0.db', 'database', 412, 20],
  ['a2', 'msg/file/2026-09/施工图_终版.zip', 'received', 188, 2],
  ['a4', 'nt_data/Video/2026-10/Ori/3f1c.mp4', 'media', 121, 15],
];

function largest(): UsageView['largest'] {
  return largeFiles.map(([accountId, path, of, size, day]) => {
    const owner = accounts.find((candidate) => candidate.id === accountId);
    return {
      rootId: owner?.rootId ?? 'r1',
      accountId,
      path: `${owner?.folder ?? ''}/${path}`,
      category: of,
      bytes: size * mib,
      allocated: size * mib,
      mtime: Date.UTC(2026, 10, day),
    };
  });
}

export function usage(): UsageView {
  const cells = Object.entries(shares).flatMap(([accountId, entries]) =>
    entries.flatMap(([category, files, size]) =>
      byMonth.map(([month, part]) => ({
        rootId: accounts.find((candidate) => candidate.id === accountId)?.rootId ?? 'r1',
        accountId,
        category,
        month,
        files: Math.max(1, Math.round(files * part)),
        bytes: Math.round(size * part * mib),
        allocated: Math.round(size * part * mib),
      })),
    ),
  );
  const shared = {
    rootId: 'r1',
    accountId: null,
    category: 'cache',
    month: '2026-10',
    files: 480,
    bytes: 92 * mib,
    allocated: 92 * mib,
  } as const;
  const all = [...cells, shared];
  const sum = (of: 'files' | 'bytes' | 'allocated'): number =>
    all.reduce((total, cell) => total + cell[of], 0);
  return {
    at: discovery.at,
    tookMs: 900,
    cells: all,
    total: { files: sum('files'), bytes: sum('bytes'), allocated: sum('allocated') },
    otherFolders: [
      {
        rootId: roots[0].id,
        path: `${accounts[0]?.folder ?? ''}/business/newthing`,
        files: 12,
        bytes: 8_400_000,
        allocated: 8_400_000,
      },
    ],
    largest: largest(),
    unreadable: [],
  };
}

function usesSharedFile(accountId: string): boolean {
  return accounts.some(({ id, rootId }) => id === accountId && rootId === wechat4.id);
}

/** `stage` 0: running and signed in; 1: the program has quit; 2: the sign-in files are gone as well. */
export function signIn(stage: number): SignInView {
  const process = { pid: 4211, name: 'wechat', path: '/opt/wechat/wechat', ownUser: true, certain: true };
  return {
    at: Date.now(),
    products: [
      { product: 'wechat', running: stage === 0 ? 'yes' : 'no', processes: stage === 0 ? [process] : [] },
      { product: 'qq', running: 'no', processes: [] },
    ],
    accounts: accounts.map(({ id }) => ({
      accountId: id,
      // the three accounts of one folder share the file
      autoLoginAmong: usesSharedFile(id) && stage < 2 ? 3 : 1,
      autoLogin: usesSharedFile(id) && stage < 2 ? 'yes' : id === 'a5' ? 'could-not-tell' : 'no',
      remembered: id === 'a5' ? 'could-not-tell' : id === 'a3' || id === 'a1' ? 'yes' : 'no',
      credentials:
        usesSharedFile(id) && stage < 2
          ? [{ location: 'W4-15', files: 2, shared: true, removedBy: 'system', recoverability: 'login' }]
          : [],
    })),
    switcherCopies: [{ rootId: 'r1', location: 'W4-19', files: 3 }],
  };
}

type Row = readonly [
  string | null,
  PlanGroup['category'],
  PlanGroup['recoverability'],
  PlanGroup['risk'],
  number,
  number,
];

const rows: Readonly<Record<'basic' | 'system' | 'deep', readonly Row[]>> = {
  basic: [
    ['W4-01', 'cache', 'auto', 'low', 13100, 560],
    ['W4-02', 'cache', 'auto', 'low', 900, 38],
    ['W4-03', 'logs', 'auto', 'low', 200, 12],
  ],
  system: [
    ['W4-15', 'credentials', 'login', 'medium', 2, 0.01],
    ['W4-16', 'credentials', 'login', 'medium', 3, 0.2],
    ['W4-19', 'credentials', 'login', 'medium', 3, 0.02],
    ['W4-05', 'cache', 'login', 'medium', 34, 6],
  ],
  deep: [
    ['W4-12', 'database', 'none', 'irreversible', 120, 1900],
    ['W4-06', 'media', 'redownload', 'medium', 260, 88],
    ['W4-08', 'media', 'phone', 'high', 7400, 1500],
    ['W4-07', 'received', 'phone', 'high', 41, 120],
    ['W4-10', 'received', 'none', 'irreversible', 310, 980],
    [null, 'other', 'none', 'irreversible', 18, 3],
  ],
};

/** Groups as a planner would make them, the same for each account. */
export function groups(level: 'basic' | 'system' | 'deep', accountIds: readonly string[]): PlanGroup[] {
  const wanted = [
    ...rows.basic,
    ...(level === 'basic' ? [] : rows.system),
    ...(level === 'deep' ? rows.deep : []),
  ];
  const made = accountIds.flatMap((accountId) =>
    wanted.map(([location, category, recoverability, risk, files, size]) => ({
      rootId: 'r1',
      accountId: location === 'W4-15' || location === 'W4-19' ? null : accountId,
      location,
      category,
      recoverability,
      risk,
      confidence: 'A' as const,
      files,
      bytes: Math.round(size * mib),
      allocated: Math.round(size * mib),
    })),
  );
  const unique = made.filter(
    (group, index) =>
      group.accountId !== null ||
      made.findIndex((other) => other.accountId === null && other.location === group.location) === index,
  );
  return unique.map((group, id) => ({ ...group, id }));
}

/** A solid-state disk whose encryption nobody can tell, as most are. */
export const volumes: readonly VolumeView[] = [
  {
    root: documents,
    fileSystem: 'btrfs',
    medium: 'solid-state',
    copyOnWrite: 'yes',
    encrypted: 'could-not-tell',
    network: 'no',
    readOnly: 'no',
    sameAsQuarantine: true,
  },
];

const forecast = { yes: 'may', no: 'must-scan', 'could-not-tell': 'could-not-tell' } as const;

/** What these groups mean for every account: without the shared file none of its accounts signs in by itself. */
export function impactOf(view: Pick<PlanView, 'accounts' | 'groups'>, stage: number): AccountImpact[] {
  const { accounts: states } = signIn(stage);
  const shared = view.groups.filter(({ location }) => location === 'W4-15');
  return accounts.map(({ id, product, folder }) => {
    const own = view.groups.filter(({ accountId }) => accountId === id);
    const sum = (of: 'files' | 'bytes' | 'allocated'): number =>
      own.reduce((total, group) => total + group[of], 0);
    const chosen = view.accounts.find(({ accountId }) => accountId === id);
    const state = states.find(({ accountId }) => accountId === id)?.autoLogin ?? 'could-not-tell';
    const affected = usesSharedFile(id) ? shared : [];
    return {
      ...{ accountId: id, product, folder, chosen: chosen !== undefined },
      signInBefore: forecast[state],
      signInAfter: affected.length > 0 ? 'must-scan' : forecast[state],
      goes: { files: sum('files'), bytes: sum('bytes'), allocated: sum('allocated') },
      stays: chosen === undefined ? null : Math.max(0, chosen.bytes - sum('bytes')),
      affectedBy: affected.map((group) => ({
        ...{ group: group.id, location: 'W4-15', signIn: true },
        keep: ['all_users/config/global_config'],
      })),
    };
  });
}
