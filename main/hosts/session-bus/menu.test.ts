import { Variant } from '@jellybrick/dbus-next';
import { beforeEach, describe, expect, it } from 'vitest';
import { trayEffects } from '../tray/tray-commands.ts';
import { callOn, connectTo, plain } from './testing/bus-client.ts';
import { startPanel } from './testing/fake-panel.ts';
import { noBus } from './testing/private-bus.ts';
import { idOf, trayScene, viewOf } from './testing/tray-scene.ts';

beforeEach((ctx) => ctx.skip(noBus !== null, noBus ?? ''));

async function scene() {
  const { bus, commands, open } = await trayScene();
  const panel = await startPanel(bus.address);
  const tray = await open();
  tray.show(viewOf());
  return { bus, panel, tray, commands };
}

describe('the menu', () => {
  it('shows every entry in its order, with its separators', async () => {
    const { panel } = await scene();
    expect((await panel.menu()).map(({ label }) => label ?? '-')).toEqual([
      ...[
        '打开',
        '-',
        '我要离开这台电脑',
        '深度清理',
        '我开始用这台电脑',
        '-',
        '暂停监测',
        '-',
        '退出安心下机',
      ],
    ]);
  });

  it('answers the other questions of a panel', async () => {
    const { panel } = await scene();
    const quit = idOf(await panel.menu(), '退出安心下机');
    const group = await panel.callMenu('GetGroupProperties', 'aias', [[quit], ['label']]);
    expect(plain(group)).toEqual([[[quit, { label: '退出安心下机' }]]]);
    expect(plain(await panel.callMenu('GetProperty', 'is', [quit, 'enabled']))).toEqual([true]);
    expect(await panel.callMenu('AboutToShow', 'i', [0])).toEqual([false]);
    expect(await panel.callMenu('AboutToShowGroup', 'ai', [[0, 77]])).toEqual([[], [77]]);
    const [, single] = await panel.callMenu('GetLayout', 'iias', [quit, -1, ['label']]);
    expect(plain(single)).toEqual([quit, { label: '退出安心下机' }, []]);
    const [, shallow] = await panel.callMenu('GetLayout', 'iias', [0, 0, []]);
    expect(plain(shallow)).toEqual([0, { 'children-display': 'submenu' }, []]);
  });

  it('carries out the entry that is chosen, alone or in a group', async () => {
    const { panel, commands } = await scene();
    const lines = await panel.menu();
    await panel.choose(idOf(lines, '我要离开这台电脑'));
    const event = (id: number, kind: string) => [id, kind, new Variant('s', ''), 0];
    const [unknown] = await panel.callMenu('EventGroup', 'a(isvu)', [
      [
        event(idOf(lines, '深度清理'), 'clicked'),
        event(55, 'clicked'),
        event(idOf(lines, '打开'), 'hovered'),
      ],
    ]);
    expect(unknown).toEqual([55]);
    expect(commands).toEqual(['leave', 'deep-clean']);
  });

  it('does nothing for an entry that is disabled, or no longer in the menu', async () => {
    const { panel, tray, commands } = await scene();
    const before = await panel.menu();
    tray.show(viewOf({ watch: 'off', run: { kind: 'clean', share: null } }));
    await panel.choose(idOf(before, '我要离开这台电脑'));
    await expect(panel.choose(idOf(before, '暂停监测'))).rejects.toMatchObject({
      type: 'org.freedesktop.DBus.Error.InvalidArgs',
    });
    expect(commands).toEqual([]);
  });

  it('gives each command a number of its own in every state', async () => {
    const { panel, tray } = await scene();
    const numbers = new Map<string, number>();
    const states = [{}, { watch: 'off' as const }, { inSession: true }];
    for (const state of states) {
      tray.show(viewOf(state));
      for (const { id, label } of await panel.menu())
        if (label !== null) expect(numbers.set(label, numbers.get(label) ?? id).get(label)).toBe(id);
    }
    expect(new Set(numbers.values()).size).toBe(Object.keys(trayEffects).length);
  });
});

describe('bad calls of other programs are refused with one sentence', () => {
  const error = (name: string): string => `org.freedesktop.DBus.Error.${name}`;
  const menu = { path: '/MenuBar', interface: 'com.canonical.dbusmenu' };
  const item = { path: '/StatusNotifierItem', interface: 'org.kde.StatusNotifierItem' };
  const properties = { path: '/StatusNotifierItem', interface: 'org.freedesktop.DBus.Properties' };
  const set = [item.interface, 'Status', new Variant('s', 'Passive')];

  it.each([
    ['arguments of another type', menu, 'Event', 's', ['1'], 'InvalidArgs'],
    ['no arguments', menu, 'GetLayout', '', [], 'InvalidArgs'],
    ['an entry that is not there', menu, 'GetLayout', 'iias', [99, -1, []], 'InvalidArgs'],
    ['a property that an entry lacks', menu, 'GetProperty', 'is', [1, '__proto__'], 'InvalidArgs'],
    ['an unknown method', item, 'Explode', '', [], 'UnknownMethod'],
    ['a method that every object has', item, 'toString', '', [], 'UnknownMethod'],
    ['an unknown interface', { ...item, interface: 'a.b' }, 'Activate', 'ii', [0, 0], 'UnknownInterface'],
    ['an unknown path', { ...item, path: '/elsewhere' }, 'Activate', 'ii', [0, 0], 'UnknownMethod'],
    ['an unknown property', properties, 'Get', 'ss', [item.interface, 'Colour'], 'UnknownProperty'],
    ['a property of an unknown interface', properties, 'Get', 'ss', ['a.b', 'Id'], 'UnknownInterface'],
    ['a change of a property', properties, 'Set', 'ssv', set, 'PropertyReadOnly'],
  ] as const)('%s', async (_what, place, member, signature, body, name) => {
    const { bus, panel, commands } = await scene();
    const stranger = await connectTo(bus.address);
    const to = { destination: panel.items[0]!, ...place };
    const refused = callOn(stranger, to, member, signature, body);
    await expect(refused).rejects.toMatchObject({
      type: error(name),
      text: expect.not.stringContaining('\n') as string,
    });
    expect(await panel.properties()).toMatchObject({ Status: 'Active' });
    expect(commands).toEqual([]);
    stranger.disconnect();
  });

  it('describes itself to a program that asks', async () => {
    const { bus, panel } = await scene();
    const stranger = await connectTo(bus.address);
    const to = { path: '/MenuBar', interface: 'org.freedesktop.DBus.Introspectable' };
    const [xml] = await callOn(stranger, { destination: panel.items[0]!, ...to }, 'Introspect');
    expect(xml).toContain('<method name="GetLayout"><arg type="i" direction="in"/>');
    expect(xml).toContain('<signal name="LayoutUpdated"><arg type="u"/><arg type="i"/></signal>');
    stranger.disconnect();
  });
});
