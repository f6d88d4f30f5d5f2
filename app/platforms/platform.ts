import type { Category, Confidence, Recoverability } from '../cleanup/categories.ts';
import type { Extra, Level } from '../cleanup/levels.ts';
import type { Language } from '../locale/dictionary.ts';

export type SystemName = 'windows' | 'macos' | 'linux';

/** Every messenger with its names. The catalogue, the CLI's `--app` and both dictionaries follow this table. */
const productNames = {
  wechat: { 'zh-CN': '微信', 'en-US': 'WeChat' },
  qq: { 'zh-CN': 'QQ', 'en-US': 'QQ' },
  tim: { 'zh-CN': 'TIM', 'en-US': 'TIM' },
  wecom: { 'zh-CN': '企业微信', 'en-US': 'WeCom' },
  dingtalk: { 'zh-CN': '钉钉', 'en-US': 'DingTalk' },
  feishu: { 'zh-CN': '飞书', 'en-US': 'Feishu' },
} as const satisfies Readonly<Record<string, Readonly<Record<Language, string>>>>;
export type Product = keyof typeof productNames;
export const products = Object.keys(productNames) as [Product, ...Product[]];

/** The name of every messenger in one language. */
export function productNamesIn(language: Language): Readonly<Record<Product, string>> {
  const names = products.map((product) => [product, productNames[product][language]]);
  return Object.fromEntries(names) as Record<Product, string>;
}

/** A known folder; `resolve()` of the KnownFolders port gives each one zero or more absolute paths. */
export type KnownFolder =
  | 'home'
  | 'documents'
  /** Windows %APPDATA% */
  | 'roaming'
  /** Windows %LOCALAPPDATA% */
  | 'local'
  /** Windows %PUBLIC%\Documents */
  | 'publicDocuments'
  /** Windows %ProgramData% */
  | 'programData'
  /** the root of each fixed drive */
  | 'drives'
  /** $XDG_CONFIG_HOME or ~/.config */
  | 'xdgConfig'
  /** $XDG_DATA_HOME or ~/.local/share */
  | 'xdgData'
  /** ~/.var/app */
  | 'flatpak'
  /** macOS ~/Library */
  | 'library'
  /** $WECHAT_DATA_DIR or <documents>/WeChat_Data: the sandboxed home of the AUR package (row L-08) */
  | 'wechatDataDir';

/**
 * A path below some base, `/`-separated on every system. Segments: a literal; `*` and `?` inside a segment;
 * `{a,b}` alternation; `<month>` = YYYY-MM; `<account>` = the account's key; `<hex4>`; `<hex32>`; `<wxid>`; `<uin>` = a QQ number;
 * `**` = any depth, also none. A folder with all its content is written `folder/**`.
 */
export type PathPattern = string;

/** A folder whose existence (or content, for `file`) tells that something is what it claims to be. */
export type Shape =
  | { readonly folder: string }
  | { readonly file: PathPattern }
  | { readonly all: readonly Shape[] }
  | { readonly any: readonly Shape[] };

/** Where a root may be: a fixed place below a known folder, or a place that a file or the registry points at. */
export type RootRule =
  | { readonly rule: string; readonly by: 'folder'; readonly base: KnownFolder; readonly path: string }
  | {
      readonly rule: string;
      readonly by: 'pointer-file';
      readonly base: KnownFolder;
      /** pattern of the pointer file below `base` */
      readonly file: PathPattern;
      /** appended to the pointed-at folder; the folder itself is tried too */
      readonly child: string;
      /** further places below the pointed-at folder: each that is there counts as well */
      readonly alsoChildren?: readonly string[];
      /** `bare`: the whole file is one path; `user-data-info`: the INI of QQ's UserDataInfo.ini */
      readonly format: 'bare' | 'user-data-info';
      /**
       * pattern of the folder that the messenger sees as its home, and the beginning of `file`: pointed-at paths in the
       * home are tried first in the folder that it matched
       */
      readonly sandboxHome?: PathPattern;
    }
  | {
      readonly rule: string;
      readonly by: 'registry';
      readonly key: string;
      readonly value: string;
      readonly child: string;
      /** the value names the program's folder: only a recognised `child` counts, and a missing one is no fault */
      readonly isInstallFolder?: true;
    };

/**
 * One row of the knowledge file. `in` says what the pattern is relative to: an account's folder, the data root,
 * or the state root (the messenger's own folder outside the data root, such as ~/.xwechat).
 */
