import { describe, expect, it } from 'vitest';
import { errandOf, launchOptions, readErrand } from './launch-options.ts';

const none = { dataDir: null, language: null, startHidden: false, open: null };

describe('launch options', () => {
  it.each([
    [['--data-dir=/tmp/a b'], { dataDir: '/tmp/a b' }],
    [['--language=en-US'], { language: 'en-US' }],
    [['--start-hidden', '--open=deep-clean'], { startHidden: true, open: 'deep-clean' }],
    [['--data-dir=/a', '--data-dir=/b'], { dataDir: '/b' }],
  ])('%j', (args, expected) => {
    expect(launchOptions(['electron', '.', ...args])).toEqual({ ...none, ...expected });
  });

  it.each([
    '--data-dir=here',
    '--data-dir=',
    '--data-dir',
    '--language=klingon',
    '--language',
    '--start-hidden=yes',
    '--open',
    '--open=quit',
    '--open=watch-pause',
  ])('%s is refused by its name', (word) => {
    expect(() => launchOptions(['electron', '.', word])).toThrow(word);
  });
});

describe('the errand of a second start', () => {
  it('is what its options say', () => {
    const options = launchOptions(['electron', '.', '--open=leave', '--data-dir=/a']);
    expect(readErrand(errandOf(options))).toEqual({ startHidden: false, open: 'leave' });
  });

  it.each([undefined, null, 'leave', {}, { startHidden: true, open: 'quit' }, { open: 'leave', more: 1 }])(
    'only shows the window for %j',
    (value) => {
      expect(readErrand(value)).toEqual({ startHidden: false, open: null });
    },
  );
});
