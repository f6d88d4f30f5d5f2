import { isPlanGone } from '../cleanup/verdict.ts';
import type { Headline, ShownOutcome } from '../cleanup/verdict.ts';
import type { RemovalWay } from '../cleanup/outcomes.ts';
import type { PhoneStepId, ReportView, StillHereView, VerificationView } from '../contract/runs.ts';
import { phoneSteps } from '../guides/phone-steps.ts';
import type { PhoneStep } from '../guides/phone-steps.ts';
import type { Product } from '../platforms/platform.ts';
import type { Amount } from '../contract/shapes.ts';
import type { Dictionary } from '../locale/dictionaries.ts';
import type { Language } from '../locale/dictionary.ts';
import { formatAmount, formatBytes, formatCount, formatTime } from '../locale/format.ts';

/** The outcome as shown: `done` only when a second look found everything gone. */
export function shownOutcome({
  outcome,
  verification,
}: Pick<ReportView, 'outcome' | 'verification'>): ShownOutcome {
  return verification?.outcome ?? (outcome === 'done' ? 'unchecked' : outcome);
}

/** Whether the person can leave. Without a second look that cannot be told. */
export function headlineOf({ verification }: Pick<ReportView, 'verification'>): Headline {
  return verification?.verdict.headline ?? 'could-not-tell';
}

/** What the second look says of the planned files. */
export type PlanNow = 'gone' | 'left' | 'unread' | 'none';

export function planNow(verification: VerificationView | null): PlanNow {
  if (verification === null) return 'none';
  if (isPlanGone(verification)) return 'gone';
  return verification.left > 0 || verification.behindLinks > 0 ? 'left' : 'unread';
}

/** Whether the person can leave, in one sentence. */
export function headlineText(report: Pick<ReportView, 'verification'>, { common }: Dictionary): string {
  const { headlines, notLooked } = common.verdict;
  return report.verification === null ? notLooked : headlines[headlineOf(report)];
}

/** What is still there, by what it means for the person: one line for each kind that there is. */
export function partLines(
  { verdict }: Pick<VerificationView, 'verdict'>,
  { common }: Dictionary,
  language: Language,
): readonly string[] {
  const { parts } = common.verdict;
  const size = ({ files, bytes }: Amount): { files: string; size: string } => ({
    files: common.files({ count: formatCount(files, language) }),
    size: formatBytes(bytes, language),
  });
  const { signIns, unknown, data, backups } = verdict;
  return [
    ...(signIns.places === 0 ? [] : [parts.signIns(size(signIns))]),
    ...(unknown.places === 0 ? [] : [parts.unknown({ places: formatCount(unknown.places, language) })]),
    ...(data.places === 0 ? [] : [parts.data(size(data))]),
    ...(backups.places === 0 ? [] : [parts.backups(size(backups))]),
  ];
}

/** The words for one thing that is still there. */
export function stillHereWords(
  row: StillHereView,
  { common }: Dictionary,
): { readonly what: string; readonly why: string; readonly place: string } {
  const { concerns, target } = common.verdict;
  const reasons = { ...common.keepReasons, ...common.stayingReasons };
  const isNamedByConcern = row.concern === 'sign-in' || row.concern === 'unknown';
  return {
    what: row.category === null || isNamedByConcern ? concerns[row.concern] : common.categories[row.category],
    why: reasons[row.reason],
    place: row.target === null ? row.place : target({ place: row.place, target: row.target }),
  };
}

/** Paths that the verification, or the plan before it, could not read. */
export function unreadPlaces({ verification }: Pick<ReportView, 'verification'>): readonly string[] {
  return (verification?.examples ?? []).filter(({ state }) => state === 'unreadable').map(({ path }) => path);
}

/** Says how many places are not listed; empty when all are. */
export function moreLines(
  { stillHereMore }: Pick<VerificationView, 'stillHereMore'>,
  { common }: Dictionary,
  language: Language,
): readonly string[] {
  return stillHereMore === 0 ? [] : [common.verdict.more({ places: formatCount(stillHereMore, language) })];
}

function stillHereLines(
  verification: VerificationView,
  texts: Dictionary,
  language: Language,
): readonly string[] {
  const { common, records } = texts;
  const rows = verification.stillHere.map((row) =>
    records.text.stillHere({
      ...stillHereWords(row, texts),
      files: common.files({ count: formatCount(row.files, language) }),
      size: formatBytes(row.bytes, language),
    }),
  );
  const { stillHere, nothing } = common.verdict;
  return rows.length === 0 ? [nothing] : [stillHere, ...rows, ...moreLines(verification, texts, language)];
}

