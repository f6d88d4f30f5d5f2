import { execFileSync } from 'node:child_process';
import {
  lstatSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  renameSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { removalModes } from '../../../app/cleanup/outcomes.ts';
import { bestFolderPins, realFolderPins } from '../../testing/real-folder-pins.ts';
import type { WorkerPlace } from '../planning/workers.ts';
import type { Outcome } from '../ledger/outcomes.ts';
import { makeFolder, trialOf } from '../runs/testing/run-plan.ts';
import { createEraseDisposal } from './erase-disposal.ts';
import { buildWorker } from './testing/built-worker.ts';
import { planOfTrees } from './testing/plan-of-tree.ts';
import { pinnedFolder, targetOf } from './testing/target-of.ts';

let root: string;
let place: string;
const secret = 'the old words '.repeat(1500);

beforeEach(() => {
  root = join(realpathSync(makeFolder()), 'root');
  mkdirSync(join(root, 'cache'), { recursive: true });
  place = join(root, 'cache', 'b');
  for (const name of ['a', 'b', 'c']) writeFileSync(join(root, 'cache', name), secret);
});

function whyNoPipe(): string | null {
  return process.platform === 'win32' ? 'Windows has no pipes in its folders' : null;
}

/** Why no device node can be made here; null when it can. */
function whyNoDevice(): string | null {
  try {
    execFileSync('mknod', [join(makeFolder(), 'null'), 'c', '1', '3'], { stdio: 'pipe' });
    return null;
  } catch (error) {
    return `no device node can be made here: ${String(error)}`;
  }
}

function makeSocket(path: string): Promise<void> {
  const server = createServer();
  onTestFinished(() => void server.close());
  return new Promise((made) => server.listen(path, made));
}

/** Special files that can replace a file and must never be opened for content. */
const kinds = [
  ['a pipe', whyNoPipe, (path: string) => execFileSync('mkfifo', [path])],
  ['a device node', whyNoDevice, (path: string) => execFileSync('mknod', [path, 'c', '1', '3'])],
  ['a disk’s device node', whyNoDevice, (path: string) => execFileSync('mknod', [path, 'b', '240', '0'])],
  ['a socket', () => null, makeSocket],
] as const;

/** Identifies the special file and shows whether anything was written to it. */
function markOf(path: string): readonly bigint[] {
  const { ino, mode, rdev, size, mtimeNs } = lstatSync(path, { bigint: true });
  return [ino, mode, rdev, size, mtimeNs];
}

/** Creates the special file elsewhere and moves it in, because a socket's path has a short length limit. */
async function putInPlace(make: (path: string) => unknown): Promise<void> {
  const aside = join(makeFolder('s-'), 'x');
  await make(aside);
  unlinkSync(place);
  renameSync(aside, place);
}

let threads: WorkerPlace;
beforeAll(async () => {
  threads = await buildWorker();
}, 60_000);

describe.each(removalModes)('%s: between plan and run', (mode) => {
  test.for(kinds)('%s that replaces a file stays, and the run continues', async ([, whyNot, make], ctx) => {
    const refusal = whyNot();
    if (refusal !== null) ctx.skip(refusal);
    const plan = planOfTrees([root]);
    await putInPlace(make);
    const before = markOf(place);
    const bin = makeFolder('signoff-bin-');
    const trash = () => ({ kind: 'xdg' as const, dataHome: bin });
    const report = await (await trialOf(plan, bestFolderPins, { place: threads, trash })).run('r-1', mode);
    expect(report).toMatchObject({
      outcome: 'partial',
      planned: { files: 3 },
      removed: { files: 2 },
      kept: [{ reason: 'replaced', files: 1 }],
      failed: [],
    });
    expect(readdirSync(join(root, 'cache'))).toEqual(['b']);
    expect(markOf(place)).toEqual(before);
    const binned = mode === 'trash' ? readdirSync(join(bin, 'Trash', 'files')) : [];
    expect(binned).toEqual(mode === 'trash' ? ['a', 'c'] : []);
  });
});

describe.each(realFolderPins)(
  'erase through %s pins: after the comparison, a moment before it opens',
  (_name, pins) => {
    test.for(kinds)(
      '%s that replaces a file is reported as replaced and stays',
      async ([, whyNot, make], ctx) => {
        const refusal = whyNot();
        if (refusal !== null) ctx.skip(refusal);
        const told = new Map<string, Outcome>();
        const pinned = pinnedFolder(pins(), join(root, 'cache'));
        const target = targetOf(pinned, 'b', told);
        await putInPlace(make);
        const before = markOf(place);
        const disposal = createEraseDisposal({
          runId: 'r-1',
          isCancelled: () => false,
          addBytes: () => undefined,
        });
        disposal.take(target);
        disposal.settle();
        disposal.close();
        pinned.close();
        expect(told.get('b')).toBe('replaced');
        expect(markOf(place)).toEqual(before);
      },
    );
  },
);
