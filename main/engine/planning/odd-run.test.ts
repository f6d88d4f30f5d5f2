import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bestFolderPins } from '../../testing/real-folder-pins.ts';
import { diskPath } from '../fs/disk-names.ts';
import { trialOf } from '../runs/testing/run-plan.ts';
import { verifyAgain } from '../verification/testing/verify-again.ts';
import { bytes, bytesBelow, oddHome, put } from './testing/odd-home.ts';

const names = [
  ...['two\nlines', 'end. ', '😀', '%TEMP%', '$x', '-rf', ';', 'A', 'a', '\uFFFD', 'plain'],
  ...[bytes(0xff), bytes(0xed, 0xa0, 0x80), bytes(0xd5, 0xc5, 0x2e, 0x6a, 0x70, 0x67)],
];
let home: ReturnType<typeof oddHome>;

beforeEach(() => {
  home = oddHome();
});
afterEach(() => home.release());

describe.runIf(process.platform === 'linux')('a run over odd names', () => {
  it.each(['delete', 'erase', 'quarantine'] as const)(
    '%s removes each of them and nothing else',
    async (mode) => {
      for (const folder of names) {
        mkdirSync(diskPath(join(home.cache, folder)), { recursive: true });
        for (const name of names) put(join(home.cache, folder, name));
      }
      mkdirSync(join(home.path, 'outside'));
      for (const name of names) put(join(home.path, 'outside', name));
      const outside = bytesBelow(Buffer.from(join(home.path, 'outside')));
      const plan = await home.plan();
      // Created after the plan, with the name that lossy decoding makes of a planned one.
      put(join(home.cache, bytes(0xff), '\uFFFD\uFFFD\uFFFD'));
      const report = await (await trialOf(plan, bestFolderPins)).run('r-1', mode);
      expect(report).toMatchObject({ kept: [], failed: [] });
      expect(report.planned.files).toBe(names.length ** 2);
      expect(report.removed).toEqual(report.planned);
      expect(bytesBelow(Buffer.from(join(home.path, 'outside')))).toEqual(outside);
      expect(bytesBelow(Buffer.from(home.root)).filter((path) => path.endsWith('\u00bd'))).toHaveLength(1);
      expect(await verifyAgain(plan, await home.plan())).toMatchObject({
        gone: names.length ** 2,
        left: 0,
        outcome: 'done',
      });
    },
  );
});

const makeDeep = `
import os, sys
os.chdir(sys.argv[1])
for level in range(5000):
    os.mkdir('d'); os.chdir('d')
    open('f', 'w').close()`;

describe.runIf(process.platform === 'linux')('a run over 5,000 levels', () => {
  it.each(['delete', 'quarantine'] as const)(
    '%s removes what a path can reach, and the rest stays',
    async (mode) => {
      const deep = oddHome(existsSync('/dev/shm') ? '/dev/shm' : undefined);
      try {
        execFileSync('/usr/bin/python3', ['-c', makeDeep, deep.cache]);
        const plan = await deep.plan();
        const report = await (await trialOf(plan, bestFolderPins)).run('r-1', mode);
        expect(report).toMatchObject({ failed: [] });
        expect(report.removed.files).toBe(plan.entryCount);
        const remaining = execFileSync('/usr/bin/find', [deep.cache, '-type', 'f'], { maxBuffer: 1 << 28 });
        expect(remaining.toString('latin1').trimEnd().split('\n')).toHaveLength(5_000 - plan.entryCount);
      } finally {
        execFileSync('/bin/rm', ['-rf', deep.path]);
      }
    },
    // two minutes of work on a busy machine
    300_000,
  );
});
