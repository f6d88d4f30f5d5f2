import type { lstat } from 'node:fs/promises';
import { mkdirSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { makeSmallHome } from '../../testing/small-home.ts';
import { pollMs } from './policy.ts';
import { DiskQuestions } from './root-troubles.ts';
import { ManualTime } from './testing/manual-time.ts';

test('a disk that does not answer within a poll is unavailable, and not asked twice', async () => {
  let asked = 0;
  const never = (() => {
    asked += 1;
    return new Promise(() => undefined);
  }) as unknown as typeof lstat;
  const time = new ManualTime();
  const questions = new DiskQuestions(time, never);
  const answers = Promise.all([questions.trouble('/mnt/hung'), questions.isThere('/mnt/hung')]);
  time.advance(pollMs);
  expect(await answers).toEqual(['unavailable', false]);
  const again = questions.isThere('/mnt/hung');
  time.advance(pollMs);
  expect(await again).toBe(false);
  expect(asked).toBe(1);
});

test('reports the kind of what is at the path, anew each time', async () => {
  const home = await makeSmallHome();
  const questions = new DiskQuestions(new ManualTime());
  const path = home.at('root');
  expect([await questions.trouble(path), await questions.isThere(path)]).toEqual(['root-gone', false]);
  mkdirSync(path);
  expect([await questions.trouble(path), await questions.isThere(path)]).toEqual([null, true]);
  writeFileSync(home.at('root/file'), 'x');
  expect(await questions.trouble(home.at('root/file'))).toBe('not-a-folder');
});
