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

/** Replaces the record with these bytes, alone in its folder. */
function replaceRecord(bytes: Uint8Array): void {
  rmSync(scene.folder, { recursive: true, force: true });
  mkdirSync(dirname(scene.file), { recursive: true });
  writeFileSync(scene.file, bytes);
}

describe('a damaged record', () => {
  test('is rejected when any single byte differs', async () => {
    const sessions = await scene.open();
    expect(await scene.startSession(sessions)).toBe('done');
    const whole = readFileSync(scene.file);
    const acceptedAt: number[] = [];
    for (let at = 0; at < whole.length; at += 1) {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] ?? 0) ^ 0x01;
      replaceRecord(bytes);
      if ((await refusal(sessions.context())) !== 'session-damaged') acceptedAt.push(at);
    }
    expect(acceptedAt).toEqual([]);
    replaceRecord(whole);
    expect((await sessions.context()).owners.size).toBe(1);
  });

  test('is reported until a session starts when it is truncated or too long', async () => {
    const sessions = await scene.open();
    await scene.startSession(sessions);
    const whole = readFileSync(scene.file);
    const headEnd = whole.indexOf('\n');
    const cuts = [0, 1, headEnd - 1, headEnd, headEnd + 1, headEnd + 40, headEnd + 66, whole.length - 1];
    for (const length of cuts) {
      replaceRecord(whole.subarray(0, length));
      expect(await refusal(sessions.get())).toBe('session-damaged');
      expect(await refusal(sessions.get())).toBe('session-damaged');
      expect(await refusal(sessions.context())).toBe('session-not-running');
    }
    expect(await (await scene.open()).get()).toBeNull();
    replaceRecord(Buffer.concat([whole, Buffer.from('x')]));
    expect(await refusal(sessions.get())).toBe('session-damaged');
    const asks: ((sessions: Sessions) => Promise<unknown>)[] = [
      (all) => all.start(),
      (all) => all.confirm(),
      (all) => all.end(),
      (all) => all.context(),
    ];
    for (const ask of asks) {
      replaceRecord(whole.subarray(0, whole.length / 2));
      expect(await refusal(ask(sessions))).toBe('session-damaged');
    }
  });

  test('is set aside, and a new session can start and end without leaving files', async () => {
    const sessions = await scene.open();
    await scene.startSession(sessions);
    truncateSync(scene.file, 100);
    expect(await refusal(sessions.start())).toBe('session-damaged');
    expect(scene.changes.at(-1)).toBeNull();
    expect(readdirSync(scene.folder)).toEqual([expect.stringMatching(/^baseline\.bin\.corrupt-/)]);
    expect(await scene.startSession(sessions)).toBe('done');
    expect((await sessions.get())?.owners).toHaveLength(1);
    await sessions.end();
    expect(readdirSync(scene.home.at('state'))).not.toContain('session');
  });

  test('left unfinished by a power cut is ignored, and removed when a session starts', async () => {
    const sessions = await scene.open();
    await scene.startSession(sessions);
    const whole = readFileSync(scene.file);
    await sessions.end();
    mkdirSync(scene.folder);
    writeFileSync(`${scene.file}.s-0.unfinished`, whole);
    expect(await sessions.get()).toBeNull();
    expect(await refusal(sessions.context())).toBe('session-not-running');
    expect(await scene.startSession(sessions)).toBe('done');
    expect(readdirSync(scene.folder)).toEqual(['baseline.bin']);
  });

  test('edited by hand to drop the owner’s accounts is rejected', async () => {
    const sessions = await scene.open();
    await scene.startSession(sessions);
    const whole = readFileSync(scene.file);
    const end = whole.indexOf('\n');
    const head = JSON.parse(whole.toString('utf8', 0, end)) as Record<string, unknown>;
    const edited = Buffer.from(JSON.stringify({ ...head, owners: [], roots: [], startedAt: 0 }));
    replaceRecord(Buffer.concat([edited, whole.subarray(end)]));
    expect(await refusal(sessions.context())).toBe('session-damaged');
  });

  test('is reported to at least one of two concurrent calls, and neither gets a context', async () => {
    const [one, other] = [await scene.open(), await scene.open()];
    await scene.startSession(one);
    truncateSync(scene.file, 100);
    const codes = await Promise.all([refusal(one.context()), refusal(other.context())]);
    for (const code of codes) expect(['session-damaged', 'session-not-running']).toContain(code);
    expect(codes).toContain('session-damaged');
  });

  test('throws data-dir-unusable when its path or folder is of another kind', async () => {
    const sessions = await scene.open();
    mkdirSync(scene.file, { recursive: true });
    for (const ask of ['get', 'start', 'context', 'end'] as const)
      expect(await refusal(sessions[ask]())).toBe('data-dir-unusable');
    rmSync(scene.folder, { recursive: true });
    writeFileSync(scene.folder, 'a file where the folder should be');
    expect(await refusal(sessions.get())).toBe('data-dir-unusable');
  });
});
