import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bestFolderPins, realFolderPins } from '../../testing/real-folder-pins.ts';
import { diskPath } from '../fs/disk-names.ts';
import { verifyAgain } from '../verification/testing/verify-again.ts';
import { readPlanFile, writePlanFile } from '../plans/plan-file.ts';
import { bytes, bytesBelow, everything, oddHome, put, removeThrough } from './testing/odd-home.ts';
import { keptFor, pathsOf, wholeFolders } from './testing/plan-content.ts';

let home: ReturnType<typeof oddHome>;

beforeEach(() => {
  home = oddHome();
});
afterEach(() => home.release());

const oddNames = [
  'two\nlines',
  '\r\n',
  'dot.',
  'blank ',
  ' ',
  '...',
  '😀👨‍👩‍👧.dat',
  '%TEMP%',
  '$x',
  '$(touch gone)',
  ';',
  '-rf',
  '--',
  '*',
  '\\',
  '"',
  "'",
  'A.dat',
  'a.dat',
  '\uFFFD.dat',
  'e\u0301',
  'é',
  bytes(0xff),
  bytes(0xed, 0xa0, 0x80),
  bytes(0xed, 0xb2, 0x80),
  bytes(0xd5, 0xc5, 0xc6, 0xac, 0x2e, 0x6a, 0x70, 0x67),
  bytes(0x61, 0x80),
  bytes(0xc0, 0xaf),
  'x'.repeat(255),
  '中'.repeat(85),
];

describe.runIf(process.platform === 'linux')('odd names', () => {
  it.each(realFolderPins)(
    'are planned, stored, removed by their exact bytes and verified as gone: %s',
    async (_what, pins) => {
      const folders = ['plain', ...oddNames];
      for (const folder of folders) {
        mkdirSync(diskPath(join(home.cache, 'x', folder)), { recursive: true });
        for (const name of oddNames) put(join(home.cache, 'x', folder, name), name.length);
      }
      put(join(home.path, 'outside'));
      const frozen = await home.plan();
      const expected = folders.flatMap((folder) =>
        oddNames.map((name) => join(home.cache, 'x', folder, name)),
      );
      expect(new Set(pathsOf(frozen))).toEqual(new Set(expected));
      expect(frozen.view.kept).toEqual([]);
      expect(wholeFolders(frozen)).toContain(`wxid_a/cache/2024-01/x/${bytes(0xed, 0xa0, 0x80)}`);
      expect(wholeFolders(frozen)).toContain('wxid_a/cache/2024-01/x');

      const file = join(home.path, 'plan.jsonl');
      await writePlanFile(file, frozen);
      const read = await readPlanFile(file);
      expect(pathsOf(read)).toEqual(pathsOf(frozen));
      expect(wholeFolders(read)).toEqual(wholeFolders(frozen));

      const check = async () => verifyAgain(read, await home.plan());
      expect(await check()).toMatchObject({ gone: 0, left: expected.length, outcome: 'partial' });
      removeThrough(pins(), read);
      expect(await check()).toMatchObject({ gone: expected.length, left: 0, outcome: 'done' });
      const remaining = bytesBelow(Buffer.from(join(home.cache, 'x')));
      expect(remaining).toHaveLength(folders.length);
      expect(readdirSync(home.path).sort()).toEqual(['outside', 'plan.jsonl', 'xwechat_files']);
    },
  );

  it('that differ in one byte are two files, and only the planned one is removed', async () => {
    const kept = '\uFFFD';
    const name = bytes(0xff);
    put(join(home.cache, name));
    const frozen = await home.plan();
    put(join(home.cache, kept));
    put(join(home.cache, bytes(0xfe)));
    removeThrough(bestFolderPins(), frozen);
    expect(bytesBelow(Buffer.from(home.cache))).toHaveLength(2);
    expect(await verifyAgain(frozen, await home.plan())).toMatchObject({ gone: 1, left: 0, outcome: 'done' });
  });

  it('follow the rules of their parent folders and of their own extension', async () => {
    const odd = bytes(0xd5, 0xc5);
    mkdirSync(diskPath(join(home.root, 'wxid_a/msg/file/2024-01', odd)), { recursive: true });
    put(join(home.root, 'wxid_a/msg/file/2024-01', odd, `${odd}.pdf`));
    put(join(home.cache, `${odd}.db`));
    put(join(home.cache, odd));
    const gentle = await home.plan({ ...everything, level: 'system' });
    expect(pathsOf(gentle)).toEqual([join(home.cache, odd)]);
    expect(keptFor(gentle, 'protected')).toBe(1);
    expect((await home.plan({ ...everything, keep: ['*.pdf', '*.db'] })).entryCount).toBe(1);
  });
});
