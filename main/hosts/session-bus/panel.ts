import { busItself } from './bus.ts';
import type { BusAddress, SessionBus } from './bus.ts';

const watcherName = 'org.kde.StatusNotifierWatcher';
const watcher: BusAddress = {
  destination: watcherName,
  path: '/StatusNotifierWatcher',
  interface: watcherName,
};
const properties: BusAddress = { ...watcher, interface: 'org.freedesktop.DBus.Properties' };

/** A watcher without a panel shows nothing. One that does not say counts as shown. */
async function hasPanel(bus: SessionBus): Promise<boolean> {
  const name = 'IsStatusNotifierHostRegistered';
  try {
    const [value] = await bus.call(properties, 'Get', { signature: 'ss', body: [watcherName, name] });
    return (value as { readonly value?: unknown }).value !== false;
  } catch {
    return true;
  }
}

/** False where there is no watcher, or it refuses. */
async function register(bus: SessionBus, itemName: string): Promise<boolean> {
  try {
    await bus.call(watcher, 'RegisterStatusNotifierItem', { signature: 's', body: [itemName] });
    return true;
  } catch {
    return false;
  }
}

/**
 * Registers the icon with the desktop's watcher, and again with each new one: a panel that starts anew has forgotten
 * every icon. Calls `onPlace` with whether the icon can be seen, first once before it resolves and then at each change.
 * Source: StatusNotifierWatcher in the StatusNotifierItem specification.
 */
export async function keepRegistered(bus: SessionBus, onPlace: (isShown: boolean) => void): Promise<void> {
  const itemName = `org.kde.StatusNotifierItem-${process.pid}-1`;
  await bus.requestName(itemName);
  let shown: boolean | null = null;
  let isRegistered = false;
  let isClosed = false;
  const tell = (isShown: boolean): void => {
    if (isClosed || shown === isShown) return;
    shown = isShown;
    onPlace(isShown);
  };
  // one after the other, so that a slow answer of the old watcher cannot follow that of the new one
  let queue: Promise<void> = Promise.resolve();
  const update = (isNewWatcher: boolean): Promise<void> =>
    (queue = queue.then(async () => {
      if (isClosed) return;
      if (isNewWatcher) isRegistered = await register(bus, itemName);
      tell(isRegistered && (await hasPanel(bus)));
    }));

  const owners = `sender='${busItself.destination}',member='NameOwnerChanged',arg0='${watcherName}'`;
  await bus.listen(owners, ({ sender, member, body: [name, , owner] }) => {
    if (sender !== busItself.destination || member !== 'NameOwnerChanged' || name !== watcherName) return;
    if (owner === '') tell(false);
    else void update(true);
  });
  await bus.listen(`interface='${watcherName}',path='${watcher.path}'`, (signal) => {
    if (signal.interface === watcherName && signal.member.startsWith('StatusNotifierHost'))
      void update(false);
  });
  void bus.closed.then(() => {
    tell(false);
    isClosed = true;
  });
  await update(true);
}
