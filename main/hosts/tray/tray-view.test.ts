import { describe, expect, it } from 'vitest';
import { trayView } from './tray-view.ts';
import type { TrayState } from './tray-view.ts';

const calm: TrayState = { watch: 'on', run: null, inSession: false, concern: null };
const view = (part: Partial<TrayState>) => trayView({ ...calm, ...part }, 'zh-CN');

describe('picture and tooltip', () => {
  it.each([
    ['the watch is on', {}, 'watching', '安心下机：正在监测'],
    ['the watch has not begun', { watch: 'not-begun' }, 'watching', '安心下机'],
    ['the watch is off', { watch: 'off' }, 'paused', '安心下机：已暂停监测'],
    [
      'something needs the person',
      { watch: 'off', concern: 'growth' },
      'attention',
      '安心下机：新增的数据超过了你设的量',
    ],
    [
      'a clean runs, whatever else there is',
      { run: { kind: 'clean', share: 0.424 }, concern: 'interrupted' },
      'running',
      '安心下机：正在清理 42%',
    ],
    [
      'the end of the work is unknown',
      { run: { kind: 'restore', share: null } },
      'running',
      '安心下机：正在恢复',
    ],
  ] as const)('when %s', (_when, part, picture, tooltip) => {
    expect(view(part)).toMatchObject({ picture, tooltip });
  });

  it('speaks English', () => {
    const running = { ...calm, run: { kind: 'purge', share: 1 } } as const;
    expect(trayView(running, 'en-US').tooltip).toBe('SignOff: deleting for good 100%');
  });
});

describe('the menu', () => {
  const labels = (part: Partial<TrayState>) =>
    view(part).menu.map((entry) => (entry.kind === 'separator' ? '-' : entry.label));

  it('has every way in, in its order', () => {
    const before = ['打开', '-', '我要离开这台电脑', '深度清理'];
    const after = ['-', '退出安心下机'];
    expect(labels({})).toEqual([...before, '我开始用这台电脑', '-', '暂停监测', ...after]);
    expect(labels({ inSession: true, watch: 'off' })).toEqual([
      ...before,
      ...['我要走了', '-', '继续监测', ...after],
    ]);
  });

  it('offers during a run only what can be done then', () => {
    const { menu } = view({ run: { kind: 'clean', share: 0 } });
    const enabled = menu.flatMap((entry) => (entry.kind === 'item' && entry.enabled ? [entry.command] : []));
    expect(enabled).toEqual(['open', 'watch-pause', 'quit']);
  });
});
