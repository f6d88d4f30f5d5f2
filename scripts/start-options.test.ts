import { describe, expect, it } from 'vitest';
import { demoEnvironment, electronObstacle, startLanguage, startOptions } from './start-options.mjs';

describe('npm start --', () => {
  it('takes switches and values in both spellings', () => {
    const { options, problem } = startOptions([
      '--demo',
      '--data-dir',
      '/a b',
      '--host=browser',
      '--no-launch',
    ]);
    expect(problem).toBeNull();
    expect(options).toMatchObject({ demo: true, dataDir: '/a b', host: 'browser', noLaunch: true });
  });

  it.each([['--dmeo'], ['extra'], ['--data-dir'], ['--host=firefox']])(
    'names what it does not know: %s',
    (word) => {
      expect(startOptions([word]).problem).toContain(word.split('=')[0]);
    },
  );

  it('speaks Chinese unless the environment says otherwise', () => {
    const { options } = startOptions([]);
    expect(startLanguage(options, {})).toBe('zh');
    expect(startLanguage(options, { LANG: 'C.UTF-8' })).toBe('zh');
    expect(startLanguage(options, { LANG: 'en_GB.UTF-8' })).toBe('en');
    expect(startLanguage(startOptions(['--lang', 'en-US']).options, {})).toBe('en');
  });
});

it('knows where Electron cannot open a window', () => {
  expect(electronObstacle('linux', { DISPLAY: ':0' }, false)).toBeNull();
  expect(electronObstacle('linux', {}, false)).toBe('display');
  expect(electronObstacle('linux', { DISPLAY: ':0' }, true)).toBe('root');
  expect(electronObstacle('win32', {}, false)).toBeNull();
});

it('gives a demo a home of its own and none of the real one’s folders', () => {
  const env = demoEnvironment(
    { HOME: '/home/me', XDG_CONFIG_HOME: '/home/me/.config', XDG_DOCUMENTS_DIR: '/data/docs', PATH: '/bin' },
    '/tmp/demo',
  );
  expect(env).toMatchObject({ HOME: '/tmp/demo', USERPROFILE: '/tmp/demo', PATH: '/bin' });
  expect(env).not.toHaveProperty('XDG_CONFIG_HOME');
  expect(env).not.toHaveProperty('XDG_DOCUMENTS_DIR');
});
