import { describe, expect, it } from 'vitest';
import type { ReportView, StillHereView } from '../contract/runs.ts';
import { dictionaries } from '../locale/dictionaries.ts';
import { falseClaims, resultStates } from '../testing/result-states.ts';
import { receiptText } from './receipt.ts';

const names = { folder: 'wxid_abc_12ef', rootId: 'root1', key: 'wxid_abc' };

const report: ReportView = {
  runId: 'run-1',
  planId: 'plan-1',
  mode: 'quarantine',
  selection: {
    level: 'system',
    accounts: ['a1'],
    include: [],
    olderThanMs: null,
    keep: [],
    sinceSession: false,
  },
  startedAt: Date.UTC(2026, 10, 20, 9, 0),
  endedAt: Date.UTC(2026, 10, 20, 9, 1),
  outcome: 'partial',
  planned: { files: 12, bytes: 4096, allocated: 4096 },
  removed: { files: 10, bytes: 3072, allocated: 3072 },
  ways: [
    { way: 'quarantined', files: 9, bytes: 3000, allocated: 3000 },
    { way: 'deleted-credential', files: 1, bytes: 72, allocated: 72 },
  ],
  quarantineId: 'q-1',
  kept: [{ reason: 'changed', files: 1, bytes: 512, allocated: 512 }],
  failed: [{ code: 'in-use', files: 1, bytes: 512, allocated: 512 }],
  livesOn: { files: 0, bytes: 0 },
  foldersRemoved: 0,
  examples: [],
  groups: [],
  accounts: [{ accountId: 'a1', product: 'wechat', line: '4.x', ...names }],
  roots: [],
  confirmed: [],
  verification: null,
};

describe('the receipt', () => {
  it('lists removed and kept files with reasons, in both languages', () => {
    const zh = receiptText(report, dictionaries['zh-CN'], 'zh-CN');
    expect(zh).toContain('编号：run-1');
    expect(zh).toContain('微信 4.x，wxid_abc_12ef');
    expect(zh).toContain('方式：放进隔离区');
    expect(zh).toContain('清理：10 个文件，3 KB');
    expect(zh).toContain('放进隔离区：9 个文件，2.9 KB');
    expect(zh).toContain('登录凭证不留副本，已直接删除：1 个文件，72 B');
    expect(zh).toContain('隔离区批次：q-1');
    expect(zh).toContain('留下（计划之后有改动）：1 个文件，512 B');
    expect(zh).toContain('失败（正被其他程序占用）：1 个文件，512 B');
    expect(zh).toContain('核对：这次清理没有复查');
    expect(zh).toContain('结论：还没有复查，不能确认留下了什么');
    const en = receiptText(report, dictionaries['en-US'], 'en-US');
    expect(en).toContain('Cleaned: 10 files, 3 KB');
    expect(en).toContain('Failed (in use by another program): 1 file, 512 B');
  });

  it.each(['zh-CN', 'en-US'] as const)('claims no more than outcome and verdict yield, %s', (language) => {
    for (const state of resultStates) {
      const text = receiptText(state.report, dictionaries[language], language);
      expect(falseClaims(text, state, language), JSON.stringify(state)).toEqual([]);
      if (state.report.verification !== null)
        expect(text).toContain(dictionaries[language].common.verdict.headlines[state.headline]);
    }
  });

  it('names everything that is still there, with its place and the target of a link', () => {
    const link: StillHereView = {
      ...{ reason: 'behind-link', category: 'credentials', accountId: null, concern: 'sign-in' },
      ...{ place: '/home/li/a', target: '/mnt/b', leadsTo: 'file', mayHoldSignIn: true, newest: null },
      ...{ files: 1, bytes: 72, allocated: 4096 },
    };
    const [first] = resultStates.filter(({ report: { verification } }) => verification !== null);
    const verification = { ...first!.report.verification!, behindLinks: 1, stillHere: [link] };
    const zh = receiptText({ ...first!.report, verification }, dictionaries['zh-CN'], 'zh-CN');
    expect(zh).toContain('链接删了，链接指向的登录凭证还在：1 处');
    expect(zh).toContain('可能用来登录（链接指向的内容，不会去动）：1 个文件，72 B，/home/li/a，指向 /mnt/b');
  });
});
