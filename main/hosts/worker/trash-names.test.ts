import {
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmdirSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { diskPath } from '../../engine/fs/disk-names.ts';
import { bytes, oddHome } from '../../engine/planning/testing/odd-home.ts';
import { buildWorker } from '../../engine/removal/testing/built-worker.ts';
import { trialOf } from '../../engine/runs/testing/run-plan.ts';
import type { WorkerPlace } from '../../engine/planning/workers.ts';
import { folderPins } from '../../system/folder-pins.ts';
import { wireTrash } from '../../assistant/wire-removal.ts';

const names = [
  ...['two\nlines', 'ends\n', 'dot.', 'space ', ' ', '😀', '聊天记录 备份', 'A', 'a', '-rf', '$x', '%TEMP%'],
  // names that a naive reader of info files would misread
  ...[
    '%2Fetc',
    'x.trashinfo',
    '[Trash Info]\nPath=elsewhere',
    '\uFFFD',
    '_',
    'x'.repeat(255),
    '记'.repeat(85),
  ],
  ...[bytes(0xff), bytes(0xfe), bytes(0xed, 0xa0, 0x80), bytes(0xd5, 0xc5, 0x2e, 0x6a, 0x70, 0x67)],
];
let place: WorkerPlace;
let home: ReturnType<typeof oddHome>;

beforeAll(async () => {
  place = await buildWorker();
}, 60_000);
beforeEach(() => {
  home = oddHome();
});
afterEach(() => home.release());

/** All files below a folder by path bytes, with inode and content. */
function filesBelow(folder: Buffer): Map<string, string> {
  const found = new Map<string, string>();
  for (const name of readdirSync(folder, { encoding: 'buffer' })) {
    const path = Buffer.concat([folder, Buffer.from('/'), name]);
    const stats = lstatSync(path);
    if (stats.isDirectory()) for (const [below, what] of filesBelow(path)) found.set(below, what);
    else found.set(path.toString('latin1'), `${stats.ino} ${readFileSync(path, 'utf8')}`);
  }
  return found;
}

/** The original path in an info file, as the specification defines it: `%` and two digits are one byte. */
function placeIn(info: string): Buffer {
  const [head, path, deleted, ...more] = info.split('\n');
  expect([head, more]).toEqual(['[Trash Info]', ['']]);
  expect(deleted).toMatch(/^DeletionDate=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
  const parts = path!.replace(/^Path=/, '').matchAll(/%([0-9A-F]{2})|([^%])/g);
  const values = Array.from(parts, ([, hex, letter]) =>
    hex === undefined ? letter!.charCodeAt(0) : parseInt(hex, 16),
  );
  return Buffer.from(values);
}

/** Restores everything from the trash alone, as a file manager would. */
function restoreAll(bin: string): void {
  for (const info of readdirSync(join(bin, 'info'))) {
    const thing = join(bin, 'files', info.replace(/\.trashinfo$/, ''));
    const target = placeIn(readFileSync(join(bin, 'info', info), 'latin1'));
    mkdirSync(Buffer.from(dirname(target.toString('latin1')), 'latin1'), { recursive: true });
    expect(lstatSync(target, { throwIfNoEntry: false })).toBeUndefined();
    renameSync(thing, target);
  }
  rmdirSync(join(bin, 'files'));
}

test.each([
  ['each on its own', true],
  ['with their folders as wholes', false],
])('odd names in the trash, %s, are restored byte for byte by their info files', async (_how, hasNew) => {
  for (const folder of names) {
    mkdirSync(diskPath(join(home.cache, folder)), { recursive: true });
    for (const [at, name] of names.entries())
      writeFileSync(diskPath(join(home.cache, folder, name)), `${JSON.stringify(folder)} ${at}`);
  }
  const plan = await home.plan();
  // a new file keeps its folder in place, so that the others are moved one by one
  if (hasNew) for (const folder of names) writeFileSync(diskPath(join(home.cache, folder, 'came later')), '');
  const before = filesBelow(Buffer.from(home.root));
  const trash = wireTrash({ system: 'linux', env: { HOME: home.path } });
  const trial = await trialOf(plan, folderPins, { place, trash: () => trash.place! });
  const report = await trial.run('r-1', 'trash');
  trash.close();
  expect(report).toMatchObject({ outcome: 'done', kept: [], failed: [] });
  expect(report.ways).toMatchObject([{ way: 'trashed', files: names.length ** 2 }]);
  expect(filesBelow(Buffer.from(home.root)).size).toBe(hasNew ? names.length : 0);
  const bin = join(home.path, '.local', 'share', 'Trash');
  const infos = readdirSync(join(bin, 'info'));
  expect(infos.length).toBeGreaterThanOrEqual(hasNew ? names.length ** 2 : 1);
  expect(infos.map((name) => name.replace(/\.trashinfo$/, '')).sort()).toEqual(
    readdirSync(join(bin, 'files')).sort(),
  );
  restoreAll(bin);
  expect(filesBelow(Buffer.from(home.root))).toEqual(before);
});
