import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { makeSmallHome, wechat4 } from '../../testing/small-home.ts';
import { Survey } from './survey.ts';
import { watchRoots } from './testing/watched-home.ts';
import { Sweep } from './sweep.ts';
import { Trickle } from './trickle.ts';
import { YoungFolders } from './young-folders.ts';

const root = 'Documents/xwechat_files';
const account = `${root}/wxid_owner_1a2b`;
const folders = 1500;

const nothingWatched = () => ({ isWatched: () => false, young: new YoungFolders() });

/** Every folder is known, and long still. */
async function surveyed() {
  const home = await makeSmallHome();
  await home.put(wechat4(root, 'wxid_owner_1a2b'));
  const chat = (i: number): string => home.at(account, 'cache/2023-01', String(i));
  for (let i = 0; i < folders; i += 1) mkdirSync(chat(i), { recursive: true });
  const roots = await watchRoots(home, { signs: [] });
  await roots.stop();
  const survey = new Survey(roots.job, () => Date.now() + 60_000);
  const sweep = new Sweep(survey, nothingWatched());
  while (!sweep.step(15));
  return { home, chat, survey };
}

/** One round, step by step. */
function round(trickle: Trickle) {
  const steps = [trickle.step()];
  while (trickle.isOpen) steps.push(trickle.step());
  return steps;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

test(
  'a round asks every folder once, never all at one go, and is over in minutes',
  { timeout: 30_000 },
  async () => {
    const { survey } = await surveyed();
    const steps = round(new Trickle(survey, nothingWatched()));
    expect(sum(steps.map(({ asked }) => asked))).toBe(survey.table.size);
    expect(survey.table.size).toBeGreaterThan(folders);
    expect(Math.max(...steps.map(({ asked }) => asked))).toBeLessThan(folders);
    expect(steps.length).toBeLessThanOrEqual(270);
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
