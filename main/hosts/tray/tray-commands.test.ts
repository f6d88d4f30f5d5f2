import { expect, it, vi } from 'vitest';
import { methods } from '../../../app/contract/contract.ts';
import { FakeContract } from '../../../app/testing/fake-contract.ts';
import { carryOutTrayCommand, trayEffects } from './tray-commands.ts';
import type { TrayCommand } from './tray-view.ts';

const commands = Object.keys(trayEffects) as TrayCommand[];

function scene(options: ConstructorParameters<typeof FakeContract>[0] = {}) {
  const client = new FakeContract(options);
  const host = { client, open: vi.fn(), quit: vi.fn(), warn: vi.fn() };
  return { client, host };
}

it.each(commands)('%s destroys nothing and starts no job', async (command) => {
  const { client, host } = scene();
  await carryOutTrayCommand(command, host);
  for (const { method } of client.calls) {
    expect(methods[method].effect).not.toBe('destroy');
    expect(['settings.set', 'watch.start', 'watch.stop']).toContain(method);
  }
});

it.each([
  ['open', null],
  ['leave', '#/leave/all'],
  ['deep-clean', '#/leave/deep'],
  ['session-start', '#/leave/sit-down'],
  ['session-leave', '#/leave/all'],
] as const)('%s shows %s', async (command, place) => {
  const { client, host } = scene();
  await carryOutTrayCommand(command, host);
  expect(host.open.mock.calls).toEqual([[place]]);
  expect(client.calls).toEqual([]);
});

it('pausing and resuming are kept as the setting, so that a new window does not undo them', async () => {
  const { client, host } = scene();
  await carryOutTrayCommand('watch-pause', host);
  expect(client.calls).toEqual([
    { method: 'settings.set', input: { watching: false } },
    { method: 'watch.stop', input: {} },
  ]);
  await carryOutTrayCommand('watch-resume', host);
  expect(client.calls.slice(2)).toEqual([
    { method: 'settings.set', input: { watching: true } },
    { method: 'watch.start', input: {} },
  ]);
});

it('a refusal is reported by its code', async () => {
  const { host } = scene({ refusals: { 'settings.set': 'disk-full' } });
  await carryOutTrayCommand('watch-pause', host);
  expect(host.warn.mock.calls).toEqual([['disk-full']]);
});

it('quitting asks the host', async () => {
  const { host } = scene();
  await carryOutTrayCommand('quit', host);
  expect(host.quit).toHaveBeenCalledOnce();
  expect(host.open).not.toHaveBeenCalled();
});
