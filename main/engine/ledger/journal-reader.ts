import type { Amount } from '../../../app/contract/shapes.ts';
import { minus, nothing, plus, wholeOf } from './tally.ts';
import { journalLineSchema } from './journal-lines.ts';
import type { JournalHeader, JournalLine } from './journal-lines.ts';
import { readingOf } from './journal-reading.ts';
import type { Known } from './journal-reading.ts';
import { firstSeal, sealIn } from './line-seal.ts';

/** A journal that was read to its last line that holds. */
export interface JournalProof extends Known {
  readonly header: JournalHeader;
  /** the sum of what is pending */
  readonly unknown: Amount;
  /** entries that no line speaks of: never tried */
  readonly untried: Amount;
  /** length of the lines that hold; a torn last line lies behind it */
  readonly goodBytes: number;
  readonly lastSeal: string;
}

interface Line {
  readonly value: JournalLine;
  readonly end: number;
  readonly seal: string;
}

/** more than any plan holds: a damaged number never asks for so much memory */
const mostEntries = 50_000_000;

function parsed(text: string): JournalLine | null {
  try {
    return journalLineSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** Version 2 seals every line, version 1 its header with nothing; null when the line is not what was written. */
function lineOf(text: string, before: string, head: JournalLine | undefined): Omit<Line, 'end'> | null {
  const value = parsed(text);
  const first = head ?? value;
  if (value === null || first?.kind !== 'header') return null;
  if (first.version === 1)
    return head === undefined && text.includes('"seal":') ? null : { value, seal: firstSeal };
  const seal = sealIn(text, before);
  return seal === null ? null : { value, seal };
}

/** Complete lines from the start; null when something is wrong before the last line. */
function linesOf(bytes: Buffer): readonly Line[] | null {
  const lines: Line[] = [];
  let start = 0;
  for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, start)) {
    const text = bytes.toString('utf8', start, end);
    const line = lineOf(text, lines.at(-1)?.seal ?? firstSeal, lines[0]?.value);
    if (line === null) return end + 1 === bytes.length ? lines : null;
    start = end + 1;
    lines.push({ ...line, end: start });
  }
  return lines;
}

/** Reads a journal's bytes; `damaged` when it can prove nothing, which is never read as "nothing was removed". */
export function readJournal(bytes: Buffer): JournalProof | 'damaged' {
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
