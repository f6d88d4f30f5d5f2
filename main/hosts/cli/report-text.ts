import type { RemovalWay } from '../../../app/cleanup/outcomes.ts';
import type { ReportView, VerificationView } from '../../../app/contract/runs.ts';
import type { Headline, Verdict } from '../../../app/cleanup/verdict.ts';
import {
  partLines,
  planNow,
  receiptSentences,
  shownOutcome,
  moreLines,
  stillHereWords,
} from '../../../app/wizard/receipt.ts';
import { pathCell } from './printer.ts';
import type { Cell, Printer, Tone } from './printer.ts';
import {
  amountCells,
  appText,
  countText,
  durationText,
  filesText,
  freedCells,
  sizeText,
  timeText,
} from './wording.ts';
import type { Wording } from './wording.ts';

const left = { align: 'left' } as const;
const right = { align: 'right' } as const;

const toneOf: Readonly<Record<Headline, Tone>> = {
  'nothing-left': 'good',
  'data-left': 'warn',
  'could-not-tell': 'warn',
  'sign-in-left': 'bad',
};

const planTone = { gone: 'good', left: 'bad', unread: 'warn' } as const satisfies Record<string, Tone>;

/** Whether the person can leave, and how much is left. */
export function printHeadline(print: Printer, { texts, language }: Wording, verdict: Verdict): void {
  print.line();
  print.line(texts.common.verdict.headlines[verdict.headline], toneOf[verdict.headline]);
  for (const part of partLines({ verdict }, texts, language)) print.line(`  ${part}`);
}

/** Whether the person can leave, and everything of the chosen accounts that is still there. */
function printVerdict(print: Printer, wording: Wording, verification: VerificationView): void {
  const { texts } = wording;
  const { stillHere, nothing } = texts.common.verdict;
  printHeadline(print, wording, verification.verdict);
  if (verification.stillHere.length === 0) {
    print.line(nothing);
    return;
  }
  print.line(stillHere, 'strong');
  print.table(
    [left, left, right, right, left],
    [],
    verification.stillHere.map((row): Cell[] => {
      const { what, why, place } = stillHereWords(row, texts);
      return [what, why, ...amountCells(wording, row), pathCell(place)];
    }),
  );
  for (const line of moreLines(verification, texts, wording.language)) print.line(line);
}

/** The result of the check after a clean: the plan first, then what is left at all. */
export function printVerification(print: Printer, wording: Wording, verification: VerificationView): void {
  const { planNow: states, report } = wording.texts.cli;
  const state = planNow(verification);
  if (state !== 'none') print.line(states[state], planTone[state]);
  const { left: remaining, leftBytes, arrived, unreadable, behindLinks } = verification;
  if (remaining > 0)
    print.line(
      `  ${report.left({ files: filesText(wording, remaining), size: sizeText(wording, leftBytes) })}`,
    );
  if (behindLinks > 0)
    print.line(`  ${wording.texts.records.behindLinks({ count: countText(wording, behindLinks) })}`, 'bad');
  if (arrived > 0) print.line(`  ${report.arrived({ files: filesText(wording, arrived) })}`);
  if (unreadable > 0) print.line(`  ${report.unreadable({ count: countText(wording, unreadable) })}`);
  print.table(
    [left, left],
    [],
    verification.examples.map(({ path, state: found }): Cell[] => [pathCell(path), report.state[found]]),
  );
  printVerdict(print, wording, verification);
}

function printAmounts(print: Printer, wording: Wording, view: ReportView): void {
  const { cli, common } = wording.texts;
  const { report } = cli;
  const rows: Cell[][] = [
    [report.planned, ...freedCells(wording, view.planned), ''],
    [{ text: report.removed, tone: 'good' }, ...freedCells(wording, view.removed), ''],
    ...view.ways.map((way): Cell[] => ['', ...freedCells(wording, way), common.ways[way.way]]),
    ...view.kept.map((kept): Cell[] => [
      report.kept,
      ...freedCells(wording, kept),
      common.stayReasons[kept.reason],
    ]),
    ...view.failed.map((failed): Cell[] => [
      { text: report.failed, tone: 'bad' },
      ...freedCells(wording, failed),
      common.failures[failed.code],
    ]),
  ];
  print.table([left, right, right, left], [], rows);
}

