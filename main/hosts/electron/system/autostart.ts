import type { App } from 'electron';
import type { Client } from '../../../../app/contract/contract.ts';
import type { LaunchOptions } from '../start/launch-options.ts';

/** The system's own entry that opens the app when the person signs in. */
export interface Autostart {
  isOn(): Promise<boolean>;
  set(on: boolean): Promise<void>;
}

/** The program that the entry starts, and the words that it gives. */
export interface StartCommand {
  /** absolute */
  readonly program: string;
  readonly args: readonly string[];
}

/**
 * An AppImage and a portable Windows program run from a place that is unpacked for this start only; both say in the
 * environment where they really lie.
 */
export function startCommand(
  { execPath, env }: Pick<NodeJS.Process, 'execPath' | 'env'>,
  /** the app's folder where the program does not know it itself */
  folder: string | null,
  { dataDir, language }: Pick<LaunchOptions, 'dataDir' | 'language'>,
): StartCommand {
  return {
    program: env['APPIMAGE'] ?? env['PORTABLE_EXECUTABLE_FILE'] ?? execPath,
    args: [
      ...(folder === null ? [] : [folder]),
      '--start-hidden',
      ...(dataDir === null ? [] : [`--data-dir=${dataDir}`]),
      ...(language === null ? [] : [`--language=${language}`]),
    ],
  };
}

/**
 * The login item of Windows and macOS. Windows compares program and words, and takes words with spaces quoted; macOS
 * takes none and tells later that it opened the app (electron.d.ts, Settings and LoginItemSettings).
 */
export function loginItem(
  app: Pick<App, 'getLoginItemSettings' | 'setLoginItemSettings'>,
  { program, args }: StartCommand,
): Autostart {
  const quoted = args.map((word) => (/\s/u.test(word) ? `"${word}"` : word));
  const entry = { path: program, args: quoted };
  return {
    isOn: () => Promise.resolve(app.getLoginItemSettings(entry).openAtLogin),
    set(on) {
      app.setLoginItemSettings({ openAtLogin: on, ...entry });
      return Promise.resolve();
    },
  };
}

/**
 * Makes the entry follow the setting. At first the setting follows the entry, because a person may have switched it off
 * in the system's own settings, and what they did there counts.
 */
export async function followAutostart(
  client: Client,
  autostart: Autostart,
  warn: (line: string) => void,
): Promise<() => void> {
  const report = (error: unknown): void => warn(`autostart: ${String(error)}`);
  let last: Promise<void> = Promise.resolve();
  let applied = await autostart.isOn().catch((error: unknown) => {
    report(error);
    return false;
  });
  // the program may have been moved since
  if (applied) await autostart.set(true).catch(report);
  const apply = async (wanted: boolean): Promise<void> => {
    if (wanted === applied) return;
    try {
      await autostart.set(wanted);
      applied = wanted;
    } catch (error) {
      report(error);
      await client.call('settings.set', { autostart: applied });
    }
  };
  const settings = await client.call('settings.get', {});
  if (settings.ok && settings.value.autostart !== applied) {
    const kept = await client.call('settings.set', { autostart: applied });
    if (!kept.ok) warn(`autostart: ${kept.error.code}`);
  }
  return client.on('settings.changed', ({ autostart: wanted }) => {
    last = last.then(() => apply(wanted));
  });
}
