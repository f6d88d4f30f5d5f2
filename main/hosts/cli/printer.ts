import { displayWidth, padded, shown } from './display-text.ts';
import type { Output } from './terminal.ts';

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
