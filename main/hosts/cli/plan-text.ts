import type { DiscoveryView } from '../../../app/contract/accounts.ts';
import type { PlanView } from '../../../app/contract/plans.ts';
import { isTouched, sharedWithOthers, signInWord, staySignedIn } from '../../../app/wizard/impact.ts';
import {
  amountCells,
  appText,
  amountText,
  byOwner,
  countText,
  filesText,
  freedCells,
  ownerCells,
  sizeText,
  summed,
  timeText,
} from './wording.ts';
import type { Wording } from './wording.ts';
import type { Cell, Printer, Tone } from './printer.ts';

const left = { align: 'left' } as const;
const right = { align: 'right' } as const;
const owner = { align: 'left', isOwner: true } as const;

const toneOf: Readonly<Record<PlanView['groups'][number]['risk'], Tone>> = {
  low: 'good',
  medium: 'plain',
  high: 'warn',
  irreversible: 'bad',
};

const categoryOf = { media: 'media', received: 'received', 'phone-backups': 'backup' } as const;

function printGroups(print: Printer, wording: Wording, discovery: DiscoveryView, plan: PlanView): void {
  const { common, cli } = wording.texts;
  const ownerOf = (group: PlanView['groups'][number]) => ownerCells(wording, discovery, group);
  const sums = summed(plan.groups, (group) =>
    [...ownerOf(group), group.category, group.recoverability].join('|'),
  );
  const rows = sums.map(({ first, amount }) => ({
    owner: ownerOf(first),
    cells: [
      common.categories[first.category],
      ...freedCells(wording, amount),
      { text: common.risks[first.risk], tone: toneOf[first.risk] },
      common.recoverability[first.recoverability],
    ],
  }));
  const { words } = cli;
  print.table(
    [owner, owner, left, right, right, left, left],
    [words.app, words.account, words.category, words.files, words.size, words.risk, words.recovery],
    byOwner(rows),
  );
}

function printKept(print: Printer, wording: Wording, plan: PlanView): void {
  const kept = summed(plan.kept, (total) => total.reason).filter(({ amount }) => amount.files > 0);
  if (kept.length > 0) {
    print.line();
    print.line(wording.texts.cli.plan.kept, 'strong');
    print.table(
      [left, right, right],
      [],
      kept.map(({ first, amount }): Cell[] => [
        wording.texts.common.keepReasons[first.reason],
        ...amountCells(wording, amount),
      ]),
    );
  }
  if (plan.unreadable.length === 0) return;
  print.line();
  print.line(wording.texts.cli.scan.unreadable, 'warn');
  for (const { path, code } of plan.unreadable) print.path(`${path}  ${code}`, 'warn');
}

/** Lists `--keep` patterns without a match before the question, because a mistyped pattern protects nothing. */
function printUnmatchedKeep(print: Printer, wording: Wording, { unmatchedKeep }: PlanView): void {
  if (unmatchedKeep.length === 0) return;
  print.line();
  print.line(wording.texts.cli.plan.unmatchedKeep, 'warn');
  for (const pattern of unmatchedKeep) print.path(pattern, 'warn');
}

/** The cost of the level and extras, shown before the question; deep names each account. */
function printCost(print: Printer, wording: Wording, plan: PlanView): void {
  const { cost, plan: texts } = wording.texts.cli;
  const { level, include } = plan.selection;
  print.line(cost[level], level === 'basic' ? 'plain' : 'warn');
  for (const extra of include)
    if (plan.groups.some((group) => group.category === categoryOf[extra])) print.line(cost[extra], 'warn');
  if (level !== 'deep') return;
  for (const account of plan.accounts)
    print.line(
      `  ${texts.deepAccount({
        folder: account.folder,
        size: sizeText(wording, account.bytes),
        databases: countText(wording, account.databases),
        backup: texts.backups[account.backups],
      })}`,
      'warn',
    );
}

type Account = PlanView['impact'][number];

/** How a list names an account: app, line and folder. */
function accountText(
  wording: Wording,
  discovery: DiscoveryView,
  { accountId, product, folder }: Account,
): string {
  const account = discovery.accounts.find(({ id }) => id === accountId);
  return `${appText(wording, account?.product ?? product, account?.line ?? '', account?.packaging)} ${folder}`;
}

function impactLine(wording: Wording, account: Account): string {
  const { impact, frame } = wording.texts;
  const { files, bytes } = account.goes;
  const isShared = !account.chosen && account.affectedBy.length > 0;
  const decides = account.affectedBy.some(({ signIn }) => signIn);
  return [
    impact.signIn[signInWord(account)],
    ...(files > 0 ? [impact.goes({ files: filesText(wording, files), size: sizeText(wording, bytes) })] : []),
    ...(isShared ? [decides ? impact.shared : impact.sharedRecords] : []),
  ].join(frame.clauseJoin);
}

function foldersText({ texts }: Wording, accounts: readonly Account[]): string {
  return accounts.map(({ folder }) => folder).join(texts.common.listJoin);
}

