import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { bestFolderPins } from '../../testing/real-folder-pins.ts';
import { listBatches } from '../quarantine/list-batches.ts';
import { buildWorker } from '../removal/testing/built-worker.ts';
import { clock, trialOf } from '../runs/testing/run-plan.ts';
import { openStateFolder } from '../state/state-folder.ts';
import type { WorkerPlace } from './workers.ts';
import { oddHome, put } from './testing/odd-home.ts';

const makeCrowd = `
import os, sys
os.chdir(sys.argv[1])
for i in range(int(sys.argv[2])):
    os.close(os.open('f%d' % i, os.O_CREAT | os.O_WRONLY))`;

describe.runIf(process.platform === 'linux')('a run over a crowded folder', () => {
  let place: WorkerPlace;
  beforeAll(async () => {
    place = await buildWorker();
  }, 60_000);

  it.each([
    ['delete', 'one by one', 200_000, 'new'],
    ['quarantine', 'as one', 200_000, null],
    // each of these gets a name and an index row of its own
    ['quarantine', 'one by one', 50_000, 'new'],
  ] as const)(
    '%s, %s: removes and counts all %d planned files, and keeps a newer one',
    async (mode, _how, files, newcomer) => {
      const crowd = oddHome(existsSync('/dev/shm') ? '/dev/shm' : undefined);
      try {
        execFileSync('/usr/bin/python3', ['-c', makeCrowd, crowd.cache, String(files)]);
        const plan = await crowd.plan();
        expect(plan.entryCount).toBe(files);
        if (newcomer !== null) put(join(crowd.cache, newcomer));
        const state = await openStateFolder(join(crowd.path, 'state'), clock);
        const trial = await trialOf(plan, bestFolderPins, { place, state });
        const report = await trial.run('r-1', mode);
        expect(report).toMatchObject({ outcome: 'done', removed: { files }, kept: [], failed: [] });
        expect(existsSync(crowd.cache) ? readdirSync(crowd.cache) : []).toEqual(
          newcomer === null ? [] : [newcomer],
        );
        const progress = trial.updates.map(({ done }) => done);
        expect(progress).toEqual(progress.toSorted((one, other) => one - other));
        expect(progress.at(-1)).toBe(files);
        if (mode !== 'quarantine') return;
        expect(await listBatches(join(state.path, 'quarantine'), 'posix')).toMatchObject([
          { state: 'whole', files, items: newcomer === null ? 1 : files },
        ]);
      } finally {
        execFileSync('/bin/rm', ['-rf', crowd.path]);
      }
    },
    180_000,
  );
});
