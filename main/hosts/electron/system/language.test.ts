import { expect, it } from 'vitest';
import { firstSettings } from '../../../../app/settings/settings-table.ts';
import { FakeContract } from '../../../../app/testing/fake-contract.ts';
import type { Language } from '../../../../app/locale/dictionary.ts';
import { followLanguage } from './language.ts';

it('is the system’s until the settings are read, and follows them', async () => {
  const client = new FakeContract({ settings: { language: 'en-US' } });
  const heard: Language[] = [];
  const spoken = followLanguage(client, 'zh-CN', (language) => heard.push(language));
  expect(spoken.now()).toBe('zh-CN');
  await expect.poll(() => heard).toEqual(['en-US']);
  client.emit('settings.changed', { ...firstSettings, language: 'en-US', theme: 'dark' });
  client.emit('settings.changed', { ...firstSettings, language: 'system' });
  expect(heard).toEqual(['en-US', 'zh-CN']);
  expect(spoken.now()).toBe('zh-CN');
  spoken.stop();
  client.emit('settings.changed', { ...firstSettings, language: 'en-US' });
  expect(spoken.now()).toBe('zh-CN');
});
