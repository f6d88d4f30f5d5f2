import { Message, Variant } from '@jellybrick/dbus-next';
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { connectTo } from './testing/bus-client.ts';
import { startPanel } from './testing/fake-panel.ts';
import { noBus } from './testing/private-bus.ts';
import { trayScene } from './testing/tray-scene.ts';

beforeEach((ctx) => ctx.skip(noBus !== null, noBus ?? ''));

const path = '/org/freedesktop/portal/desktop';
const settings = 'org.freedesktop.portal.Settings';
const key = ['org.freedesktop.appearance', 'color-scheme'];

/** A desktop portal that knows the preferred colours and nothing else. */
async function startPortal(address: string, scheme: number) {
  const bus = await connectTo(address);
  onTestFinished(() => bus.disconnect());
  bus.addMethodHandler((message) => {
    if (message.path !== path || message.interface !== settings) return false;
    if (message.member !== 'Read' || message.body.join() !== key.join())
      bus.send(Message.newError(message, 'org.freedesktop.portal.Error.NotFound', 'no such setting'));
    // the portal packs the value twice
    else bus.send(Message.newMethodReturn(message, 'v', [new Variant('v', new Variant('u', scheme))]));
    return true;
  });
  await bus.requestName('org.freedesktop.portal.Desktop', 0);
  return (next: number): void =>
    bus.send(Message.newSignal(path, settings, 'SettingChanged', 'ssv', [...key, new Variant('u', next)]));
}

it('the picture follows the colours that the desktop prefers, and one for any bar serves where it does not tell', async () => {
  const { bus, open } = await trayScene();
  const change = await startPortal(bus.address, 1);
  const panel = await startPanel(bus.address);
  await open();
  const picture = async (): Promise<string> => JSON.stringify((await panel.properties())['IconPixmap']);
  const changes = (): number => panel.signals.filter(({ member }) => member === 'NewIcon').length;
  await vi.waitFor(() => expect(changes()).toBe(1));
  const onDark = await picture();
  change(2);
  await vi.waitFor(() => expect(changes()).toBe(2));
  const onLight = await picture();
  change(0);
  await vi.waitFor(() => expect(changes()).toBe(3));
  const onAny = await picture();
  expect(new Set([onDark, onLight, onAny]).size).toBe(3);
});
