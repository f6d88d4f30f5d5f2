import { expect, it } from 'vitest';
import { dictionaries } from '../../../app/locale/dictionaries.ts';
import { falseClaims, resultStates } from '../../../app/testing/result-states.ts';
import type { Cell, Printer } from './printer.ts';
import { printReport, printReportList } from './report-text.ts';

const wordOf = (cell: Cell): string => (typeof cell === 'string' ? cell : cell.text);

/** Writes plain lines, a table row as one line. */
function printerTo(lines: string[]): Printer {
  return {
    line: (text = '') => void lines.push(text),
    path: (path) => void lines.push(path),
    whole: (text) => void lines.push(text),
    table: (_columns, header, rows) =>
      void lines.push(header.join('  '), ...rows.map((row) => row.map(wordOf).join('  '))),
  };
}

it.each(['zh-CN', 'en-US'] as const)(
  'a receipt and the list of receipts claim no more than outcome and verdict yield, %s',
  (language) => {
    for (const state of resultStates) {
      const lines: string[] = [];
      const print = printerTo(lines);
      const wording = { language, texts: dictionaries[language] };
      printReport(print, wording, state.report);
      printReportList(print, wording, [state.report]);
      const text = lines.join('\n');
      expect(falseClaims(text, state, language), JSON.stringify(state)).toEqual([]);
      const { headlines } = dictionaries[language].common.verdict;
      if (state.report.verification !== null) expect(text).toContain(headlines[state.headline]);
    }
  },
);

it('a file in use names the programs that hold it, where the system told', () => {
  const [state] = resultStates;
  if (state === undefined) throw new Error('no state');
  const lines: string[] = [];
  const example = { path: 'wxid_a/cache/x', why: 'in-use' as const };
  const report = { ...state.report, examples: [{ ...example, heldBy: ['微信', 'Viewer'] }, example] };
  printReport(printerTo(lines), { language: 'zh-CN', texts: dictionaries['zh-CN'] }, report);
  const inUse = dictionaries['zh-CN'].common.failures['in-use'];
  expect(lines.filter((line) => line.includes('wxid_a/cache/x'))).toEqual([
    `wxid_a/cache/x  ${inUse}：微信 · Viewer`,
    `wxid_a/cache/x  ${inUse}`,
  ]);
});
