import { settingsSchema } from '../../../app/contract/settings.ts';
import type { Settings } from '../../../app/contract/settings.ts';
import { firstSettings } from '../../../app/settings/settings-table.ts';
import type { StateFolder } from '../state/state-folder.ts';

const file = ['settings.json'] as const;

/** Fills settings that an older version did not store with their defaults. */
function parseSettings(value: unknown): Settings {
  const stored = settingsSchema.partial().parse(value);
  return settingsSchema.parse({ ...firstSettings, ...stored });
}

/** The person's settings. A damaged file is set aside and the defaults apply. */
export interface SettingsStore {
  get(): Settings;
  set(change: { readonly [K in keyof Settings]?: Settings[K] | undefined }): Promise<Settings>;
}

/** Reads the file now and before each change, because the command line may change settings while a window is open. */
export async function openSettings(state: StateFolder): Promise<SettingsStore> {
  let current = (await state.readJson(file, parseSettings)) ?? firstSettings;
  let last: Promise<unknown> = Promise.resolve();
  const apply = async (change: Parameters<SettingsStore['set']>[0]): Promise<Settings> => {
    const given = Object.entries(change).filter(([, value]) => value !== undefined);
    const stored = (await state.readJson(file, parseSettings)) ?? current;
    const next = settingsSchema.parse({ ...stored, ...Object.fromEntries(given) });
    await state.writeJson(file, next);
    current = next;
    return current;
  };
  return {
    get: () => current,
    set(change) {
      const done = last.then(() => apply(change));
      last = done.catch(() => undefined);
      return done;
    },
  };
}
