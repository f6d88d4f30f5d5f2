import { settingsSchema } from '../../../app/contract/settings.ts';
import type { Settings } from '../../../app/contract/settings.ts';
import { firstSettings } from '../../../app/settings/settings-table.ts';
import type { StateFolder } from '../state/state-folder.ts';

const file = ['settings.json'] as const;

/** Settings of an older version lack the newer choices: those get their defaults, the chosen ones stay. */
function parsed(value: unknown): Settings {
  const stored = settingsSchema.partial().parse(value);
  return settingsSchema.parse({ ...firstSettings, ...stored });
}

/** What the person chose for the assistant itself; damaged settings are kept aside and the defaults go on. */
export interface SettingsStore {
  get(): Settings;
  set(change: { readonly [K in keyof Settings]?: Settings[K] | undefined }): Promise<Settings>;
}

/** Reads the settings once; afterwards memory is the truth and the file follows. */
export async function openSettings(state: StateFolder): Promise<SettingsStore> {
  let current = (await state.readJson(file, parsed)) ?? firstSettings;
  return {
    get: () => current,
    async set(change) {
      const given = Object.entries(change).filter(([, value]) => value !== undefined);
      const next = settingsSchema.parse({ ...current, ...Object.fromEntries(given) });
      await state.writeJson(file, next);
      current = next;
      return current;
    },
  };
}
