import { settingsSchema } from '../../../app/contract/contract.ts';
import type { Settings } from '../../../app/contract/views.ts';
import type { StateFolder } from '../state/state-folder.ts';

const file = ['settings.json'] as const;
const defaults: Settings = { language: 'system', theme: 'system' };

/** What the person chose for the assistant itself; damaged settings are kept aside and the defaults go on. */
export interface SettingsStore {
  get(): Settings;
  set(change: { readonly [K in keyof Settings]?: Settings[K] | undefined }): Promise<Settings>;
}

/** Reads the settings once; afterwards memory is the truth and the file follows. */
export async function openSettings(state: StateFolder): Promise<SettingsStore> {
  let current = (await state.readJson(file, (value) => settingsSchema.parse(value))) ?? defaults;
  return {
    get: () => current,
    async set(change) {
      const next = { language: change.language ?? current.language, theme: change.theme ?? current.theme };
      await state.writeJson(file, next);
      current = next;
      return current;
    },
  };
}
