import { describe, expect, it } from 'vitest';
import { dictionaries } from '../../../app/locale/dictionaries.ts';
import { createPrinter, displayWidth } from './printer.ts';
import { createProgress } from './progress.ts';
import type { Step } from './progress.ts';
import { recordedOutput } from './testing/fake-world.ts';

const step: Step = {
  kind: 'clean',
  done: 50,
  total: 100,
  bytes: 2048,
  bytesTotal: 4096,
  current: `/家/文档/xwechat_files/${'很长'.repeat(40)}/图\u001B片.jpg`,
  etaMs: 20_000,
};
const inChinese = { texts: dictionaries['zh-CN'], language: 'zh-CN' } as const;

describe('progress', () => {
  it('on a terminal is one line within its width, with count, bytes, time left and path', () => {
    const output = recordedOutput(true);
    createProgress(output, { json: true, quiet: false, ...inChinese, now: () => 0 }).update(step);
    const line = output.text().replace(/^\r/, '').replace('\u001B[K', '');
    expect(displayWidth(line)).toBeLessThan(80);
    expect(line).toContain('清理  ██████████░░░░░░░░░░  50/100  2 KB/4 KB  约剩 20');
    expect(line).toContain('…');
    expect(line).not.toContain('\u001B');
  });

  it('elsewhere is at most one line in two seconds, and nothing with --json', () => {
    let now = 0;
    const output = recordedOutput();
    const sink = createProgress(output, { json: false, quiet: false, ...inChinese, now: () => now });
    for (now = 0; now < 5000; now += 100) sink.update(step);
    expect(output.text().trimEnd().split('\n')).toHaveLength(3);
    const quiet = recordedOutput();
    createProgress(quiet, { json: true, quiet: false, ...inChinese, now: () => 0 }).update(step);
    expect(quiet.text()).toBe('');
  });
});

describe('tables', () => {
  it('align by columns of the terminal', () => {
    const output = recordedOutput();
    createPrinter(output).table(
      [{ align: 'left' }, { align: 'right' }],
      [],
      [
        ['微信', '1'],
        ['wechat', '22'],
      ],
    );
    expect(output.text()).toBe('  微信     1\n  wechat  22\n');
  });

  it('colour appears only on a colour terminal', () => {
    const plain = recordedOutput();
    createPrinter(plain).line('text', 'bad');
    expect(plain.text()).toBe('text\n');
    const coloured = recordedOutput(true, true);
    createPrinter(coloured).line('a\u001B[0mb', 'bad');
    expect(coloured.text()).toBe('\u001B[31ma\\x1b[0mb\u001B[0m\n');
  });
});
