import { chmodSync, chownSync, lstatSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { nobody } from '../../testing/as-nobody.ts';
import { buildCli, ended } from './testing/built-cli.ts';
import type { BuiltCli } from './testing/built-cli.ts';

let cli: BuiltCli;
beforeAll(async () => void (cli = await buildCli()), 120_000);

const status = (dataDir: string): readonly string[] => ['status', '--data-dir', dataDir];

test('a folder with other files is refused with the way out, and stays as it was', async () => {
  const home = await cli.emptyHome();
  const folder = join(home, 'papers');
  mkdirSync(folder, { mode: 0o755 });
  writeFileSync(join(folder, 'letter.txt'), '');
  const { exit, err } = await ended(cli.start(home, status(folder)));
  expect(exit).toBe(4);
  expect(err).toContain('--data-dir');
  expect(lstatSync(folder).mode & 0o777).toBe(0o755);
  expect(readdirSync(folder)).toEqual(['letter.txt']);
});

describe.skipIf(process.geteuid?.() !== 0)('with two users', () => {
  test('an ordinary user’s process is refused root’s shared folder', async () => {
    const home = await cli.emptyHome();
    const shared = join(await cli.emptyHome(), 'shared');
    chmodSync(join(shared, '..'), 0o755);
    mkdirSync(shared);
    chmodSync(shared, 0o1777);
    const { exit, err } = await cli.runAsOwner(home, status(shared));
    expect(exit).toBe(4);
    expect(err).toContain('belongs to another user');
    expect(lstatSync(shared).mode & 0o7777).toBe(0o1777);
    expect(readdirSync(shared)).toEqual([]);
  });

  test.each([['status'], ['open', '--no-launch']])(
    'root is refused another user’s home: %s %s',
    async (...words) => {
      const home = await cli.emptyHome();
      chownSync(home, nobody, nobody);
      const { exit, err } = await ended(cli.start(home, words));
      expect(exit).toBe(4);
      expect(err).toContain('--allow-foreign-home');
      expect(readdirSync(home)).toEqual([]);
    },
  );

  test('root with a link that another user made in place of the own folder is refused', async () => {
    const home = await cli.emptyHome();
    const target = join(await cli.emptyHome(), 'target');
    mkdirSync(target, { mode: 0o755 });
    symlinkSync(target, join(home, 'state'));
    const { exit } = await ended(cli.start(home, status(join(home, 'state'))));
    expect(exit).toBe(4);
    expect(readdirSync(target)).toEqual([]);
    expect(lstatSync(target).mode & 0o777).toBe(0o755);
  });

  test('root may work in another user’s home on request, with its own folder elsewhere', async () => {
    const home = await cli.emptyHome();
    const dataDir = join(await cli.emptyHome(), 'state');
    chownSync(home, nobody, nobody);
    const { exit } = await ended(cli.start(home, [...status(dataDir), '--allow-foreign-home']));
    expect(exit).toBe(0);
    expect(readdirSync(home)).toEqual([]);
  });
});
