import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createPrinter,
  displayWidth,
  padded,
  pathCell,
  questionText,
  shown,
  shownJson,
  truncatedMiddle,
  wrapped,
} from './printer.ts';
import type { Cell, Column, Printer } from './printer.ts';
import { recordedOutput } from './testing/fake-world.ts';

describe('text on a terminal', () => {
  it.each([
    ['abc', 3],
    ['微信', 4],
    ['ｆｕｌｌ', 8],
    ['한글', 4],
    ['é', 1],
    ['e\u0301', 1],
    ['👨‍👩‍👧', 2],
    ['', 0],
    ['。', 2],
  ])('%s takes %i columns', (text, width) => expect(displayWidth(text)).toBe(width));

  it('pads by columns, not by characters', () => {
    expect(padded('微信', 6)).toBe('微信  ');
    expect(padded('7', 3, 'right')).toBe('  7');
  });

  it.each([10, 11, 12, 13])('cuts the middle so that %i columns are never passed', (width) => {
    const cut = truncatedMiddle('/家/文档/xwechat_files/wxid/图片.jpg', width);
    expect(displayWidth(cut)).toBeLessThanOrEqual(width);
    expect(cut).toContain('…');
    expect(cut.startsWith('/家')).toBe(true);
    expect(cut.endsWith('.jpg')).toBe(true);
  });

  it('keeps text that fits', () => expect(truncatedMiddle('微信', 4)).toBe('微信'));

  it('shows terminal control characters as visible text', () => {
    expect(shown('a\u001B[31mb\nc\u009Bd\u202Ee\tf')).toBe('a\\x1b[31mb\\nc\\x9bd\\u{202e}e\\tf');
    expect(shown('微信 👨‍👩‍👧')).toBe('微信 👨‍👩‍👧');
  });

  it('shows undecodable bytes as bytes, and JSON keeps them reversible', () => {
    const name = '照片-\udcd5\udcc5.jpg';
    expect(shown(name)).toBe('照片-\\xd5\\xc5.jpg');
    expect(shown('😀\ud83d')).toBe('😀\\u{d83d}');
    const json = shownJson(JSON.stringify({ name }));
    expect(json).toBe('{"name":"照片-\\udcd5\\udcc5.jpg"}');
    expect(JSON.parse(json)).toEqual({ name });
  });

  it('escapes raw control characters in JSON without changing its value', () => {
    const value = { name: 'a\u009Bb\u202Ec\u2028d' };
    const json = shownJson(JSON.stringify(value));
    expect(json).toBe('{"name":"a\\u009bb\\u202ec\\u2028d"}');
    expect(JSON.parse(json)).toEqual(value);
  });
});

/** What a terminal of `columns` columns, or a pipe, receives. */
function printed(columns: number | null, print: (printer: Printer) => void, colour = false): string {
  const output = recordedOutput(columns !== null, colour, columns ?? 80);
  print(createPrinter(output));
  return output.text();
}

const linesOf = (text: string): string[] => text.split('\n').slice(0, -1);
const withoutSpaces = (text: string): string => text.replaceAll(/\s/gu, '');

const character = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...Array.from('abcXYZ019._-/\\ ')) },
  { weight: 3, arbitrary: fc.constantFrom(...Array.from('微信聊天记录，。、（）「」：')) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('😀', '👨‍👩‍👧', 'e\u0301', '\u0300', 'ｆ', '한', '\u001B', '\u202E', '\n'),
  },
);
const text = fc.array(character, { maxLength: 70 }).map((parts) => parts.join(''));
const word = fc
  .array(fc.constantFrom(...Array.from('0123456789,. KMGB')), { maxLength: 9 })
  .map((parts) => parts.join(''));

const table = fc
  .array(fc.constantFrom<Column>({ align: 'left' }, { align: 'right' }, { align: 'left', isOwner: true }), {
    minLength: 1,
    maxLength: 7,
  })
  .chain((columns) => {
    const cell = (column: Column): fc.Arbitrary<Cell> =>
      column.align === 'right' ? word : fc.oneof(text, text.map(pathCell));
    const row = fc.tuple(...columns.map(cell));
    const header = fc.oneof(
      fc.constant([]),
      fc.tuple(...columns.map(() => fc.constantFrom('应用', 'Account folder', 'Id'))),
    );
    return fc.record({ columns: fc.constant(columns), header, rows: fc.array(row, { maxLength: 4 }) });
  });

