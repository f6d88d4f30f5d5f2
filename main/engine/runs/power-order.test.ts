import type * as Fs from 'node:fs';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { RemovalMode } from '../../../app/cleanup/outcomes.ts';
import type { ReportView } from '../../../app/contract/runs.ts';
import type { Change, DurableDisk } from '../../testing/durable-disk.ts';
import { bestFolderPins } from '../../testing/real-folder-pins.ts';
import { secondVolume, whyNoSecondVolume } from '../../testing/second-volume.ts';
import type { LibcModule } from '../../testing/followed-libc.ts';
import { readJournal } from '../ledger/journal-reader.ts';
import { openPlanStore } from '../plans/plan-store.ts';
import { openStateFolder } from '../state/state-folder.ts';
import { planOfTrees } from '../removal/testing/plan-of-tree.ts';
import { clock, makeFolder, trialOf } from './testing/run-plan.ts';

/*
 * What each step rests on must be on the disk before the step, not only before the end: a power cut keeps nothing else.
 * Kills cannot show it, because the system keeps what a killed process wrote.
 */
const durable = vi.hoisted(() => ({
  disk: null as DurableDisk | null,
  follow: null as (() => Promise<void>) | null,
  withCalls: null as ((real: LibcModule) => LibcModule) | null,
}));

vi.mock('node:fs', async (original) => {
  const { withDurability } = await import('../../testing/durable-disk.ts');
  const { fs, disk, followHandles, withCalls } = withDurability(await original<typeof Fs>());
  durable.disk = disk;
  durable.withCalls = withCalls;
  durable.follow = followHandles;
  return { ...fs, default: fs };
});
vi.mock('../../system/native/linux-libc.ts', async (original) => {
  const real = await original<LibcModule>();
  if (durable.withCalls === null) throw new Error('node:fs was not followed');
  return durable.withCalls(real);
});

const secret = 'the old words '.repeat(1500);
const files = 600;

function disk(): DurableDisk {
  if (durable.disk === null) throw new Error('node:fs was not followed');
  return durable.disk;
}

beforeAll(async () => {
  await durable.follow?.();
});
afterEach(() => disk().onChange(null));

function makeRoot(top: string, count = files): string {
  const root = join(realpathSync(top), 'xwechat_files');
  for (const folder of ['a', 'b']) mkdirSync(join(root, folder), { recursive: true });
  for (let i = 0; i < count; i += 1)
    writeFileSync(join(root, i % 2 === 0 ? 'a' : 'b', `f${i}`), `${i} ${secret}`);
  return root;
}

/** Carries a plan out in this thread and checks every change of the messenger's data. */
async function run(
  mode: RemovalMode,
  root: string,
  look: (change: Change, state: string) => string | null,
): Promise<{ readonly report: ReportView; readonly wrong: readonly string[]; readonly looked: number }> {
  const plan = planOfTrees([root], { removable: () => false });
  const trial = await trialOf(plan, bestFolderPins);
  const state = realpathSync(trial.deps.state.path);
  const wrong: string[] = [];
  let looked = 0;
  disk().onChange((change) => {
    if (!change.path.startsWith(root)) return;
    looked += 1;
    const why = look(change, state);
    if (why !== null) wrong.push(`${change.kind} ${change.path}: ${why}`);
  });
  const report = await trial.run('run-1', mode);
  expect(report.removed.files).toBe(plan.entryCount);
  return { report, wrong, looked };
}

describe.runIf(process.platform === 'linux')('what a step depends on is synced before it', () => {
  test('a used plan, its mark and their folders are synced before the run starts', async () => {
    const state = await openStateFolder(realpathSync(makeFolder('signoff-state-')), clock);
    const store = openPlanStore(state, clock);
    const plan = planOfTrees([makeRoot(makeFolder())]);
    await store.save(plan);
    await store.spend(plan.view.id);
    const path = join(state.path, 'plans', `${plan.view.id}.plan`);
    expect(disk().content(path)).toEqual(readFileSync(path));
    expect(disk().content(path.replace(/plan$/u, 'spent'))).toEqual(Buffer.alloc(0));
    expect(disk().names(state.path)).toContain('plans');
  });

  test.each(['delete', 'quarantine', 'erase'] as const)(
    '%s: the journal’s announcement of an entry is synced before its removal',
    async (mode) => {
      const root = makeRoot(makeFolder());
      const plan = planOfTrees([root]);
      const numbers = new Map(
        Array.from({ length: plan.entryCount }, (_, index) => [plan.pathOf(index), index]),
      );
      const { wrong, looked } = await run(mode, root, ({ path }, state) => {
        const index = numbers.get(path);
        if (index === undefined) return null;
        const journal = disk().content(join(state, 'runs', 'run-1.jsonl'));
        if (journal === null) return 'there is no journal';
        const proof = readJournal(journal);
        if (typeof proof === 'string') return 'the journal is damaged';
        return proof.states.isOpen(index) ? 'it was not announced' : null;
      });
      expect(wrong).toEqual([]);
      expect(looked).toBeGreaterThanOrEqual(files);
    },
  );

  test('quarantine: the index line is synced before the move', async () => {
    const { wrong, looked } = await run('quarantine', makeRoot(makeFolder()), ({ kind, to }) => {
      if (kind !== 'rename') return null;
      const part = to.slice(0, to.indexOf('.part/') + 5);
      const index = readdirSync(part)
        .filter((name) => /^index-\d+\.part$/u.test(name))
        .map(
          (name) =>
            disk()
              .contentOf(lstatSync(join(part, name), { bigint: true }))
              ?.toString() ?? '',
        );
      return index.some((text) => text.includes(`"id":"${basename(to)}"`)) ? null : 'no line says so';
    });
    expect(wrong).toEqual([]);
    expect(looked).toBe(files);
  });

  test('erase: the erase name is synced before the overwrite, the new bytes before the removal', async () => {
    const seen = new Set<Change['kind']>();
    const { wrong, report } = await run('erase', makeRoot(makeFolder()), ({ kind, path, file }) => {
      seen.add(kind);
      if (kind === 'write' && !disk().names(dirname(path)).includes(basename(path)))
        return 'its name is not there';
      if (kind !== 'unlink') return null;
      const content = disk().contentOf(file);
      if (content === null) return 'nothing was synced';
      return content.includes('old words') ? 'the old bytes are there' : null;
    });
    expect(wrong).toEqual([]);
    expect([...seen].sort()).toEqual(['rename', 'unlink', 'write']);
    expect(report.ways).toMatchObject([{ way: 'erased', files }]);
  });

  test('a copy to another volume: its bytes and its name are synced before the original is removed', async (ctx) => {
    const why = whyNoSecondVolume();
    if (why !== null) ctx.skip(why);
    const top = mkdtempSync(join(secondVolume, 'signoff-power-'));
    onTestFinished(() => rmSync(top, { recursive: true, force: true }));
    const root = makeRoot(top, 40);
    const { wrong, looked } = await run('quarantine', root, ({ kind, path }, state) => {
      if (kind !== 'unlink') return null;
      const content = readFileSync(path);
      const quarantine = join(state, 'quarantine');
      const copies = readdirSync(quarantine, { recursive: true, encoding: 'utf8' }).map((name) =>
        join(quarantine, name),
      );
      const copy = copies.find((one) => disk().content(one)?.equals(content) === true);
      return copy === undefined ? 'no copy of it is there' : null;
    });
    expect(wrong).toEqual([]);
    expect(looked).toBeGreaterThanOrEqual(40);
    expect(existsSync(join(root, 'a', 'f0'))).toBe(false);
  });
});
