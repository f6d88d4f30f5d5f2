import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { SystemName } from '../../../../app/platforms/platform.ts';
import type { Tri } from '../../../../app/contract/shapes.ts';

export type Ask = (program: string, args: readonly string[]) => Promise<string>;

export interface BusQuestion {
  readonly ask: Ask;
  readonly env: Readonly<Record<string, string | undefined>>;
}

const question = [
  'call',
  '--session',
  '--dest=org.freedesktop.DBus',
  '--object-path=/org/freedesktop/DBus',
  '--method=org.freedesktop.DBus.NameHasOwner',
  'org.kde.StatusNotifierWatcher',
];

/** Runs an installed program by its absolute path, without a shell. Five seconds, because a computer is slow at sign-in. */
export const askProgram: Ask = (program, args) =>
  new Promise((resolve, reject) => {
    execFile(program, [...args], { timeout: 5_000, windowsHide: true }, (error, output) => {
      if (error === null) resolve(output);
      else reject(new Error(`${program} did not answer`, { cause: error }));
    });
  });

/**
 * True where a session bus can be asked. Without an address and without its usual socket GLib would try to start one, and
 * leave a folder in the home for it.
 */
export function hasSessionBus(env: Readonly<Record<string, string | undefined>>): boolean {
  if ((env['DBUS_SESSION_BUS_ADDRESS'] ?? '') !== '') return true;
  const folder = env['XDG_RUNTIME_DIR'] ?? '';
  return folder !== '' && existsSync(join(folder, 'bus'));
}

/**
 * Whether a tray icon would be visible. Many Linux desktops have no tray and Electron does not report it; a window
 * hidden there could not be brought back.
 */
export async function trayPlace(system: SystemName, { ask, env }: BusQuestion): Promise<Tri> {
  if (system !== 'linux') return 'yes';
  if (!hasSessionBus(env)) return 'no';
  try {
    const answer = (await ask('/usr/bin/gdbus', question)).trim();
    if (answer === '(true,)') return 'yes';
    return answer === '(false,)' ? 'no' : 'could-not-tell';
  } catch {
    return 'could-not-tell';
  }
}

/** Looks again while the desktop's panel starts, for a program that opens at sign-in. */
export async function waitForTrayPlace(
  system: SystemName,
  bus: BusQuestion,
  { tries, pause }: { readonly tries: number; readonly pause: () => Promise<void> },
): Promise<boolean> {
  for (let left = tries; ; left -= 1) {
    const place = await trayPlace(system, bus);
    if (place !== 'no' || left <= 1) return place === 'yes';
    await pause();
  }
}
