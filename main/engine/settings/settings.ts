import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { settingsSchema } from '../../../app/contract/settings.ts';
import type { Settings } from '../../../app/contract/settings.ts';
import { firstSettings } from '../../../app/settings/settings-table.ts';
import type { StateFolder, StoredShape } from '../state/state-folder.ts';

const file = ['settings.json'] as const;
/** `computerMark`: the computer and user that the answer `computer` is about. */
type Stored = Settings & { readonly computerMark?: unknown };

/** On another computer, or for another user of it, `computer` counts as unanswered. */
function storedSettings(here: string): StoredShape<Stored> {
  return {
    version: 1,
    parse(fields) {
      const { computerMark, ...known } = Object.assign({}, firstSettings, fields) as Stored;
      // a setting that is newer than the file has its first value: the others must not be lost with it
      const settings = settingsSchema.parse(known);
      return computerMark === here ? settings : { ...settings, computer: firstSettings.computer };
    },
  };
}

/** A digest of the computer's name and the user's, so that the answer about one computer is not taken for another's. */
export function computerMark(computer: string, user: string): string {
  return createHash('sha256').update(`${computer}\n${user}`).digest('hex').slice(0, 16);
}

/**
 * The person's settings. Without a file, and for a damaged one, which is set aside, the defaults apply; also for a file
 * of another format, which stays where it is.
 */
export interface SettingsStore {
  get(): Settings;
  /** What the person wants kept. Without limits where a file of another format may hold other ones. */
  quarantineLimits(): Pick<Settings, 'quarantineDays' | 'quarantineBytes'>;
  /** after the file was removed: the defaults apply again */
  reset(): void;
  /** throws `other-format` instead of overwriting a file of another format */
  set(change: { readonly [K in keyof Settings]?: Settings[K] | undefined }): Promise<Settings>;
}

/**
 * Reads the file now and before each change, because the command line may change settings while a window is open.
 * `here`: the `computerMark` of this computer and user.
 */
export async function openSettings(state: StateFolder, here: string): Promise<SettingsStore> {
  const shape = storedSettings(here);
  let current: Settings = (await state.readJson(file, shape)) ?? firstSettings;
  let isOtherFormat = state.otherFormatError(join(state.path, ...file)) !== null;
  let last: Promise<unknown> = Promise.resolve();
  const apply = async (change: Parameters<SettingsStore['set']>[0]): Promise<Settings> => {
    const given = Object.entries(change).filter(([, value]) => value !== undefined);
    const stored = (await state.readJson(file, shape)) ?? current;
    const next = settingsSchema.parse({ ...stored, ...Object.fromEntries(given) });
    await state.writeJson(file, shape, { ...next, computerMark: here });
    current = next;
    return current;
  };
  return {
    get: () => current,
    quarantineLimits: () => (isOtherFormat ? { quarantineDays: null, quarantineBytes: null } : current),
    reset() {
      current = firstSettings;
      isOtherFormat = false;
    },
    set(change) {
      const done = last.then(() => apply(change));
      last = done.catch(() => undefined);
      return done;
    },
  };
}
