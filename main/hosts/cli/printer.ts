import { readableBytes } from '../../../app/cleanup/byte-name.ts';
import type { Output } from './terminal.ts';

/**
 * Text safe to print on a terminal. File names are untrusted: escape sequences, line breaks or direction overrides
 * must not drive the terminal or forge a line of ours.
 */

const dangerous = /[\p{Cc}\u2028\u2029\u200E\u200F\u202A-\u202E\u2066-\u2069\p{Cs}]/gu;
const named: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escaped(character: string): string {
  const known = named[character];
  if (known !== undefined) return known;
  const code = (character.codePointAt(0) ?? 0).toString(16);
  return code.length <= 2 ? `\\x${code.padStart(2, '0')}` : `\\u{${code}}`;
}

/** The text with control, colour and direction characters made visible, and each undecodable byte as `\xNN`. */
export function shown(text: string): string {
  return readableBytes(text).replaceAll(dangerous, escaped);
}

/** JSON text that also escapes the control characters that JSON allows (C1, line separators, overrides). */
export function shownJson(json: string): string {
  return json.replaceAll(
    /[\u007F-\u009F\u2028\u2029\u200E\u200F\u202A-\u202E\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const invisible = /^[\p{Mn}\p{Me}\p{Cf}]+$/u;
const emoji = /\p{Emoji_Presentation}|\uFE0F/u;

/** First and last code points of blocks that East Asian terminals draw two columns wide (Unicode UAX #11). */
const wideBlocks: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18cff],
  [0x1aff0, 0x1b2ff],
  [0x20000, 0x3fffd],
];

function widthOfGrapheme(grapheme: string): number {
  if (invisible.test(grapheme)) return 0;
  if (emoji.test(grapheme)) return 2;
  const code = grapheme.codePointAt(0) ?? 0;
  return wideBlocks.some(([first, last]) => code >= first && code <= last) ? 2 : 1;
}

/** Columns of `text` on a terminal; Chinese, Japanese and Korean characters take two. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += widthOfGrapheme(segment);
  return width;
}

/** `text` padded with spaces to `width` columns, opposite to its alignment. */
export function padded(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const fill = ' '.repeat(Math.max(0, width - displayWidth(text)));
  return align === 'left' ? text + fill : fill + text;
}

function takeWhileFits(parts: readonly string[], width: number): string[] {
  const taken: string[] = [];
  let used = 0;
  for (const part of parts) {
    used += widthOfGrapheme(part);
    if (used > width) break;
    taken.push(part);
  }
  return taken;
}

/** At most `width` columns of `text` with the middle cut, so that the root and the file name stay readable. */
export function truncatedMiddle(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  const parts = [...graphemes.segment(text)].map((part) => part.segment);
  if (width < 3) return takeWhileFits(parts, Math.max(0, width)).join('');
  const head = takeWhileFits(parts, Math.floor((width - 1) / 2));
  const tail = takeWhileFits(parts.toReversed(), width - 1 - displayWidth(head.join('')));
  return `${head.join('')}…${tail.toReversed().join('')}`;
}

/** Never first on a line, because they belong to what is before them. */
const closing = /^[\p{Pe}\p{Pf}。，、；：？！…·～,.;:?!%>]/u;
/** Never last on a line. */
const opening = /^[\p{Ps}\p{Pi}<]/u;
const separator = /^[/\\]$/;

interface Unit {
  readonly text: string;
  readonly width: number;
}

function unitsOf(text: string): Unit[] {
  return [...graphemes.segment(text)].map(({ segment }) => ({
    text: segment,
    width: widthOfGrapheme(segment),
  }));
}

/** How well a line may end between two characters: 2 between words, 1 within a path, 0 only if nothing else fits. */
function breakRank(before: Unit | undefined, after: Unit | undefined): 0 | 1 | 2 {
  if (before === undefined || after === undefined) return 0;
  if (before.text === ' ') return 2;
  if (after.text === ' ' || closing.test(after.text) || opening.test(before.text)) return 0;
  if (before.width === 2 || after.width === 2) return 2;
  return separator.test(before.text) && !separator.test(after.text) ? 1 : 0;
}

/** The same within a path, where a space at the end of a line could not be seen. */
function breakRankOfPath(before: Unit | undefined, after: Unit | undefined): 0 | 1 | 2 {
  if (before === undefined || after === undefined || before.text === ' ' || after.text === ' ') return 0;
  return separator.test(before.text) && !separator.test(after.text) ? 2 : 1;
}

/** Where the line that begins at `from` ends: at the best place that fits, and never before its first character. */
function lineEnd(units: readonly Unit[], from: number, width: number, isPath: boolean): number {
  let end = from;
  let used = 0;
  for (const unit of units.slice(from, from + 2 * width + 1)) {
    // the space between two words may hang over the edge, where it is dropped
    if (used + unit.width > width && (isPath || unit.text !== ' ')) break;
    used += unit.width;
    end += 1;
  }
  if (end === units.length) return end;
  const rankOf = isPath ? breakRankOfPath : breakRank;
  const ends = Array.from({ length: end - from }, (_, index) => end - index);
  const ranked = (rank: number): number | undefined =>
    ends.find((at) => rankOf(units[at - 1], units[at]) === rank);
  return ranked(2) ?? ranked(1) ?? Math.max(end, from + 1);
}

/**
 * `text` in lines of at most `width` columns, broken between words and after Chinese characters. A path is broken after
 * its separators, and its lines with nothing between them are the path again.
 */
export function wrapped(text: string, width: number, isPath = false): string[] {
  if (displayWidth(text) <= width) return [text];
  const units = unitsOf(text);
  const lines: string[] = [];
  for (let from = 0; from < units.length;) {
    const end = lineEnd(units, from, width, isPath);
    const line = units
      .slice(from, end)
      .map((unit) => unit.text)
      .join('');
    lines.push(isPath ? line : line.trimEnd());
    from = end;
    while (!isPath && units[from]?.text === ' ') from += 1;
  }
  return lines;
}

/** The columns that text may fill: the terminal's; without a limit elsewhere, where one line stays one line. */
function roomOf(output: Output): number {
  return output.isTty ? output.columns() : Infinity;
}

/** `text` in lines that fit; later lines begin below its first word. */
function fittedLines(text: string, room: number, isPath = false): string[] {
  if (displayWidth(text) <= room) return [text];
  const body = text.trimStart();
  const before = ' '.repeat(Math.min(text.length - body.length, Math.floor(room / 4)));
  return wrapped(body, room - before.length, isPath).map((line) => before + line);
}

/** A question that fits the terminal, with room for the first typed character. */
export function questionText(output: Output, text: string): string {
  const clean = shown(text);
  const body = clean.trimEnd();
  return fittedLines(body, roomOf(output) - 2).join('\n') + clean.slice(body.length);
}

/** Text emphasis; has no effect without a colour terminal. */
export type Tone = 'plain' | 'strong' | 'quiet' | 'good' | 'warn' | 'bad';

export interface Piece {
  readonly text: string;
  readonly tone: Tone;
  /** a path, which is put together again from its lines */
  readonly isPath?: true;
}

export type Cell = string | Piece;
export interface Column {
  readonly align: 'left' | 'right';
  /** owner of the rows below: its cells become a line above them where the terminal has no room for the column */
  readonly isOwner?: true;
}

export function pathCell(text: string): Piece {
  return { text, tone: 'plain', isPath: true };
}

const codes: Readonly<Record<Tone, string>> = {
  plain: '',
  strong: '1',
  quiet: '2',
  good: '32',
  warn: '33',
  bad: '31',
};

/**
 * The only way for text to reach a terminal: every piece is sanitised first, then fitted to the terminal's columns and
 * coloured. Nothing is cut. On a pipe each line and each row stays one line.
 */
export interface Printer {
  line(text?: string, tone?: Tone): void;
  /** a path below a line that says what it is */
  path(path: string, tone?: Tone): void;
  /** one line whatever its length, for lists that are copied from or read by a program */
  whole(text: string): void;
  /** `header` may be empty; each column is as wide as its widest cell where the terminal has that room */
  table(columns: readonly Column[], header: readonly string[], rows: readonly (readonly Cell[])[]): void;
}

function styled(output: Output, text: string, tone: Tone): string {
  return output.colour && codes[tone] !== '' ? `\u001B[${codes[tone]}m${text}\u001B[0m` : text;
}

function harmless(cell: Cell): Piece {
  return typeof cell === 'string'
    ? { text: shown(cell), tone: 'plain' }
    : { ...cell, text: shown(cell.text) };
}

/** A line of text as the output takes it, with its line breaks. */
export function lineText(output: Output, text: string, tone: Tone = 'plain', isPath = false): string {
  return fittedLines(shown(text), roomOf(output), isPath)
    .map((line) => `${styled(output, line, tone)}\n`)
    .join('');
}

/** The same output, but only lines that warn; for `--quiet`. */
export function warningsOnly(printer: Printer): Printer {
  return {
    line(text, tone) {
      if (tone === 'warn' || tone === 'bad') printer.line(text, tone);
    },
    path(path, tone) {
      if (tone === 'warn' || tone === 'bad') printer.path(path, tone);
    },
    whole: () => undefined,
    table: () => undefined,
  };
}

const indent = 2;
const gap = 2;
/** columns that text needs to be readable, a path, and the longest word that is not broken */
const least = { text: 8, path: 24, word: 24 };

function sum(widths: readonly number[]): number {
  return widths.reduce((total, width) => total + width, 0);
}

/** The width below which a column is hard to read: its numbers, or its longest word. */
function leastWidth({ align }: Column, cells: readonly Piece[]): number {
  const natural = widest(cells);
  if (align === 'right') return natural;
  const words = cells.flatMap(({ text, isPath }) => (isPath === true ? [] : text.split(' ')));
  const whole = words
    .filter((word) => displayWidth(word) === word.length)
    .map((word) => word.length)
    .filter((width) => width <= least.word);
  const needed = cells.some(({ isPath }) => isPath === true) ? least.path : least.text;
  return Math.min(natural, Math.max(needed, ...whole));
}

function cellsOf(rows: readonly (readonly Piece[])[], index: number): Piece[] {
  return rows.map((cells) => cells[index] ?? { text: '', tone: 'plain' });
}

function widest(cells: readonly Piece[]): number {
  return Math.max(0, ...cells.map(({ text }) => displayWidth(text)));
}

/** Widths of columns that fill at most `room`, the widest cut first; null where they cannot be read side by side. */
function columnWidths(columns: readonly Column[], rows: readonly (readonly Piece[])[], room: number) {
  const natural = columns.map((_, index) => widest(cellsOf(rows, index)));
  if (sum(natural) <= room) return natural;
  const smallest = columns.map((column, index) => leastWidth(column, cellsOf(rows, index)));
  const hasOwner = columns.some(({ isOwner }) => isOwner);
  if (hasOwner || sum(smallest) > room) return null;
  const capped = (cap: number): number[] =>
    natural.map((width, index) => Math.max(smallest[index] ?? 0, Math.min(width, cap)));
  let cap = Math.max(...natural);
  while (sum(capped(cap)) > room) cap -= 1;
  return capped(cap);
}

/** A row side by side, on as many lines as its longest cell needs. */
function rowText(
  output: Output,
  columns: readonly Column[],
  widths: readonly number[],
  cells: readonly Piece[],
): string {
  const lines = cells.map(({ text, isPath }, index) => wrapped(text, widths[index] ?? 0, isPath));
  const height = Math.max(1, ...lines.map(({ length }) => length));
  const last = cells.length - 1;
  const lineAt = (at: number): string => {
    const parts = cells.map(({ tone }, index) => {
      const { align = 'left' } = columns[index] ?? {};
      const text = lines[index]?.[at] ?? '';
      const isLast = index === last && align === 'left';
      return styled(output, isLast ? text : padded(text, widths[index] ?? 0, align), tone);
    });
    return `${' '.repeat(indent)}${parts.join(' '.repeat(gap))}`.trimEnd();
  };
  return Array.from({ length: height }, (_, at) => `${lineAt(at)}\n`).join('');
}

/** A row of a table too wide for the terminal: each cell on its own line, behind its label. */
function labelledText(output: Output, header: readonly string[], cells: readonly Piece[]): string {
  const room = roomOf(output);
  const beside = indent + gap + Math.max(0, ...header.map(displayWidth));
  const isBeside = room - beside >= 2 * least.text;
  const margin = isBeside ? beside : 2 * indent;
  return cells
    .flatMap(({ text, tone, isPath }, index) => {
      if (text === '') return [];
      const label = header[index] ?? '';
      const lines = wrapped(text, room - margin, isPath).map((line) => styled(output, line, tone));
      const before = ' '.repeat(indent) + styled(output, label, 'quiet');
      const fill = ' '.repeat(margin - indent - Math.min(margin - indent, displayWidth(label)));
      const [first = '', ...others] = lines;
      if (isBeside) return [before + fill + first, ...others.map((line) => ' '.repeat(margin) + line)];
      return [...(label === '' ? [] : [before]), ...lines.map((line) => ' '.repeat(margin) + line)];
    })
    .map((line) => `${line}\n`)
    .join('');
}

/** The same without labels: the cells behind each other, each on a new line where it does not fit. */
function flowText(output: Output, cells: readonly Piece[]): string {
  const room = roomOf(output);
  const lines: string[] = [];
  let used = 0;
  for (const { text, tone, isPath } of cells) {
    const width = displayWidth(text);
    const margin = lines.length === 0 && cells[0]?.text !== '' ? indent : 2 * indent;
    if (text === '') continue;
    if (lines.length > 0 && used + gap + width <= room) {
      lines.push(`${lines.pop() ?? ''}${' '.repeat(gap)}${styled(output, text, tone)}`);
      used += gap + width;
    } else {
      const parts = wrapped(text, room - margin, isPath);
      lines.push(...parts.map((part) => ' '.repeat(margin) + styled(output, part, tone)));
      used = margin + displayWidth(parts.at(-1) ?? '');
    }
  }
  return lines.map((line) => `${line}\n`).join('');
}

/** A table whose owners stand above their rows instead of beside them. */
function ownedText(
  output: Output,
  columns: readonly Column[],
  head: readonly Piece[],
  rows: readonly (readonly Piece[])[],
): string[] {
  const isOwner = (_: unknown, index: number): boolean => columns[index]?.isOwner === true;
  const isOther = (_: unknown, index: number): boolean => !isOwner(_, index);
  const others = [head, ...rows].map((cells) => cells.filter(isOther));
  const texts = tableText(
    output,
    columns.filter(isOther),
    (others[0] ?? []).map(({ text }) => text),
    others.slice(1),
  );
  // the header, unless the rest is too narrow for columns as well
  const before = texts.slice(0, texts.length - rows.length);
  const after = texts.slice(before.length);
  const owners = rows.map((cells) => flowText(output, cells.filter(isOwner)));
  return [
    ...before,
    ...after.map((text, index) => {
      const owner = owners[index] ?? '';
      return owner === '' ? text : (index === 0 ? '' : '\n') + owner + text.replace(/^\n/, '');
    }),
  ];
}

function tableText(
  output: Output,
  columns: readonly Column[],
  header: readonly string[],
  rows: readonly (readonly Cell[])[],
): string[] {
  const pieces = rows.map((cells) => cells.map(harmless));
  const labels = header.map(shown);
  const head = labels.map((text): Piece => ({ text, tone: 'quiet' }));
  const all = head.length > 0 ? [head, ...pieces] : pieces;
  const widths = columnWidths(columns, all, roomOf(output) - indent - gap * (columns.length - 1));
  if (widths !== null) return all.map((cells) => rowText(output, columns, widths, cells));
  if (head.length === 0) return pieces.map((cells) => flowText(output, cells));
  if (columns.some(({ isOwner }) => isOwner)) return ownedText(output, columns, head, pieces);
  return pieces.map((cells, index) => (index === 0 ? '' : '\n') + labelledText(output, labels, cells));
}

/** Prints to one output; writes whole lines, so that two printers never mix within one. */
export function createPrinter(output: Output): Printer {
  return {
    line: (text = '', tone = 'plain') => output.write(lineText(output, text, tone)),
    path: (path, tone = 'plain') => output.write(lineText(output, `  ${path}`, tone, true)),
    whole: (text) => output.write(`${shown(text)}\n`),
    table(columns, header, rows) {
      for (const text of tableText(output, columns, header, rows)) output.write(text);
    },
  };
}
