import { expect, test } from 'vitest';
import { nameOfBytes } from '../../../app/cleanup/byte-name.ts';
import type { Run } from '../portable/run.ts';
import type { Start } from '../portable/start-program.ts';
import { fileUri, linuxFileManager } from './linux-file-manager.ts';

const display = { DISPLAY: ':0' };

function asked(codes: Readonly<Record<string, number>>, programs = Object.keys(codes)) {
  const calls: [string, readonly string[]][] = [];
  const run: Run = (file, args) => {
    calls.push([file, args]);
    return Promise.resolve({ kind: 'exited', code: codes[file] ?? 1, stdout: Buffer.alloc(0) });
  };
  const start: Start = (file, args) => {
    calls.push([file, args]);
    return Promise.resolve(codes[file] === 0 ? { kind: 'shown' } : { kind: 'failed', reason: file });
  };
  return { calls, manager: linuxFileManager(display, run, start, (path) => programs.includes(path)) };
}

test('asks the file manager to select the entry, and never passes the entry to anything that opens it', async () => {
  const { calls, manager } = asked({ '/usr/bin/gdbus': 0, '/usr/bin/xdg-open': 0 });
  expect(await manager.show("/d/it's (1).exe")).toEqual({ kind: 'shown' });
  expect(calls.map(([file]) => file)).toEqual(['/usr/bin/gdbus']);
  expect(calls[0]?.[1].slice(-2)).toEqual(["['file:///d/it%27s%20%281%29.exe']", '']);
});

test('opens the folder around it where no file manager answers', async () => {
  const { calls, manager } = asked({ '/usr/bin/gdbus': 1, '/usr/bin/xdg-open': 0 });
  expect(await manager.show('/d/a/x.sh')).toEqual({ kind: 'shown' });
  expect(calls.at(-1)).toEqual(['/usr/bin/xdg-open', ['file:///d/a']]);
});

test('says when nothing could be shown', async () => {
  expect((await asked({ '/usr/bin/gdbus': 1 }).manager.show('/d/x')).kind).toBe('failed');
  expect((await asked({ '/usr/bin/xdg-open': 3 }).manager.show('/d/x')).kind).toBe('failed');
});

test('is not available without a desktop or without both programs', () => {
  expect(linuxFileManager({}, undefined, undefined, () => true).isAvailable()).toBe(false);
  expect(linuxFileManager(display, undefined, undefined, () => false).isAvailable()).toBe(false);
  expect(linuxFileManager({ WAYLAND_DISPLAY: 'w' }, undefined, undefined, () => true).isAvailable()).toBe(
    true,
  );
});

test('keeps every byte of a name', () => {
  expect(fileUri('/合.txt')).toBe('file:///%E5%90%88.txt');
  expect(fileUri(`/${nameOfBytes(Buffer.from('a\xff', 'latin1'))}`)).toBe('file:///a%FF');
});
