import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import type { ReportView } from '../../../app/contract/runs.ts';
import { createRandom } from '../../demo/random.ts';
import { failingPins, faultyCalls, whyNoNativeCalls } from '../../testing/failing-pins.ts';
import type { FaultyCall } from '../../testing/failing-pins.ts';
import { bestFolderPins } from '../../testing/real-folder-pins.ts';
import { wholeOf } from '../ledger/tally.ts';
import { planOfTrees } from '../removal/testing/plan-of-tree.ts';
import { changesBetween, treeState } from '../removal/testing/tree-state.ts';
import { withRunLock } from '../state/run-lock.ts';
import { resume } from './execute.ts';
import { listInterrupted } from './interrupted.ts';
import { makeFolder, testMarks, trialOf } from './testing/run-plan.ts';

/** `npm run fuzz` asks for more, and SIGNOFF_SEED for the same again */
const schedules = Number(process.env['SIGNOFF_SCHEDULES'] ?? 500);
const seed = Number(process.env['SIGNOFF_SEED'] ?? Date.now() % 1_000_000);
const { errno } = constants;
const codes = [
  ...[
    errno.EIO,
    errno.EACCES,
    errno.EPERM,
    errno.ENOENT,
    errno.ENOTDIR,
    errno.ELOOP,
    errno.EXDEV,
    errno.EBUSY,
  ],
  ...[
    errno.EROFS,
    errno.EINTR,
    errno.EAGAIN,
    errno.ENOMEM,
    errno.ENOTEMPTY,
    errno.EMFILE,
    errno.ENAMETOOLONG,
  ],
  ...[errno.ENOSYS, errno.ESTALE, errno.EINVAL, errno.EBADF],
];
const modes = ['delete', 'quarantine', 'erase'] as const;

interface Fault {
  readonly call: FaultyCall;
  readonly code: number;
  /** the first call of its kind that fails, from 0 */
  readonly from: number;
  /** how many fail from there on */
  readonly times: number;
}

function faultFrom(random: { next(): number }): Fault {
  const pick = <Item>(list: readonly Item[]): Item => list[Math.floor(random.next() * list.length)]!;
  const call = pick(faultyCalls);
  const code = pick(codes);
  return {
    call,
    // a system that says of a file that is there that it is gone would be believed by any program
    code: call === 'unlinkat' && code === errno.ENOENT ? errno.EIO : code,
    from: Math.floor(random.next() * 30),
    times: pick([1, 1, 2, 5, Infinity]),
  };
}

function failingBy({ call, code, from, times }: Fault) {
  let count = 0;
  return (name: FaultyCall): number | null => {
    if (name !== call) return null;
    count += 1;
    return count > from && count <= from + times ? code : null;
  };
}

/** A root with folders, a link and files that no plan takes; beside it a file that no run may touch. */
function growHome(): { readonly top: string; readonly root: string } {
  const top = makeFolder('signoff-native-faults-');
  const root = join(top, 'xwechat_files');
  for (const folder of ['a/cache', 'a/cache/deep', 'b']) {
    mkdirSync(join(root, folder), { recursive: true });
    for (let i = 0; i < 3; i += 1) writeFileSync(join(root, folder, `f${i}`), `${folder} ${i}`);
  }
  symlinkSync(join(top, 'beside'), join(root, 'b', 'link'));
  writeFileSync(join(root, 'b', 'kept'), 'in no plan');
  writeFileSync(join(top, 'beside'), 'outside');
  return { top, root };
}

const planFor = (root: string) =>
  planOfTrees([root], { includes: (path) => path !== 'b/kept', removable: (path) => path !== 'b' });

function demandSum(report: ReportView): void {
  expect(wholeOf({ ...report, groups: [], examples: [] })).toEqual(report.planned);
}

const nothing = whyNoNativeCalls();

describe('native calls that fail', () => {
  beforeEach((ctx) => ctx.skip(nothing !== null, nothing ?? ''));

  test(
    'planned = removed + kept + failed, nothing else changes, and the rest goes afterwards',
    { timeout: 3_600_000 },
    async () => {
      console.info(`${schedules} schedules: SIGNOFF_SEED=${seed}`);
      const random = createRandom(seed, 'native-faults');
      let hit = 0;
      for (let index = 0; index < schedules; index += 1) {
        const mode = modes[index % modes.length]!;
        const fault = faultFrom(random);
        const { top, root } = growHome();
        const before = treeState(top);
        const plan = planFor(root);
        const planned = new Set(
          Array.from({ length: plan.entryCount }, (_, entry) => plan.pathOf(entry).slice(top.length + 1)),
        );
        const fails = failingBy(fault);
        const trial = await trialOf(plan, () =>
          failingPins((call) => {
            const code = fails(call);
            if (code !== null) hit += 1;
            return code;
          }),
        );
        /** as many planned files as are gone; anything else that changed is an error */
        const goneNow = (): string[] => {
          const { gone, altered } = changesBetween(before, treeState(top));
          const files = gone.filter((path) => !before.get(path)?.startsWith('folder'));
          expect(files.filter((path) => !planned.has(path))).toEqual([]);
          // a file whose erasure failed is overwritten, under its own name or under that of its erasure
          expect(
            altered.filter((path) => mode !== 'erase' || (before.has(path) && !planned.has(path))),
          ).toEqual([]);
          return files.slice(altered.filter((path) => !before.has(path)).length);
        };
        try {
          const report = await trial.run('run-1', mode).catch((error: unknown) => error as Error);
          const gone = goneNow();
          if (report instanceof Error) {
            const [cut] = await listInterrupted(trial.deps, testMarks);
            if (cut !== undefined) {
              const deps = { ...trial.deps, pins: bestFolderPins };
              const rest = await withRunLock(deps.state, testMarks, 'run-1', () =>
                resume(deps, plan, 'run-1', trial.control),
              );
              demandSum(rest);
            }
          } else {
            demandSum(report);
            expect(report.removed.files).toBe(gone.length);
          }
          const left = planFor(root);
          if (left.entryCount > 0) {
            const last = await (await trialOf(left, bestFolderPins)).run('run-2', mode);
            expect(last).toMatchObject({ kept: [], failed: [] });
          }
          expect(goneNow()).toHaveLength(planned.size);
        } catch (error) {
          throw new Error(`seed ${seed}, schedule ${index}: ${mode} ${JSON.stringify(fault)}`, {
            cause: error,
          });
        }
        rmSync(top, { recursive: true });
        rmSync(trial.deps.state.path, { recursive: true });
      }
      // a fault that no run reaches shows nothing
      expect(hit).toBeGreaterThan(schedules / 4);
    },
  );
});
