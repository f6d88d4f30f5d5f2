import { mkdirSync, readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Sessions } from './sessions.ts';
import { makeSessionScene, refusal } from './testing/session-scene.ts';
import type { SessionScene } from './testing/session-scene.ts';

let scene: SessionScene;

beforeEach(async () => {
  scene = await makeSessionScene();
});

/** Puts these bytes in the place of the record, alone in its folder. */
function lay(bytes: Uint8Array): void {
  rmSync(scene.folder, { recursive: true, force: true });
  mkdirSync(dirname(scene.file), { recursive: true });
  writeFileSync(scene.file, bytes);
}

describe('a record that is not what was written', () => {
  test('is never rested on, whatever single byte of it differs', async () => {
    const sessions = await scene.open();
    expect(await scene.sitDown(sessions)).toBe('done');
    const whole = readFileSync(scene.file);
    const believed: number[] = [];
    for (let at = 0; at < whole.length; at += 1) {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] ?? 0) ^ 0x01;
      lay(bytes);
      if ((await refusal(sessions.ground())) !== 'session-damaged') believed.push(at);
    }
    expect(believed).toEqual([]);
    lay(whole);
    expect((await sessions.ground()).owners.size).toBe(1);
  });

  test('is noticed by whoever looks first when it was cut short or goes on, and told once', async () => {
    const sessions = await scene.open();
    await scene.sitDown(sessions);
    const whole = readFileSync(scene.file);
    const headEnd = whole.indexOf('\n');
    const cuts = [0, 1, headEnd - 1, headEnd, headEnd + 1, headEnd + 40, headEnd + 66, whole.length - 1];
    for (const length of cuts) {
      lay(whole.subarray(0, length));
      expect(await refusal(sessions.get())).toBe('session-damaged');
      expect(await sessions.get()).toBeNull();
      expect(await refusal(sessions.ground())).toBe('session-not-running');
    }
    lay(Buffer.concat([whole, Buffer.from('x')]));
    expect(await refusal(sessions.get())).toBe('session-damaged');
    const asks: ((sessions: Sessions) => Promise<unknown>)[] = [
      (all) => all.start(),
      (all) => all.confirm(),
      (all) => all.end(),
      (all) => all.ground(),
    ];
    for (const ask of asks) {
      lay(whole.subarray(0, whole.length / 2));
      expect(await refusal(ask(sessions))).toBe('session-damaged');
    }
  });

  test('is kept aside, and a new session can begin and be ended without a trace', async () => {
    const sessions = await scene.open();
    await scene.sitDown(sessions);
    truncateSync(scene.file, 100);
    expect(await refusal(sessions.start())).toBe('session-damaged');
    expect(scene.told.at(-1)).toBeNull();
    expect(readdirSync(scene.folder)).toEqual([expect.stringMatching(/^baseline\.bin\.corrupt-/)]);
    expect(await scene.sitDown(sessions)).toBe('done');
    expect((await sessions.get())?.owners).toHaveLength(1);
    await sessions.end();
    expect(readdirSync(scene.home.at('state'))).not.toContain('session');
  });

  test('half-written by a power cut counts for nothing and is gone when somebody sits down', async () => {
    const sessions = await scene.open();
    await scene.sitDown(sessions);
    const whole = readFileSync(scene.file);
    await sessions.end();
    mkdirSync(scene.folder);
    writeFileSync(`${scene.file}.s-0.unfinished`, whole);
    expect(await sessions.get()).toBeNull();
    expect(await refusal(sessions.ground())).toBe('session-not-running');
    expect(await scene.sitDown(sessions)).toBe('done');
    expect(readdirSync(scene.folder)).toEqual(['baseline.bin']);
  });

  test('by hand, with the owner’s accounts taken out, is as damaged as any other', async () => {
    const sessions = await scene.open();
    await scene.sitDown(sessions);
    const whole = readFileSync(scene.file);
    const end = whole.indexOf('\n');
    const head = JSON.parse(whole.toString('utf8', 0, end)) as Record<string, unknown>;
    const edited = Buffer.from(JSON.stringify({ ...head, owners: [], roots: [], startedAt: 0 }));
    lay(Buffer.concat([edited, whole.subarray(end)]));
    expect(await refusal(sessions.ground())).toBe('session-damaged');
  });

  test('is told to one of two who look at the same moment at least, and neither gets a ground', async () => {
    const [one, other] = [await scene.open(), await scene.open()];
    await scene.sitDown(one);
    truncateSync(scene.file, 100);
    const codes = await Promise.all([refusal(one.ground()), refusal(other.ground())]);
    for (const code of codes) expect(['session-damaged', 'session-not-running']).toContain(code);
    expect(codes).toContain('session-damaged');
  });

  test('but something else of its name is refused in a sentence', async () => {
    const sessions = await scene.open();
    mkdirSync(scene.file, { recursive: true });
    for (const ask of ['get', 'start', 'ground', 'end'] as const)
      expect(await refusal(sessions[ask]())).toBe('data-dir-unusable');
    rmSync(scene.folder, { recursive: true });
    writeFileSync(scene.folder, 'a file where the folder should be');
    expect(await refusal(sessions.get())).toBe('data-dir-unusable');
  });
});
