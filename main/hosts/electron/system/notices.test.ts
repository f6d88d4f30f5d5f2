import { EventEmitter } from 'node:events';
import { expect, it, vi } from 'vitest';
import type { Notification } from 'electron';
import { dictionaries } from '../../../../app/locale/dictionaries.ts';
import type { Language } from '../../../../app/locale/dictionary.ts';
import { createEventHub } from '../../../assistant/event-hub.ts';
import { createNotices, showGrowthNotices } from './notices.ts';

const gib = 1024 ** 3;

function scene(supported: boolean) {
  const hub = createEventHub(() => undefined);
  const notices: { title: string; body: string; emitter: EventEmitter; show: ReturnType<typeof vi.fn> }[] =
    [];
  let language: Language = 'zh-CN';
  const open = vi.fn();
  const warn = vi.fn();
  const make = (words: { title: string; body: string }) => {
    const emitter = new EventEmitter();
    const show = vi.fn();
    notices.push({ ...words, emitter, show });
    return Object.assign(emitter, { show }) as unknown as Notification;
  };
  const made = createNotices({ supported, make }, warn);
  const stop = showGrowthNotices(hub, { notices: made, language: () => language, open });
  const grow = (): void => hub.emit('growth.exceeded', { bytes: 6 * gib, limit: 5 * gib });
  const speak = (spoken: Language): void => void (language = spoken);
  return { notices, open, warn, stop, grow, speak };
}

it('shows one notice per crossing, and a click opens the preview', () => {
  const { notices, open, grow } = scene(true);
  grow();
  const { growth } = dictionaries['zh-CN'].home;
  expect(notices.map(({ title, body }) => ({ title, body }))).toEqual([
    { title: growth.title, body: growth.body({ size: '6 GB', limit: '5 GB' }) },
  ]);
  expect(notices[0]?.show).toHaveBeenCalledOnce();
  expect(open).not.toHaveBeenCalled();
  notices[0]?.emitter.emit('click');
  expect(open.mock.calls).toEqual([['#/leave/cache']]);
});

it('speaks the language of the moment', () => {
  const { notices, grow, speak } = scene(true);
  speak('en-US');
  grow();
  expect(notices[0]?.title).toBe(dictionaries['en-US'].home.growth.title);
});

it('reports one that Windows could not show', () => {
  const { notices, grow, warn } = scene(true);
  grow();
  notices[0]?.emitter.emit('failed', {}, 'no shortcut with this id');
  expect(warn.mock.calls).toEqual([['notice: no shortcut with this id']]);
});

it('shows nothing without system notices, and nothing after it was stopped', () => {
  const without = scene(false);
  without.grow();
  expect(without.notices).toEqual([]);
  const stopped = scene(true);
  stopped.stop();
  stopped.grow();
  expect(stopped.notices).toEqual([]);
});
