import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { errorCode } from './errors.ts';
import { sizeLimits, readRegular, readRegularSync } from './regular-file.ts';

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'signoff-regular-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function codeOf(read: () => Promise<Buffer> | Buffer): Promise<string> {
  try {
    return `read ${(await read()).length}`;
  } catch (error) {
    return errorCode(error);
  }
}

describe.each([
  ['readRegular', readRegular],
  ['readRegularSync', readRegularSync],
])('%s', (_name, read) => {
  test('reads a file up to its limit and refuses a larger one', async () => {
    const path = join(makeFolder(), 'file');
    writeFileSync(path, 'abcd');
    expect((await read(path, 4)).toString()).toBe('abcd');
    expect(await codeOf(() => read(path, 3))).toBe('too-large');
  });

  test('refuses 3 GB without reading them', async () => {
    const path = join(makeFolder(), 'file');
    writeFileSync(path, '');
    truncateSync(path, 3e9);
    expect(await codeOf(() => read(path, sizeLimits.list))).toBe('too-large');
  });

  test('reports a missing file as ENOENT', async () => {
    expect(await codeOf(() => read(join(makeFolder(), 'none'), 1))).toBe('ENOENT');
  });

  test('refuses a folder and a link', async () => {
    const folder = makeFolder();
    mkdirSync(join(folder, 'target'));
    symlinkSync(join(folder, 'target'), join(folder, 'link'), 'junction');
    expect(await codeOf(() => read(join(folder, 'target'), 1))).toBe('EISDIR');
    expect(await codeOf(() => read(join(folder, 'link'), 1))).toBe('not-a-file');
  });

  test.skipIf(process.platform === 'win32')('refuses a FIFO and a device at once', async () => {
    const fifo = join(makeFolder(), 'fifo');
    execFileSync('mkfifo', [fifo]);
    for (const path of [fifo, '/dev/zero', '/dev/null'])
      expect(await codeOf(() => read(path, 1000))).toBe('not-a-file');
  });
});
