import { readFileSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { realFolderPins } from '../../testing/real-folder-pins.ts';
import { readJournal } from '../ledger/journal-reader.ts';
import { openStateFolder } from '../state/state-folder.ts';
import { wholeOf } from '../ledger/tally.ts';
import { buildHome, changeHome, homeRecipes } from '../runs/testing/generated-home.ts';
import { clock, makeFolder, trialOf } from '../runs/testing/run-plan.ts';
import { planOfTrees } from './testing/plan-of-tree.ts';
import { changesBetween, treeState } from './testing/tree-state.ts';

/** True when the path and its parent folders are as planned. */
function isAsPlanned(
  path: string,
  atPlan: ReadonlyMap<string, string>,
  now: ReadonlyMap<string, string>,
): boolean {
  for (let at = path; at !== '.'; at = dirname(at)) {
    if (!now.has(at) || now.get(at) !== atPlan.get(at)) return false;
  }
  return true;
}

describe.each(realFolderPins)('over generated homes, %s pins', (_name, pins) => {
  test('the sink removes exactly what is still as planned, and changes nothing else', async () => {
    const statePath = makeFolder('signoff-state-');
    const state = await openStateFolder(statePath, clock);
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(homeRecipes, async (recipe) => {
        const home = buildHome(recipe);
        const chosen = new Set(home.made.filter((made) => made.planned).map((made) => made.path));
        const plan = planOfTrees([home.root], {
          includes: (path) => chosen.has(path),
          removable: (path) => path.length % 2 === 0,
        });
        const atPlan = treeState(home.home);
        changeHome(home, recipe);
        const before = treeState(home.home);
        runs += 1;
        const report = await (await trialOf(plan, pins, { state })).run(`run-${runs}`);
        const { gone, altered } = changesBetween(before, treeState(home.home));

        expect(altered).toEqual([]);
        const planned = Array.from({ length: plan.entryCount }, (_none, index) =>
          relative(home.home, plan.pathOf(index)),
        );
        const due = planned.filter((path) => isAsPlanned(path, atPlan, before));
        const goneFolders = gone.filter((path) => before.get(path)?.startsWith('folder') === true);
        const goneEntries = gone.filter((path) => before.get(path)?.startsWith('folder') !== true);
        expect(goneEntries).toEqual(due.sort());
        const removable = new Set<string>();
        for (let index = 0; index < plan.folderCount; index += 1) {
          const folder = plan.folder(index);
          if (folder.removable) removable.add(join('xwechat_files', ...folder.segments));
        }
        expect(
          goneFolders.filter((path) => !removable.has(path) || !isAsPlanned(path, atPlan, before)),
        ).toEqual([]);
        expect(report.foldersRemoved).toBe(goneFolders.length);

        expect(report.removed.files).toBe(goneEntries.length);
        expect(report.planned).toEqual(plan.view.total);
        const sum = wholeOf({ ...report, groups: [], examples: [] });
        expect(report.planned).toEqual(sum);
        expect(report.groups.reduce((files, group) => files + group.removedFiles, 0)).toBe(
          goneEntries.length,
        );
        expect(report.outcome === 'done').toBe(
          report.removed.files + (report.kept.find((line) => line.reason === 'vanished')?.files ?? 0) ===
            report.planned.files,
        );
        const proof = readJournal(readFileSync(join(statePath, 'runs', `run-${runs}.jsonl`)));
        if (typeof proof === 'string') throw new Error('a journal of our own must be readable');
        expect(proof).toMatchObject({ hasEnded: true, tally: { removed: report.removed } });
        rmSync(home.home, { recursive: true });
      }),
      { numRuns: 250 },
    );
  });
});
