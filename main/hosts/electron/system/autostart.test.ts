import { describe, expect, it, vi } from 'vitest';
import type { App } from 'electron';
import { firstSettings } from '../../../../app/settings/settings-table.ts';
import { FakeContract } from '../../../../app/testing/fake-contract.ts';
import { followAutostart, loginItem, startCommand } from './autostart.ts';

const plain = { dataDir: null, language: null };

describe('the command', () => {
  it('opens the packaged app hidden, with the options of this start', () => {
    expect(startCommand({ execPath: '/opt/SignOff/signoff', env: {} }, null, plain)).toEqual({
      program: '/opt/SignOff/signoff',
      args: ['--start-hidden'],
    });
    expect(
      startCommand({ execPath: '/e', env: {} }, '/src', { dataDir: '/a b', language: 'en-US' }).args,
    ).toEqual(['/src', '--start-hidden', '--data-dir=/a b', '--language=en-US']);
  });

  it.each(['APPIMAGE', 'PORTABLE_EXECUTABLE_FILE'])('names the file itself where %s tells it', (name) => {
    const env = { [name]: '/home/li/SignOff.bin' };
    expect(startCommand({ execPath: '/tmp/.mount/signoff', env }, null, plain).program).toBe(
      '/home/li/SignOff.bin',
    );
  });
});

it('the login item asks for the very entry that it sets, with quoted words', async () => {
  const set = vi.fn();
  const get = vi.fn(() => ({ openAtLogin: true }));
  const app = { setLoginItemSettings: set, getLoginItemSettings: get } as unknown as App;
  const item = loginItem(app, { program: 'C:\\a b\\SignOff.exe', args: ['--data-dir=D:\\my state'] });
  await item.set(true);
  expect(await item.isOn()).toBe(true);
  const entry = { path: 'C:\\a b\\SignOff.exe', args: ['"--data-dir=D:\\my state"'] };
  expect(set.mock.calls).toEqual([[{ openAtLogin: true, ...entry }]]);
  expect(get.mock.calls).toEqual([[entry]]);
});

describe('the setting', () => {
  async function scene(isOn: boolean, autostart: boolean, refuse = false) {
    const client = new FakeContract({ settings: { autostart } });
    const entry = { on: isOn };
    const warn = vi.fn();
    const stop = await followAutostart(
      client,
      {
        isOn: () => Promise.resolve(entry.on),
        set: (on) => {
          if (refuse) return Promise.reject(new Error('EROFS'));
          entry.on = on;
          return Promise.resolve();
        },
      },
      warn,
    );
    const choose = (on: boolean): void =>
      client.emit('settings.changed', { ...firstSettings, autostart: on });
    const setting = async (): Promise<boolean | null> => {
      const reply = await client.call('settings.get', {});
      return reply.ok ? reply.value.autostart : null;
    };
    return { entry, warn, stop, choose, setting };
  }

  it.each([
    [true, false],
    [false, true],
  ])('follows the system’s entry at first (%s, set to %s)', async (isOn, autostart) => {
    const { setting, entry } = await scene(isOn, autostart);
    expect(await setting()).toBe(isOn);
    expect(entry.on).toBe(isOn);
  });

  it('then the entry follows it', async () => {
    const { entry, choose } = await scene(false, false);
    choose(true);
    await expect.poll(() => entry.on).toBe(true);
    choose(false);
    await expect.poll(() => entry.on).toBe(false);
  });

  it('goes back where the system refuses', async () => {
    const { choose, setting, warn } = await scene(false, false, true);
    choose(true);
    await expect.poll(() => warn.mock.calls.length).toBe(1);
    expect(await setting()).toBe(false);
  });

  it('is no longer followed once stopped', async () => {
    const { entry, choose, stop } = await scene(false, false);
    stop();
    choose(true);
    await new Promise((resolve) => setImmediate(resolve));
    expect(entry.on).toBe(false);
  });
});
