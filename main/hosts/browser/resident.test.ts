import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { dictionaries } from '../../../app/locale/dictionaries.ts';
import { takeResidentLock } from '../../engine/state/resident-lock.ts';
import { realProcessMarks } from '../../testing/real-process-marks.ts';
import { startNotifications } from '../session-bus/testing/fake-notifications.ts';
import { startPanel } from '../session-bus/testing/fake-panel.ts';
import { noBus, startPrivateBus } from '../session-bus/testing/private-bus.ts';
import { idOf } from '../session-bus/testing/tray-scene.ts';
import { hostScene, openPage } from './testing/host-scene.ts';
import { closeCode, connect, doorOf, get, nextMessage, opened } from './testing/page.ts';

const texts = dictionaries['zh-CN'].host;

beforeEach((ctx) => ctx.skip(noBus !== null, noBus ?? ''));

/** A host in the tray of a panel, with a notification service. */
async function trayHost() {
  const bus = await startPrivateBus();
  onTestFinished(() => bus.stop());
  const panel = await startPanel(bus.address);
  const notices = await startNotifications(bus.address);
  const scene = await hostScene();
  const env = { DBUS_SESSION_BUS_ADDRESS: bus.address };
  const host = scene.start({ env });
  const page = await openPage(host);
  await vi.waitFor(() => expect(host.lines).toContain(texts.resident.tray));
  return { ...scene, bus, panel, notices, host, page, env };
}

async function closePage({ socket }: Awaited<ReturnType<typeof openPage>>): Promise<void> {
  socket.close();
  await vi.waitFor(() => expect(socket.readyState).toBe(socket.CLOSED));
}

