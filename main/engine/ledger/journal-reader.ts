import type { Amount } from '../../../app/contract/shapes.ts';
import { minus, nothing, plus, wholeOf } from './tally.ts';
import { journalLineSchema, journalVersion } from './journal-lines.ts';
import type { JournalHeader, JournalLine } from './journal-lines.ts';
import { readingOf } from './journal-reading.ts';
import type { Known } from './journal-reading.ts';
import { firstSeal, sealIn } from './line-seal.ts';
import { formatOf } from '../state/state-folder.ts';
import type { OtherFormat } from '../state/state-folder.ts';

/** A journal read up to its last valid line. */
export interface JournalProof extends Known {
  readonly header: JournalHeader;
  /** the sum of the pending entries */
  readonly unknown: Amount;
  /** amount of entries without any line: never tried */
  readonly untried: Amount;
  /** Length of the valid lines. A torn last line follows it. */
  readonly goodBytes: number;
  readonly lastSeal: string;
}

interface Line {
  readonly value: JournalLine;
  readonly end: number;
  readonly seal: string;
}

/** More entries than any plan has. It bounds the memory that a damaged number can request. */
const mostEntries = 50_000_000;

function parseLine(text: string): JournalLine | null {
  try {
    const line = JSON.parse(text) as Record<string, unknown>;
    delete line['seal'];
    return journalLineSchema.parse(line);
  } catch {
    return null;
  }
}

/** Parses one line; null when it is invalid or its seal does not follow the one before. */
function lineOf(text: string, before: string): Omit<Line, 'end'> | null {
  const value = parseLine(text);
  const seal = sealIn(text, before);
  return value === null || seal === null ? null : { value, seal };
}

/** Complete lines from the start; null when a line before the last is invalid. */
function linesOf(bytes: Buffer): readonly Line[] | null {
  const lines: Line[] = [];
  let start = 0;
  for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, start)) {
    const text = bytes.toString('utf8', start, end);
    const line = lineOf(text, lines.at(-1)?.seal ?? firstSeal);
    if (line === null) return end + 1 === bytes.length ? lines : null;
    start = end + 1;
    lines.push({ ...line, end: start });
  }
  return lines;
}

/** The format of a journal by its first line; null for this version, and for a line that is no header. */
function formatOfJournal(bytes: Buffer): OtherFormat['format'] | null {
  try {
    const first = JSON.parse(bytes.toString('utf8', 0, bytes.indexOf(10))) as Record<string, unknown>;
    return first['kind'] === 'header' ? formatOf(first['version'], journalVersion) : null;
  } catch {
    return null;
  }
}

/**
 * Reads a journal. `damaged` means that it proves nothing, `older` and `newer` that another version wrote it; never
 * treat either as "nothing was removed".
 */
export function readJournal(bytes: Buffer): JournalProof | 'damaged' | OtherFormat['format'] {
  const format = formatOfJournal(bytes);
  if (format !== null) return format;
  const lines = linesOf(bytes);
  const first = lines?.[0]?.value;
  if (lines === null || first?.kind !== 'header' || first.entries > mostEntries) return 'damaged';
  const reading = readingOf(first);
  for (const line of lines.slice(1)) if (!reading.take(line.value)) return 'damaged';
  const known = reading.known();
  const unknown = known.pending.reduce((sum, { amount }) => plus(sum, amount), nothing);
  return {
    ...known,
    header: first,
    unknown,
    untried: minus(first.planned, plus(wholeOf(known.tally), unknown)),
    goodBytes: lines.at(-1)?.end ?? 0,
    lastSeal: lines.at(-1)?.seal ?? firstSeal,
  };
}
