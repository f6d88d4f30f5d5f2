import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { asNobody, nobody } from '../../testing/as-nobody.ts';
import { bestFolderPins } from '../../testing/real-folder-pins.ts';
import { makeFolder } from '../runs/testing/run-plan.ts';
import { forgetOwn, removeOwnFolder } from './forget-own.ts';

let own: string;
beforeEach(() => {
  own = join(realpathSync(makeFolder()), 'signoff');
  mkdirSync(own);
});

function put(path: string): string {
  const file = join(own, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, 'x');
  return file;
}

describe('forgetting', () => {
  it('leaves nothing of what SignOff writes', async () => {
    const paths = [
      ...[
        'settings.json',
        'keep.json',
        'keep.json.corrupt-2026-01-01T00-00-00-000Z',
        'settings.json.corrupt-2026-01-01T00-00-00-000Z',
        'quarantine-clock.json',
      ],
      ...['plans/p-1.plan', 'plans/p-1.spent', 'plans/p-2.unfinished', 'reports/r-1.json'],
      ...['reports/r-2.json.0123456789abcdef.new', 'runs/r-1.jsonl', 'session/baseline.bin.corrupt-x'],
      ...[
        'run.lock.0123.new',
        'resident.lock',
        'resident.lock.0123.new',
        'window/Cache/f',
        'window-999999999-x/profile/Cache/f',
      ],
    ];
    for (const path of paths) put(path);
    mkdirSync(join(own, 'quarantine'));
    expect(await forgetOwn(own, bestFolderPins())).toMatchObject({ receipts: 1, stayed: [] });
    expect(readdirSync(own)).toEqual([]);
    expect(removeOwnFolder(own)).toBe(true);
    expect(existsSync(own)).toBe(false);
  });

  it('keeps the quarantine and its clock while something is in it', async () => {
    put('quarantine/q-1/index.jsonl');
    put('quarantine-clock.json');
    put('settings.json');
    const { stayed } = await forgetOwn(own, bestFolderPins());
    expect(stayed).toEqual([{ path: join(own, 'quarantine'), reason: 'quarantine' }]);
    expect(readdirSync(own).sort()).toEqual(['quarantine', 'quarantine-clock.json']);
    expect(removeOwnFolder(own)).toBe(false);
  });

  it('keeps the lock of a program in the tray', async () => {
    put('resident.lock');
    put('settings.json');
    expect(await forgetOwn(own, bestFolderPins(), true)).toMatchObject({ stayed: [] });
    expect(readdirSync(own)).toEqual(['resident.lock']);
  });

  it.runIf(process.platform === 'linux')('keeps the profile of an open desktop window only', async () => {
    put('window/Local State');
    symlinkSync(`host-${process.pid}`, join(own, 'window', 'SingletonLock'));
    const { stayed } = await forgetOwn(own, bestFolderPins());
    expect(stayed).toEqual([{ path: join(own, 'window'), reason: 'open-window' }]);
    expect(existsSync(join(own, 'window', 'Local State'))).toBe(true);
  });

  it.runIf(process.platform === 'linux')('removes the profile of a desktop window that crashed', async () => {
    put('window/Local State');
    symlinkSync('host-999999999', join(own, 'window', 'SingletonLock'));
    expect(await forgetOwn(own, bestFolderPins())).toMatchObject({ stayed: [] });
    expect(readdirSync(own)).toEqual([]);
  });

  it.runIf(process.platform === 'linux')(
    'removes a link in the place of an own folder, not what it leads to',
    async () => {
      const elsewhere = makeFolder();
      writeFileSync(join(elsewhere, 'r-1.json'), 'mine');
      for (const name of ['reports', 'plans', 'quarantine', 'window', 'settings.json'])
        symlinkSync(elsewhere, join(own, name));
      expect(await forgetOwn(own, bestFolderPins())).toMatchObject({ receipts: 0, stayed: [] });
      expect(readdirSync(own)).toEqual([]);
      expect(readdirSync(elsewhere)).toEqual(['r-1.json']);
    },
  );

  it.runIf(process.platform === 'linux')('names what it cannot remove, and removes the rest', async () => {
    const fixed = put('reports/r-1.json');
    put('settings.json');
    if (process.geteuid?.() === 0) chownSync(own, nobody, nobody);
    chmodSync(join(own, 'reports'), 0o555);
    const { stayed } = await asNobody(dirname(own), () => forgetOwn(own, bestFolderPins()));
    chmodSync(join(own, 'reports'), 0o755);
    expect(stayed).toContainEqual({ path: fixed, reason: 'not-removable' });
    expect(readdirSync(own)).toEqual(['reports']);
  });
});
