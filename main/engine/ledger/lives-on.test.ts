import { linkSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import type { FrozenPlan } from '../plans/frozen-plan.ts';
import { useWechatRoot } from '../planning/testing/wechat-root.ts';
import { createEntryStates } from './entry-states.ts';
import { countLivesOn } from './lives-on.ts';
import type { Outcome } from './outcomes.ts';
import { createTallyBook, tallyOf, wholeOf } from './tally.ts';

const root = useWechatRoot();

let plan: FrozenPlan;

/** The receipt's sums when these outcomes are the run's, in the order of the plan. */
function settled(outcomes: readonly Outcome[]) {
  const states = createEntryStates(plan.entryCount);
  states.announce([[0, outcomes.length]]);
  states.settle(
    [[0, outcomes.length]],
    outcomes.map((outcome) => [outcome, 1]),
  );
  const book = createTallyBook();
  const entries = outcomes.map((outcome, index) => [plan.entry(index), outcome] as const);
  book.add(tallyOf({ plan, mode: 'delete', room: 0 }, entries));
  const livesOn = countLivesOn(plan, states, book, 'cancelled');
  return { livesOn, tally: book.tally() };
}

beforeEach(async () => {
  const folder = join(root.path, 'wxid_a/cache/2026-01');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'a'), Buffer.alloc(10_000));
  linkSync(join(folder, 'a'), join(folder, 'b'));
  linkSync(join(folder, 'a'), join(folder, 'c'));
  writeFileSync(join(folder, 'd'), 'plain');
  plan = await root.plan();
  expect(plan.entryCount).toBe(4);
});

test('a content whose names all went lives on nowhere', () => {
  const { livesOn, tally } = settled(['deleted', 'deleted', 'deleted', 'deleted']);
  expect(livesOn).toEqual({ files: 0, bytes: 0 });
  expect(tally.removed).toEqual(plan.view.total);
});

test('a name that vanished by itself keeps nothing', () => {
  const { livesOn } = settled(['vanished', 'deleted', 'deleted', 'deleted']);
  expect(livesOn).toEqual({ files: 0, bytes: 0 });
});

test.each([
  ['first', ['in-use', 'deleted', 'deleted', 'deleted']],
  ['last', ['deleted', 'deleted', 'in-use', 'deleted']],
] as const)('a content whose %s name stays lives on, and the disk gives nothing back', (_name, outcomes) => {
  const { livesOn, tally } = settled(outcomes);
  expect(livesOn).toEqual({ files: 2, bytes: 10_000 });
  const content = plan.view.total.allocated - plan.allocatedOf(3);
  expect(tally.removed).toEqual({ files: 3, bytes: 20_005, allocated: plan.allocatedOf(3) });
  expect(tally.failed).toEqual([{ code: 'in-use', files: 1, bytes: 10_000, allocated: content }]);
  expect(wholeOf(tally)).toEqual(plan.view.total);
});

test('a name that came after the plan and that overwriting met counts as well', () => {
  const { livesOn, tally } = settled(['deleted', 'deleted', 'deleted', 'deleted-hard-linked']);
  expect(livesOn).toEqual({ files: 1, bytes: 5 });
  expect(tally.removed.allocated).toBe(plan.view.total.allocated - plan.allocatedOf(3));
});

test('entries that were never tried keep the content of those that went', () => {
  const { livesOn } = settled(['deleted', 'deleted']);
  expect(livesOn).toEqual({ files: 2, bytes: 10_000 });
});
