import { appendFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { nothingWatched, surveyed } from './testing/surveyed.ts';
import { Trickle } from './trickle.ts';

/** One round, step by step. */
function round(trickle: Trickle, isCalm = false) {
  const steps = [trickle.step(isCalm)];
  while (trickle.isOpen) steps.push(trickle.step(isCalm));
  return steps;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

test.each([
  ['somebody is at work', false, 270],
  ['nothing stirs', true, 540],
])(
  'while %s a round asks every folder once, never all at one go, and is over in minutes',
  { timeout: 30_000 },
  async (_while, isCalm, stepsAtMost) => {
    const { survey, folders } = await surveyed();
    const steps = round(new Trickle(survey, nothingWatched()), isCalm);
    expect(sum(steps.map(({ asked }) => asked))).toBe(survey.table.size);
    expect(survey.table.size).toBeGreaterThan(folders);
    expect(Math.max(...steps.map(({ asked }) => asked))).toBeLessThan(folders);
    expect(steps.length).toBeLessThanOrEqual(stepsAtMost);
    expect(sum(steps.map(({ moved }) => moved))).toBe(0);
  },
);

test('what has changed is listed and counted, but for what is watched', { timeout: 30_000 }, async () => {
  const { survey, chat } = await surveyed();
  for (let i = 0; i < 20; i += 1) writeFileSync(`${chat(i)}/new`, 'new');
  const watched = new Set(['3', '4']);
  const trickle = new Trickle(survey, {
    ...nothingWatched(),
    isWatched: (row) => watched.has(survey.table.name(row)),
  });
  expect(sum(round(trickle).map(({ moved }) => moved))).toBe(18);
  expect(sum(survey.cells.totals().map(({ files }) => files))).toBeGreaterThanOrEqual(20);
  expect(sum(round(trickle).map(({ moved }) => moved))).toBe(0);
});

test('what has come and still grows is seen to grow, round after round', { timeout: 30_000 }, async () => {
  const { survey, chat } = await surveyed();
  const trickle = new Trickle(survey, nothingWatched());
  const bytes = (): number => sum(survey.cells.totals().map((cell) => cell.bytes));
  const before = bytes();
  writeFileSync(`${chat(7)}/video`, 'half');
  round(trickle);
  expect(bytes() - before).toBe(4);
  for (const size of [8, 12, 16]) {
    appendFileSync(`${chat(7)}/video`, 'more');
    expect(sum(round(trickle).map(({ moved }) => moved))).toBe(0);
    expect(bytes() - before).toBe(size);
  }
});
