import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  rmdirSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { folderPins, pinsInUse } from '../../main/system/folder-pins.ts';
import { nativeFloor } from '../../main/system/native/native-floor.ts';
import { windowsFileCalls } from '../../main/system/native/windows-file-calls.ts';
import { createPortableFolderPins } from '../../main/system/portable/folder-pins.ts';
import { PinLost } from '../../main/system/ports.ts';
import type { FolderPins, Identity, PinnedFolder } from '../../main/system/ports.ts';
import { createWindowsFolderPins } from '../../main/system/windows/native-pins.ts';
import { openEntriesOf } from '../../main/system/windows/open-entries.ts';
import type { OpenEntries } from '../../main/system/windows/open-entries.ts';
import { hold } from '../systems/hold.ts';
import { atEnd, makeFolder } from '../systems/stage.ts';
import { subject, test } from '../systems/system-test.ts';

const portable = createPortableFolderPins('windows');

function nativeEntries(): OpenEntries {
  const entries = openEntriesOf(windowsFileCalls(nativeFloor()), 'C:\\Windows');
  if (entries.kind === 'missing') throw new Error(entries.reason);
  return entries.calls;
}

const native = (): FolderPins => createWindowsFolderPins(nativeEntries(), portable);

/** The handles that this process has open. */
function handleCount(): number {
  const floor = nativeFloor();
  if (floor.kind === 'missing') throw new Error(floor.reason);
  const kernel = floor.koffi.load('kernel32.dll');
  const count: [number] = [0];
  kernel.func('bool GetProcessHandleCount(intptr_t process, _Out_ uint32 *count)')(-1, count);
  return count[0];
}

function identityOf(path: string): Identity {
  const { dev, ino } = lstatSync(path, { bigint: true });
  return { dev, ino };
}