describe('a terminal', () => {
  it('of any width shows every cell of a table, and no line is wider', () => {
    fc.assert(
      fc.property(table, fc.integer({ min: 20, max: 200 }), ({ columns, header, rows }, width) => {
        const lines = linesOf(printed(width, (print) => print.table(columns, header, rows)));
        for (const line of lines) expect(displayWidth(line), line).toBeLessThanOrEqual(width);
        const counts = (text: string): string => Array.from(withoutSpaces(text)).toSorted().join('');
        const cells = rows.flat().map((cell) => shown(typeof cell === 'string' ? cell : cell.text));
        const labels = counts(cells.join(''));
        const found = counts(lines.join(''));
        // a header is shown once, or beside every cell of a narrow terminal
        if (header.length === 0) expect(found).toBe(labels);
        else expect(found.length).toBeGreaterThanOrEqual(labels.length);
      }),
      { numRuns: 500 },
    );
  });

  it('of any width shows the whole text of a line, and a path without a change', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 20, max: 100 }), (words, width) => {
        const lines = linesOf(printed(width, (print) => print.line(words)));
        for (const line of lines) expect(displayWidth(line), line).toBeLessThanOrEqual(width);
        expect(withoutSpaces(lines.join(''))).toBe(withoutSpaces(shown(words)));
        const parts = wrapped(shown(words), width, true);
        for (const part of parts) expect(displayWidth(part), part).toBeLessThanOrEqual(width);
        expect(parts.join('')).toBe(shown(words));
      }),
      { numRuns: 500 },
    );
  });

  it('breaks between words, after Chinese characters, and not before a full stop or behind a bracket', () => {
    expect(wrapped('removes nothing at all', 12)).toEqual(['removes', 'nothing at', 'all']);
    expect(wrapped('不删除任何东西。', 14)).toEqual(['不删除任何东', '西。']);
    expect(wrapped('计划（p-1）有效', 8)).toEqual(['计划', '（p-1）', '有效']);
    expect(wrapped('微信 4.x 没有运行', 11)).toEqual(['微信 4.x 没', '有运行']);
  });

  it('breaks a path after its separators, and a long name where no separator fits', () => {
    const path = '/home/li/我的 文档/xwechat_files/wxid_abcdefghijklmnop/msg';
    const parts = wrapped(path, 20, true);
    expect(parts).toEqual(['/home/li/我的 文档/', 'xwechat_files/', 'wxid_abcdefghijklmno', 'p/msg']);
    expect(wrapped('C:\\Users\\li\\Documents', 12, true)).toEqual(['C:\\Users\\li\\', 'Documents']);
  });

  const columns: Column[] = [{ align: 'left' }, { align: 'right' }, { align: 'left' }];
  const header = ['应用', 'Files', 'Place'];
  const rows = [['微信 4.x', '1,234', pathCell('/home/li/Documents/xwechat_files/wxid_a')]];

  it('wraps a long cell in its own column', () => {
    expect(linesOf(printed(50, (print) => print.table(columns, header, rows)))).toEqual([
      '  应用      Files  Place',
      '  微信 4.x  1,234  /home/li/Documents/',
      '                   xwechat_files/wxid_a',
    ]);
  });

  it('too narrow for columns shows each cell behind its label', () => {
    expect(linesOf(printed(30, (print) => print.table(columns, header, rows)))).toEqual([
      '  应用   微信 4.x',
      '  Files  1,234',
      '  Place  /home/li/Documents/',
      '         xwechat_files/wxid_a',
    ]);
  });

  it('too narrow for all columns shows the owner of rows above them', () => {
    const owned: Column[] = [{ align: 'left', isOwner: true }, { align: 'left' }, { align: 'right' }];
    const cells = [
      ['微信 4.x', '缓存', '12'],
      ['', '日志', '3'],
      ['QQ NT', '缓存', '4'],
    ];
    expect(linesOf(printed(20, (print) => print.table(owned, ['应用', '类别', '文件数'], cells)))).toEqual([
      '  类别  文件数',
      '  微信 4.x',
      '  缓存      12',
      '  日志       3',
      '',
      '  QQ NT',
      '  缓存       4',
    ]);
  });

  it('gets each line of a wrapped cell in its own colour', () => {
    const text = printed(20, (print) => print.line('one two three four five', 'warn'), true);
    expect(text).toBe('\u001B[33mone two three four\u001B[0m\n\u001B[33mfive\u001B[0m\n');
  });

  it('keeps the space between a question and its answer', () => {
    const question = 'Remove 2 files (2.9 KB)? Type yes to go on: ';
    expect(questionText(recordedOutput(true, false, 30), question)).toBe(
      'Remove 2 files (2.9 KB)?\nType yes to go on: ',
    );
  });
});

it('a pipe gets each line and each row of any width as one line', () => {
  fc.assert(
    fc.property(table, text, ({ columns, header, rows }, words) => {
      const lines = linesOf(
        printed(null, (print) => {
          print.line(words);
          print.path(words);
          print.table(columns, header, rows);
        }),
      );
      expect(lines).toHaveLength(2 + rows.length + (header.length === 0 ? 0 : 1));
    }),
  );
});
