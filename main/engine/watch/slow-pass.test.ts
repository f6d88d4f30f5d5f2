import { afterEach, expect, test, vi } from 'vitest';
import { SlowPass } from './slow-pass.ts';
import type { Survey } from './survey.ts';

afterEach(() => void vi.restoreAllMocks());

/** Three listed folders, and a clock that only a listing moves. */
function scene(tookMs: number[]) {
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  const listed: number[] = [];
  const survey = {
    table: { limit: 3, isAlive: () => true, isListed: () => true },
    pathOf: String,
    list: (row: number) => {
      listed.push(row);
      now += tookMs.shift() ?? 1;
      return 'seen';
    },
  } as unknown as Survey;
  return { listed, pass: new SlowPass(survey, () => true) };
}

test('what a listing takes longer than its step is paid for by steps in which nothing is done', () => {
  const { listed, pass } = scene([3]);
  pass.step(1);
  pass.step(1);
  expect(listed).toEqual([0]);
  pass.step(1);
  pass.step(1);
  expect(listed).toEqual([0, 1, 2]);
});

test('a listing that a sleeping machine held up for hours silences the pass for some steps only', () => {
  const { listed, pass } = scene([8 * 3_600_000]);
  pass.step(1);
  for (let step = 0; step < 19; step += 1) pass.step(1);
  expect(listed).toEqual([0]);
  pass.step(1);
  expect(listed).toEqual([0, 1]);
});
