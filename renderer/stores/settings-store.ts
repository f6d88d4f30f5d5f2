import { createStore } from 'zustand/vanilla';
import type { Client } from '../../app/contract/contract.ts';
import type { ContractError } from '../../app/contract/errors.ts';
import type { Settings } from '../../app/contract/settings.ts';
import { firstSettings } from '../../app/settings/settings-table.ts';
import { languageOf } from '../../app/locale/dictionary.ts';
import type { Language } from '../../app/locale/dictionary.ts';

export interface SettingsState {
  readonly settings: Settings;
  readonly language: Language;
  /** true once main has answered; before that, defaults of the system apply */
  readonly known: boolean;
  /** the question whose computer this is was put off in this window */
  readonly isPutOff: boolean;
}

function stateOf(
  settings: Settings,
  systemLanguage: string,
  known: boolean,
): Omit<SettingsState, 'isPutOff'> {
  const language = settings.language === 'system' ? languageOf(systemLanguage) : settings.language;
  return { settings, language, known };
}

/** Effects that a changed setting has at once. */
interface Effects {
  readonly watching: (on: boolean) => Promise<void>;
}

/** The settings, stored by main so that the CLI and all windows agree. */
export function createSettingsStore(client: Client, systemLanguage: string, effects: Effects) {
  const store = createStore<SettingsState>(() => ({
    ...stateOf(firstSettings, systemLanguage, false),
    isPutOff: false,
  }));
  const take = (settings: Settings): void => store.setState(stateOf(settings, systemLanguage, true));
  client.on('settings.changed', take);
  return {
    store,
    /** asks whose computer this is in the next window again */
    putOff: () => store.setState({ isPutOff: true }),
    async load(): Promise<void> {
      const reply = await client.call('settings.get', {});
      if (reply.ok) take(reply.value);
    },
    /** shows the change at once, and the settings as before with the reason when main refuses it */
    async change(part: Partial<Settings>): Promise<ContractError | null> {
      const before = store.getState().settings;
      take({ ...before, ...part });
      const begun = part.watching === undefined ? undefined : effects.watching(part.watching);
      const reply = await client.call('settings.set', part);
      take(reply.ok ? reply.value : before);
      await begun;
      return reply.ok ? null : reply.error;
    },
  };
}
