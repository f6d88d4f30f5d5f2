import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { scratchFolder } from '../planning/testing/sample-root.ts';
import { readPlanFile, writePlanFile } from './plan-file.ts';
import { samplePlan } from '../planning/testing/sample-plan.ts';

let scratch: ReturnType<typeof scratchFolder>;
beforeEach(() => {
  scratch = scratchFolder();
});
afterEach(() => scratch.release());

async function stored(): Promise<Buffer> {
  const path = join(scratch.path, 'plan');
  await writePlanFile(path, samplePlan('p-1', { entries: 3 }));
  return readFileSync(path);
}

/** Reads a file with these bytes. Returns the error's name, or `ok`. */
async function readChanged(bytes: Buffer): Promise<string> {
  const path = join(scratch.path, 'changed');
  writeFileSync(path, bytes);
  return readPlanFile(path).then(
    () => 'ok',
    (error: unknown) => (error instanceof Error ? error.name : 'untyped'),
  );
}

describe('a changed plan file', () => {
  it('with any single flipped bit is refused', async () => {
    const whole = await stored();
    for (let at = 0; at < whole.length; at += 1) {
      const changed = Buffer.from(whole);
      changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
      const refused = await readChanged(changed);
      expect([at, refused]).toEqual([at, 'PlanFileDamaged']);
    }
  });

  it('that is truncated anywhere is refused', async () => {
    const whole = await stored();
    for (let size = 0; size < whole.length; size += 1)
      expect([size, await readChanged(whole.subarray(0, size))]).toEqual([size, 'PlanFileDamaged']);
  });

  it('with a recomputed checksum is refused for its content', async () => {
    const whole = await stored();
    const content = whole.subarray(0, -32);
    const again = (change: (bytes: Buffer) => Buffer): Promise<string> => {
      const bytes = change(Buffer.from(content));
      return readChanged(Buffer.concat([bytes, createHash('sha256').update(bytes).digest()]));
    };
    const text = (from: string, to: string) => (bytes: Buffer) =>
      Buffer.from(bytes.toString('latin1').replace(from, to), 'latin1');
    expect(await again((bytes) => bytes)).toBe('ok');
    expect(await again((bytes) => Buffer.concat([bytes, Buffer.of(0)]))).toBe('PlanFileDamaged');
    for (const [from, to] of [
      ['"entries":3', '"entries":2'],
      ['"entries":3', '"entries":4'],
      ['"entries":3', '"entries":-1'],
      ['"entries":3', '"entries":1e15'],
      ['"folders":5', '"folders":4'],
      ['"folders":5', '"folders":1e9'],
      ['"pathBytes":', '"pathBytes":9'],
      ['"roots":[', '"roots":7,"x":['],
      ['file-1.dat', 'file/1.dat'],
      ['file-1.dat', 'file\x001.dat'],
      ['cache/b/empty', 'cache\0b/empty'],
    ] as const)
      expect([to, await again(text(from, to))]).toEqual([to, 'PlanFileDamaged']);
  });
});
