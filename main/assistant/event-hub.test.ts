import { expect, test } from 'vitest';
import { firstSettings } from '../../app/settings/settings-table.ts';
import { createEventHub } from './event-hub.ts';

test('a listener hears its own event until it leaves, and one that throws does not silence the others', () => {
  const thrown: unknown[] = [];
  const hub = createEventHub((error) => thrown.push(error));
  const heard: string[] = [];
  hub.onAny(() => {
    throw new Error('broken listener');
  });
  const leave = hub.on('settings.changed', (settings) => heard.push(settings.theme));
  hub.on('job.ended', () => heard.push('wrong event'));
  hub.emit('settings.changed', { ...firstSettings, theme: 'dark' });
  leave();
  hub.emit('settings.changed', { ...firstSettings, theme: 'light' });
  expect(heard).toEqual(['dark']);
  expect(thrown).toHaveLength(2);
});
