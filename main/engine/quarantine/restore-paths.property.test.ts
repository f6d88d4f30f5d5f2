import { lutimesSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { databaseOf } from '../../../app/cleanup/protected.ts';
import { realFolderPins } from '../../testing/real-folder-pins.ts';
import { buildHome, homeRecipes } from '../runs/testing/generated-home.ts';
import type { HomeRecipe } from '../runs/testing/generated-home.ts';
import { planOfTrees } from '../removal/testing/plan-of-tree.ts';
import { clock, makeFolder } from '../runs/testing/run-plan.ts';
import { diskPath } from '../fs/disk-names.ts';
import { openStateFolder } from '../state/state-folder.ts';
import { isOfDatabase } from './families.ts';
import { listBatches } from './list-batches.ts';
import { putAside, restore, treeOf } from './testing/put-aside.ts';

const databaseFolder = fc.constantFrom([], ['a'], ['微信 图片', 'b']);
const databaseFile = fc.constantFrom('x.db', 'x.db-wal', 'x.db-shm', 'y.db', 'Cookies', 'Cookies-journal');
/** Trees in which databases lie beside their journals. */
const recipes = fc
  .tuple(
    homeRecipes,
    fc.array(fc.tuple(databaseFolder, databaseFile, fc.nat({ max: 3 })), { minLength: 4, maxLength: 14 }),
  )
  .map(([recipe, databases]): HomeRecipe => {
    const files = databases.map(([above, name, stays]) => ({
      ...{ path: [...above, name], node: 'file' as const, planned: stays > 0 },
    }));
    return { ...recipe, nodes: [...files, ...recipe.nodes] };
  });

/** The same tree with its names as text. */
function named(tree: ReadonlyMap<string, string>): Map<string, string> {
  return new Map([...tree].map(([path, entry]) => [Buffer.from(path, 'latin1').toString(), entry]));
}

function filesOf(tree: ReadonlyMap<string, string>): Map<string, string> {
  return new Map([...named(tree)].filter(([, entry]) => !entry.startsWith('folder')));
}

describe.each(realFolderPins)('over generated trees, %s pins', (_name, pins) => {
  test('exactly the chosen files go back, databases with their journals, and the rest can still be restored', async () => {
    let partial = 0;
    let insideFolders = 0;
    let families = 0;
    await fc.assert(
      fc.asyncProperty(
        recipes,
        fc.array(fc.tuple(fc.nat(), fc.nat({ max: 4 }), fc.boolean()), { minLength: 1, maxLength: 4 }),
        fc.boolean(),
        async (recipe, picks, byFolders) => {
          // An empty folder removed at the end of a run was not put aside.
          const nodes = byFolders
            ? recipe.nodes.map((one) => ({ ...one, planned: one.planned || one.path.length > 1 }))
            : recipe.nodes.filter(({ node }) => node !== 'empty-folder');
          const home = buildHome({ ...recipe, nodes });
          // what stays is older than the batch, as where nothing has written since
          for (const { path } of home.made)
            if (isOfDatabase(path)) lutimesSync(diskPath(join(home.root, path)), 1e9, 1e9);
          const statePath = makeFolder('signoff-state-');
          const state = await openStateFolder(statePath, clock);
          const planned = new Set(home.made.filter((made) => made.planned).map((made) => made.path));
          const plan = planOfTrees([home.root], { includes: (path) => planned.has(path) });
          const whole: string[] = [];
          for (let index = 0; byFolders && index < plan.folderCount; index += 1) {
            const { segments, removable } = plan.folder(index);
            const inside = home.made.filter(({ path }) => `${path}/`.startsWith(`${segments.join('/')}/`));
            if (segments.length === 1 && removable && inside.every((made) => made.planned))
              whole.push(segments[0]!);
          }
          const before = treeOf(home.home);
          await putAside({ state, plan, pins: pins(), whole, dropEmptied: !byFolders });
          const between = filesOf(treeOf(home.home));
          const aside = [...filesOf(before).keys()].filter((path) => !between.has(path));
          if (aside.length === 0) return;

          const paths = picks.map(([file, up, isAbsolute]) => {
            const names = aside[file % aside.length]!.split('/');
            const below = names.slice(1, Math.max(2, names.length - up)).join('/');
            return isAbsolute ? join(home.root, below) : below;
          });
          const chosen = paths.map((path) => (path.startsWith('/') ? path : join(home.root, path)));
          const isChosen = (path: string): boolean =>
            chosen.some((one) => `${join(home.home, path)}/`.startsWith(`${one}/`));
          const kinOf = (path: string): string => join(dirname(path), databaseOf(path.split('/').at(-1)!));
          const kin = new Set(aside.filter(isChosen).map(kinOf));
          const wanted = aside.filter((path) => isChosen(path) || kin.has(kinOf(path)));
          families += wanted.filter((path) => !isChosen(path)).length;
          const isMoved = (path: string): boolean =>
            whole.some(
              (one) => path.startsWith(`xwechat_files/${one}/`) && !chosen.includes(join(home.root, one)),
            );
          insideFolders += wanted.filter(isMoved).length;
          if (wanted.length < aside.length) partial += 1;

          const quarantine = join(statePath, 'quarantine');
          const held = filesOf(treeOf(join(quarantine, 'q-1', 'items')));
          const view = await restore(state, plan, pins(), { paths });
          expect(view).toMatchObject({ kept: [], failed: [], restored: { files: wanted.length } });
          const after = named(treeOf(home.home));
          const files = [...after].flatMap(([path, entry]) => (entry.startsWith('folder') ? [] : [path]));
          expect(files.toSorted()).toEqual([...between.keys(), ...wanted].toSorted());
          for (const [path, entry] of after) expect([path, entry]).toEqual([path, named(before).get(path)]);

          const listed = await listBatches(quarantine, 'posix');
          if (!view.isEmptied) {
            const kept = filesOf(treeOf(join(quarantine, 'q-1', 'items')));
            expect(kept.size).toBe(aside.length - wanted.length);
            for (const [path, entry] of kept) expect([path, entry]).toEqual([path, held.get(path)]);
            expect(listed).toMatchObject([{ id: 'q-1', state: 'whole', files: kept.size }]);
            expect(await restore(state, plan, pins())).toMatchObject({
              kept: [],
              failed: [],
              isEmptied: true,
            });
          } else expect(wanted.length).toBe(aside.length);
          expect(treeOf(home.home)).toEqual(before);
          expect([...treeOf(quarantine).keys()]).toEqual([]);
          rmSync(home.home, { recursive: true });
          rmSync(statePath, { recursive: true });
        },
      ),
      { numRuns: 80 },
    );
    expect(partial).toBeGreaterThan(20);
    expect(insideFolders).toBeGreaterThan(5);
    expect(families).toBeGreaterThan(5);
  }, 240_000);
});
