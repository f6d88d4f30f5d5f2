import type { ReportView } from '../contract/runs.ts';
import type { Amount } from '../contract/shapes.ts';
import type { Dictionary } from '../locale/dictionaries.ts';
import type { Language } from '../locale/dictionary.ts';
import { formatBytes, formatCount, formatTime } from '../locale/format.ts';

/** `unchecked`: everything planned was removed, but the verification could not confirm it */
export type ShownOutcome = ReportView['outcome'] | 'unchecked';

/** The outcome as shown: "done" only when the verification found everything gone. */
export function shownOutcome({
  outcome,
  verification,
}: Pick<ReportView, 'outcome' | 'verification'>): ShownOutcome {
  if (outcome !== 'done' || verification?.verdict === 'all-gone') return outcome;
  return verification?.verdict === 'some-left' ? 'partial' : 'unchecked';
}

/** Paths that the verification, or the plan before it, could not read. */
export function unreadPlaces({ verification }: Pick<ReportView, 'verification'>): readonly string[] {
  return (verification?.examples ?? []).filter(({ state }) => state === 'unreadable').map(({ path }) => path);
}

/** The receipt as plain text, for the clipboard or a file. Names account folders, never file contents. */
export function receiptText(report: ReportView, texts: Dictionary, language: Language): string {
  const { common, records, wizard } = texts;
  const lines = records.text;
  const size = (amount: Amount): { files: string; size: string } => ({
    files: common.files({ count: formatCount(amount.files, language) }),
    size: formatBytes(amount.bytes, language),
  });
  const verdict = report.verification?.verdict ?? 'none';
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
    ...(report.quarantineId === null ? [] : [lines.batch({ id: report.quarantineId })]),
    ...report.kept.map((kept) => lines.kept({ why: common.stayReasons[kept.reason], ...size(kept) })),
    ...report.failed.map((failed) => lines.failed({ why: common.failures[failed.code], ...size(failed) })),
    lines.verdict({ verdict: records.verdict[verdict] }),
    ...unreadPlaces(report).map((path) => lines.unread({ path })),
    '',
  ].join('\n');
}
