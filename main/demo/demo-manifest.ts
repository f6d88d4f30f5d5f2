import type { Branch } from './tree-rules.ts';

/** The two supported layouts. */
export type DemoSystem = 'linux' | 'windows';

/** One generated file, with its description in the knowledge file. */
export interface DemoFile {
  /** below the demo folder, `/`-separated */
  readonly path: string;
  readonly platform: string | null;
  readonly account: string | null;
  readonly row: string | null;
  readonly bytes: number;
  readonly mtimeMs: number;
}

export interface DemoAccount {
  readonly platform: string;
  /** name of the account's folder */
  readonly folder: string;
  /** below the demo folder; the messenger's folder of this account */
  readonly path: string;
  readonly files: number;
  readonly bytes: number;
}

/** All files of one platform, account and row. */
export interface DemoGroup {
  readonly platform: string | null;
  readonly account: string | null;
  readonly row: string | null;
  readonly files: number;
  readonly bytes: number;
}

/** What a demo home contains, for tests to compare with the assistant's answers. */
export interface DemoManifest {
  readonly folder: string;
  readonly system: DemoSystem;
  readonly seed: number;
  readonly now: number;
  /** number of regular files, including the marker */
  readonly files: number;
  readonly folders: number;
  /** apparent size without the marker */
  readonly bytes: number;
  readonly accounts: readonly DemoAccount[];
  readonly groups: readonly DemoGroup[];
  /** every file but the marker, in the order of creation */
  readonly entries: readonly DemoFile[];
}

function groupsOf(files: readonly DemoFile[]): DemoGroup[] {
  const groups = new Map<string, DemoGroup>();
  for (const { platform, account, row, bytes } of files) {
    const key = `${platform ?? ''}|${account ?? ''}|${row ?? ''}`;
    const before = groups.get(key) ?? { platform, account, row, files: 0, bytes: 0 };
    groups.set(key, { ...before, files: before.files + 1, bytes: before.bytes + bytes });
  }
  return [...groups.values()];
}

function accountsOf(branches: readonly Branch[], groups: readonly DemoGroup[]): DemoAccount[] {
  const accounts = new Map<string, DemoAccount>();
  for (const { platform, account, base } of branches) {
    if (platform === null || account === null) continue;
    const mine = groups.filter((group) => group.platform === platform && group.account === account);
    accounts.set(`${platform}|${account}`, {
      platform,
      folder: account,
      path: base.slice(0, base.indexOf(account) + account.length),
      files: mine.reduce((sum, group) => sum + group.files, 0),
      bytes: mine.reduce((sum, group) => sum + group.bytes, 0),
    });
  }
  return [...accounts.values()];
}

/** Sums up the generated files. */
export function describe(made: {
  readonly folder: string;
  readonly system: DemoSystem;
  readonly seed: number;
  readonly now: number;
  readonly branches: readonly Branch[];
  readonly drawn: readonly DemoFile[];
  readonly folders: number;
}): DemoManifest {
  const { branches, drawn, ...facts } = made;
  const groups = groupsOf(drawn);
  return {
    ...facts,
    files: drawn.length + 1,
    bytes: groups.reduce((sum, group) => sum + group.bytes, 0),
    accounts: accountsOf(branches, groups),
    groups,
    entries: drawn,
  };
}
