import type { Amount } from '../../../app/contract/views.ts';
import { createTallyBook, nothing, plus, wholeOf } from '../removal/tally.ts';
import type { Tally } from '../removal/tally.ts';
import { journalLineSchema } from './journal-lines.ts';
import type { JournalHeader, JournalLine } from './journal-lines.ts';

/** What a journal proves: never more removed than its result lines say. */
export interface JournalProof {
  readonly header: JournalHeader;
  readonly tally: Tally;
  /** a batch that was begun and has no result: its entries may or may not be gone */
  readonly unknown: Amount;
  /** entries that no line speaks of: never tried */
  readonly untried: Amount;
  readonly foldersRemoved: number;
  readonly lastAt: number;
  readonly hasEnded: boolean;
  /** length of the lines that hold; a torn last line lies behind it */
  readonly goodBytes: number;
}

interface Line {
  readonly value: JournalLine;
  readonly end: number;
}

function parsed(text: string): JournalLine | null {
  try {
    return journalLineSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** Complete lines from the start; null when something is wrong before the last line. */
function linesOf(bytes: Buffer): readonly Line[] | null {
  const lines: Line[] = [];
  let start = 0;
  for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, start)) {
    const value = parsed(bytes.toString('utf8', start, end));
    if (value === null) return bytes.indexOf(10, end + 1) === -1 && end + 1 === bytes.length ? lines : null;
    start = end + 1;
    lines.push({ value, end: start });
  }
  return lines;
}

interface Reading {
  next: number;
  pending: Extract<JournalLine, { kind: 'batch' }> | null;
  folders: number;
  lastAt: number;
  hasEnded: boolean;
}

/** Takes one line into the reading; false when it cannot follow the ones before it. */
function take(reading: Reading, book: ReturnType<typeof createTallyBook>, line: JournalLine): boolean {
  if (line.kind === 'header' || reading.hasEnded) return false;
  reading.lastAt = line.at;
  if (line.kind === 'end') {
    reading.hasEnded = true;
    return true;
  }
  if (line.kind === 'folders') {
    reading.folders += line.removed;
    return reading.pending === null;
  }
  if (line.kind === 'batch') {
    if (reading.pending !== null || line.from !== reading.next || line.amount.files !== line.to - line.from)
      return false;
    reading.pending = line;
    return true;
  }
  const from = line.kind === 'result' ? reading.pending?.from : reading.next;
  if (line.from !== from || wholeOf(line.tally).files !== line.to - line.from) return false;
  if (line.kind === 'result' && line.to !== reading.pending?.to) return false;
  if (line.kind === 'rest' && reading.pending !== null) return false;
  reading.pending = null;
  reading.next = line.to;
  book.add(line.tally);
  return true;
}

function minus(whole: Amount, part: Amount): Amount {
  return {
    files: Math.max(0, whole.files - part.files),
    bytes: Math.max(0, whole.bytes - part.bytes),
    allocated: Math.max(0, whole.allocated - part.allocated),
  };
}

/** Reads a journal's bytes; `damaged` when it can prove nothing, which is never read as "nothing was removed". */
export function readJournal(bytes: Buffer): JournalProof | 'damaged' {
  const lines = linesOf(bytes);
  const first = lines?.[0]?.value;
  if (lines === null || first?.kind !== 'header') return 'damaged';
  const book = createTallyBook();
  const reading: Reading = { next: 0, pending: null, folders: 0, lastAt: first.startedAt, hasEnded: false };
  for (const line of lines.slice(1)) {
    if (!take(reading, book, line.value) || reading.next > first.entries) return 'damaged';
  }
  const tally = book.tally();
  const unknown = reading.pending?.amount ?? nothing;
  return {
    header: first,
    tally,
    unknown,
    untried: minus(first.planned, plus(wholeOf(tally), unknown)),
    foldersRemoved: reading.folders,
    lastAt: reading.lastAt,
    hasEnded: reading.hasEnded,
    goodBytes: lines.at(-1)?.end ?? 0,
  };
}
