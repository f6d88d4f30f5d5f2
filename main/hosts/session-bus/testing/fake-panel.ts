import { DBusError, Message, MessageType, Variant } from '@jellybrick/dbus-next';
import type { MessageBus } from '@jellybrick/dbus-next';
import { callOn, connectTo, plain } from './bus-client.ts';

const watcherName = 'org.kde.StatusNotifierWatcher';
const itemInterface = 'org.kde.StatusNotifierItem';
const menuInterface = 'com.canonical.dbusmenu';
const busItself = { destination: 'org.freedesktop.DBus', path: '/', interface: 'org.freedesktop.DBus' };

interface MenuLine {
  readonly id: number;
  /** null: a separator */
  readonly label: string | null;
  readonly enabled: boolean;
}

type Call = (member: string, signature?: string, body?: readonly unknown[]) => Promise<readonly unknown[]>;

/** A panel with a watcher, as xfce4-panel is both, that clicks what a person would click. */
export interface FakePanel {
  /** bus names of the registered icons, oldest first */
  readonly items: readonly string[];
  /** signals of the icon and its menu; a test takes out what it has seen */
  readonly signals: { readonly member: string; readonly body: readonly unknown[] }[];
  /** the icon's properties, without their types */
  properties(): Promise<Readonly<Record<string, unknown>>>;
  menu(): Promise<readonly MenuLine[]>;
  readonly callItem: Call;
  readonly callMenu: Call;
  /** a left click; a double click is two of them */
  activate(): Promise<void>;
  choose(id: number): Promise<void>;
  stop(): void;
}

/** The watcher knows icons by their name on the bus; it refuses a name that is not there, and one that it knows. */
function serveWatcher(bus: MessageBus, items: string[], hasPanel: boolean): void {
  const register = async (name: string): Promise<void> => {
    await callOn(bus, busItself, 'GetNameOwner', 's', [name]);
    if (items.includes(name)) throw new DBusError('org.kde.Error.Exists', 'it is registered already');
    items.push(name);
  };
  bus.addMethodHandler((message) => {
    if (message.path !== '/StatusNotifierWatcher') return false;
    const { interface: interfaceName, member, signature, body } = message;
    if (interfaceName === watcherName && member === 'RegisterStatusNotifierItem' && signature === 's') {
      register(String(body[0])).then(
        () => bus.send(Message.newMethodReturn(message)),
        (error: unknown) => bus.send(Message.newError(message, (error as DBusError).type, 'refused')),
      );
      return true;
    }
    if (interfaceName !== 'org.freedesktop.DBus.Properties' || member !== 'Get') return false;
    bus.send(Message.newMethodReturn(message, 'v', [new Variant('b', hasPanel)]));
    return true;
  });
}

async function listen(bus: MessageBus): Promise<FakePanel['signals']> {
  const signals: FakePanel['signals'][number][] = [];
  bus.on('message', ({ type, interface: interfaceName, member, body }) => {
    if (type === MessageType.SIGNAL && [itemInterface, menuInterface].includes(interfaceName))
      signals.push({ member, body: body.map(plain) });
  });
  for (const name of [itemInterface, menuInterface])
    await callOn(bus, busItself, 'AddMatch', 's', [`type='signal',interface='${name}'`]);
  return signals;
}

type Node = readonly [number, Readonly<Record<string, Variant>>, readonly Variant<Node>[]];

/** Starts a panel. With `hasPanel: false` there is a watcher, but nothing that shows icons. */
export async function startPanel(address: string, { hasPanel = true } = {}): Promise<FakePanel> {
  const bus = await connectTo(address);
  const items: string[] = [];
  serveWatcher(bus, items, hasPanel);
  const signals = await listen(bus);
  await bus.requestName(watcherName, 0);

  const itemAt = (interfaceName: string) => {
    const destination = items.at(-1);
    if (destination === undefined) throw new Error('no icon is registered');
    return { destination, path: '/StatusNotifierItem', interface: interfaceName };
  };
  const properties = async (): Promise<Readonly<Record<string, unknown>>> => {
    const [all] = await callOn(bus, itemAt('org.freedesktop.DBus.Properties'), 'GetAll', 's', [
      itemInterface,
    ]);
    return plain(all) as Readonly<Record<string, unknown>>;
  };
  const callItem: Call = (member, signature, body) =>
    callOn(bus, itemAt(itemInterface), member, signature, body);
  const callMenu: Call = async (member, signature, body) => {
    const to = { ...itemAt(menuInterface), path: String((await properties())['Menu']) };
    return callOn(bus, to, member, signature, body);
  };
  return {
    ...{ items, signals, properties, callItem, callMenu },
    async menu() {
      const [, root] = await callMenu('GetLayout', 'iias', [0, -1, []]);
      const [, , children] = root as Node;
      return children.map(({ value: [id, { label, enabled }] }) => ({
        id,
        label: label === undefined ? null : String(label.value),
        enabled: enabled === undefined || enabled.value === true,
      }));
    },
    async activate() {
      await callItem('Activate', 'ii', [24, 15]);
    },
    async choose(id) {
      await callMenu('Event', 'isvu', [id, 'clicked', new Variant('i', 0), 0]);
    },
    stop: () => bus.disconnect(),
  };
}
