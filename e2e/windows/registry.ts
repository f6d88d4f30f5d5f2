import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { atEnd } from '../systems/stage.ts';

function reg(...args: readonly string[]): void {
  const program = join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32', 'reg.exe');
  execFileSync(program, args, { stdio: 'ignore', timeout: 20_000 });
}

/** Sets one value with reg.exe until the test ends. */
export function setRegistry(
  context: TestContext,
  key: string,
  name: string,
  value: string,
  type: 'REG_SZ' | 'REG_EXPAND_SZ' | 'REG_DWORD' = 'REG_SZ',
): void {
  reg('add', key, '/v', name, '/t', type, '/d', value, '/f');
  atEnd(context, () => reg('delete', key, '/v', name, '/f'));
}

/** The key with the place of Documents. */
export const shellFolders = String.raw`HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders`;
