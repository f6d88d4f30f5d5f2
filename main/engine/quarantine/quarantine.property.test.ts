import { rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { conflictRules } from '../../../app/contract/quarantine.ts';
import { realFolderPins } from '../../testing/real-folder-pins.ts';
import { buildHome, homeRecipes } from '../runs/testing/generated-home.ts';
import { planOfTrees } from '../removal/testing/plan-of-tree.ts';
import { clock, makeFolder } from '../runs/testing/run-plan.ts';
import { openStateFolder } from '../state/state-folder.ts';
import { putAside, restore, treeOf } from './testing/put-aside.ts';

describe.each(realFolderPins)('over generated trees, %s pins', (_name, pins) => {
  test('files put aside and restored are byte for byte the same, and nothing else changes', async () => {
    let wholeTaken = 0;
    let foldersMade = 0;
    await fc.assert(
      fc.asyncProperty(
        homeRecipes,
        fc.constantFrom(...conflictRules),
        fc.boolean(),
        fc.boolean(),
        async (recipe, rule, byFolders, hasEmpty) => {
          // An empty folder removed at the end of a run was not put aside.
          const nodes = hasEmpty ? recipe.nodes : recipe.nodes.filter(({ node }) => node !== 'empty-folder');
          const home = buildHome({ ...recipe, nodes });
          const statePath = makeFolder('signoff-state-');
          const state = await openStateFolder(statePath, clock);
          const chosen = new Set(home.made.filter((made) => made.planned).map((made) => made.path));
          const plan = planOfTrees([home.root], { includes: (path) => chosen.has(path) });
          const whole = [];
          for (let index = 0; byFolders && index < plan.folderCount; index += 1) {
            const { segments, removable } = plan.folder(index);
            const isWhole = home.made
              .filter((made) => `${made.path}/`.startsWith(`${segments.join('/')}/`))
              .every((made) => made.planned);
            if (segments.length === 1 && removable && isWhole) whole.push(segments[0]!);
          }
          const before = treeOf(home.home);
          const outcomes = await putAside({ state, plan, pins: pins(), whole, dropEmptied: !hasEmpty });
          const between = treeOf(home.home);
          wholeTaken += outcomes.slice(0, whole.length).filter((outcome) => outcome === 'quarantined').length;
          const folders = [...before].filter(
            ([path, entry]) => entry.startsWith('folder') && !between.has(path),
          );
          foldersMade += folders.length;
          expect(outcomes.filter((outcome) => outcome === 'quarantined').length > 0).toBe(
            between.size < before.size,
          );
          for (const [path, entry] of between) expect(entry).toBe(before.get(path));
          if (between.size < before.size) {
            const view = await restore(state, plan, pins(), { rule });
            expect(view).toMatchObject({ kept: [], failed: [], isEmptied: true });
          }
          expect(treeOf(home.home)).toEqual(before);
          expect([...treeOf(join(statePath, 'quarantine')).keys()]).toEqual([]);
          rmSync(home.home, { recursive: true });
          rmSync(statePath, { recursive: true });
        },
      ),
      { numRuns: 60 },
    );
    expect(wholeTaken).toBeGreaterThan(0);
    expect(foldersMade).toBeGreaterThan(wholeTaken);
  }, 120_000);
});
