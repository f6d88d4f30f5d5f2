import { execFile } from 'node:child_process';
import type { Tri } from '../../../app/contract/shapes.ts';
import type { SystemName } from '../../../app/platforms/platform.ts';

export type Ask = (program: string, args: readonly string[]) => Promise<string>;

const question = [
  'call',
  '--session',
  '--dest=org.freedesktop.DBus',
  '--object-path=/org/freedesktop/DBus',
  '--method=org.freedesktop.DBus.NameHasOwner',
  'org.kde.StatusNotifierWatcher',
];

/** Asks an installed program by its absolute path, without a shell, and not for long. */
export const askProgram: Ask = (program, args) =>
  new Promise((resolve, reject) => {
    execFile(program, [...args], { timeout: 1_000, windowsHide: true }, (error, output) => {
      if (error === null) resolve(output);
      else reject(new Error(`${program} did not answer`, { cause: error }));
    });
  });

/**
 * Whether an icon in the tray would be seen. Windows and macOS always have a place; many Linux desktops have none and
 * Electron does not say so, and a window hidden there could not be brought back.
 */
export async function trayPlace(system: SystemName, ask: Ask): Promise<Tri> {
  if (system !== 'linux') return 'yes';
  try {
    const answer = (await ask('/usr/bin/gdbus', question)).trim();
    if (answer === '(true,)') return 'yes';
    return answer === '(false,)' ? 'no' : 'could-not-tell';
  } catch {
    return 'could-not-tell';
  }
}
