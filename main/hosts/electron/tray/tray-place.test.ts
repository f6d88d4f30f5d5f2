import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { hasSessionBus, trayPlace, waitForTrayPlace } from './tray-place.ts';
import type { Ask } from './tray-place.ts';

const env = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/run/user/1000/bus' };
const bus = (ask: Ask) => ({ ask, env });

const answer = (text: string) => () => Promise.resolve(text);
const refuse = () => Promise.reject(new Error('none'));

it('counts as there on Linux only if the desktop confirms it', async () => {
  expect(await trayPlace('linux', bus(answer('(true,)\n')))).toBe('yes');
  expect(await trayPlace('linux', bus(answer('(false,)\n')))).toBe('no');
  expect(await trayPlace('linux', bus(answer('what')))).toBe('could-not-tell');
  expect(await trayPlace('linux', bus(refuse))).toBe('could-not-tell');
  expect(await trayPlace('windows', { ask: refuse, env: {} })).toBe('yes');
});

it('is waited for while the panel starts, and no longer', async () => {
  const pause = vi.fn(() => Promise.resolve());
  const late = vi.fn().mockResolvedValueOnce('(false,)').mockResolvedValue('(true,)');
  expect(await waitForTrayPlace('linux', bus(late), { tries: 5, pause })).toBe(true);
  expect(pause).toHaveBeenCalledOnce();
  pause.mockClear();
  expect(await waitForTrayPlace('linux', bus(answer('(false,)')), { tries: 3, pause })).toBe(false);
  expect(pause).toHaveBeenCalledTimes(2);
});

it('is not waited for where nothing can answer', async () => {
  const pause = vi.fn(() => Promise.resolve());
  expect(await waitForTrayPlace('linux', bus(refuse), { tries: 5, pause })).toBe(false);
  expect(pause).not.toHaveBeenCalled();
});

it('asks nothing without a bus, because the question would start one', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'signoff-bus-'));
  const ask = vi.fn(answer('(true,)'));
  expect(await trayPlace('linux', { ask, env: { XDG_RUNTIME_DIR: folder } })).toBe('no');
  expect(await trayPlace('linux', { ask, env: { DBUS_SESSION_BUS_ADDRESS: '' } })).toBe('no');
  expect(ask).not.toHaveBeenCalled();
  writeFileSync(join(folder, 'bus'), '');
  expect(hasSessionBus({ XDG_RUNTIME_DIR: folder })).toBe(true);
});
