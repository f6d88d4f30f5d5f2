import { expect, test } from 'vitest';
import { windowsFileManager } from './windows-file-manager.ts';

test('selects the entry by one quoted argument of explorer, and hands on no quotation mark', async () => {
  const calls: string[] = [];
  const manager = windowsFileManager({ SystemRoot: 'D:\\Win' }, (file, args) => {
    calls.push([file, ...args].join(' '));
    return Promise.resolve({ kind: 'shown' });
  });
  expect(await manager.show('C:\\微信 a, b\\x.exe')).toEqual({ kind: 'shown' });
  expect((await manager.show('C:\\a" /x "b')).kind).toBe('failed');
  expect(calls).toEqual(['D:\\Win\\explorer.exe /select,"C:\\微信 a, b\\x.exe"']);
});