export interface Location {
  /** the row's id in the knowledge file, e.g. `W4-15`; a row of several kinds is split as `N-06.thumb` */
  readonly id: string;
  readonly in: 'account' | 'root' | 'state';
  readonly paths: readonly PathPattern[];
  readonly category: Category;
  /** the shallowest level that may remove it; `never` = report only */
  readonly level: Level | 'never';
  /** at levels basic and system it needs this tick; without `optIn` the level alone decides */
  readonly optIn?: Extra;
  readonly recoverability: Recoverability;
  readonly confidence: Confidence;
  /** the row's files are removed although their names are on the protected list (exact names only) */
  readonly overridesProtection?: true;
  /** a usable sign-in that another tool has copied: shown as a headline */
  readonly leftBySwitcher?: true;
}

export interface ProcessRule {
  /** executable name, compared without case on Windows */
  readonly name: string;
  /** the last folders of the executable's path, e.g. `opt/wechat`; any of them makes the match certain */
  readonly folders: readonly string[];
  /** helper processes never block by themselves unless the main process' folder is known */
  readonly role: 'main' | 'helper';
}

/** Which rows decide whether the next start of the messenger signs in by itself. */
export interface SignInRule {
  /** any file in one of these rows = the next start may sign in without a scan or password; none = nobody knows */
  readonly autoLogin: readonly string[];
  /** files in these rows name the account on the sign-in screen */
  readonly remembered: readonly string[];
}

/** One of the messengers or version lines that keep their accounts in the same root. */
export interface AccountLine {
  readonly product: Product;
  /** as people know it, empty where nothing tells it */
  readonly line: string;
  /** what the account's folder must hold, and what the root must */
  readonly account?: Shape;
  readonly root?: Shape;
  readonly signIn: SignInRule;
}

/** How an account is recognised after a deep clean removed only part of it. */
export interface Remains {
  /** folders below the account's folder that removal empties but removes only together with the account's folder */
  readonly folders: readonly string[];
  /** a folder with one of these names and that shape is what is left of an account */
  readonly shapes: readonly { readonly names: PathPattern; readonly shape: Shape }[];
}

/**
 * How much of a platform is cleaned. `clean`: what its rows allow. `basic-only`: caches and logs at level basic, the
 * rest is measured. `detect-only`: measured, never cleaned.
 */
export const supports = ['clean', 'basic-only', 'detect-only'] as const;
export type Support = (typeof supports)[number];

/** One messenger on one system in one version line. Data only: a platform file holds no code. */
export interface Platform {
  readonly id: string;
  readonly product: Product;
  /** version line as people know it: `3.x`, `4.x`, `NT`; empty where accounts of several lines lie together */
  readonly line: string;
  readonly system: SystemName;
  /** systems on whose disks this layout is looked for as well (a copied or mounted data folder) */
  readonly alsoFoundOn?: readonly SystemName[];
  readonly packaging?: 'native' | 'flatpak' | 'store';
  readonly support: Support;
  /** other messengers that write into the same root: none of them may run while it is cleaned */
  readonly sharedWith?: readonly Product[];
  /** for a folder apart from the data: the id of the platform whose accounts it serves */
  readonly accountsOf?: string;
  readonly data: {
    readonly rules: readonly RootRule[];
    /** a root is recognised by this or by any account in it */
    readonly shape: Shape;
    /** pattern of account folders below the root, usually `*` */
    readonly accounts: PathPattern;
    readonly accountShape: Shape;
    readonly remains?: Remains;
    /** names that are never an account */
    readonly notAccounts: readonly string[];
    /** how the account's key (`<account>`) is cut from its folder's name: the whole name, or without `_xxxx` */
    readonly accountKey: 'folder' | 'without-suffix';
    /** one file below the root per account that signed in here, named `.<number>`: shown only if nothing is ambiguous */
    readonly accountMarkers?: PathPattern;
    /** which line an account is of, the first that fits; without a fit the platform's own */
    readonly accountLines?: readonly AccountLine[];
  };
  /** the messenger's own folder outside the data root; several may exist */
  readonly state: readonly { readonly base: KnownFolder; readonly path: string }[];
  /** of the rows that match a path the most specific owns it, on equal terms the first: exact rows stand first */
  readonly locations: readonly Location[];
  readonly signIn: SignInRule;
  readonly processes: readonly ProcessRule[];
}
