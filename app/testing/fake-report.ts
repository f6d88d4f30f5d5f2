import { concernOf, judge } from '../cleanup/verdict.ts';
import type { RemovalMode, RemovalWay } from '../cleanup/outcomes.ts';
import type { PlanView, StayingView } from '../contract/plans.ts';
import type { ReportView, VerificationView } from '../contract/runs.ts';
import type { Amount } from '../contract/shapes.ts';
import { accounts } from './believable-data.ts';

interface Finished {
  readonly runId: string;
  readonly plan: PlanView;
  readonly mode: RemovalMode;
  readonly stopped: boolean;
}

const ownWay: Readonly<Record<RemovalMode, RemovalWay>> = {
  quarantine: 'quarantined',
  trash: 'trashed',
  delete: 'deleted',
  erase: 'erased',
};

const otherWay: Readonly<Record<RemovalMode, RemovalWay | null>> = {
  quarantine: 'deleted-credential',
  trash: 'deleted-credential',
  delete: null,
  erase: 'deleted-sparse',
};

const few: Amount = { files: 3, bytes: 20_480, allocated: 12_288 };
const cut: Amount = { files: 4200, bytes: 180_000_000, allocated: 180_000_000 };

function without(amount: Amount, part: Amount): Amount {
  return {
    files: amount.files - part.files,
    bytes: amount.bytes - part.bytes,
    allocated: amount.allocated - part.allocated,
  };
}

function waysOf(mode: RemovalMode, removed: Amount): ReportView['ways'] {
  const other = otherWay[mode];
  if (other === null) return [{ way: ownWay[mode], ...removed }];
  return [
    { way: ownWay[mode], ...without(removed, few) },
    { way: other, ...few },
  ];
}

function examplesOf(mode: RemovalMode, stopped: boolean): ReportView['examples'] {
  const other = otherWay[mode];
  const folder = 'wxid_k3f81m2qd0_7c4e/cache/2026-11';
  const changedFiles = [
    { path: `${folder}/Message/9f1c/Thumb/210.jpg`, why: 'changed' as const },
    { path: `${folder}/HttpResource/\u202egpj.exe`, why: 'changed' as const },
  ];
  return [
    ...(stopped ? changedFiles : []),
    ...(other === null ? [] : [{ path: 'all_users/login/wxid_k3f81m2qd0/key_info.dat', why: other }]),
  ];
}

/** The receipt of a run that never touched a file: stopped with two changed files, or all as planned. */
export function reportOf({ runId, plan, mode, stopped }: Finished): ReportView {
  const changed: Amount = { files: 2, bytes: 41_000, allocated: 41_000 };
  const removed = stopped ? cut : plan.total;
  return {
    runId,
    planId: plan.id,
    mode,
    selection: plan.selection,
    startedAt: Date.now() - 4000,
    endedAt: Date.now(),
    outcome: stopped ? 'cancelled' : 'done',
    planned: plan.total,
    removed,
    ways: waysOf(mode, removed),
    quarantineId: mode === 'quarantine' ? `q-${runId}` : null,
    kept: stopped
      ? [
          { reason: 'changed', ...changed },
          { reason: 'cancelled', ...without(without(plan.total, cut), changed) },
        ]
      : [],
    failed: [],
    livesOn: { files: 0, bytes: 0 },
    foldersRemoved: 214,
    examples: examplesOf(mode, stopped),
    groups: plan.groups.map((group) => ({
      ...group,
      removedFiles: group.files,
      removedBytes: group.bytes,
    })),
    accounts: plan.accounts.map((entry) => {
      const account = accounts.find((candidate) => candidate.id === entry.accountId);
      return {
        accountId: entry.accountId,
        product: account?.product ?? 'wechat',
        line: account?.line ?? '4.x',
        ...{ folder: entry.folder, rootId: entry.rootId, key: entry.key },
      };
    }),
    roots: [],
    confirmed: [],
    verification: null,
  };
}

const root = '/home/li/Documents/xwechat_files';

function staying(part: Partial<StayingView> & Pick<StayingView, 'category' | 'place'>): StayingView {
  return {
    ...{ reason: 'not-cleaned', accountId: 'a1', target: null, leadsTo: null, mayHoldSignIn: false },
    ...{ newest: null, files: 317, bytes: 3_400_000_000, allocated: 3_400_000_000 },
    ...part,
  };
}

/** What is still there after a clean of this level, the way a second look finds it. */
function stillThere({ selection }: ReportView): readonly StayingView[] {
  const settings = staying({
    ...{
      reason: 'report-only',
      category: 'config',
      accountId: null,
      files: 3,
      bytes: 620,
      allocated: 12_288,
    },
    place: `${root}/all_users/config/hardlink.dat`,
  });
  const backups = staying({
    ...{ category: 'backup', accountId: null, files: 12, bytes: 2_400_000_000, allocated: 2_400_000_000 },
    place: `${root}/Backup/1/0.bak`,
  });
  if (selection.level === 'deep')
    return selection.include.includes('phone-backups') ? [settings] : [backups, settings];
  const chats = staying({
    category: 'database',
    place: `${root}/wxid_k3f81m2qd0_7c4e/db_storage/message/message_0.db`,
  });
  const signIn = staying({
    ...{ category: 'credentials', accountId: null, files: 2, bytes: 40_960, allocated: 40_960 },
    place: `${root}/all_users/config/global_config`,
  });
  return selection.level === 'basic' ? [signIn, chats, backups, settings] : [chats, backups, settings];
}

/** The second look at a run that never touched a file. */
export function verificationOf(report: ReportView): VerificationView {
  const planned = { left: report.outcome === 'done' ? 0 : 2, behindLinks: 0, unreadable: 0 };
  const rows = stillThere(report);
  return {
    ...{
      at: Date.now(),
      gone: report.removed.files,
      ...planned,
      leftBytes: planned.left * 20_500,
      arrived: 0,
    },
    examples: [],
    ...judge(report.outcome, planned, rows),
    stillHere: rows.map((row) => ({ ...row, concern: concernOf(row) })),
    stillHereMore: 0,
  };
}
