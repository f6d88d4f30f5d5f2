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
for i in range(200000):
    os.close(os.open('f%d' % i, os.O_CREAT | os.O_WRONLY))`;

describe.runIf(process.platform === 'linux')('a run over 200,000 files in one folder', () => {
  let place: WorkerPlace;
  beforeAll(async () => {
    place = await buildWorker();
  }, 60_000);

  it.each([
    ['delete', 'one by one', 'new'],
    ['quarantine', 'as one', null],
    ['quarantine', 'one by one', 'new'],
  ] as const)(
    '%s, %s: removes and counts all planned files, and keeps a newer one',
    async (mode, _how, newcomer) => {
      const crowd = oddHome(existsSync('/dev/shm') ? '/dev/shm' : undefined);
      try {
        execFileSync('/usr/bin/python3', ['-c', makeCrowd, crowd.cache]);
        const plan = await crowd.plan();
        expect(plan.entryCount).toBe(200_000);
        if (newcomer !== null) put(join(crowd.cache, newcomer));
        const state = await openStateFolder(join(crowd.path, 'state'), clock);
        const trial = await trialOf(plan, bestFolderPins, { place, state });
        const report = await trial.run('r-1', mode);
        expect(report).toMatchObject({ outcome: 'done', removed: { files: 200_000 }, kept: [], failed: [] });
        expect(existsSync(crowd.cache) ? readdirSync(crowd.cache) : []).toEqual(
          newcomer === null ? [] : [newcomer],
        );
        const progress = trial.updates.map(({ done }) => done);
        expect(progress).toEqual(progress.toSorted((one, other) => one - other));
        expect(progress.at(-1)).toBe(200_000);
        if (mode !== 'quarantine') return;
        expect(await listBatches(join(state.path, 'quarantine'), 'posix')).toMatchObject([
          { state: 'whole', files: 200_000, items: newcomer === null ? 1 : 200_000 },
        ]);
      } finally {
        execFileSync('/bin/rm', ['-rf', crowd.path]);
      }
    },
    180_000,
  );
});
