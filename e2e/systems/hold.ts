import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { atEnd } from './stage.ts';

/** libuv's UV_FS_O_EXLOCK: opens a file exclusively, as databases and programs do. */
const sharedWithNobody = 0x10000000;

const program = `
const fs = require('node:fs');
const [how, path, ready] = process.argv.slice(1);
if (how !== 'cwd') fs.openSync(path, fs.constants.O_RDWR | (how === 'alone' ? ${sharedWithNobody} : 0));
fs.writeFileSync(ready, '');
setTimeout(() => process.exit(), 120000);
`;

export interface Holder {
  letGo(): Promise<void>;
}

/**
 * Another process that holds `path`. `alone`: exclusively; `sharing`: as Node opens, which allows deletion; `cwd`:
 * as its current folder.
 */
export async function hold(
  context: TestContext,
  how: 'alone' | 'sharing' | 'cwd',
  path: string,
): Promise<Holder> {
  const folder = mkdtempSync(join(tmpdir(), 'signoff-hold-'));
  const ready = join(folder, 'ready');
  const child = spawn(process.execPath, ['-e', program, how, path, ready], {
    stdio: 'ignore',
    ...(how === 'cwd' ? { cwd: path } : {}),
  });
  const ended = once(child, 'exit');
  const letGo = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill();
    await ended;
  };
  atEnd(context, async () => {
    await letGo();
    rmSync(folder, { recursive: true, force: true });
  });
  for (let tries = 0; !existsSync(ready); tries += 1) {
    if (tries > 400 || child.exitCode !== null) throw new Error(`no process holds ${path}`);
    await wait(50);
  }
  return { letGo };
}