/** How many files were overwritten, and how many needed it not; empty in every other mode. */
function erasedSentence(
  { mode, removed, ways }: ReportView,
  texts: Dictionary,
  language: Language,
): string[] {
  if (mode !== 'erase' || removed.files === 0) return [];
  const count = (files: number): string => formatCount(files, language);
  const filesOf = (...of: readonly RemovalWay[]): number =>
    ways.filter(({ way }) => of.includes(way)).reduce((sum, { files }) => sum + files, 0);
  const done = filesOf('erased');
  const empty = filesOf('deleted-empty', 'deleted-link');
  const others = removed.files - done - empty;
  const { overwritten } = texts.records;
  return [
    [
      overwritten.done({ done: count(done), total: count(removed.files) }),
      ...(empty > 0 ? [overwritten.empty({ count: count(empty) })] : []),
      ...(others > 0 ? [overwritten.others({ count: count(others) })] : []),
    ].join(overwritten.join) + overwritten.end,
  ];
}

/** What a receipt says beside its sums: how much was overwritten, and which content another name still holds. */
export function receiptSentences(
  report: ReportView,
  texts: Dictionary,
  language: Language,
): readonly string[] {
  const { livesOn } = report;
  const linked =
    livesOn === null || livesOn.files === 0
      ? []
      : [
          texts.records.livesOn({
            files: texts.common.files({ count: formatCount(livesOn.files, language) }),
            size: formatBytes(livesOn.bytes, language),
          }),
        ];
  return [...erasedSentence(report, texts, language), ...linked];
}

/** Null for a step that this messenger has not. */
function phoneStepTitle(product: Product, id: PhoneStepId, language: Language): string | null {
  const steps: readonly PhoneStep[] = Object.hasOwn(phoneSteps, product)
    ? phoneSteps[product as keyof typeof phoneSteps]
    : [];
  return steps.find((step) => step.id === id)?.title[language] ?? null;
}

/** The receipt as plain text, for the clipboard or a file. Names account folders, never file contents. */
export function receiptText(report: ReportView, texts: Dictionary, language: Language): string {
  const { common, records, wizard } = texts;
  const lines = records.text;
  const size = (amount: Amount): { files: string; size: string } => ({
    files: common.files({ count: formatCount(amount.files, language) }),
    size: formatAmount(amount, language, common.onDisk),
  });
  const { verification } = report;
  return [
    lines.title,
    lines.run({ id: report.runId }),
    lines.time({ from: formatTime(report.startedAt, language), to: formatTime(report.endedAt, language) }),
    lines.outcome({ outcome: records.outcome[shownOutcome(report)] }),
    lines.level({ level: common.levels[report.selection.level] }),
    lines.mode({ mode: wizard.run.way.names[report.mode] }),
    lines.accounts,
    ...report.accounts.map(
      (account) =>
        `  ${lines.account({
          product: common.products[account.product],
          line: account.line,
          folder: account.folder,
        })}`,
    ),
    lines.planned(size(report.planned)),
    lines.removed(size(report.removed)),
    ...report.ways.map((entry) => lines.way({ way: common.ways[entry.way], ...size(entry) })),
    ...receiptSentences(report, texts, language),
    ...(report.quarantineId === null ? [] : [lines.batch({ id: report.quarantineId })]),
    ...report.kept.map((kept) => lines.kept({ why: common.stayReasons[kept.reason], ...size(kept) })),
    ...report.failed.map((failed) => lines.failed({ why: common.failures[failed.code], ...size(failed) })),
    lines.planNow({ state: records.planNow[planNow(verification)] }),
    ...((verification?.behindLinks ?? 0) === 0
      ? []
      : [lines.behindLinks({ count: formatCount(verification?.behindLinks ?? 0, language) })]),
    ...unreadPlaces(report).map((path) => lines.unread({ path })),
    lines.headline({ headline: headlineText(report, texts) }),
    ...(verification === null ? [] : stillHereLines(verification, texts, language)),
    ...report.confirmed.flatMap(({ product, step, at }) => {
      const title = phoneStepTitle(product, step, language);
      const time = formatTime(at, language);
      return title === null
        ? []
        : [lines.confirmed({ product: common.products[product], step: title, time })];
    }),
    '',
  ].join('\n');
}