/** A pattern as it can be typed in a shell. */
function quoted(pattern: string): string {
  return /^[\w./-]+$/u.test(pattern) ? pattern : `"${pattern}"`;
}

/** How to keep what other accounts share, and what that costs. Where sign-ins are at stake, only how to keep those. */
function printWayToKeep(print: Printer, wording: Wording, plan: PlanView): void {
  const shared = sharedWithOthers(plan);
  if (shared === null) return;
  const { cli, impact } = wording.texts;
  const groups = shared.groups.filter(({ signIn }) => signIn || !shared.savesSignIn);
  // a group without a pattern would go in spite of the others
  if (groups.some(({ keep }) => keep.length === 0)) return;
  const patterns = groups.flatMap(({ keep }) => keep);
  const options = patterns.map((pattern) => `--keep ${quoted(pattern)}`).join(' ');
  const others = foldersText(wording, shared.others);
  const effect = shared.savesSignIn ? impact.keep.saves({ others }) : impact.keep.records({ others });
  const cost = shared.own.length === 0 ? '' : impact.keep.cost({ own: foldersText(wording, shared.own) });
  print.line(`  ${cli.plan.keepShared({ options, effect, cost })}`, 'warn');
}

/** What the plan means for every account: a line for each that changes, and one for all others. */
function printImpact(print: Printer, wording: Wording, discovery: DiscoveryView, plan: PlanView): void {
  const { impact: texts, common } = wording.texts;
  const touched = plan.impact.filter(isTouched);
  const untouched = plan.impact.length - touched.length;
  if (plan.impact.length === 0) return;
  print.line();
  print.line(texts.title, 'strong');
  for (const account of touched) {
    const mark = account.chosen ? '' : common.inParentheses({ text: texts.notChosen });
    const name = `${accountText(wording, discovery, account)}${mark}`;
    const tone = signInWord(account) === 'mustScan' ? 'warn' : 'plain';
    print.line(`  ${common.label({ name, text: impactLine(wording, account) })}`, tone);
  }
  if (touched.length === 0) print.line(`  ${texts.noneTouched}`);
  else if (untouched > 0) print.line(`  ${texts.untouched({ count: countText(wording, untouched) })}`);
  const still = staySignedIn(plan);
  const { sinceSession } = plan.selection;
  const stays = sinceSession ? texts.staysSignedInSession : texts.staysSignedIn;
  if (still.length > 0) print.line(`  ${stays({ names: foldersText(wording, still) })}`, 'warn');
  printWayToKeep(print, wording, plan);
}

/** Folders of chosen accounts that a stopped deep clean left without any file: still a name, still an account. */
function emptyAccounts({ selection, accounts, unreadable }: PlanView): readonly string[] {
  const { level, keep, olderThanMs, sinceSession } = selection;
  // with a filter, or where a place is unreadable, no planned file does not mean no file
  const isWhole = keep.length === 0 && olderThanMs === null && !sinceSession && unreadable.length === 0;
  if (level !== 'deep' || !isWhole) return [];
  return accounts.filter(({ bytes }) => bytes === 0).map(({ folder }) => folder);
}

/** Whether carrying the plan out removes anything. */
export function hasWork(plan: PlanView): boolean {
  return plan.total.files > 0 || emptyAccounts(plan).length > 0;
}

function printNoFiles(print: Printer, wording: Wording, plan: PlanView): void {
  const { plan: texts, clean } = wording.texts.cli;
  const folders = emptyAccounts(plan);
  if (folders.length > 0) print.line(texts.willRemoveEmpty({ folders: folders.join(', ') }), 'strong');
  else print.line(plan.unreadable.length === 0 ? texts.empty : clean.unchecked);
}

/** The preview: what is removed, its cost, and what stays with reasons. */
export function printPlan(print: Printer, wording: Wording, discovery: DiscoveryView, plan: PlanView): void {
  const { cli, common } = wording.texts;
  print.line(cli.plan.title({ id: plan.id, level: common.levels[plan.selection.level] }), 'strong');
  if (plan.total.files === 0) printNoFiles(print, wording, plan);
  else {
    printGroups(print, wording, discovery, plan);
    print.line();
    print.line(
      cli.plan.willRemove({
        files: filesText(wording, plan.total.files),
        size: amountText(wording, plan.total),
      }),
      'strong',
    );
    printCost(print, wording, plan);
  }
  printImpact(print, wording, discovery, plan);
  printKept(print, wording, plan);
  printUnmatchedKeep(print, wording, plan);
}

/** States that nothing was removed, and how to run the plan. */
export function printNextStep(print: Printer, wording: Wording, plan: PlanView): void {
  const { cli, common } = wording.texts;
  print.line();
  print.line(cli.plan.nothingRemoved);
  if (!hasWork(plan)) return;
  const level = common.levels[plan.selection.level];
  print.line(cli.plan.expires({ id: plan.id, time: timeText(wording, plan.expiresAt), level }));
}
