import { readFile, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { diffSnapshots, snapshotTree } from '../../testing/tree-snapshot.ts';
import { startCopyOfSleep } from '../../testing/real-processes.ts';
import { programsVariable } from '../../testing/system-of-test.ts';
import { buildCli, buildShippedCli, runJson } from './testing/built-cli.ts';
import type { BuiltCli } from './testing/built-cli.ts';
import { schemas } from './schemas.ts';

const clean = ['clean', '--app', 'wechat', '--all-accounts', '--mode', 'delete', '--yes'];

let shipped: BuiltCli;
let forTests: BuiltCli;

beforeAll(async () => {
  shipped = await buildShippedCli();
  forTests = await buildCli();
}, 300_000);

/** A clean of a demo home beside a real process called wechat, with the variable of tests set to an empty folder. */
async function cleanBesideWeChat(cli: BuiltCli) {
  const { folder } = await cli.home(700);
  const before = await snapshotTree(folder);
  const wechat = await startCopyOfSleep('opt/wechat/wechat');
  const ran = await runJson(cli, folder, clean);
  await wechat.stop();
  return { ran, removed: diffSnapshots(before, await snapshotTree(folder)).removed };
}

describe('a switch that hides a running messenger', () => {
  it('is not in the shipped program: a clean on a demo home with the variable of tests ends with 4', async () => {
    const { ran, removed } = await cleanBesideWeChat(shipped);
    expect(ran.exit).toBe(4);
    expect(schemas.error.parse(JSON.parse(ran.out)).code).toBe('messenger-running');
    expect(removed).toEqual([]);
  }, 300_000);

  it('is only in the program for tests: the same clean ends with 0', async () => {
    const { ran, removed } = await cleanBesideWeChat(forTests);
    expect(ran.exit).toBe(0);
    expect(removed.length).toBeGreaterThan(0);
  }, 300_000);

  it('is named in no file of the shipped program, and in the entry of the program for tests', async () => {
    const naming = async (cli: BuiltCli): Promise<readonly string[]> => {
      const out = dirname(cli.path);
      const names = (await readdir(out, { recursive: true })).filter((name) => /\.c?js$/.test(name));
      const texts = await Promise.all(names.map((name) => readFile(join(out, name), 'utf8')));
      return names.filter((_, index) => texts[index]?.includes(programsVariable));
    };
    expect(await naming(shipped)).toEqual([]);
    expect(await naming(forTests)).not.toEqual([]);
  });
});
