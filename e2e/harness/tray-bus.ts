import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { sessionBus } from '@jellybrick/dbus-next';
import type { MessageBus } from '@jellybrick/dbus-next';

const daemon = '/usr/bin/dbus-daemon';
/** The shell asks with it whether there is a panel. */
const asker = '/usr/bin/gdbus';
/** The name that a panel with a tray owns. */
const watcher = 'org.kde.StatusNotifierWatcher';

/** Why no bus can be started here; null where it can. */
export const whyNoBus = [daemon, asker].every((program) => existsSync(program))
  ? null
  : `${daemon} or ${asker} is missing`;

/** A session bus of the test's own. */
export interface TrayBus {
  /** for DBUS_SESSION_BUS_ADDRESS */
  readonly address: string;
  stop(): Promise<void>;
}

/** Owns the panel's name; resolves when the bus says so. */
async function ownWatcher(address: string): Promise<MessageBus> {
  const bus = sessionBus({ busAddress: address });
  await once(bus, 'connect');
  await bus.requestName(watcher, 0);
  return bus;
}

/** Starts a bus on which a panel with a tray is present, as far as a program can tell. */
export async function startTrayBus(): Promise<TrayBus> {
  const child = spawn(daemon, ['--session', '--nofork', '--nopidfile', '--print-address=1'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = once(child, 'exit');
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const address = line.toString().trim();
  const panel = await ownWatcher(address);
  return {
    address,
    async stop() {
      panel.disconnect();
      child.kill();
      await ended;
    },
  };
}