describe('a host in the tray', () => {
  it('stays when its window is closed, and opens it again through a new launch file and a new code', async () => {
    const { panel, host, page, stateFolder } = await trayHost();
    const first = page.door;
    await closePage(page);
    await panel.activate();
    const again = await openPage(host);
    expect(again.door.enterPath).not.toBe(first.enterPath);
    expect((await get(first.origin + first.enterPath)).status).toBe(403);
    await vi.waitFor(() => expect(existsSync(again.door.launchFile)).toBe(false));
    expect((await stat(dirname(again.door.launchFile))).mode & 0o777).toBe(0o700);
    expect((await readdir(stateFolder)).filter((name) => name.startsWith('window-'))).toHaveLength(1);
  });

  it('lets the page of the window before in no more, neither by its cookie nor by its key', async () => {
    const { panel, host, page } = await trayHost();
    await closePage(page);
    await panel.activate();
    const { door, entered } = await openPage(host);
    const { origin } = door;
    const { cookie, key } = page.entered;
    expect((await get(`${origin}/`, { cookie })).status).toBe(403);
    expect(await opened(connect(door, { headers: { cookie, origin }, key }))).toBe(403);
    expect(await opened(connect(door, { headers: { cookie: entered.cookie, origin }, key }))).toBe(403);
  });

  it('opens one window at a double click', async () => {
    const { panel, host, page } = await trayHost();
    await closePage(page);
    await Promise.all([panel.activate(), panel.activate()]);
    await openPage(host);
    expect(host.lines.filter((line) => line.includes('launch.html'))).toHaveLength(2);
  });

  it('says in a notice that the window is open where it cannot bring it to the front', async () => {
    const { panel, notices, host } = await trayHost();
    await panel.activate();
    const { title, body } = texts.resident.notices.behind;
    await vi.waitFor(() => expect(notices.shown).toMatchObject([{ title, body: body() }]));
    expect(host.lines).toContain(texts.resident.line({ title, body: body() }));
  });

  it('opens the window at the place of the entry, and leads an open one there', async () => {
    const { panel, host, page } = await trayHost();
    const lines = await panel.menu();
    const message = nextMessage(page.socket);
    await panel.choose(idOf(lines, '深度清理'));
    expect(await message).toEqual({ kind: 'event', event: 'host.goTo', payload: { place: '#/leave/deep' } });
    await closePage(page);
    await panel.choose(idOf(lines, '我要离开这台电脑'));
    const { origin, enterPath } = await doorOf(await host.launchFile());
    expect((await get(origin + enterPath)).body).toMatch(/url=\/#key=[\w-]{43}&amp;at=%23%2Fleave%2Fall"/);
  });

  it('ends by its menu, and leaves nothing in the state folder', async () => {
    const { panel, host, page, stateFolder, world } = await trayHost();
    const closing = closeCode(page.socket);
    await panel.choose(idOf(await panel.menu(), '退出安心下机'));
    expect(await host.ended).toBe(0);
    await closing;
    expect(host.lines.at(-1)).toBe(texts.resident.quit);
    expect(world.closed()).toBe(1);
    expect(await readdir(stateFolder)).toEqual([]);
  });

  it('does not quit during a run: it shows the window and says why', async () => {
    const { panel, notices, world, page } = await trayHost();
    world.emit('job.progress', {
      ...{ jobId: 'j1', kind: 'clean', done: 1, total: 4, bytes: 0 },
      ...{ bytesTotal: null, current: null, etaMs: null },
    });
    await vi.waitFor(async () =>
      expect(await panel.properties()).toMatchObject({ Title: '安心下机：正在清理 25%' }),
    );
    const message = nextMessage(page.socket);
    await panel.choose(idOf(await panel.menu(), '退出安心下机'));
    expect(await message).toMatchObject({ payload: { place: '#/leave' } });
    const { title } = texts.resident.notices.running;
    await vi.waitFor(() => expect(notices.shown.map((notice) => notice.title)).toContain(title));
  });

  it('looks again when its window is closed, for what the person did there', async () => {
    const { world, page } = await trayHost();
    const reads = (): number => world.calls.filter(({ method }) => method === 'status.get').length;
    const before = reads();
    await closePage(page);
    await vi.waitFor(() => expect(reads()).toBe(before + 1));
  });

  it('tells of growth, and a click on it opens the preview', async () => {
    const { notices, world, page } = await trayHost();
    world.emit('growth.exceeded', { bytes: 6_000_000_000, limit: 5_000_000_000 });
    await vi.waitFor(() => expect(notices.shown).toHaveLength(1));
    expect(notices.shown[0]).toMatchObject({ title: dictionaries['zh-CN'].home.growth.title });
    const message = nextMessage(page.socket);
    notices.click(1);
    expect(await message).toMatchObject({ event: 'host.goTo', payload: { place: '#/leave/cache' } });
  });
});

it('no entry of the menu, pressed by any program, removes anything or starts a job', async () => {
  const { panel, world } = await trayHost();
  await world.assistant.client({ host: 'browser', may: ['write'] }).call('watch.start', {});
  const before = world.calls.length;
  const pressed = new Set<string>();
  const pressAll = async (): Promise<void> => {
    for (const { id, label } of await panel.menu()) {
      if (label === null || label === '退出安心下机') continue;
      pressed.add(label);
      await panel.choose(id);
    }
  };
  const shows = async (label: string): Promise<void> =>
    vi.waitFor(async () => expect((await panel.menu()).map((line) => line.label)).toContain(label));
  await pressAll();
  await shows('继续监测');
  await pressAll();
  await shows('暂停监测');
  expect(pressed.size).toBe(6);
  const allowed = [
    'settings.get',
    'settings.set',
    'watch.get',
    'watch.start',
    'watch.stop',
    'session.get',
    'status.get',
  ];
  expect(world.calls.slice(before).filter(({ method }) => !allowed.includes(method))).toEqual([]);
});

describe('a second start', () => {
  it.each([true, false])(
    'asks the host in the tray to show its window, and ends with 0 (--resident: %s)',
    async (resident) => {
      const { start, env, host, page } = await trayHost();
      await closePage(page);
      const second = start({ env, resident });
      expect(await second.ended).toBe(0);
      expect(second.lines).toEqual([texts.resident.shown]);
      await openPage(host);
    },
  );

  it('says which of its options the running program does not take over', async () => {
    const { start, env } = await trayHost();
    const second = start({ env, ownOptions: ['--root', '--browser'] });
    expect(await second.ended).toBe(0);
    expect(second.lines).toEqual([
      texts.resident.shown,
      texts.resident.unused({ options: '--root, --browser' }),
    ]);
  });

  it('of two at once, one serves and the other asks it', async () => {
    const { start } = await hostScene();
    const hosts = [start(), start(), start()];
    await vi.waitFor(() =>
      expect(hosts.filter(({ lines }) => lines.includes(texts.resident.shown))).toHaveLength(2),
    );
    const serving = hosts.filter(({ lines }) => lines.some((line) => line.includes('launch.html')));
    expect(serving).toHaveLength(1);
    await openPage(serving[0]!);
  });

  it('takes the place of a host that is ending', async () => {
    const { start } = await hostScene();
    const first = start();
    await first.launchFile();
    first.interrupt();
    const second = start();
    await openPage(second);
    expect(await first.ended).toBe(130);
  });

  it('says so when the host lives and does not answer', async () => {
    const { start, stateFolder } = await hostScene();
    mkdirSync(`${stateFolder}/window-${process.pid}-mute`, { recursive: true, mode: 0o700 });
    await takeResidentLock(stateFolder, realProcessMarks, `window-${process.pid}-mute`);
    const second = start({ timings: { answerMs: 100 } });
    expect(await second.ended).toBe(1);
    expect(second.lines).toEqual([texts.resident.silent({ seconds: 0.1 })]);
  });
});

describe('without a tray the host says so in one sentence and ends with its window', () => {
  it('no bus', async () => {
    const { start } = await hostScene();
    const host = start();
    const { socket } = await openPage(host);
    await vi.waitFor(() => expect(host.lines).toContain(texts.resident.noBus));
    socket.close();
    expect(await host.ended).toBe(0);
    expect(host.lines.at(-1)).toBe(texts.closed);
  });

  it('no panel, until one comes', async () => {
    const bus = await startPrivateBus();
    onTestFinished(() => bus.stop());
    const { start } = await hostScene();
    const host = start({ env: { DBUS_SESSION_BUS_ADDRESS: bus.address }, timings: { idleMs: 60_000 } });
    const page = await openPage(host);
    await vi.waitFor(() => expect(host.lines).toContain(texts.resident.noPanel));
    const panel = await startPanel(bus.address);
    await vi.waitFor(() => expect(host.lines).toContain(texts.resident.trayBack));
    await closePage(page);
    await panel.activate();
    await openPage(host);
    panel.stop();
    await vi.waitFor(() => expect(host.lines).toContain(texts.resident.trayLost));
  });

  it('a log-off takes bus and panel', async () => {
    const { bus, host, page } = await trayHost();
    await closePage(page);
    await bus.stop();
    expect(await host.ended).toBe(0);
    expect(host.lines).toContain(texts.resident.trayLost);
  });

  it('another system, and icons that are missing', async () => {
    const { start } = await hostScene();
    const windows = start({ system: 'windows' });
    await vi.waitFor(() => expect(windows.lines).toContain(texts.resident.noTrayHere));
    windows.interrupt();
    await windows.ended;
    const bare = start({ icons: '/nonexistent' });
    await vi.waitFor(() => expect(bare.lines).toContain(texts.resident.noTray({ why: 'ENOENT' })));
  });

  it('no notification service: said once, and the line stands in the terminal', async () => {
    const { host, notices, panel } = await trayHost();
    notices.stop();
    await vi.waitFor(async () => {
      await panel.activate();
      expect(host.lines).toContain(texts.resident.noNotices);
    });
    await panel.activate();
    await panel.activate();
    expect(host.lines.filter((line) => line === texts.resident.noNotices)).toHaveLength(1);
  });
});

describe('a window that cannot be opened again', () => {
  it('is told in a notice, and the host stays', async () => {
    const { panel, notices, host, page } = await trayHost();
    await closePage(page);
    const folder = dirname(page.door.launchFile);
    rmSync(folder, { recursive: true });
    writeFileSync(folder, 'a file in the place of the folder');
    await panel.activate();
    const { title } = texts.resident.notices.failed;
    await vi.waitFor(() => expect(notices.shown.map((notice) => notice.title)).toContain(title));
    expect(notices.shown.at(-1)?.body).toContain(page.door.launchFile);
    await panel.choose(idOf(await panel.menu(), '退出安心下机'));
    expect(await host.ended).toBe(0);
  });
});