type Example = ReportView['examples'][number];

function isWay({ common }: Wording['texts'], why: Example['why']): why is RemovalWay {
  return Object.hasOwn(common.ways, why);
}

function whyText({ texts }: Wording, { why, heldBy }: Example): string {
  const { stayReasons, failures, ways } = texts.common;
  const words: Readonly<Record<Example['why'], string>> = { ...stayReasons, ...failures, ...ways };
  if (heldBy === undefined) return words[why];
  return texts.records.heldBy({ why: words[why], programs: heldBy.join(' · ') });
}

/** Lists kept entries apart from entries removed by a fallback mode, which are gone. */
function printExamples(print: Printer, wording: Wording, view: ReportView): void {
  const { report } = wording.texts.cli;
  const part = (title: string, examples: readonly Example[]): void => {
    if (examples.length === 0) return;
    print.line(title);
    print.table(
      [left, left],
      [],
      examples.map((example): Cell[] => [pathCell(example.path), whyText(wording, example)]),
    );
  };
  part(
    report.examples,
    view.examples.filter(({ why }) => !isWay(wording.texts, why)),
  );
  part(
    report.otherWays,
    view.examples.filter(({ why }) => isWay(wording.texts, why)),
  );
}

function printQuarantined(print: Printer, { texts }: Wording, batch: string): void {
  const { quarantined, restore, purge } = texts.cli.report;
  print.line(quarantined({ batch }), 'warn');
  print.line(`  ${restore({ batch })}`);
  print.line(`  ${purge({ batch })}`);
}

/** The receipt of one clean. */
export function printReport(print: Printer, wording: Wording, view: ReportView): void {
  const { cli, common } = wording.texts;
  const { report } = cli;
  print.line(report.title({ run: view.runId }), 'strong');
  const duration = durationText(wording, view.endedAt - view.startedAt);
  print.line(`  ${report.when({ start: timeText(wording, view.startedAt), duration })}`);
  print.line(
    `  ${common.levels[view.selection.level]}  ${cli.modes[view.mode]}  ${cli.outcomes[shownOutcome(view)]}`,
  );
  for (const account of view.accounts)
    print.line(`  ${appText(wording, account.product, account.line)}  ${account.folder}`);
  printAmounts(print, wording, view);
  for (const sentence of receiptSentences(view, wording.texts, wording.language)) print.line(`  ${sentence}`);
  if (view.foldersRemoved > 0)
    print.line(`  ${report.folders({ count: countText(wording, view.foldersRemoved) })}`);
  printExamples(print, wording, view);
  if (view.quarantineId !== null) printQuarantined(print, wording, view.quarantineId);
  if (view.verification === null) print.line(report.notVerified, 'quiet');
  else printVerification(print, wording, view.verification);
}

/** One line per clean, newest first. */
export function printReportList(print: Printer, wording: Wording, views: readonly ReportView[]): void {
  const { cli, common } = wording.texts;
  const { words } = cli;
  if (views.length === 0) {
    print.line(cli.report.none);
    return;
  }
  print.line(cli.report.listTitle, 'strong');
  print.table(
    [left, left, left, left, left, right, right],
    [words.run, words.time, words.level, words.mode, words.outcome, words.files, words.size],
    views.map((view): Cell[] => [
      view.runId,
      timeText(wording, view.startedAt),
      common.levels[view.selection.level],
      cli.modes[view.mode],
      cli.outcomes[shownOutcome(view)],
      ...freedCells(wording, view.removed),
    ]),
  );
}
