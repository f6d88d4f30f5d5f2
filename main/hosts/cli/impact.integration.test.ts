import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { PlanView } from '../../../app/contract/plans.ts';
import { diffSnapshots, snapshotTree } from '../../testing/tree-snapshot.ts';
import { schemas } from './schemas.ts';
import { buildCli } from './testing/built-cli.ts';
import type { BuiltCli, Ran } from './testing/built-cli.ts';

let cli: BuiltCli;
beforeAll(async () => {
  cli = await buildCli();
}, 300_000);

const words = (line: string): string[] => line.split(' ');
const root = 'Documents/xwechat_files';
const shared = `${root}/all_users/config/global_config`;

async function put(home: string, ...paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    await mkdir(dirname(join(home, path)), { recursive: true });
    await writeFile(join(home, path), path);
  }
}

/** Two accounts that share a sign-in file. */
async function sharedHome(): Promise<string> {
  const home = await cli.emptyHome();
  await put(home, shared, `${root}/wxid_a_1111/cache/2026-11/a.dat`);
  for (const account of ['wxid_a_1111', 'wxid_b_2222'])
    await put(home, `${root}/${account}/db_storage/session/session.db`);
  return home;
}

function impactIn(ran: Ran): PlanView['impact'] {
  const { plan } = schemas.plan.parse(JSON.parse(ran.out)) as { readonly plan: PlanView };
  return plan.impact;
}

function signInsIn(ran: Ran): Record<string, string> {
  return Object.fromEntries(impactIn(ran).map(({ folder, signInAfter }) => [folder, signInAfter]));
}

describe('a sign-in file that an account outside the choice shares', () => {
  const choice = '--account wxid_a_1111 --level system';

  it('is named before it goes, and afterwards that account must scan', async () => {
    const home = await sharedHome();
    const planned = await cli.run(home, words(`plan ${choice} --json`));
    expect(signInsIn(planned)).toEqual({ wxid_a_1111: 'must-scan', wxid_b_2222: 'must-scan' });
    const asked = await cli.runOnTerminal(home, words(`clean ${choice} --mode delete`), 'no');
    expect(asked.out).toContain('must scan or enter the password again: wxid_b_2222');
    expect(existsSync(join(home, shared))).toBe(true);
    expect((await cli.run(home, words(`clean ${choice} --mode delete --yes`))).exit).toBe(0);
    expect(existsSync(join(home, shared))).toBe(false);
    const [after] = impactIn(await cli.run(home, words('plan --account wxid_b_2222 --json')));
    expect(after?.signInBefore).toBe('must-scan');
  }, 300_000);

  it('stays with the patterns that the preview names, and both may sign in by themselves', async () => {
    const home = await sharedHome();
    const planned = impactIn(await cli.run(home, words(`plan ${choice} --json`)));
    const other = planned.find(({ folder }) => folder === 'wxid_b_2222');
    const keep = (other?.affectedBy ?? [])
      .flatMap((one) => one.keep)
      .flatMap((pattern) => ['--keep', pattern]);
    expect(keep).toEqual(['--keep', 'all_users/config/global_config']);
    const again = await cli.run(home, [...words(`plan ${choice} --json`), ...keep]);
    expect(signInsIn(again)).toEqual({ wxid_a_1111: 'may', wxid_b_2222: 'may' });
    const ran = await cli.run(home, [...words(`clean ${choice} --mode delete --yes`), ...keep]);
    expect(ran.exit).toBe(0);
    expect(existsSync(join(home, shared))).toBe(true);
    expect(existsSync(join(home, root, 'wxid_a_1111/cache/2026-11/a.dat'))).toBe(false);
  }, 300_000);
});

describe('an open session', () => {
  /** A home whose owner’s session record is open, and a guest’s account that came since. */
  async function visited(): Promise<string> {
    const home = await sharedHome();
    expect((await cli.run(home, words('session start'))).exit).toBe(0);
    await put(home, `${root}/wxid_guest_3333/db_storage/session/session.db`);
    return home;
  }

  it('lists the owner’s accounts as untouched, and what of the guest’s sign-in stays', async () => {
    const home = await visited();
    const ran = await cli.run(home, words('plan --since-session --level deep --json'));
    const owners = impactIn(ran).filter(({ folder }) => folder !== 'wxid_guest_3333');
    expect(owners).toHaveLength(2);
    for (const owner of owners)
      expect(owner).toMatchObject({
        ...{ chosen: false, signInBefore: 'may', signInAfter: 'may' },
        ...{ goes: { files: 0 }, affectedBy: [] },
      });
    expect(signInsIn(ran)['wxid_guest_3333']).toBe('may');
    expect(ran.err).not.toContain('reaches the owner’s data');
    const said = await cli.run(home, words('plan --since-session --level deep'));
    expect(said.out).toContain('2 other accounts stay untouched');
    expect(said.out).toContain('may be in a file of the owner’s');
  }, 300_000);

  it('that a clean ignores is named in its question, and without a yes nothing changes', async () => {
    const home = await visited();
    const before = await snapshotTree(join(home, 'Documents'));
    const ran = await cli.runOnTerminal(home, words('clean --all-accounts --level deep --mode delete'), 'no');
    expect(ran.out).toContain('reaches the owner’s data as well');
    expect(ran.exit).toBe(3);
    expect(diffSnapshots(before, await snapshotTree(join(home, 'Documents')))).toEqual({
      ...{ removed: [], added: [], changed: [] },
    });
  }, 300_000);

  it('whose record is damaged is said before a clean goes on', async () => {
    const home = await visited();
    await writeFile(join(home, '.local/state/signoff/session/baseline.bin'), 'no record');
    const ran = await cli.runOnTerminal(home, words('clean --all-accounts --level deep --mode delete'), 'no');
    expect(ran.out).toContain('cannot be told apart');
    expect(ran.exit).toBe(3);
    expect(existsSync(join(home, shared))).toBe(true);
  }, 300_000);
});
