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

/** Reads the settings now and before each change: a command line may have changed others while a window was open. */
export async function openSettings(state: StateFolder): Promise<SettingsStore> {
  let current = (await state.readJson(file, parsed)) ?? firstSettings;
  let last: Promise<unknown> = Promise.resolve();
  const apply = async (change: Parameters<SettingsStore['set']>[0]): Promise<Settings> => {
    const given = Object.entries(change).filter(([, value]) => value !== undefined);
    const stored = (await state.readJson(file, parsed)) ?? current;
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
