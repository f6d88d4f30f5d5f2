import type { Dictionary } from '../../../app/locale/dictionaries.ts';
import type { Language } from '../../../app/locale/dictionary.ts';
import type { JobKind, JobProgress } from '../../../app/contract/jobs.ts';
import { formatBytes, formatCount, formatDuration } from '../../../app/locale/format.ts';
import { displayWidth, shown, truncatedMiddle } from './printer.ts';
import type { Output } from './terminal.ts';

export type Step = Omit<JobProgress, 'jobId' | 'kind'> & { readonly kind: JobKind | 'demo' };

/** Shows a job's progress; never on standard output. */
export interface ProgressSink {
  update(step: Step): void;
  /** clears the progress line, so that later output starts on an empty line */
  clear(): void;
}

const barWidth = 20;
const quietMs = 2000;

function bar(done: number, total: number): string {
  const filled = Math.min(barWidth, Math.floor((done / Math.max(1, total)) * barWidth));
  return '█'.repeat(filled) + '░'.repeat(barWidth - filled);
}

function facts(step: Step, texts: Dictionary, language: Language): string[] {
  const count = formatCount(step.done, language);
  const counted = step.total === null ? count : `${count}/${formatCount(step.total, language)}`;
  const bytes = formatBytes(step.bytes, language);
  const sized = step.bytesTotal === null ? bytes : `${bytes}/${formatBytes(step.bytesTotal, language)}`;
  const parts: string[] = [texts.cli.progress[step.kind], counted];
  if (step.kind !== 'demo') parts.push(sized);
  if (step.etaMs !== null)
    parts.push(texts.cli.progress.remaining({ time: formatDuration(step.etaMs, language) }));
  return parts;
}

function drawn(step: Step, width: number, texts: Dictionary, language: Language): string {
  const [label = '', ...rest] = facts(step, texts, language);
  const head = step.total === null ? [label] : [label, bar(step.done, step.total)];
  const line = truncatedMiddle([...head, ...rest].join('  '), width);
  const room = width - displayWidth(line) - 2;
  if (step.current === null || room < 8) return line;
  return `${line}  ${truncatedMiddle(shown(step.current), room)}`;
}

function onTerminal(output: Output, texts: Dictionary, language: Language): ProgressSink {
  let visible = false;
  return {
    update(step) {
      visible = true;
      output.write(`\r${drawn(step, output.columns() - 1, texts, language)}\u001B[K`);
    },
    clear() {
      if (visible) output.write('\r\u001B[K');
      visible = false;
    },
  };
}

function inLines(output: Output, texts: Dictionary, language: Language, now: () => number): ProgressSink {
  let lastAt = -Infinity;
  return {
    update(step) {
      if (now() - lastAt < quietMs) return;
      lastAt = now();
      output.write(`${facts(step, texts, language).join('  ')}\n`);
    },
    clear: () => undefined,
  };
}

const silent: ProgressSink = { update: () => undefined, clear: () => undefined };

/** A bar on a terminal, otherwise a line every two seconds; with `--json` only on a terminal. */
export function createProgress(
  output: Output,
  options: {
    readonly json: boolean;
    readonly quiet: boolean;
    readonly texts: Dictionary;
    readonly language: Language;
    readonly now: () => number;
  },
): ProgressSink {
  if (options.quiet) return silent;
  if (output.isTty) return onTerminal(output, options.texts, options.language);
  return options.json ? silent : inLines(output, options.texts, options.language, options.now);
}
