import type { ReportView } from '../../../app/contract/runs.ts';
import type { Amount } from '../../../app/contract/shapes.ts';
import { formatOf } from '../state/state-folder.ts';
import type { OtherFormat } from '../state/state-folder.ts';
import { createTallyBook, minus, nothing, plus, wholeOf } from './tally.ts';
import type { Tally, TallyBook } from './tally.ts';
import { createEntryStates, lengthOf } from './entry-states.ts';
import type { EntryStates, OutcomeRuns, Ranges } from './entry-states.ts';
import { journalLineSchema, journalVersion, firstSeal, sealIn } from './journal-lines.ts';
import type { JournalHeader, JournalLine } from './journal-lines.ts';

/** Entries of one announcement without a result. */
export interface Pending {
  readonly ranges: Ranges;
  readonly amount: Amount;
  /** Plan folders that may have been removed as wholes; empty for single entries. */
  readonly folders: readonly number[];
}

/** The state that the lines so far prove. It never counts more removals than their results say. */
interface JournalState {
  readonly tally: Tally;
  /** Announced entries without a result. They may or may not be gone. */
  readonly pending: readonly Pending[];
  /** state per entry */
  readonly states: EntryStates;
  readonly foldersRemoved: number;
  readonly lastAt: number;
  /** its last line is an end line; a run that its user stopped may go on after it */
  readonly hasEnded: boolean;
}

type LineOf<Kind extends JournalLine['kind']> = Extract<JournalLine, { kind: Kind }>;

/** Applies a journal's lines in order. */
interface Replay {
  /** Returns false when the line cannot follow the earlier ones: the journal then proves nothing. */
  apply(line: JournalLine): boolean;
  state(): JournalState;
}

interface ReplayState {
  readonly states: EntryStates;
  readonly book: TallyBook;
  pending: Pending[];
  folders: number;
}

