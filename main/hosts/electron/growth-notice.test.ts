import { EventEmitter } from 'node:events';
import { expect, it, vi } from 'vitest';
import type { Notification } from 'electron';
import { dictionaries } from '../../../app/locale/dictionaries.ts';
import { createEventHub } from '../../assistant/event-hub.ts';
import { showGrowthNotices } from './growth-notice.ts';

const gib = 1024 ** 3;

function scene(supported: boolean) {
  const hub = createEventHub(() => undefined);
  const notices: { title: string; body: string; emitter: EventEmitter; show: ReturnType<typeof vi.fn> }[] =
    [];
  const openPreview = vi.fn();
  const make = (words: { title: string; body: string }) => {
    const emitter = new EventEmitter();
    const show = vi.fn();
    notices.push({ ...words, emitter, show });
    return Object.assign(emitter, { show }) as unknown as Notification;
  };
  const stop = showGrowthNotices(hub, { supported, make }, 'zh-CN', openPreview);
  const grow = (): void => hub.emit('growth.exceeded', { bytes: 6 * gib, limit: 5 * gib });
  return { notices, openPreview, stop, grow };
}

it('shows one notice per crossing, and a click opens the preview', () => {
  const { notices, openPreview, grow } = scene(true);
  grow();
  const { growth } = dictionaries['zh-CN'].home;
  expect(notices.map(({ title, body }) => ({ title, body }))).toEqual([
    { title: growth.title, body: growth.body({ size: '6 GB', limit: '5 GB' }) },
  ]);
  expect(notices[0]?.show).toHaveBeenCalledOnce();
  expect(openPreview).not.toHaveBeenCalled();
  notices[0]?.emitter.emit('click');
  expect(openPreview).toHaveBeenCalledOnce();
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