function refusalOf(work: () => unknown): string {
  try {
    work();
    return 'went through';
  } catch (error) {
    if (error instanceof PinLost) return error.refusal;
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
}

let made = 0;

/** A root with a folder that holds a planned file, and beside it something precious under the same name. */
function scene(context: TestContext, pins: FolderPins) {
  made += 1;
  const home = realpathSync.native(makeFolder(context, `C:\\pins-${made}`));
  const root = join(home, 'root');
  const folder = join(root, 'cache', 'inner');
  const precious = join(home, 'precious');
  mkdirSync(folder, { recursive: true });
  mkdirSync(join(precious, 'inner'), { recursive: true });
  writeFileSync(join(folder, 'file'), 'planned');
  for (const place of [precious, join(precious, 'inner')]) writeFileSync(join(place, 'file'), 'precious');
  const pinned = (path = folder): PinnedFolder => {
    const pin = pins.pin(path, identityOf(path), root);
    if (typeof pin === 'string') throw new Error(pin);
    return pin;
  };
  return { home, root, folder, precious, pinned };
}

const ways = ['stat', 'removeFile', 'removeFolder', 'pathFor'] as const;
const away = ['vanished', 'outside-root', 'link', 'replaced'];

for (const [name, createPins] of [
  ['native', native],
  ['portable', () => portable],
] as const)
  subject(`folder pins: ${name}`, () => {
    test('report an entry’s kind, size and time as Node does, and remove a file and an empty folder', (context) => {
      const { folder, pinned } = scene(context, createPins());
      mkdirSync(join(folder, 'empty'));
      for (const seconds of [1234.567, 0, 1_700_000_000.123456]) {
        utimesSync(join(folder, 'file'), seconds, seconds);
        const pin = pinned();
        const { mtimeMs } = lstatSync(join(folder, 'file'));
        const file = { ...identityOf(join(folder, 'file')), kind: 'file', bytes: 7, mtimeMs };
        assert.deepEqual(pin.stat('file'), file);
        pin.close();
      }
      const pin = pinned();
      const { size, mtimeMs } = lstatSync(join(folder, 'empty'));
      const empty = { ...identityOf(join(folder, 'empty')), kind: 'folder', bytes: size, mtimeMs };
      assert.deepEqual(pin.stat('empty'), empty);
      pin.removeFile('file');
      pin.removeFolder('empty');
      pin.close();
      assert.deepEqual(readdirSync(folder), []);
      rmdirSync(folder);
    });

    test('the root itself can be pinned, a folder above or beside it cannot', (context) => {
      const pins = createPins();
      const { home, root, precious, pinned } = scene(context, pins);
      pinned(root).close();
      mkdirSync(`${root}-2`);
      for (const path of [home, precious, `${root}-2`])
        assert.equal(pins.pin(path, identityOf(path), root), 'outside-root');
    });

    test('another folder or a file under the name is refused, a missing one is vanished', (context) => {
      const pins = createPins();
      const { root, folder } = scene(context, pins);
      const identity = identityOf(folder);
      renameSync(folder, join(root, 'elsewhere'));
      assert.equal(pins.pin(folder, identity, root), 'vanished');
      mkdirSync(folder);
      assert.equal(pins.pin(folder, identity, root), 'replaced');
      rmdirSync(folder);
      writeFileSync(folder, 'a file now');
      assert.equal(pins.pin(folder, identity, root), 'replaced');
      assert.equal(pins.pin(join(root, 'no', 'such'), identity, root), 'vanished');
    });

    test('a folder on another volume than planned is a mount', (context) => {
      const pins = createPins();
      const { root, folder } = scene(context, pins);
      const { dev, ino } = identityOf(folder);
      assert.equal(pins.pin(folder, { dev: dev + 1n, ino }, root), 'mount');
      assert.notEqual(identityOf('D:\\').dev, dev);
    });

    test('a folder moved out of the root after pinning is left alone', (context) => {
      const { home, folder, pinned } = scene(context, createPins());
      mkdirSync(join(folder, 'empty'));
      const pin = pinned();
      renameSync(folder, join(home, 'rescued'));
      const codes = [
        () => pin.removeFile('file'),
        () => pin.removeFolder('empty'),
        () => pin.pathFor('file'),
      ].map(refusalOf);
      assert.ok(
        codes.every((code) => away.includes(code)),
        codes.join(),
      );
      pin.close();
      assert.deepEqual(readdirSync(join(home, 'rescued')), ['empty', 'file']);
    });

    test('a folder swapped for another after pinning costs neither a file', (context) => {
      const { folder, precious, pinned } = scene(context, createPins());
      const pin = pinned();
      renameSync(folder, `${folder}-old`);
      renameSync(join(precious, 'inner'), folder);
      assert.equal(
        refusalOf(() => pin.removeFile('file')),
        'replaced',
      );
      pin.close();
      assert.equal(readFileSync(join(folder, 'file'), 'utf8'), 'precious');
      assert.equal(readFileSync(join(`${folder}-old`, 'file'), 'utf8'), 'planned');
    });

    test('a parent swapped for another after pinning costs neither a file', (context) => {
      const { root, precious, pinned } = scene(context, createPins());
      const pin = pinned();
      renameSync(join(root, 'cache'), join(root, 'old'));
      renameSync(precious, join(root, 'cache'));
      assert.equal(
        refusalOf(() => pin.removeFile('file')),
        'replaced',
      );
      pin.close();
      assert.equal(readFileSync(join(root, 'cache', 'inner', 'file'), 'utf8'), 'precious');
      assert.equal(readFileSync(join(root, 'old', 'inner', 'file'), 'utf8'), 'planned');
    });

    test('names that climb, split or that Windows would change are refused', (context) => {
      const { precious, pinned } = scene(context, createPins());
      const pin = pinned();
      for (const odd of [
        '',
        '.',
        '..',
        '..\\file',
        'a/b',
        'C:\\x',
        'file:stream',
        'file.',
        'file ',
        '\uD800',
      ])
        for (const work of ways) assert.throws(() => pin[work](odd), TypeError, odd);
      pin.close();
      assert.ok(existsSync(join(precious, 'file')));
    });

    test('a folder that is not empty stays, a missing name is ENOENT, a folder is no file', (context) => {
      const { root, folder, pinned } = scene(context, createPins());
      const pin = pinned(join(root, 'cache'));
      const codes = [
        () => pin.removeFolder('inner'),
        () => pin.removeFile('inner'),
        () => pin.removeFile('nothing'),
        () => pin.stat('nothing'),
      ].map(refusalOf);
      assert.deepEqual(codes, ['ENOTEMPTY', 'EPERM', 'ENOENT', 'ENOENT']);
      pin.close();
      assert.deepEqual(readdirSync(folder), ['file']);
    });

    test('a folder and a file are found in any case, and only the planned one', (context) => {
      const pins = createPins();
      const { root, folder } = scene(context, pins);
      const pin = pins.pin(folder.toUpperCase(), identityOf(folder), root);
      assert.ok(typeof pin !== 'string', JSON.stringify(pin));
      assert.equal(pin.stat('FILE').ino, identityOf(join(folder, 'file')).ino);
      pin.removeFile('FiLe');
      pin.close();
      assert.deepEqual(readdirSync(folder), []);
    });

    test('a read-only file goes; a read-only folder stays and keeps its mark', (context) => {
      const { folder, pinned } = scene(context, createPins());
      chmodSync(join(folder, 'file'), 0o444);
      mkdirSync(join(folder, 'marked'));
      chmodSync(join(folder, 'marked'), 0o444);
      const pin = pinned();
      pin.stat('file');
      pin.removeFile('file');
      const code = refusalOf(() => pin.removeFolder('marked'));
      pin.close();
      const isThere = existsSync(join(folder, 'marked'));
      assert.deepEqual([code, readdirSync(folder)], isThere ? ['EPERM', ['marked']] : ['went through', []]);
    });

    test('a read-only file that another program holds stays, with its mark', async (context) => {
      const { folder, pinned } = scene(context, createPins());
      writeFileSync(join(folder, 'other'), 'x');
      const holder = await hold(context, 'alone', join(folder, 'file'));
      const pin = pinned();
      assert.equal(pin.stat('file').bytes, 7);
      assert.equal(
        refusalOf(() => pin.removeFile('file')),
        'EBUSY',
      );
      pin.removeFile('other');
      pin.close();
      await holder.letGo();
      assert.equal(readFileSync(join(folder, 'file'), 'utf8'), 'planned');
    });

    test('long names, letters outside the first plane and a path of more than 260 characters', (context) => {
      const { folder, pinned } = scene(context, createPins());
      const names = ['𠮷 😀.dat', 'é', '长'.repeat(80), `${'n'.repeat(251)}.dat`];
      for (const odd of names) writeFileSync(join(folder, odd), odd);
      assert.ok(join(folder, names[3] ?? '').length > 260);
      const pin = pinned();
      for (const odd of names) {
        assert.equal(pin.stat(odd).bytes, Buffer.byteLength(odd));
        pin.removeFile(odd);
      }
      pin.close();
      assert.deepEqual(readdirSync(folder), ['file']);
    });

    test('a link is removed itself, and nothing behind it', (context) => {
      const { folder, precious, pinned } = scene(context, createPins());
      try {
        symlinkSync(precious, join(folder, 'junction'), 'junction');
      } catch {
        context.skip('this Windows makes no junctions');
        return;
      }
      const pin = pinned();
      const { kind, bytes } = pin.stat('junction');
      assert.deepEqual([kind, bytes], ['link', lstatSync(join(folder, 'junction')).size]);
      pin.removeFile('junction');
      pin.close();
      assert.deepEqual(readdirSync(folder), ['file']);
      assert.equal(readFileSync(join(precious, 'inner', 'file'), 'utf8'), 'precious');
    });
  });

subject('folder pins by Windows’ own calls', () => {
  test('are those in use here, and say so', (context) => {
    assert.deepEqual(pinsInUse(), { kind: 'native', reason: null });
    const { folder, pinned } = scene(context, folderPins());
    const pin = pinned();
    pin.removeFile('file');
    pin.close();
    assert.deepEqual(readdirSync(folder), []);
  });

  test('a file that took the name between the look and the removal stays, and the planned one too', (context) => {
    const { folder, pinned } = scene(context, native());
    const pin = pinned();
    pin.stat('file');
    renameSync(join(folder, 'file'), join(folder, 'moved'));
    writeFileSync(join(folder, 'file'), 'another');
    assert.equal(
      refusalOf(() => pin.removeFile('file')),
      'replaced',
    );
    pin.stat('moved');
    rmSync(join(folder, 'moved'));
    mkdirSync(join(folder, 'moved'));
    assert.equal(
      refusalOf(() => pin.removeFile('moved')),
      'replaced',
    );
    assert.equal(
      refusalOf(() => pin.removeFolder('moved')),
      'went through',
    );
    pin.close();
    assert.deepEqual(readdirSync(folder), ['file']);
    assert.equal(readFileSync(join(folder, 'file'), 'utf8'), 'another');
  });

  test('a file that grew, and one that was moved away, between the look and the removal stay', (context) => {
    const { folder, precious, pinned } = scene(context, native());
    const pin = pinned();
    pin.stat('file');
    writeFileSync(join(folder, 'file'), 'planned, and more');
    assert.equal(
      refusalOf(() => pin.removeFile('file')),
      'replaced',
    );
    pin.stat('file');
    renameSync(join(folder, 'file'), join(precious, 'rescued'));
    assert.equal(
      refusalOf(() => pin.removeFile('file')),
      'ENOENT',
    );
    pin.close();
    assert.equal(readFileSync(join(precious, 'rescued'), 'utf8'), 'planned, and more');
  });

  test('what is open to be removed cannot be renamed or removed by others meanwhile', (context) => {
    const { folder } = scene(context, portable);
    const entries = nativeEntries();
    const parent = entries.openPath(folder);
    const entry = entries.openToRemove(parent, 'file');
    for (const work of [
      () => renameSync(join(folder, 'file'), `${folder}-x`),
      () => rmSync(join(folder, 'file')),
    ])
      assert.equal(refusalOf(work), 'EBUSY');
    assert.equal(readFileSync(join(folder, 'file'), 'utf8'), 'planned', 'but read');
    entries.removeFile(entry, entries.factsOf(entry));
    entries.close(entry);
    entries.close(parent);
    assert.deepEqual(readdirSync(folder), []);
  });

  test('a read-only file with another name: that name keeps the mark', (context) => {
    const { folder, precious, pinned } = scene(context, native());
    const other = join(precious, 'other');
    linkSync(join(folder, 'file'), other);
    chmodSync(other, 0o444);
    const pin = pinned();
    pin.removeFile('file');
    pin.close();
    assert.deepEqual(readdirSync(folder), []);
    assert.equal(readFileSync(other, 'utf8'), 'planned');
    assert.equal(statSync(other).mode & 0o222, 0);
  });

  test('every handle is closed again, whatever is refused or fails', (context) => {
    const pins = native();
    const { root, folder, precious, pinned } = scene(context, pins);
    const round = (): void => {
      writeFileSync(join(folder, 'file'), 'planned');
      mkdirSync(join(folder, 'empty'));
      const pin = pinned();
      pinned(root).close();
      pin.stat('file');
      for (const work of [
        () => pin.stat('nothing'),
        () => pin.removeFile('nothing'),
        () => pin.removeFile('empty'),
        () => pin.removeFolder('file'),
      ])
        assert.notEqual(refusalOf(work), 'went through');
      pin.pathFor('file');
      pin.removeFile('file');
      pin.removeFolder('empty');
      pin.close();
      pin.close();
      for (const [path, identity] of [
        [folder, identityOf(precious)],
        [join(folder, 'nothing'), identityOf(folder)],
        [precious, identityOf(precious)],
        [folder, { dev: 1n, ino: 1n }],
      ] as const)
        assert.equal(typeof pins.pin(path, identity, root), 'string');
      const moved = pinned();
      renameSync(folder, `${folder}-x`);
      assert.notEqual(
        refusalOf(() => moved.pathFor('file')),
        'went through',
      );
      moved.close();
      renameSync(`${folder}-x`, folder);
    };
    round();
    const before = handleCount();
    for (let count = 0; count < 20; count += 1) round();
    assert.ok(Math.abs(handleCount() - before) < 10, `${before} and ${handleCount()}`);
  });

  test('a closed folder removes nothing any more', (context) => {
    const { folder, pinned } = scene(context, native());
    const pin = pinned();
    pin.close();
    for (const work of ['stat', 'removeFile', 'removeFolder'] as const)
      assert.equal(
        refusalOf(() => pin[work]('file')),
        'EBADF',
      );
    assert.deepEqual(readdirSync(folder), ['file']);
  });

  test('a folder that another program swaps all the time never costs the owner a file', async (context) => {
    const pins = native();
    const { home, root, folder, precious } = scene(context, pins);
    const other = join(precious, 'inner');
    const [identity, planned] = [identityOf(folder), identityOf(join(folder, 'file'))];
    const stop = join(home, 'stop');
    const program = `
      const { renameSync, existsSync } = require('node:fs');
      const [folder, other, stop] = process.argv.slice(1);
      const move = (from, to) => { for (;;) try { renameSync(from, to); return; } catch {} };
      while (!existsSync(stop)) {
        move(folder, folder + '-old'); move(other, folder);
        move(folder, other); move(folder + '-old', folder);
      }`;
    const child = spawn(process.execPath, ['-e', program, folder, other, stop], { stdio: 'ignore' });
    const ended = once(child, 'exit');
    atEnd(context, () => child.kill());
    let refused = 0;
    /** The sink's order: the look is compared with the plan, then the name is removed. */
    const attempt = (): void => {
      const pin = pins.pin(folder, identity, root);
      if (typeof pin === 'string') throw new PinLost(pin);
      try {
        if (pin.stat('file').ino !== planned.ino) throw new PinLost('replaced');
        pin.removeFile('file');
      } finally {
        pin.close();
      }
    };
    for (const end = Date.now() + 8_000; Date.now() < end;)
      if (refusalOf(attempt) !== 'went through') refused += 1;
    writeFileSync(stop, '');
    await ended;
    assert.equal(readFileSync(join(other, 'file'), 'utf8'), 'precious');
    assert.ok(refused > 10, `${refused} refused`);
    assert.ok(
      ['went through', 'ENOENT'].includes(refusalOf(attempt)),
      'at rest it goes, unless it is gone already',
    );
    assert.deepEqual([readdirSync(folder), readdirSync(other)], [[], ['file']]);
  });
});
