import { describe, expect, it, onTestFinished } from 'vitest';
import type { Events } from '../../../app/contract/contract.ts';
import type { JobKind } from '../../../app/contract/jobs.ts';
import { firstSettings } from '../../../app/settings/settings-table.ts';
import { FakeContract } from '../../../app/testing/fake-contract.ts';
import type { FakeOptions } from '../../../app/testing/fake-contract.ts';
import { busyWatch, session } from '../../../app/testing/fake-staying.ts';
import type { SessionView } from '../../../app/contract/session.ts';
import { followTray } from './follow-tray.ts';
import type { TrayView } from './tray-view.ts';

async function scene(options: FakeOptions = {}) {
  const client = new FakeContract(options);
  const views: TrayView[] = [];
  const follower = followTray(client, 'zh-CN', (view) => views.push(view));
  onTestFinished(() => follower.stop());
  await follower.again();
  const last = () => views.at(-1);
  const commands = () =>
    last()?.menu.flatMap((entry) => (entry.kind === 'item' ? [entry.command] : [])) ?? [];
  return { client, views, follower, last, commands };
}

function progress(jobId: string, kind: JobKind, done: number, total: number | null): Events['job.progress'] {
  return { jobId, kind, done, total, bytes: 0, bytesTotal: null, current: null, etaMs: null };
}

const ended = (jobId: string, kind: JobKind): Events['job.ended'] => ({
  ...{ jobId, kind },
  ...{ outcome: 'done', error: null },
});

describe('the tray follows', () => {
  it('a clean, by the percent that the window shows, until it ends', async () => {
    const { client, last } = await scene();
    client.emit('job.progress', progress('j1', 'clean', 1, 3));
    expect(last()).toMatchObject({ picture: 'running', tooltip: '安心下机：正在清理 33%' });
    client.emit('job.ended', ended('j2', 'scan'));
    expect(last()?.picture).toBe('running');
    client.emit('job.ended', ended('j1', 'clean'));
    expect(last()?.picture).toBe('watching');
  });

  it('no job that only reads', async () => {
    const { client, views } = await scene();
    const before = views.length;
    for (const kind of ['scan', 'plan', 'verify', 'baseline', 'quit'] as const)
      client.emit('job.progress', progress('j1', kind, 1, 3));
    expect(views).toHaveLength(before);
  });

  it('the language of the settings, and the system’s where they say so', async () => {
    const { client, last } = await scene({ settings: { language: 'system' } });
    expect(last()?.menu.at(-1)).toMatchObject({ label: '退出安心下机' });
    client.emit('settings.changed', { ...firstSettings, language: 'en-US' });
    expect(last()?.menu.at(-1)).toMatchObject({ label: 'Quit SignOff' });
  });

  it('the session', async () => {
    const { client, commands } = await scene();
    expect(commands()).toContain('session-start');
    await client.call('session.start', {});
    await expect.poll(commands).toContain('session-leave');
    expect(commands()).not.toContain('session-start');
  });

  it('the watch, which counts as paused only after it was on or when the person paused it', async () => {
    const { client, last, commands } = await scene();
    expect(last()).toMatchObject({ picture: 'watching', tooltip: '安心下机' });
    await client.call('watch.start', {});
    await expect.poll(() => last()?.tooltip).toBe('安心下机：正在监测');
    await client.call('watch.stop', {});
    await expect.poll(() => last()?.picture).toBe('paused');
    expect(commands()).toContain('watch-resume');
    const paused = await scene({ settings: { watching: false } });
    expect(paused.last()?.picture).toBe('paused');
  });

  it('a clean that was cut off, until it is read that there is none', async () => {
    const { client, last, follower } = await scene({ interrupted: 'stuck' });
    expect(last()).toMatchObject({ picture: 'attention', tooltip: '安心下机：上次清理没有做完' });
    await client.call('runs.close', { runId: 'run-cut' });
    await follower.again();
    expect(last()?.picture).toBe('watching');
  });

  it('growth above the limit, although an older answer is on its way', async () => {
    let growth: { bytes: number; limit: number } | null = null;
    const { client, last } = await scene({ answers: { 'watch.get': () => ({ ...busyWatch, growth }) } });
    client.emit('watch.changed', { state: 'live' });
    await Promise.resolve();
    growth = { bytes: 6, limit: 5 };
    client.emit('growth.exceeded', growth);
    await expect.poll(() => last()?.picture).toBe('attention');
    await new Promise((resolve) => setImmediate(resolve));
    expect(last()?.picture).toBe('attention');
  });

  it('the session as the last event told, not an answer from before', async () => {
    let answer: (view: SessionView | null) => void = () => undefined;
    const asked = () => new Promise<SessionView | null>((resolve) => (answer = resolve));
    const client = new FakeContract({ answers: { 'session.get': asked } });
    const views: TrayView[] = [];
    const follower = followTray(client, 'zh-CN', (view) => views.push(view));
    onTestFinished(() => follower.stop());
    await expect.poll(() => client.calls.some(({ method }) => method === 'session.get')).toBe(true);
    client.emit('session.changed', { session });
    answer(null);
    await new Promise((resolve) => setImmediate(resolve));
    expect(JSON.stringify(views.at(-1)?.menu)).toContain('session-leave');
  });
});

it('shows a view only when it differs from the last', async () => {
  const { client, views, follower } = await scene();
  const before = views.length;
  await follower.again();
  client.emit('job.progress', progress('j1', 'clean', 1, 1000));
  client.emit('job.progress', progress('j1', 'clean', 2, 1000));
  expect(views).toHaveLength(before + 1);
});

it('shows nothing after it was stopped', async () => {
  const { client, views, follower } = await scene();
  follower.stop();
  const before = views.length;
  client.emit('job.progress', progress('j1', 'clean', 1, 2));
  await follower.again();
  expect(views).toHaveLength(before);
});
