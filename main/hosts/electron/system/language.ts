import type { Client } from '../../../../app/contract/contract.ts';
import type { Settings } from '../../../../app/contract/settings.ts';
import type { Language } from '../../../../app/locale/dictionary.ts';

export interface SpokenLanguage {
  readonly now: () => Language;
  readonly stop: () => void;
}

/**
 * The language that the person chose, for everything outside the page. `changed` is called once it is known and whenever
 * it is another one.
 */
export function followLanguage(
  client: Client,
  systemLanguage: Language,
  changed: (language: Language) => void,
): SpokenLanguage {
  let language = systemLanguage;
  const take = (settings: Settings): void => {
    const next = settings.language === 'system' ? systemLanguage : settings.language;
    if (next === language) return;
    language = next;
    changed(language);
  };
  void client.call('settings.get', {}).then((reply) => {
    if (reply.ok) take(reply.value);
  });
  return { now: () => language, stop: client.on('settings.changed', take) };
}
