import { join } from 'node:path';
import { settingsSchema } from '../../../app/contract/settings.ts';
import type { Settings } from '../../../app/contract/settings.ts';
import { firstSettings } from '../../../app/settings/settings-table.ts';
import type { StateFolder, StoredShape } from '../state/state-folder.ts';

const file = ['settings.json'] as const;
const storedSettings: StoredShape<Settings> = {
  version: 1,
  // a setting that is newer than the file has its first value: the others must not be lost with it
  parse: (fields) => settingsSchema.parse(Object.assign({}, firstSettings, fields)),
};

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

/** Reads the file now and before each change, because the command line may change settings while a window is open. */
export async function openSettings(state: StateFolder): Promise<SettingsStore> {
  let current = (await state.readJson(file, storedSettings)) ?? firstSettings;
  let isOtherFormat = state.otherFormatError(join(state.path, ...file)) !== null;
  let last: Promise<unknown> = Promise.resolve();
  const apply = async (change: Parameters<SettingsStore['set']>[0]): Promise<Settings> => {
    const given = Object.entries(change).filter(([, value]) => value !== undefined);
    const stored = (await state.readJson(file, storedSettings)) ?? current;
    const next = settingsSchema.parse({ ...stored, ...Object.fromEntries(given) });
    await state.writeJson(file, storedSettings, next);
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
