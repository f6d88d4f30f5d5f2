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

/** Text emphasis; has no effect without a colour terminal. */
export type Tone = 'plain' | 'strong' | 'quiet' | 'good' | 'warn' | 'bad';

export interface Piece {
  readonly text: string;
  readonly tone: Tone;
}

export type Cell = string | Piece;
export interface Column {
  readonly align: 'left' | 'right';
}

const codes: Readonly<Record<Tone, string>> = {
  plain: '',
  strong: '1',
  quiet: '2',
  good: '32',
  warn: '33',
  bad: '31',
};

/** The only way for text to reach a terminal: every piece is sanitised first and coloured afterwards. */
export interface Printer {
  line(text?: string, tone?: Tone): void;
  /** `header` may be empty; each column is as wide as its widest cell in display columns */
  table(columns: readonly Column[], header: readonly string[], rows: readonly (readonly Cell[])[]): void;
}

function styled(output: Output, text: string, tone: Tone): string {
  return output.colour && codes[tone] !== '' ? `\u001B[${codes[tone]}m${text}\u001B[0m` : text;
}

function harmless(cell: Cell): Piece {
  return typeof cell === 'string'
    ? { text: shown(cell), tone: 'plain' }
    : { text: shown(cell.text), tone: cell.tone };
}

/** The same output, but only lines that warn; for `--quiet`. */
export function warningsOnly(printer: Printer): Printer {
  return {
    line(text, tone) {
      if (tone === 'warn' || tone === 'bad') printer.line(text, tone);
    },
    table: () => undefined,
  };
}

/** Prints to one output; writes whole lines, so that two printers never mix within one. */
export function createPrinter(output: Output): Printer {
  const row = (columns: readonly Column[], widths: readonly number[], cells: readonly Piece[]): string => {
    const last = cells.length - 1;
    const parts = cells.map((cell, index) => {
      const { align = 'left' } = columns[index] ?? {};
      const text =
        index === last && align === 'left' ? cell.text : padded(cell.text, widths[index] ?? 0, align);
      return styled(output, text, cell.tone);
    });
    return `  ${parts.join('  ')}`.trimEnd();
  };
  return {
    line: (text = '', tone = 'plain') => output.write(`${styled(output, shown(text), tone)}\n`),
    table(columns, header, rows) {
      const pieces = rows.map((cells) => cells.map(harmless));
      const head = header.map((text): Piece => ({ text: shown(text), tone: 'quiet' }));
      const all = head.length > 0 ? [head, ...pieces] : pieces;
      const widths = columns.map((_, index) =>
        Math.max(0, ...all.map((cells) => displayWidth(cells[index]?.text ?? ''))),
      );
      for (const cells of all) output.write(`${row(columns, widths, cells)}\n`);
    },
  };
}
