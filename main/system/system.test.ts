import { expect, test } from 'vitest';
import { run } from './portable/run.ts';
import { createSystem, defaultStateFolder } from './system.ts';

test.each([
  ['linux', { HOME: '/home/u' }, '/home/u/.local/state/signoff'],
  ['linux', { HOME: '/home/u', XDG_STATE_HOME: '/s' }, '/s/signoff'],
  ['linux', { HOME: '/home/u', XDG_STATE_HOME: 'relative' }, '/home/u/.local/state/signoff'],
  ['windows', { LocalAppData: 'C:\\L' }, 'C:\\L\\SignOff'],
  ['windows', { USERPROFILE: 'C:\\U' }, 'C:\\U\\AppData\\Local\\SignOff'],
  ['macos', { HOME: '/Users/u' }, '/Users/u/Library/Application Support/SignOff'],
] as const)('on %s with %j the state folder is %s', (system, env, folder) => {
  expect(defaultStateFolder(system, env)).toBe(folder);
});

test.each(['linux', 'windows', 'macos'] as const)(
  'without a home the state folder of %s is refused',
  (system) => {
    expect(() => defaultStateFolder(system, {})).toThrow(
      expect.objectContaining({ code: 'data-dir-unusable' }),
    );
  },
);

test('each system gets its own ports; only Windows has a registry to ask', async () => {
  const linux = createSystem('linux', { HOME: '/home/u' });
  expect(await linux.folders.resolve('home')).toEqual(['/home/u']);
  expect(await linux.registry.read('HKCU\\X', 'y')).toEqual({ kind: 'absent' });
  const macos = createSystem('macos', { HOME: '/Users/u' });
  expect(await macos.folders.resolve('documents')).toEqual(['/Users/u/Documents']);
  const windows = createSystem('windows', { USERPROFILE: 'C:\\U', SystemRoot: 'C:\\nowhere' });
  expect(await windows.folders.resolve('home')).toEqual(['C:\\U']);
  expect((await windows.registry.read('HKCU\\X', 'y')).kind).toBe('could-not-tell');
  expect((await windows.processes.list()).kind).toBe('could-not-tell');
});

test('a program answers with code and output, or could-not-tell', async () => {
  expect(await run('/bin/sh', ['-c', 'printf x; exit 3'])).toEqual({
    kind: 'exited',
    code: 3,
    stdout: Buffer.from('x'),
  });
  expect(await run('/nowhere/program', [])).toMatchObject({ kind: 'could-not-tell' });
});

test('a program that the system refuses to start is could-not-tell', async () => {
  // larger than any kernel accepts; Node throws instead of calling back
  expect(await run('/bin/sh', ['x'.repeat(4 * 1024 * 1024)])).toEqual({
    kind: 'could-not-tell',
    reason: '/bin/sh: E2BIG',
  });
});
