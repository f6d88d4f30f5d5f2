import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { asNobody } from '../../testing/as-nobody.ts';
import { realFolderPins } from '../../testing/real-folder-pins.ts';
import { PinLost } from '../../system/ports.ts';
import type { FolderPins } from '../../system/ports.ts';
import { setFolderMode } from './folder-mode.ts';
import { removeTree, removeTreeSync } from './remove-tree.ts';

let home: string;
let tree: string;
let precious: string;

beforeEach(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'signoff-tree-')));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  chmodSync(home, 0o755);
  tree = join(home, 'tree');
  precious = join(home, 'precious');
  for (const folder of [join(tree, 'a', 'b', 'c'), join(tree, 'd'), join(precious, 'b')]) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'file'), 'text');
  }
  symlinkSync(precious, join(tree, 'a', 'link'), 'junction');
});

/** Runs `change` just before the pins open `path`. */
function pinsWith(pins: FolderPins, path: string, change: () => void): FolderPins {
  return {
    pin(wanted, expected, root) {
      if (wanted === path) change();
      return pins.pin(wanted, expected, root);
    },
  };
}

describe.each(realFolderPins)('removing a tree: %s', (_name, createPins) => {
  test('removes files, folders and links, and leaves what links lead to', async () => {
    await removeTree(createPins(), home, 'tree');
    expect(existsSync(tree)).toBe(false);
    expect(readFileSync(join(precious, 'b', 'file'), 'utf8')).toBe('text');
  });

  test('at exit does the same without a turn of the event loop', () => {
    removeTreeSync(createPins(), home, 'tree');
    expect(existsSync(tree)).toBe(false);
    expect(existsSync(join(precious, 'b', 'file'))).toBe(true);
  });

  test('removes a link or a file under the name itself, and a missing name is no error', async () => {
    symlinkSync(precious, join(home, 'to-precious'), 'junction');
    writeFileSync(join(home, 'single'), '');
    for (const name of ['to-precious', 'single', 'missing']) await removeTree(createPins(), home, name);
    expect(existsSync(join(home, 'single'))).toBe(false);
    expect(existsSync(join(precious, 'b', 'file'))).toBe(true);
  });

  test.each(['tree', 'tree/a'])(
    'stops when %s is exchanged for a link, and keeps what the link leads to',
    async (name) => {
      const path = join(home, name);
      const pins = pinsWith(createPins(), path, () => {
        if (lstatSync(path).isSymbolicLink()) return;
        renameSync(path, join(home, 'moved'));
        symlinkSync(precious, path, 'junction');
      });
      await expect(removeTree(pins, home, 'tree')).rejects.toBeInstanceOf(PinLost);
      expect(readFileSync(join(precious, 'b', 'file'), 'utf8')).toBe('text');
    },
  );

  test.skipIf(process.platform === 'win32')(
    'removes folders that their owner can neither read nor write',
    async () => {
      const own = join(home, 'own');
      mkdirSync(own);
      await asNobody(own, async () => {
        mkdirSync(join(own, 'tree', 'closed', 'inner'), { recursive: true });
        for (const folder of ['tree/closed/inner', 'tree/closed']) chmodSync(join(own, folder), 0);
        await removeTree(createPins(), own, 'tree');
      });
      expect(existsSync(join(own, 'tree'))).toBe(false);
    },
  );
});

describe.skipIf(process.platform === 'win32')('setting a folder’s mode', () => {
  test('leaves what a link leads to, and refuses the link', () => {
    const before = lstatSync(precious).mode;
    expect(() => setFolderMode(join(tree, 'a', 'link'), 0o700)).toThrow();
    expect(lstatSync(precious).mode).toBe(before);
  });

  test('leaves another folder than the expected one, and a mode with enough bits', () => {
    const before = lstatSync(precious).mode;
    setFolderMode(precious, 0o711, { expected: lstatSync(dirname(precious), { bigint: true }) });
    setFolderMode(precious, 0o711, { enough: 0o700 });
    expect(lstatSync(precious).mode).toBe(before);
  });
});
