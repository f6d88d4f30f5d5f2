import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const daemon = '/usr/bin/dbus-daemon';

/** Why no bus can be started here; null when one can. */
export const noBus = existsSync(daemon)
  ? null
  : `${daemon} is missing (Debian package dbus-daemon), so nothing of the tray was tried`;

export interface PrivateBus {
  readonly address: string;
  /** ends the bus as a log-off does */
  stop(): Promise<void>;
}

/** A session bus without services that it could start, so that nothing of this computer's desktop answers. */
function configuration(socket: string): string {
  return `<busconfig><type>session</type><listen>unix:path=${socket}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy></busconfig>\n`;
}

/** Starts a real D-Bus daemon for one test. */
export async function startPrivateBus(): Promise<PrivateBus> {
  const folder = await mkdtemp(join(tmpdir(), 'signoff-bus-'));
  const socket = join(folder, 'bus');
  const config = join(folder, 'bus.conf');
  await writeFile(config, configuration(socket));
  const child = spawn(daemon, ['--nofork', '--nopidfile', '--print-address=1', `--config-file=${config}`], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = once(child, 'exit');
  // the socket exists before it takes connections; the address is printed after
  const failed = ended.then(([code]) => Promise.reject(new Error(`${daemon} ended with ${String(code)}`)));
  await Promise.race([once(child.stdout, 'data'), failed]);
  failed.catch(() => undefined);
  return {
    address: `unix:path=${socket}`,
    async stop() {
      child.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
