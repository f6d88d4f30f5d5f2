import type { ReportView } from '../contract/runs.ts';
import type { Amount } from '../contract/shapes.ts';
import type { Dictionary } from '../locale/dictionaries.ts';
import type { Language } from '../locale/dictionary.ts';
import { receiptText, stillHereWords } from './receipt.ts';

/** One sum of a receipt: what it is of, of whom, and how much. */
interface Row {
  readonly part: string;
  readonly what: string;
  readonly account: string;
  readonly place: string;
  readonly amount: Amount;
}

function rowsOf(report: ReportView, texts: Dictionary): readonly Row[] {
  const { common, records } = texts;
  const words = records.table;
  const folderOf = new Map(report.accounts.map(({ accountId, folder }) => [accountId, folder]));
  const of = (accountId: string | null): string =>
    accountId === null ? '' : (folderOf.get(accountId) ?? accountId);
  const row = (
    part: string,
    what: string,
    amount: Amount,
    accountId: string | null = null,
    place = '',
  ): Row => ({
    ...{ part, what, account: of(accountId), place },
    amount: { files: amount.files, bytes: amount.bytes, allocated: amount.allocated },
  });
  return [
    row(words.planned, '', report.planned),
    row(words.removed, '', report.removed),
    ...report.ways.map((one) => row(words.ways, common.ways[one.way], one)),
    ...report.kept.map((one) => row(words.kept, common.stayReasons[one.reason], one)),
    ...report.failed.map((one) => row(words.failed, common.failures[one.code], one)),
    ...report.groups.map((one) => row(words.groups, common.categories[one.category], one, one.accountId)),
    ...(report.verification?.stillHere ?? []).map((one) => {
      const { what, why, place } = stillHereWords(one, texts);
      return row(words.stillHere, `${what} · ${why}`, one, one.accountId, place);
    }),
  ];
}

/** A spreadsheet reads a cell that begins with one of these as a formula, and names of files are not ours. */
const formula = /^\s*[=+\-@＝＋－＠]|^[\t\r]/u;

function cell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const text = formula.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The sums of a receipt by RFC 4180, with the mark by which spreadsheets know UTF-8. */
export function receiptCsv(report: ReportView, texts: Dictionary): string {
  const { columns } = texts.records.table;
  const lines = rowsOf(report, texts).map(({ part, what, account, place, amount }) =>
    [part, what, account, place, amount.files, amount.bytes, amount.allocated].map(cell).join(','),
  );
  return `\uFEFF${[columns.map(cell).join(','), ...lines].join('\r\n')}\r\n`;
}

/** The receipt as the contract has it: docs/schema/receipt.json. */
export function receiptJson(report: ReportView): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}

function escaped(text: string | number): string {
  return String(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

const style =
  'body{font:15px/1.6 system-ui,sans-serif;max-width:60em;margin:2em auto;padding:0 1em}' +
  'p{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}table{border-collapse:collapse;margin-top:1.5em}' +
  'th,td{border-bottom:1px solid #ccc;padding:.3em .8em;text-align:start;overflow-wrap:anywhere}';

/** The receipt as a page that loads nothing from elsewhere. */
export function receiptHtml(report: ReportView, texts: Dictionary, language: Language): string {
  const [title = '', ...lines] = receiptText(report, texts, language).split('\n');
  const { columns } = texts.records.table;
  const head = columns.map((name) => `<th>${escaped(name)}</th>`).join('');
  const rows = rowsOf(report, texts).map(({ part, what, account, place, amount }) => {
    const values = [part, what, account, place, amount.files, amount.bytes, amount.allocated];
    return `<tr>${values.map((value) => `<td>${escaped(value)}</td>`).join('')}</tr>`;
  });
  return [
    `<!doctype html>`,
    `<html lang="${language}"><meta charset="utf-8">`,
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<title>${escaped(title)}</title><style>${style}</style>`,
    `<body><h1>${escaped(title)}</h1>`,
    ...lines.map((line) => `<p>${escaped(line)}</p>`),
    `<table><thead><tr>${head}</tr></thead><tbody>`,
    ...rows,
    `</tbody></table></body></html>`,
    '',
  ].join('\n');
}
