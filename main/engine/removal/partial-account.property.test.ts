import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { removalModes } from '../../../app/cleanup/outcomes.ts';
import type { RemovalMode } from '../../../app/cleanup/outcomes.ts';
import type { Selection } from '../../../app/contract/plans.ts';
import type { FolderPins, PinnedFolder } from '../../system/ports.ts';
import { bestFolderPins } from '../../testing/real-folder-pins.ts';
import { realProcessMarks } from '../../testing/real-process-marks.ts';
import { realTrashLook } from '../../testing/real-trash.ts';
import { makeSmallHome } from '../../testing/small-home.ts';
import type { Discovery } from '../discovery/discovery.ts';
import { closeRun } from '../runs/close-run.ts';
import { listInterrupted } from '../runs/interrupted.ts';
import { createPlan } from '../planning/create-plan.ts';
import type { FrozenPlan } from '../plans/frozen-plan.ts';
import { openPlanStore } from '../plans/plan-store.ts';
import { createReports } from '../ledger/reports.ts';
import { freeControl, inline } from '../planning/testing/sample-root.ts';
import { withRunLock } from '../state/run-lock.ts';
import { openStateFolder } from '../state/state-folder.ts';
import type { ExecuteDeps } from '../runs/execute.ts';
import { resume } from '../runs/execute.ts';
import { clock, makeFolder, trialOf } from '../runs/testing/run-plan.ts';
import { aimKills } from '../runs/testing/kill-aim.ts';
import { buildWorker } from './testing/built-worker.ts';
import { treeState } from './testing/tree-state.ts';

const hash = '0123456789abcdef0123456789abcdef';

interface Layout {
  readonly root: string;
  readonly names: readonly string[];
  /** what identifies the account's folder, so that discovery finds the rest */
  readonly shape: readonly string[];
  readonly more: readonly string[];
  readonly others: readonly string[];
}

const layouts: readonly Layout[] = [
  {
    root: 'Documents/xwechat_files',
    names: ['wxid_a_1a2b', 'chenyu1996_b7d2', 'wxid_a', '另一个名字'],
    shape: ['db_storage/session/session.db', 'msg/file/2024-05/contract.docx'],
    more: [
      'db_storage/message/message_0.db',
      'db_storage/message/message_0.db-wal',
      'db_storage/MMKV/mmkv.default',
      'msg/attach/0a1b/2024-05/Img/p.dat',
      'msg/video/2024-06/v.mp4',
      'msg/newkind/2024-05/n.docx',
      'cache/2024-05/t.dat',
      'business/favorite/data/f.dat',
      'config/setting.ini',
      'letter.docx',
      'unknown/of/nothing.docx',
    ],
    others: [
      'wxid_b_2222/db_storage/session/session.db',
      'all_users/config/global_config',
      'photos_2024/cache/2024-05/a.jpg',
      'wxid_a_1a2b 备份/msg/file/2024-05/a.docx',
    ],
  },
  {
    root: 'Documents/WeChat Files',
    names: ['wxid_a', 'custom-id'],
    shape: ['Msg/MicroMsg.db', 'FileStorage/File/2024-05/contract.docx'],
    more: [
      'Msg/Multi/MSG0.db',
      'Msg/Multi/MSG0.db-shm',
      'FileStorage/MsgAttach/0a1b/Image/2024-05/p.dat',
      'FileStorage/Cache/2024-05/t.jpg',
      'config/AccInfo.dat',
      'Attachment/old.docx',
      'letter.docx',
    ],
    others: ['wxid_b/Msg/MicroMsg.db', 'wxid_b/FileStorage/File/2024-05/a', 'holiday/FileStorage/a.docx'],
  },
  {
    root: '.config/QQ',
    names: [`nt_qq_${hash}`, 'nt_qq_0f3c5d1c0b7e94a3f26880e5b2d7c41a'],
    shape: ['nt_db/nt_msg.db', 'nt_data/File/Ori/contract.docx'],
    more: [
      'nt_db/misc.db-wal',
      'nt_data/Pic/2024-05/Ori/p.jpg',
      'nt_temp/t',
      'letter.docx',
      'nt_data/a.docx',
    ],
    others: ['nt_qq_1b2c/nt_db/nt_msg.db', 'nt_qq/global/nt_db/login.db', 'nt_qq_empty/nt_data/a'],
  },
];

interface Home {
  readonly path: string;
  readonly layout: Layout;
  readonly root: string;
  readonly account: string;
  readonly discover: () => Promise<Discovery>;
}

function put(folder: string, files: readonly string[]): void {
  for (const file of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), `content of ${file}`);
  }
}

