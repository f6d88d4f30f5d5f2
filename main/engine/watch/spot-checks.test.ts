import { mkdirSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { SpotChecks } from './spot-checks.ts';
import { nothingWatched, surveyed } from './testing/surveyed.ts';

const never = (): never => {
  throw new Error('nothing here takes longer than a moment');
};

/** Always the same lots. */
function lots(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

test('a burst all over the roots shows among a few folders drawn by lot, and what it shows is listed', async () => {
  const { survey, chat, folders } = await surveyed();
  for (let i = 0; i < folders; i += 3) writeFileSync(`${chat(i)}/new`, 'new');
  const before = survey.cells.totals().reduce((sum, { files }) => sum + files, 0);
  const { asked, moved } = new SpotChecks(survey, nothingWatched(), never, lots(1)).step();
  expect(moved).toBeGreaterThanOrEqual(3);
  expect(asked).toBeLessThan(folders / 50);
  expect(survey.cells.totals().reduce((sum, { files }) => sum + files, 0)).toBe(before + moved);
});

test('at rest nothing is met, nor in a folder that somebody watches', async () => {
  const { survey, chat, folders } = await surveyed();
  const watched = { ...nothingWatched(), isWatched: () => true };
  expect(new SpotChecks(survey, nothingWatched(), never, lots(2)).step().moved).toBe(0);
  for (let i = 0; i < folders; i += 1) writeFileSync(`${chat(i)}/new`, 'new');
  expect(new SpotChecks(survey, watched, never, lots(2)).step().moved).toBe(0);
});

test('what is new below such a folder is known at once', async () => {
  const { survey, chat, folders } = await surveyed();
  for (let i = 0; i < folders; i += 1) mkdirSync(`${chat(i)}/below/deeper`, { recursive: true });
  for (let i = 0; i < folders; i += 1) writeFileSync(`${chat(i)}/below/deeper/new`, 'new');
  const before = survey.cells.totals().reduce((sum, { files }) => sum + files, 0);
  const { moved } = new SpotChecks(survey, nothingWatched(), never, lots(3)).step();
  expect(moved).toBeGreaterThan(0);
  expect(survey.cells.totals().reduce((sum, { files }) => sum + files, 0)).toBe(before + moved);
});
