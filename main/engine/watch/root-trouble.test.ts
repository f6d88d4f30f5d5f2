import type { lstat } from 'node:fs/promises';
import { mkdirSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { makeSmallHome } from '../../testing/small-home.ts';
import { RootAsker } from './root-trouble.ts';

test('a disk that does not answer is not waited for, and not asked twice', async () => {
  let asked = 0;
  const never = (() => {
    asked += 1;
    return new Promise(() => undefined);
  }) as unknown as typeof lstat;
  const asker = new RootAsker(never);
  const answers = await Promise.all([asker.trouble('/mnt/hung'), asker.isThere('/mnt/hung')]);
  expect(answers).toEqual(['unavailable', false]);
  expect(await asker.isThere('/mnt/hung')).toBe(false);
  expect(asked).toBe(1);
});

test('what lies there is told, and asked anew each time', async () => {
  const home = await makeSmallHome();
  const asker = new RootAsker();
  const path = home.at('root');
  expect([await asker.trouble(path), await asker.isThere(path)]).toEqual(['root-gone', false]);
  mkdirSync(path);
  expect([await asker.trouble(path), await asker.isThere(path)]).toEqual([null, true]);
  writeFileSync(home.at('root/file'), 'x');
  expect(await asker.trouble(home.at('root/file'))).toBe('not-a-folder');
});