async function makeHome(layout: Layout, name: string, more: readonly string[]): Promise<Home> {
  const small = await makeSmallHome();
  const { path } = small;
  const root = join(path, layout.root);
  put(root, layout.others);
  put(join(root, name), [...layout.shape, ...more]);
  return { path, layout, root, account: join(root, name), discover: () => small.discoverLinux() };
}

/** The account of this home in a fresh discovery, as `--account` looks for it. */
async function accountId(home: Home): Promise<string | undefined> {
  const accounts = (await home.discover()).roots.flatMap((root) => root.accounts);
  return accounts.find(({ folder }) => join(home.root, folder) === home.account)?.id;
}

async function planFor(home: Home, id: string, keep: readonly string[] = []): Promise<FrozenPlan> {
  const selection: Selection = {
    ...{ level: 'deep', accounts: [id], include: ['media', 'received', 'phone-backups'] },
    ...{ olderThanMs: null, keep, sinceSession: false },
  };
  return createPlan(
    inline(),
    await home.discover(),
    selection,
    `p-${Math.random().toString(36).slice(2)}`,
    freeControl(),
  );
}

function filesLeft({ account }: Home): readonly string[] {
  if (!existsSync(account)) return [];
  return [...treeState(account)].filter(([, what]) => !what.startsWith('folder')).map(([path]) => path);
}

/** Everything in the root except the account and the messenger's shared data. */
function others(home: Home): readonly string[] {
  const state = treeState(home.root);
  const shared = ['all_users', 'nt_qq'];
  const isOther = (path: string): boolean =>
    !join(home.root, path).startsWith(`${home.account}/`) && !shared.some((name) => path.startsWith(name));
  return [...state].filter(([path, what]) => isOther(path) && what.startsWith('file')).map(([path]) => path);
}

/** Pins that count removals and moves, and call a hook before a given one. */
function pinsWith(at: number, before: () => void): () => FolderPins {
  let count = 0;
  const step = (): void => {
    if ((count += 1) === at) before();
  };
  const wrapped = (folder: PinnedFolder): PinnedFolder => ({
    stat: (name) => folder.stat(name),
    close: () => folder.close(),
    removeFile(name) {
      step();
      folder.removeFile(name);
    },
    removeFolder(name) {
      step();
      folder.removeFolder(name);
    },
    pathFor(name) {
      step();
      return folder.pathFor(name);
    },
  });
  return () => {
    const pins = bestFolderPins();
    return {
      pin(...args) {
        const pin = pins.pin(...args);
        return typeof pin === 'string' ? pin : wrapped(pin);
      },
    };
  };
}

async function run(
  home: Home,
  plan: FrozenPlan,
  mode: RemovalMode,
  pins = bestFolderPins,
  abort?: AbortSignal,
) {
  const trial = await trialOf(plan, pins, { rediscover: () => home.discover() });
  abort?.addEventListener('abort', () => trial.abort.abort());
  return trial.run('run-1', mode);
}

/** What stops a run: the number of a step, or a name. */
const stops = fc.oneof(
  fc.record({ kind: fc.constant('cancel' as const), at: fc.integer({ min: 1, max: 60 }) }),
  fc.record({ kind: fc.constant('fail' as const), at: fc.integer({ min: 1, max: 60 }) }),
  fc.record({ kind: fc.constant('keep' as const), at: fc.integer({ min: 0, max: 3 }) }),
  fc.record({ kind: fc.constant('came' as const), at: fc.integer({ min: 0, max: 3 }) }),
);
const globs = ['*.docx', '*.db', '*.dat', '*-wal'];
const late = ['late.txt', 'late/late.txt', 'msg/late.txt', 'FileStorage/File/late.txt'];

async function firstRun(
  home: Home,
  id: string,
  mode: RemovalMode,
  stop: { readonly kind: 'cancel' | 'fail' | 'keep' | 'came'; readonly at: number },
): Promise<void> {
  const plan = await planFor(home, id, stop.kind === 'keep' ? [globs[stop.at] ?? '*'] : []);
  if (stop.kind === 'came') put(home.account, [late[stop.at] ?? 'late']);
  const abort = new AbortController();
  const before = (): void => {
    if (stop.kind === 'cancel') abort.abort();
    if (stop.kind === 'fail') throw Object.assign(new Error('EIO'), { code: 'EIO' });
  };
  await run(
    home,
    plan,
    mode,
    pinsWith(stop.kind === 'cancel' || stop.kind === 'fail' ? stop.at : 0, before),
    abort.signal,
  );
}

