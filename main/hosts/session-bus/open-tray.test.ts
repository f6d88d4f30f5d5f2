import { beforeEach, describe, expect, it, vi } from 'vitest';
import { openBusTray } from './open-tray.ts';
import type { Pixmap } from './pictures.ts';
import { startNotifications } from './testing/fake-notifications.ts';
import { startPanel } from './testing/fake-panel.ts';
import { noBus } from './testing/private-bus.ts';
import { icons, trayScene, viewOf } from './testing/tray-scene.ts';

beforeEach((ctx) => ctx.skip(noBus !== null, noBus ?? ''));

describe('the icon', () => {
  it('is registered with the panel, with a picture in every size', async () => {
    const { bus, places, open } = await trayScene();
    const panel = await startPanel(bus.address);
    const tray = await open();
    expect(places).toEqual([true]);
    expect(panel.items).toHaveLength(1);
    tray.show(viewOf());
    const properties = await panel.properties();
    expect(properties).toMatchObject({
      ...{ Category: 'ApplicationStatus', Id: 'signoff', Status: 'Active', ItemIsMenu: false },
      ToolTip: ['', [], '安心下机：正在监测', ''],
    });
    const pixmaps = properties['IconPixmap'] as readonly Pixmap[];
    expect(pixmaps.map(([width, height]) => [width, height])).toEqual([
      [16, 16],
      [22, 22],
      [24, 24],
      [32, 32],
    ]);
    for (const [width, height, pixels] of pixmaps) {
      expect(pixels).toHaveLength(width * height * 4);
      const alphas = pixels.filter((_byte, at) => at % 4 === 0);
      expect(Math.min(...alphas)).toBeLessThan(10);
      expect(Math.max(...alphas)).toBe(255);
    }
  });

  it('is registered again with a panel that starts anew, and shows what it showed', async () => {
    const { bus, places, open } = await trayScene();
    const first = await startPanel(bus.address);
    const tray = await open();
    tray.show(viewOf({ watch: 'off' }));
    first.stop();
    await vi.waitFor(() => expect(places).toEqual([true, false]));
    const second = await startPanel(bus.address);
    await vi.waitFor(() => expect(places).toEqual([true, false, true]));
    expect(await second.properties()).toMatchObject({ Title: '安心下机：已暂停监测' });
    expect(await second.menu()).not.toEqual([]);
  });

  it('waits for a panel that comes later', async () => {
    const { bus, places, open } = await trayScene();
    await open();
    expect(places).toEqual([false]);
    await startPanel(bus.address);
    await vi.waitFor(() => expect(places).toEqual([false, true]));
  });

  it('is not seen while there is a watcher without a panel', async () => {
    const { bus, places, open } = await trayScene();
    await startPanel(bus.address, { hasPanel: false });
    await open();
    expect(places).toEqual([false]);
  });

  it('signals what changed and nothing else', async () => {
    const { bus, open } = await trayScene();
    const panel = await startPanel(bus.address);
    const tray = await open();
    const told = async (): Promise<readonly string[]> => {
      // every signal before an answer has arrived before it
      await panel.properties();
      return panel.signals.splice(0).map(({ member, body }) => [member, ...body].join(' '));
    };
    tray.show(viewOf());
    await told();
    tray.show(viewOf({ watch: 'off' }));
    expect(await told()).toEqual([
      ...['NewIcon', 'NewAttentionIcon', 'NewToolTip', 'NewTitle'],
      expect.stringMatching(/^LayoutUpdated \d+ 0$/),
    ]);
    tray.show(viewOf({ watch: 'off', concern: 'growth' }));
    expect(await told()).toContain('NewStatus NeedsAttention');
    tray.show(viewOf({ run: { kind: 'clean', share: 0.1 } }));
    expect(await told()).toContain('NewStatus Active');
    tray.show(viewOf({ run: { kind: 'clean', share: 0.2 } }));
    expect(await told()).toEqual(['NewToolTip', 'NewTitle']);
  });

  it('opens the window at a click, with the token that the panel gave', async () => {
    const { bus, opened, open } = await trayScene();
    const panel = await startPanel(bus.address);
    await open();
    await panel.callItem('ProvideXdgActivationToken', 's', ['token-1']);
    await panel.activate();
    await panel.activate();
    expect(opened).toEqual(['token-1', null]);
    for (const [member, signature, body] of [
      ['SecondaryActivate', 'ii', [0, 0]],
      ['ContextMenu', 'ii', [0, 0]],
      ['Scroll', 'is', [120, 'vertical']],
    ] as const)
      await panel.callItem(member, signature, body);
    expect(opened).toHaveLength(2);
  });
});

describe('without a bus', () => {
  const open = (env: Record<string, string>) =>
    openBusTray({ env, icons, view: viewOf(), onOpen: vi.fn(), onCommand: vi.fn(), onPlace: vi.fn() });

  it.each([
    ['no address', {}],
    ['an address where nothing listens', { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent/bus' }],
    ['an address that is none', { DBUS_SESSION_BUS_ADDRESS: 'nonsense' }],
    ['an address of another kind', { DBUS_SESSION_BUS_ADDRESS: 'autolaunch:' }],
    ['a runtime folder without a bus', { XDG_RUNTIME_DIR: '/nonexistent' }],
  ])('there is no tray: %s', async (_what, env) => {
    expect(await open(env)).toBeNull();
  });

  it('the icon is gone when the bus ends, and nothing breaks', async () => {
    const { bus, places, open: openTray } = await trayScene();
    await startPanel(bus.address);
    const tray = await openTray();
    await bus.stop();
    await vi.waitFor(() => expect(places).toEqual([true, false]));
    tray.show(viewOf({ watch: 'off' }));
    const notice = { kind: 'a', title: 'b', body: 'c', clickLabel: 'd', onClick: vi.fn() };
    expect(await tray.notify(notice)).toBe(false);
  });
});

describe('notices', () => {
  const notice = (more: object = {}) => ({
    ...{ kind: 'growth', title: '标题', body: '5 < 6 & 7', clickLabel: '打开', onClick: vi.fn() },
    ...more,
  });

  it('are shown by the desktop, one of a kind, and a click does what it says', async () => {
    const { bus, open } = await trayScene();
    const service = await startNotifications(bus.address);
    const tray = await open();
    const first = notice();
    const second = notice({ title: '再次' });
    expect(await tray.notify(first)).toBe(true);
    expect(await tray.notify(second)).toBe(true);
    expect(await tray.notify(notice({ kind: 'other' }))).toBe(true);
    expect(service.shown).toEqual([
      { id: 1, replaces: 0, title: '标题', body: '5 &lt; 6 &amp; 7' },
      expect.objectContaining({ id: 1, replaces: 1, title: '再次' }),
      expect.objectContaining({ replaces: 0 }),
    ]);
    service.click(1);
    await vi.waitFor(() => expect(second.onClick).toHaveBeenCalledOnce());
    expect(first.onClick).not.toHaveBeenCalled();
  });

  it('are refused where there is no service', async () => {
    const { open } = await trayScene();
    const tray = await open();
    expect(await tray.notify(notice())).toBe(false);
  });
});
