import { expect, it } from 'vitest';
import { z } from 'zod';
import { reportSchema } from '../contract/runs.ts';
import type { ReportView } from '../contract/runs.ts';
import { dictionaries } from '../locale/dictionaries.ts';
import { languages } from '../locale/dictionary.ts';
import { maskedReport } from './mask-report.ts';
import { receiptCsv, receiptHtml, receiptJson } from './receipt-files.ts';
import { receiptText } from './receipt.ts';

const amount = { files: 2, bytes: 4096, allocated: 8192 };
const part = { places: 1, ...amount, reasons: ['report-only' as const] };
const secret = (what: string): string => `SECRET ${what}`;

/** Every text that may name a person is marked. */
const report: ReportView = {
  ...{ runId: 'r-1', planId: 'p-1', mode: 'quarantine', quarantineId: 'q-1', outcome: 'partial' },
  selection: {
    ...{ level: 'deep', include: [], olderThanMs: null, sinceSession: false },
    ...{ accounts: [secret('id')], keep: [secret('pattern')], alwaysKeep: [secret('/home/li/kept')] },
  },
  ...{ startedAt: 1, endedAt: 2, planned: amount, removed: amount, foldersRemoved: 0, livesOn: null },
  ways: [{ way: 'quarantined', ...amount }],
  kept: [{ reason: 'changed', ...amount }],
  failed: [{ code: 'in-use', ...amount }],
  examples: [{ path: secret('folder/file.jpg'), why: 'in-use', heldBy: [secret('program')] }],
  groups: [
    {
      ...{ id: 0, rootId: secret('root'), accountId: secret('id'), location: 'W4-01', category: 'media' },
      ...{
        recoverability: 'phone',
        risk: 'high',
        confidence: 'A',
        removedFiles: 1,
        removedBytes: 1,
        ...amount,
      },
    },
  ],
  accounts: [
    {
      ...{ accountId: secret('id'), product: 'wechat', line: '4.x', folder: secret('wxid <b>"1",2') },
      ...{ rootId: secret('root'), key: secret('key') },
    },
  ],
  roots: [
    {
      ...{ rootId: secret('root'), realPath: secret('/home/li'), platform: 'wechat-4-linux', kind: 'data' },
      ...{ dev: secret('dev'), ino: secret('ino') },
    },
  ],
  verification: {
    ...{
      at: 3,
      gone: 1,
      left: 1,
      leftBytes: 1,
      behindLinks: 0,
      arrived: 0,
      unreadable: 1,
      outcome: 'partial',
    },
    examples: [{ path: secret('/home/li/unread'), state: 'unreadable' }],
    verdict: { headline: 'sign-in-left', signIns: part, data: part, backups: part, unknown: part },
    stillHere: [
      {
        ...{ reason: 'report-only', category: 'media', accountId: secret('id'), place: secret('place') },
        ...{ target: secret('target'), leadsTo: 'file', mayHoldSignIn: true, newest: null, concern: 'data' },
        ...amount,
      },
    ],
    stillHereMore: 0,
  },
  confirmed: [],
};

it.each(languages)(
  'without names no export holds an account, a path, a pattern or a program (%s)',
  (language) => {
    const texts = dictionaries[language];
    const exports = (of: ReportView): string[] => [
      receiptText(of, texts, language),
      receiptHtml(of, texts, language),
      receiptCsv(of, texts),
      receiptJson(of),
    ];
    for (const content of exports(report)) expect(content).toContain('SECRET');
    const masked = maskedReport(report);
    for (const content of exports(masked)) expect(content).not.toContain('SECRET');
    expect(reportSchema.parse(JSON.parse(receiptJson(masked)))).toEqual(masked);
    expect(masked.accounts[0]?.accountId).toBe(masked.groups[0]?.accountId);
    expect(masked.removed).toEqual(report.removed);
  },
);

/** Texts of a receipt that are no choice of a list, by their path. */
function textsOf(node: z.core.JSONSchema.BaseSchema, root = node, path = ''): string[] {
  const definition = node.$ref === undefined ? node : root.$defs?.[node.$ref.replace('#/$defs/', '')];
  if (definition === undefined) return [];
  const { type, enum: choices, anyOf = [], properties = {}, items } = definition;
  const isText = type === 'string' || (Array.isArray(type) && type.includes('string'));
  if (isText && choices === undefined && definition.const === undefined) return [path];
  return [
    ...anyOf.flatMap((one) => textsOf(one, root, path)),
    ...Object.entries(properties).flatMap(([name, one]) =>
      textsOf(one as z.core.JSONSchema.BaseSchema, root, path === '' ? name : `${path}.${name}`),
    ),
    ...(items === undefined ? [] : textsOf(items as z.core.JSONSchema.BaseSchema, root, path)),
  ];
}

it('every text of a receipt is either masked or known to name nobody', () => {
  const all = [...new Set(textsOf(z.toJSONSchema(reportSchema)))];
  const harmless = ['runId', 'planId', 'quarantineId', 'groups.location', 'accounts.line', 'roots.platform'];
  const masked = [
    ...['selection.accounts', 'selection.keep', 'selection.alwaysKeep', 'examples.path', 'examples.heldBy'],
    ...['groups.rootId', 'groups.accountId'],
    ...['accounts.accountId', 'accounts.folder', 'accounts.rootId', 'accounts.key'],
    ...['roots.rootId', 'roots.realPath', 'roots.dev', 'roots.ino', 'verification.examples.path'],
    ...['accountId', 'place', 'target'].map((name) => `verification.stillHere.${name}`),
  ];
  expect(all.toSorted()).toEqual([...harmless, ...masked].toSorted());
});

it('a table cell that a spreadsheet would run as a formula is text, and quotes are doubled', () => {
  const named = (folder: string): ReportView => ({
    ...report,
    accounts: [{ ...report.accounts[0]!, folder }],
  });
  const csv = (folder: string): string => receiptCsv(named(folder), dictionaries['en-US']);
  for (const sign of ['=', '+', '-', '@']) expect(csv(`${sign}1+1`)).toContain(`,'${sign}1+1,`);
  expect(csv('a "b", c')).toContain(',"a ""b"", c",');
  expect(csv('plain').startsWith('\uFEFFPart,Content,Account,')).toBe(true);
});

it('a name in the page is text, never markup', () => {
  const html = receiptHtml(report, dictionaries['en-US'], 'en-US');
  expect(html).toContain('SECRET wxid &lt;b&gt;&quot;1&quot;,2');
  expect(html).not.toContain('<b>');
});
