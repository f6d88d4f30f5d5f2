import { appendFileSync, mkdirSync, renameSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import type { PlanView, StayingView } from '../../../app/contract/plans.ts';
import type { FrozenPlan } from '../plans/frozen-plan.ts';
import { excludeOwners } from './owners.ts';
import type { SessionContext } from './sessions.ts';
import { kept, SinceScene } from './testing/since-scene.ts';

let scene: SinceScene;
let context: SessionContext;
let ids: { readonly owner: string; readonly guest: string };
const blind = 'all_users/head_imgs/0';

beforeEach(async () => {
  scene = new SinceScene();
  const seen = await (await scene.startSession()).context();
  const isBlind = (root: string, segments: readonly string[]): boolean =>
    root === scene.root && segments.join('/').startsWith(blind);
  context = { ...seen, baseline: { ...seen.baseline, isBlind } };
  scene.accounts.push('wxid_guest');
  scene.put('wxid_guest/cache/new.dat');
  const accounts = scene.discovered().roots.flatMap((root) => root.accounts);
  const idOf = (folder: string): string => accounts.find((account) => account.folder === folder)?.id ?? '';
  ids = { owner: idOf('wxid_owner'), guest: idOf('wxid_guest') };
});

/** The plan since the session, told that this stays and that these places could not be read. */
async function told(
  part: Partial<Pick<PlanView, 'staying' | 'unreadable'>>,
  discovery = scene.discovered(),
): Promise<PlanView> {
  const plan = await scene.wholePlan();
  const view = { ...plan.view, staying: [], unreadable: [], ...part };
  const withRows = Object.create(plan, { view: { value: view } }) as FrozenPlan;
  return (await excludeOwners(withRows, discovery, context)).view;
}

function row(place: string, part: Partial<StayingView> = {}): StayingView {
  return {
    ...{ reason: 'not-cleaned', category: 'config', accountId: null, place, target: null, leadsTo: null },
    ...{ mayHoldSignIn: false, newest: null, files: 1, bytes: 1, allocated: 1 },
    ...part,
  };
}

async function isTold(staying: StayingView): Promise<boolean> {
  return (await told({ staying: [staying] })).staying.length === 1;
}

describe('what stays and is told to the guest', () => {
  const mine = 'all_users/config/settings.dat';

  test('is what came since: of the guest’s account, of no account, and of unknown age', async () => {
    const { from } = context.span!;
    expect(await isTold(row(scene.at('wxid_guest/x'), { accountId: ids.guest }))).toBe(true);
    expect(await isTold(row(scene.at(mine), { newest: from + 1 }))).toBe(true);
    expect(await isTold(row(scene.at(mine), { newest: from }))).toBe(true);
    expect(await isTold(row(scene.at(mine)))).toBe(true);
    expect(await isTold(row(scene.root))).toBe(true);
  });

  test('is not the owner’s: by account, by a name in its path, and in a place that was unreadable', async () => {
    expect(await isTold(row(scene.at('wxid_guest/x'), { accountId: ids.owner }))).toBe(false);
    expect(await isTold(row(scene.at('wxid_owner/db_storage')))).toBe(false);
    expect(await isTold(row(scene.at('all_users/login/wxid_owner/key_info.db')))).toBe(false);
    expect(await isTold(row(scene.at(blind, 'face.jpg')))).toBe(false);
  });

  test('is not what nobody has changed since, unless it is the owner’s and did change', async () => {
    const newest = context.span!.from - 1;
    expect(await isTold(row(scene.at(mine), { newest }))).toBe(false);
    expect(await isTold(row(scene.at(mine), { newest, reason: 'behind-link' }))).toBe(false);
    for (const reason of ['owner-changed', 'owner-unclear'] as const)
      expect(await isTold(row(scene.at(mine), { newest, reason }))).toBe(true);
  });

  test('is what lies outside every root, whatever its path is called', async () => {
    expect(await isTold(row(join(scene.path, 'elsewhere', 'wxid_owner', 'x')))).toBe(true);
  });
});

test('an unreadable place of the owner’s is not the guest’s to be told of', async () => {
  const at = (place: string) => ({ path: scene.at(place), code: 'EACCES' });
  const places = ['wxid_owner/msg', `${blind}/face.jpg`, 'wxid_guest/msg'].map(at);
  const view = await told({ unreadable: places });
  expect(view.unreadable.map(({ path }) => path)).toEqual([scene.at('wxid_guest/msg')]);
});

test('a place of the owner’s is found in any of several data folders', async () => {
  const found = scene.discovered();
  const [root] = found.roots;
  const beside = { ...root!, id: 'r-beside', realPath: join(scene.path, 'beside'), accounts: [] };
  const path = scene.at('wxid_owner/msg');
  for (const roots of [
    [root!, beside],
    [beside, root!],
  ])
    expect((await told({ unreadable: [{ path, code: 'EACCES' }] }, { ...found, roots })).unreadable).toEqual(
      [],
    );
});

const plan = async (): Promise<FrozenPlan> =>
  excludeOwners(await scene.wholePlan(), scene.discovered(), context);

/** A session that began when this file of the owner’s was there, with a time of whole seconds. */
async function startWith(path: string): Promise<void> {
  scene = new SinceScene();
  scene.put(path);
  utimesSync(scene.at(path), 1_600_000_000, 1_600_000_000);
  context = await (await scene.startSession()).context();
}

describe('an owner’s file counts as changed', () => {
  const face = 'all_users/head_imgs/4/face.jpg';
  beforeEach(() => startWith(face));

  test('with the size of before and another time', async () => {
    writeFileSync(scene.at(face), 'x'.repeat(statSync(scene.at(face)).size));
    expect(kept(await plan(), 'owner-changed')).toBe(1);
  });

  test('with the time of before and another size', async () => {
    appendFileSync(scene.at(face), 'more');
    utimesSync(scene.at(face), 1_600_000_000, 1_600_000_000);
    expect(kept(await plan(), 'owner-changed')).toBe(1);
  });

  test('also after a move, as far as it can be told when the session began', async () => {
    const elsewhere = 'all_users/head_imgs/4/elsewhere.jpg';
    renameSync(scene.at(face), scene.at(elsewhere));
    appendFileSync(scene.at(elsewhere), 'more');
    expect(kept(await plan(), 'owner-changed')).toBe(1);
    context = { ...context, span: null };
    expect(kept(await plan(), 'owner-unclear')).toBe(1);
  });
});

test('nothing is new where it cannot be told when the session began', async () => {
  context = { ...context, span: null };
  const unclear = await plan();
  expect(scene.taken(unclear)).toEqual([]);
  // the guest's new file, and the one in the place that was unreadable
  expect(kept(unclear, 'owner-unclear')).toBe(2);
});

describe('files of a database', () => {
  test('beside one that is not there are the guest’s', async () => {
    scene.put('all_users/head_imgs/5/mine.db-journal');
    expect(scene.taken(await plan())).toContain('xwechat_files/all_users/head_imgs/5/mine.db-journal');
  });

  test('beside an owner’s one that was moved stay with it', async () => {
    await startWith('all_users/head_imgs/4/faces.db');
    mkdirSync(scene.at('all_users/head_imgs/5'));
    renameSync(scene.at('all_users/head_imgs/4/faces.db'), scene.at('all_users/head_imgs/5/faces.db'));
    scene.put('all_users/head_imgs/5/faces.db-wal');
    const since = await plan();
    expect(scene.taken(since)).toEqual([]);
    expect(kept(since, 'owner-changed')).toBe(1);
  });
});
