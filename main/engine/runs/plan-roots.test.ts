import { lstatSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { VolumeFacts } from '../../system/ports.ts';
import { describeVolumes } from './plan-roots.ts';
import { makeFolder } from './testing/run-plan.ts';

const facts: VolumeFacts = {
  fileSystem: 'ext4',
  medium: 'solid-state',
  copyOnWrite: 'no',
  encrypted: 'could-not-tell',
  network: 'no',
  readOnly: 'no',
};

test('each root’s real path is compared with the quarantine’s volume', async () => {
  const folder = realpathSync(makeFolder());
  const { dev, ino } = lstatSync(folder, { bigint: true });
  const asked: string[] = [];
  const volumes = {
    factsOf(path: string) {
      asked.push(path);
      return Promise.resolve(facts);
    },
  };
  const roots = [
    { id: 'one', realPath: folder, identity: { dev, ino } },
    { id: 'two', realPath: '/elsewhere', identity: { dev: dev + 1n, ino } },
  ];
  expect(await describeVolumes(volumes, roots, join(folder, 'not', 'yet', 'there'))).toEqual([
    { root: folder, ...facts, sameAsQuarantine: true },
    { root: '/elsewhere', ...facts, sameAsQuarantine: false },
  ]);
  expect(asked).toEqual([folder, '/elsewhere']);
});
