import { lstatSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import { join, relative } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Category } from '../../../app/cleanup/categories.ts';
import { realFolderPins } from '../../testing/real-folder-pins.ts';
import type { FrozenPlan } from '../plans/frozen-plan.ts';
import { wholeFolders } from '../ledger/folder-contents.ts';
import { buildHome, changeHome, homeRecipes } from '../runs/testing/generated-home.ts';
import type { Home, HomeRecipe } from '../runs/testing/generated-home.ts';
import { makeFolder } from '../runs/testing/run-plan.ts';
import { planOfTrees } from './testing/plan-of-tree.ts';
import { takeUnits, withCategories } from './testing/take-units.ts';
import { changesBetween, treeState } from './testing/tree-state.ts';
import type { TreeState } from './testing/tree-state.ts';

const categories: readonly Category[] = ['cache', 'received'];
const hour = 3_600_000;
const old = new Date('2024-01-01T00:00:00Z');

function settleTimes(top: string): void {
  for (const entry of readdirSync(top, { withFileTypes: true }))
    if (entry.isDirectory()) settleTimes(join(top, entry.name));
  utimesSync(top, old, old);
}

/** Chooses the category by the path's first letter: the app rebuilds half of the files. */
function groupOf(path: string): number {
  return path.startsWith('a') || path.startsWith('cache') ? 0 : 1;
}

/** `file mode ino` of a state: what a folder's mtime proves. */
function idOf(state: string | undefined): string | undefined {
  return state?.split(' ').slice(0, 3).join(' ');
}

interface Trial {
  readonly home: Home;
  readonly plan: FrozenPlan;
  readonly atPlan: TreeState;
  readonly planned: ReadonlySet<string>;
}

function trialOf(recipe: HomeRecipe, isAtRest: boolean): Trial {
  const home = buildHome(recipe);
  if (isAtRest) settleTimes(home.root);
  const left = new Set(home.made.filter((made, at) => !made.planned && at % 3 === 0).map(({ path }) => path));
  const frozen = planOfTrees([home.root], {
    includes: (path) => !left.has(path),
    group: groupOf,
    createdAt: Date.now() + (isAtRest ? hour : 0),
  });
  const plan = withCategories(frozen, categories);
  const top = relative(home.home, home.root);
  const planned = new Set<string>();
  for (let index = 0; index < plan.entryCount; index += 1)
    planned.add(relative(home.home, plan.pathOf(index)));
  for (let index = 0; index < plan.folderCount; index += 1)
    planned.add(join(top, ...plan.folder(index).segments));
  return { home, plan, atPlan: treeState(home.home), planned };
}

/** The contents of one moved folder, by old path. */
function movedBy(trial: Trial, folder: number, to: string): TreeState {
  const was = join(relative(trial.home.home, trial.home.root), ...trial.plan.folder(folder).segments);
  const moved = [...treeState(join(to, String(folder)))].map(
    ([path, what]) => [join(was, path), what] as const,
  );
  return new Map(moved);
}

describe.each(realFolderPins)('whole folders over generated homes, %s pins', (_name, pins) => {
  test.each([
    ['folders at rest', true],
    ['folders changed just now', false],
  ])('%s: only planned entries are moved, the rest stays unchanged', async (_what, isAtRest) => {
    let wholes = 0;
    await fc.assert(
      fc.asyncProperty(homeRecipes, async (recipe) => {
        const trial = trialOf(recipe, isAtRest);
        const { home, plan, atPlan, planned } = trial;
        changeHome(home, recipe);
        const before = treeState(home.home);
        const to = makeFolder('signoff-taken-');
        const { units } = await takeUnits(plan, pins(), to);
        wholes += units.length;

        const gone: string[] = [];
        for (const { folder, outcome } of units) {
          expect(outcome).toBe('quarantined');
          gone.push(join(relative(home.home, home.root), ...plan.folder(folder).segments));
          for (const [path, state] of movedBy(trial, folder, to)) {
            gone.push(path);
            expect(planned).toContain(path);
            const isTold = isAtRest && groupOf(relative('xwechat_files', path)) === 0;
            if (isTold) expect(idOf(state)).toBe(idOf(atPlan.get(path)));
            else expect(state).toBe(atPlan.get(path));
          }
        }
        expect(changesBetween(before, treeState(home.home))).toEqual({ gone: gone.sort(), altered: [] });
        expect(readdirSync(to)).toHaveLength(units.length);
        if (changesBetween(atPlan, before).altered.length + changesBetween(atPlan, before).gone.length === 0)
          for (const folder of wholeFolders(plan)) {
            const place = join(home.root, ...plan.folder(folder).segments);
            const isThere = lstatSync(place, { throwIfNoEntry: false }) !== undefined;
            const holdsEntries =
              isThere && [...treeState(place).values()].some((what) => !what.startsWith('folder'));
            expect(holdsEntries).toBe(false);
          }
        for (const made of [home.home, to]) rmSync(made, { recursive: true });
      }),
      { numRuns: 100 },
    );
    expect(wholes).toBeGreaterThan(25);
  });
});
