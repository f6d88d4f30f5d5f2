import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Message, Variant, sessionBus } from '@jellybrick/dbus-next';

const watcherName = 'org.kde.StatusNotifierWatcher';

/** A session bus without services, run by the real daemon. */
export async function openBus() {
  const folder = mkdtempSync(join(tmpdir(), 'signoff-bench-bus-'));
  const socket = join(folder, 'bus');
  writeFileSync(
    join(folder, 'bus.conf'),
    `<busconfig><type>session</type><listen>unix:path=${socket}</listen><auth>EXTERNAL</auth><policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy></busconfig>\n`,
  );
  const args = ['--nofork', '--nopidfile', '--print-address=1', `--config-file=${join(folder, 'bus.conf')}`];
  const child = spawn('/usr/bin/dbus-daemon', args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = once(child, 'exit');
  // the socket exists before it takes connections; the address is printed after
  await Promise.race([
    once(child.stdout, 'data'),
    ended.then(([code]) => {
      throw new Error(`dbus-daemon ended with ${code}`);
    }),
  ]);
  return {
    address: `unix:path=${socket}`,
    async close() {
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A panel that only registers icons and clicks the last of them. */
export async function openPanel(address) {
  const bus = sessionBus({ busAddress: address });
  bus.on('error', () => undefined);
  await once(bus, 'connect');
  const items = [];
  bus.addMethodHandler((message) => {
    if (message.path !== '/StatusNotifierWatcher') return false;
    const registers = message.member === 'RegisterStatusNotifierItem';
    if (registers) items.push(message.body[0]);
    bus.send(
      registers
        ? Message.newMethodReturn(message)
        : Message.newMethodReturn(message, 'v', [new Variant('b', true)]),
    );
    return true;
  });
  await bus.requestName(watcherName, 0);
  return {
    async untilRegistered() {
      while (items.length === 0) await sleep(20);
    },
    activate: () =>
      bus.call(
        new Message({
          ...{ destination: items.at(-1), path: '/StatusNotifierItem' },
          ...{ interface: 'org.kde.StatusNotifierItem', member: 'Activate' },
          ...{ signature: 'ii', body: [0, 0] },
        }),
      ),
    close: () => bus.disconnect(),
  };
}
