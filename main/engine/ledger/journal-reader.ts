import type { Amount } from '../../../app/contract/shapes.ts';
import { minus, nothing, plus, wholeOf } from './tally.ts';
import { journalLineSchema } from './journal-lines.ts';
import type { JournalHeader, JournalLine } from './journal-lines.ts';
import { readingOf } from './journal-reading.ts';
import type { Known } from './journal-reading.ts';
import { firstSeal, sealIn } from './line-seal.ts';

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
    return journalLineSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** Parses one line; null when invalid. Version 2 seals every line, version 1 none. */
function lineOf(text: string, before: string, head: JournalLine | undefined): Omit<Line, 'end'> | null {
  const value = parseLine(text);
  const first = head ?? value;
  if (value === null || first?.kind !== 'header') return null;
  if (first.version === 1)
    return head === undefined && text.includes('"seal":') ? null : { value, seal: firstSeal };
  const seal = sealIn(text, before);
  return seal === null ? null : { value, seal };
}

/** Complete lines from the start; null when a line before the last is invalid. */
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

/** Reads a journal. `damaged` means that it proves nothing; never treat it as "nothing was removed". */
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
