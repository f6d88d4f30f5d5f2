import { isAbsolute } from 'node:path';
import { z } from 'zod';
import { languages } from '../../../../app/locale/dictionary.ts';
import type { Language } from '../../../../app/locale/dictionary.ts';
import type { SystemName } from '../../../../app/platforms/platform.ts';
import type { TrayCommand } from '../../tray/tray-view.ts';
import { StartError } from './start-error.ts';

const systems: Partial<Record<NodeJS.Platform, SystemName>> = { win32: 'windows', darwin: 'macos' };

export const systemName: SystemName = systems[process.platform] ?? 'linux';

/** The sheets that a desktop file's action can open; none of them removes anything by itself. */
const sheets = ['leave', 'deep-clean', 'session-start'] as const satisfies readonly TrayCommand[];
export type Sheet = (typeof sheets)[number];

export interface LaunchOptions {
  /** the assistant's own folder; null = the system's usual place */
  readonly dataDir: string | null;
  /** for the tray and the title until the settings are read; null = the system's language */
  readonly language: Language | null;
  /** no window at first where there is a tray to bring it back */
  readonly startHidden: boolean;
  readonly open: Sheet | null;
}

/** The names of these options. */
export const ownOptions: readonly string[] = ['data-dir', 'language', 'start-hidden', 'open'];

/** The last `--name=value`. `--name value` is an error, because Electron's switches require `=`. */
function valueOf(name: string, argv: readonly string[]): string | null {
  if (argv.includes(`--${name}`)) throw new StartError('option', `--${name}`);
  const given = argv.findLast((word) => word.startsWith(`--${name}=`));
  return given === undefined ? null : given.slice(name.length + 3);
}

function oneOf<Value extends string>(
  name: string,
  values: readonly Value[],
  argv: readonly string[],
): Value | null {
  const given = valueOf(name, argv);
  if (given === null) return null;
  const known = values.find((value) => value === given);
  if (known === undefined) throw new StartError('option', `--${name}=${given}`);
  return known;
}

function isSet(name: string, argv: readonly string[]): boolean {
  const withValue = argv.find((word) => word.startsWith(`--${name}=`));
  if (withValue !== undefined) throw new StartError('option', withValue);
  return argv.includes(`--${name}`);
}

/**
 * Parses the options of `npm start`, of autostart, of the desktop file and of the tests. A relative folder is refused: it
 * would depend on the start folder, and the default folder could show another person's state.
 */
export function launchOptions(argv: readonly string[]): LaunchOptions {
  const dataDir = valueOf('data-dir', argv);
  if (dataDir !== null && !isAbsolute(dataDir)) throw new StartError('option', `--data-dir=${dataDir}`);
  return {
    dataDir,
    language: oneOf('language', languages, argv),
    startHidden: isSet('start-hidden', argv),
    open: oneOf('open', sheets, argv),
  };
}

/** What a second start tells the first; its arguments themselves come in another order (electron.d.ts). */
const errand = z.strictObject({ startHidden: z.boolean(), open: z.enum(sheets).nullable() });
export type Errand = z.infer<typeof errand>;

export function errandOf({ startHidden, open }: LaunchOptions): Errand {
  return { startHidden, open };
}

/** Anything else only shows the window. */
export function readErrand(value: unknown): Errand {
  const parsed = errand.safeParse(value);
  return parsed.success ? parsed.data : { startHidden: false, open: null };
}