/** Counts by outcome, to compare a tally with its runs. */
function countsOf(pairs: Iterable<readonly [string, number]>): string {
  const counts = new Map<string, number>();
  for (const [what, count] of pairs) counts.set(what, (counts.get(what) ?? 0) + count);
  counts.delete('open');
  return JSON.stringify([...counts].filter(([, count]) => count > 0).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function tallyMatches(tally: Tally, runs: OutcomeRuns): boolean {
  const recorded = [
    ...tally.ways.map((line) => [line.way, line.files] as const),
    ...tally.kept.map((line) => [line.reason, line.files] as const),
    ...tally.failed.map((line) => [line.code, line.files] as const),
  ];
  const removed = tally.ways.reduce((sum, line) => sum + line.files, 0);
  return removed === tally.removed.files && countsOf(recorded) === countsOf(runs);
}

function isRange(pending: Pending, from: number, to: number): boolean {
  const [only] = pending.ranges;
  return pending.ranges.length === 1 && only?.[0] === from && only[1] === to;
}

/** Removes the pending batch with exactly this range; false when there is none. */
function removePending(state: ReplayState, from: number, to: number): boolean {
  const at = state.pending.findIndex((one) => one.folders.length === 0 && isRange(one, from, to));
  if (at === -1) return false;
  state.pending.splice(at, 1);
  return true;
}

function announce(state: ReplayState, pending: Pending): boolean {
  if (lengthOf(pending.ranges, state.states.entries) !== pending.amount.files) return false;
  if (!state.states.announce(pending.ranges)) return false;
  state.pending.push(pending);
  return true;
}

function applyResult(state: ReplayState, line: LineOf<'result'>): boolean {
  if (line.runs.some(([what]) => what === 'open')) return false;
  if (!tallyMatches(line.tally, line.runs) || !removePending(state, line.from, line.to)) return false;
  state.book.add(line.tally);
  return state.states.settle([[line.from, line.to]], line.runs);
}

function isAmong(ranges: Ranges, others: Ranges): boolean {
  return ranges.every(([from, to]) => others.some((other) => other[0] <= from && to <= other[1]));
}

/** Whole folders are announced one line at a time, so the result belongs to the last one. */
function applyUnits(state: ReplayState, line: LineOf<'units-result'>): boolean {
  const at = state.pending.findLastIndex((one) => one.folders.length > 0);
  const announcement = state.pending[at];
  if (announcement === undefined) return false;
  state.pending.splice(at, 1);
  const runs: [OutcomeRuns[number][0], number][] = [];
  for (const { outcome, ranges } of line.left) {
    if (ranges.length === 0) continue;
    const length = lengthOf(ranges, state.states.entries);
    if (length < 1 || !isAmong(ranges, announcement.ranges)) return false;
    if (!state.states.settle(ranges, [[outcome, length]])) return false;
    runs.push([outcome, length]);
  }
  if (!tallyMatches(line.tally, runs)) return false;
  for (const [from, to] of announcement.ranges)
    for (let entry = from; entry < to; entry += 1)
      if (state.states.outcomeOf(entry) === null) state.states.reopen([[entry, entry + 1]]);
  state.folders += line.folders;
  state.book.add(line.tally);
  return true;
}

function isSame(one: Ranges, other: Ranges): boolean {
  return (
    one.length === other.length && one.every(([from, to], i) => other[i]?.[0] === from && other[i][1] === to)
  );
}

function applyFound(state: ReplayState, line: LineOf<'found'>): boolean {
  const at = state.pending.findIndex(({ ranges }) => isSame(ranges, line.ranges));
  if (at === -1 || !tallyMatches(line.tally, line.runs)) return false;
  state.pending.splice(at, 1);
  state.folders += line.folders;
  state.book.add(line.tally);
  return state.states.settle(line.ranges, line.runs);
}

function applyLine(state: ReplayState, line: Exclude<JournalLine, JournalHeader | LineOf<'end'>>): boolean {
  if (line.kind === 'resume') {
    state.states.retry('cancelled');
    state.book.retry('cancelled');
    return true;
  }
  if (line.kind === 'folders') {
    state.folders += line.removed;
    return true;
  }
  if (line.kind === 'batch')
    return announce(state, { ranges: [[line.from, line.to]], amount: line.amount, folders: [] });
  if (line.kind === 'result') return applyResult(state, line);
  if (line.kind === 'units') return line.folders.length > 0 && announce(state, line);
  if (line.kind === 'units-result') return applyUnits(state, line);
  return applyFound(state, line);
}

/** Starts reading after a header. */
function replayFrom(header: JournalHeader): Replay {
  const state: ReplayState = {
    states: createEntryStates(header.entries),
    book: createTallyBook(),
    pending: [],
    folders: 0,
  };
  let lastAt = header.startedAt;
  let ended: ReportView['outcome'] | null = null;
  return {
    apply(line) {
      const mayFollow = ended === null || (ended === 'cancelled' && line.kind === 'resume');
      if (line.kind === 'header' || !mayFollow) return false;
      lastAt = line.at;
      ended = line.kind === 'end' ? line.outcome : null;
      return line.kind === 'end' || applyLine(state, line);
    },
    state: () => ({
      tally: state.book.tally(),
      pending: state.pending,
      states: state.states,
      foldersRemoved: state.folders,
      lastAt,
      hasEnded: ended !== null,
    }),
  };
}

/** A journal read up to its last valid line. */
export interface JournalProof extends JournalState {
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
  const replay = replayFrom(first);
  for (const line of lines.slice(1)) if (!replay.apply(line.value)) return 'damaged';
  const proved = replay.state();
  const unknown = proved.pending.reduce((sum, { amount }) => plus(sum, amount), nothing);
  return {
    ...proved,
    header: first,
    unknown,
    untried: minus(first.planned, plus(wholeOf(proved.tally), unknown)),
    goodBytes: lines.at(-1)?.end ?? 0,
    lastSeal: lines.at(-1)?.seal ?? firstSeal,
  };
}
