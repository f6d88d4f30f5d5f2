import { chmod, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { AccountImpact, Selection } from '../../../app/contract/plans.ts';
import { asNobody } from '../../testing/as-nobody.ts';
import { makeSmallHome, wechat3, wechat4 } from '../../testing/small-home.ts';
import type { Discovery } from '../discovery/discovery.ts';
import { createPlan } from '../planning/create-plan.ts';
import type { FrozenPlan } from '../plans/frozen-plan.ts';
import { excludeEntries } from '../planning/reduce-plan.ts';
import { freeControl, inline } from '../planning/testing/sample-root.ts';
import { selectionOf } from '../planning/testing/wechat-root.ts';
import { SinceScene } from '../session/testing/since-scene.ts';
import { withImpact } from './impact.ts';

type Choice = Partial<Omit<Selection, 'accounts'>> & { readonly folders?: readonly string[] };

function idsOf({ roots }: Discovery, folders: readonly string[]): string[] {
  return roots.flatMap(({ accounts }) =>
    accounts.flatMap(({ folder, id }) => (folders.includes(folder) ? id : [])),
  );
}

/** The plan for the accounts with these folders, all without `folders`, as a person sees it. */
async function seen(found: Discovery, { folders, ...more }: Choice): Promise<FrozenPlan> {
  const accounts = folders === undefined ? 'all' : idsOf(found, folders);
  const plan = await createPlan(inline(), found, selectionOf({ accounts, ...more }), 'p-1', freeControl());
  return withImpact(plan, found);
}

function of(plan: FrozenPlan, folder: string): AccountImpact {
  const one = plan.view.impact.find((impact) => impact.folder === folder);
  if (one === undefined) throw new Error(`no impact on ${folder}`);
  return one;
}

/** Sign-in now and afterwards, by account folder. */
function signIns({ view }: FrozenPlan): Record<string, string> {
  return Object.fromEntries(
    view.impact.map(({ folder, signInBefore, signInAfter }) => [folder, `${signInBefore} → ${signInAfter}`]),
  );
}

const wechat = 'Documents/xwechat_files';
const shared = `${wechat}/all_users/config/global_config`;

/** Two accounts of WeChat 4 with a shared sign-in, and one of QQ. */
async function sharedHome() {
  const home = await makeSmallHome();
  await home.put(wechat4(wechat, 'wxid_a_1111', 'wxid_b_2222'));
  await home.put([`${shared}.crc`, `${wechat}/wxid_a_1111/cache/2024-01/a.dat`]);
  await home.put(['.config/QQ/nt_qq_0f/nt_db/nt_msg.db', '.config/QQ/global/nt_db/login.db']);
  return home;
}

describe('WeChat 4, one account chosen', () => {
  test('at level system both accounts of the shared sign-in must scan, and QQ is untouched', async () => {
    const found = await (await sharedHome()).discoverLinux();
    const plan = await seen(found, { level: 'system', folders: ['wxid_a_1111'] });
    expect(signIns(plan)).toEqual({
      wxid_a_1111: 'may → must-scan',
      wxid_b_2222: 'may → must-scan',
      nt_qq_0f: 'may → may',
    });
    expect(of(plan, 'wxid_a_1111')).toMatchObject({ chosen: true, goes: { files: 1 } });
    expect(of(plan, 'wxid_b_2222')).toMatchObject({
      product: 'wechat',
      chosen: false,
      goes: { files: 0, bytes: 0 },
      stays: null,
      affectedBy: [{ location: 'W4-15', signIn: true }],
    });
    expect(of(plan, 'nt_qq_0f')).toMatchObject({ product: 'qq', chosen: false, affectedBy: [] });
  });

  test('at level basic nothing of the sign-in changes', async () => {
    const found = await (await sharedHome()).discoverLinux();
    const plan = await seen(found, { level: 'basic', folders: ['wxid_a_1111'] });
    expect(Object.values(signIns(plan))).toEqual(['may → may', 'may → may', 'may → may']);
    expect(plan.view.impact.flatMap(({ affectedBy }) => affectedBy)).toEqual([]);
  });

  test('at level deep the chosen account goes whole, and of the other one only the shared sign-in', async () => {
    const home = await sharedHome();
    await home.put({ [`${wechat}/wxid_a_1111/msg/file/2024-01/kept.pdf`]: 'x'.repeat(500) });
    const found = await home.discoverLinux();
    const plan = await seen(found, { level: 'deep', folders: ['wxid_a_1111'], keep: ['kept.pdf'] });
    expect(of(plan, 'wxid_a_1111')).toMatchObject({ goes: { files: 2, bytes: 2 }, stays: 500 });
    expect(of(plan, 'wxid_b_2222')).toMatchObject({ signInAfter: 'must-scan', goes: { files: 0 } });
  });

  test('without the shared group both accounts may sign in by themselves again', async () => {
    const found = await (await sharedHome()).discoverLinux();
    const plan = await seen(found, { level: 'system', folders: ['wxid_a_1111'] });
    const groups = of(plan, 'wxid_b_2222').affectedBy.map(({ group }) => group);
    const smaller = await withImpact(excludeEntries(plan, groups, [], 'p-2'), found);
    expect(signIns(smaller)).toMatchObject({ wxid_a_1111: 'may → may', wxid_b_2222: 'may → may' });
    expect(of(smaller, 'wxid_b_2222').affectedBy).toEqual([]);
  });

  test('the keep patterns of the shared group have the same effect', async () => {
    const found = await (await sharedHome()).discoverLinux();
    const plan = await seen(found, { level: 'system', folders: ['wxid_a_1111'] });
    const keep = of(plan, 'wxid_b_2222').affectedBy.flatMap((one) => one.keep);
    expect(keep).toEqual(['all_users/config/global_config', 'all_users/config/global_config.crc']);
    const kept = await seen(found, { level: 'system', folders: ['wxid_a_1111'], keep });
    expect(signIns(kept)).toMatchObject({ wxid_a_1111: 'may → may', wxid_b_2222: 'may → may' });
    expect(kept.view.unmatchedKeep).toEqual([]);
  });

  test('the sign-in of a second client beside the kept one still must go before anyone must scan', async () => {
    const home = await sharedHome();
    await home.put([`${wechat}/all_users/config/global_conf2g`]);
    const found = await home.discoverLinux();
    const choice = { level: 'system', folders: ['wxid_a_1111'] } as const;
    const plan = await seen(found, choice);
    expect(of(plan, 'wxid_b_2222').affectedBy.map(({ location }) => location)).toEqual([
      'W4-15',
      'W4-19.second',
    ]);
    expect(of(plan, 'wxid_b_2222').signInAfter).toBe('must-scan');
    const half = await seen(found, { ...choice, keep: ['all_users/config/global_conf2g'] });
    expect(of(half, 'wxid_b_2222').signInAfter).toBe('may');
  });
});

describe('shared sign-in data that decides no sign-in', () => {
  const profile = '.xwechat/radium/web/profiles/default';
  const files = ['Cookies', 'Cookies-journal', 'Local Storage/a', 'Local Storage/b', 'History', 'Login Data'];

  test('names the other account, and its keep pattern leaves all of it', async () => {
    const home = await sharedHome();
    await home.put(files.map((name) => `${profile}/${name}`));
    const found = await home.discoverLinux();
    const plan = await seen(found, { level: 'system', folders: ['wxid_a_1111'] });
    const web = of(plan, 'wxid_b_2222').affectedBy.filter(({ signIn }) => !signIn);
    expect(web.length).toBeGreaterThan(0);
    expect(of(plan, 'nt_qq_0f').affectedBy).toEqual([]);
    const keep = web.flatMap((one) => one.keep);
    expect(keep.length).toBeGreaterThan(0);
    const kept = await seen(found, { level: 'system', folders: ['wxid_a_1111'], keep });
    expect(of(kept, 'wxid_b_2222').affectedBy.filter(({ signIn }) => !signIn)).toEqual([]);
  });

  test('of a macOS copy names the accounts of that copy', async () => {
    const home = await makeSmallHome();
    const copy = 'Library/Containers/com.tencent.xinWeChat2/Data';
    await home.put(wechat4(`${copy}/Documents/xwechat_files`, 'wxid_a_1111', 'wxid_b_2222'));
    await home.put([`${copy}/Documents/app_data/radium/web/profiles/default/Cookies`]);
    const found = await home.discoverMacos();
    const plan = await seen(found, { level: 'system', folders: ['wxid_a_1111'] });
    const locations = of(plan, 'wxid_b_2222').affectedBy.map(({ location }) => location);
    expect(locations).toEqual(expect.arrayContaining(['W4-15', 'M-13']));
  });
});

test('WeChat 3: the shared config.data is named for the account that was not chosen', async () => {
  const home = await makeSmallHome();
  await home.put(wechat3('Documents/WeChat Files', 'wxid_a', 'wxid_b'));
  const found = await home.discoverWindows();
  const plan = await seen(found, { level: 'system', folders: ['wxid_b'] });
  expect(signIns(plan)).toEqual({ wxid_a: 'may → must-scan', wxid_b: 'may → must-scan' });
  expect(of(plan, 'wxid_a').affectedBy).toMatchObject([
    { location: 'W3-15', signIn: true, keep: ['All Users/config/config.data'] },
  ]);
});

describe('QQ NT', () => {
  const qq = '.config/QQ';
  const accounts = [`${qq}/nt_qq_0a/nt_db/nt_msg.db`, `${qq}/nt_qq_0b/nt_db/nt_msg.db`];

  test('the shared quick-login list makes both accounts scan', async () => {
    const home = await makeSmallHome();
    await home.put([...accounts, `${qq}/global/nt_db/login.db`]);
    const plan = await seen(await home.discoverLinux(), { level: 'system', folders: ['nt_qq_0a'] });
    expect(signIns(plan)).toEqual({ nt_qq_0a: 'may → must-scan', nt_qq_0b: 'may → must-scan' });
    expect(of(plan, 'nt_qq_0b').affectedBy).toMatchObject([{ location: 'N-11', signIn: true }]);
  });

  test('one of two sign-in files that stays leaves the accounts able to sign in', async () => {
    const home = await makeSmallHome();
    await home.put([...accounts, `${qq}/global/nt_db/login.db`, `${qq}/auth/login.enc`]);
    const found = await home.discoverLinux();
    const choice = { level: 'system', folders: ['nt_qq_0a'] } as const;
    expect(of(await seen(found, choice), 'nt_qq_0b').signInAfter).toBe('must-scan');
    expect(of(await seen(found, { ...choice, keep: ['login.enc'] }), 'nt_qq_0b').signInAfter).toBe('may');
  });

  test('a sign-in file that no level removes leaves the accounts able to sign in', async () => {
    const home = await makeSmallHome();
    const mac = 'Library/Containers/com.tencent.qq/Data/Library/Application Support/QQ';
    await home.put([
      `${mac}/nt_qq_0a/nt_db/nt_msg.db`,
      `${mac}/global/nt_db/login.db`,
      `${mac}/auth/login.enc`,
    ]);
    const plan = await seen(await home.discoverMacos(), { level: 'deep' });
    expect(signIns(plan)).toEqual({ nt_qq_0a: 'may → may' });
  });
});

describe('what cannot be seen is could-not-tell, never must-scan:', () => {
  const account = `${wechat}/wxid_a_1111/db_storage/session/session.db`;

  test('a link on the way to the sign-in file', async () => {
    const home = await makeSmallHome();
    await home.put([account, 'elsewhere/config/global_config']);
    await symlink(home.at('elsewhere'), home.at(wechat, 'all_users'));
    const plan = await seen(await home.discoverLinux(), { level: 'system' });
    expect(signIns(plan)).toEqual({ wxid_a_1111: 'could-not-tell → could-not-tell' });
  });

  test('a link in place of the sign-in file that the plan leaves', async () => {
    const home = await makeSmallHome();
    await home.put([account, `${wechat}/all_users/config/`, 'elsewhere/global_config']);
    await symlink(home.at('elsewhere/global_config'), home.at(shared));
    const plan = await seen(await home.discoverLinux(), { level: 'basic' });
    expect(signIns(plan)).toEqual({ wxid_a_1111: 'could-not-tell → could-not-tell' });
  });

  test('a folder that may not be read', async () => {
    const home = await makeSmallHome();
    await home.put([account, shared]);
    await chmod(home.at(wechat, 'all_users/config'), 0);
    const plan = await asNobody(home.path, async () => seen(await home.discoverLinux(), { level: 'system' }));
    await chmod(home.at(wechat, 'all_users/config'), 0o700);
    expect(signIns(plan)).toEqual({ wxid_a_1111: 'could-not-tell → could-not-tell' });
  });

  test('an app whose sign-in is in no known file', async () => {
    const home = await makeSmallHome();
    await home.put(['.local/share/weixin/data/db_storage/session/session.db']);
    const plan = await seen(await home.discoverLinux(), { level: 'deep' });
    expect(Object.values(signIns(plan))).toEqual(['could-not-tell → could-not-tell']);
  });
});

test('Tencent Files: a sign-in of NT does not serve an account of the classic line', async () => {
  const home = await makeSmallHome();
  const files = 'Documents/Tencent Files';
  await home.put([`${files}/10001/nt_qq/nt_db/nt_msg.db`, `${files}/10003/nt_qq/nt_db/nt_msg.db`]);
  await home.put([`${files}/10002/Msg3.0.db`, `${files}/All Users/QQ/`]);
  await home.put([`${files}/nt_qq/global/nt_db/login.db`]);
  const plan = await seen(await home.discoverWindows(), { level: 'system', folders: ['10001'] });
  expect(of(plan, '10003').affectedBy.map(({ location }) => location)).toEqual(['N-11']);
  expect(of(plan, '10002')).toMatchObject({ affectedBy: [], signInAfter: 'could-not-tell' });
});

describe('in a session', () => {
  test('a guest of whom nothing is planned counts as chosen, and the owner never does', async () => {
    const scene = new SinceScene();
    scene.put('all_users/config/global_config');
    const sessions = await scene.startSession();
    scene.accounts = ['wxid_owner', 'wxid_guest'];
    scene.put('wxid_guest/db_storage/session/session.db');
    const found = scene.discovered();
    const { arrived } = (await sessions.get()) ?? { arrived: [] };
    const plan = await withImpact(await scene.planned(sessions, 'system'), found, arrived);
    expect(plan.view.accounts).toEqual([]);
    expect(of(plan, 'wxid_guest')).toMatchObject({ chosen: true, signInAfter: 'may' });
    expect(of(plan, 'wxid_owner').chosen).toBe(false);
  });

  test('the owner’s account is listed as untouched', async () => {
    const scene = new SinceScene();
    scene.put('all_users/config/global_config');
    const sessions = await scene.startSession();
    scene.accounts = ['wxid_owner', 'wxid_guest'];
    scene.put('wxid_guest/db_storage/session/session.db');
    scene.put('wxid_guest/cache/new.dat');
    const plan = await withImpact(await scene.planned(sessions), scene.discovered());
    expect(of(plan, 'wxid_owner')).toMatchObject({
      chosen: false,
      signInBefore: 'may',
      signInAfter: 'may',
      goes: { files: 0 },
      affectedBy: [],
    });
  });

  test('a guest whose sign-in was written into the owner’s file may still sign in by itself', async () => {
    const scene = new SinceScene();
    scene.put('all_users/config/global_config', 'the owner’s');
    const sessions = await scene.startSession();
    scene.accounts = ['wxid_owner', 'wxid_guest'];
    scene.put('wxid_guest/db_storage/session/session.db');
    scene.put('all_users/config/global_config', 'the owner’s and the guest’s');
    const plan = await withImpact(await scene.planned(sessions), scene.discovered());
    expect(scene.taken(plan)).not.toContain(join('xwechat_files', 'all_users', 'config', 'global_config'));
    expect(of(plan, 'wxid_guest').signInAfter).toBe('may');
    expect(of(plan, 'wxid_owner').signInAfter).toBe('may');
  });
});
