import { Message } from '@jellybrick/dbus-next';
import { connectTo } from './bus-client.ts';

interface Shown {
  readonly id: number;
  readonly replaces: number;
  readonly title: string;
  readonly body: string;
}

export interface FakeNotifications {
  readonly shown: readonly Shown[];
  /** the person clicks the notice */
  click(id: number): void;
  stop(): void;
}

/** A notification service; refuses calls of another shape and notices without a title. */
export async function startNotifications(address: string): Promise<FakeNotifications> {
  const name = 'org.freedesktop.Notifications';
  const path = '/org/freedesktop/Notifications';
  const bus = await connectTo(address);
  const shown: Shown[] = [];
  bus.addMethodHandler((message) => {
    if (message.path !== path || message.member !== 'Notify') return false;
    const [, replaces, , title, body] = message.body;
    if (message.signature !== 'susssasa{sv}i' || title === '')
      bus.send(Message.newError(message, 'org.freedesktop.DBus.Error.InvalidArgs', 'no notice'));
    else {
      const id = Number(replaces) === 0 ? shown.length + 1 : Number(replaces);
      shown.push({ id, replaces: Number(replaces), title: String(title), body: String(body) });
      bus.send(Message.newMethodReturn(message, 'u', [id]));
    }
    return true;
  });
  await bus.requestName(name, 0);
  return {
    shown,
    click: (id) => bus.send(Message.newSignal(path, name, 'ActionInvoked', 'us', [id, 'default'])),
    stop: () => bus.disconnect(),
  };
}