describe('after a deep clean stops anywhere, the next one reaches everything left', () => {
  test.each(['delete', 'erase', 'quarantine'] as const)('%s', { timeout: 120_000 }, async (mode) => {
    let partial = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...layouts).chain((layout) =>
          fc.record({
            layout: fc.constant(layout),
            name: fc.constantFrom(...layout.names),
            more: fc.subarray([...layout.more]),
          }),
        ),
        stops,
        async ({ layout, name, more }, stop) => {
          const home = await makeHome(layout, name, more);
          const before = others(home);
          const id = await accountId(home);
          expect(id).toBeDefined();
          await firstRun(home, id ?? '', mode, stop);
          if (filesLeft(home).length > 0) {
            partial += 1;
            const found = await accountId(home);
            expect({ found, left: filesLeft(home) }).toEqual({ found: id, left: filesLeft(home) });
            await run(home, await planFor(home, id ?? ''), mode);
            expect(existsSync(home.account)).toBe(false);
          }
          expect(others(home)).toEqual(before);
          await rm(home.path, { recursive: true });
        },
      ),
      { numRuns: 40 },
    );
    expect(partial).toBeGreaterThan(12);
  });
});

describe('a process killed during a deep clean', () => {
  let built = '';
  beforeAll(async () => {
    const place = await buildWorker({ 'crash-child': 'main/engine/runs/testing/crash-child.ts' });
    if (place.kind === 'threads') built = place.folder;
  }, 60_000);

  async function killedRun(home: Home, mode: RemovalMode, delayMs: number) {
    const bin = makeFolder('signoff-bin-');
    const plan = await planFor(home, (await accountId(home)) ?? '', ['kept.docx']);
    const state = await openStateFolder(makeFolder('signoff-state-'), clock);
    const plans = openPlanStore(state, { now: () => plan.view.createdAt });
    await plans.save(plan);
    await plans.spend(plan.view.id);
    const argv = [join(built, 'crash-child.js'), state.path, plan.view.id, 'r-killed', mode, bin, built];
    const child = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'inherit'] });
    const exit = once(child, 'exit');
    await Promise.race([once(child.stdout, 'data'), exit]);
    const began = performance.now();
    const timer = setTimeout(() => child.kill('SIGKILL'), delayMs);
    await exit;
    clearTimeout(timer);
    const tookMs = performance.now() - began;
    const deps: ExecuteDeps = {
      place: { kind: 'threads', folder: built, count: 2 },
      pins: bestFolderPins,
      style: 'posix',
      state,
      reports: createReports(state),
      clock,
      assertQuiet: () => Promise.resolve(),
      rediscover: () => home.discover(),
      trash: () => ({ kind: 'xdg', dataHome: bin }),
    };
    return { deps, plan, tookMs, look: () => realTrashLook(bin) };
  }

  test.each(removalModes)(
    '%s: resuming or closing it, then the next clean',
    { timeout: 600_000 },
    async (mode) => {
      const [layout] = layouts;
      const many = Array.from(
        { length: 400 },
        (_none, at) => `msg/attach/f${at % 20}/2024-05/Img/p${at}.dat`,
      );
      const files = [...(layout?.more ?? []), ...many, 'unknown/kept.docx'];
      let cut = 0;
      let aim = aimKills(0);
      for (let kill = 0; kill < 4 || (cut === 0 && kill < 16); kill += 1) {
        const home = await makeHome(layout!, layout!.names[kill % 4] ?? '', files);
        const id = (await accountId(home)) ?? '';
        const delayMs = kill === 0 ? 120_000 : aim.delayMs((kill % 4 || 2) / 4);
        const { deps, plan, look, tookMs } = await killedRun(home, mode, delayMs);
        const [open] = await listInterrupted(deps, realProcessMarks);
        if (kill === 0) aim = aimKills(tookMs);
        else if (open === undefined) aim.correct(tookMs < delayMs ? 'after' : 'before', tookMs);
        if (open !== undefined) {
          cut += 1;
          expect(open.resumable).toBe(true);
          expect(await accountId(home)).toBe(id);
          const all = { ...deps, look };
          await withRunLock(deps.state, realProcessMarks, 'r-killed', () =>
            kill % 2 === 0 ? resume(all, plan, 'r-killed', freeControl()) : closeRun(all, 'r-killed', plan),
          );
        }
        expect(await accountId(home)).toBe(id);
        const trial = await trialOf(await planFor(home, id), bestFolderPins, deps);
        await trial.run('r-next', mode);
        expect(existsSync(home.account)).toBe(false);
      }
      expect(cut).toBeGreaterThan(0);
    },
  );
});
