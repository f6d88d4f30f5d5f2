import { linkSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StayingView } from '../../../app/contract/plans.ts';
import { commonPlace, followLink } from './staying.ts';
import { oddHome, put } from './testing/odd-home.ts';
import { selectionOf } from './testing/wechat-root.ts';

let home: ReturnType<typeof oddHome>;
beforeEach(() => {
  home = oddHome();
});
afterEach(() => home.release());

const deep = selectionOf({ level: 'deep', include: ['media', 'received', 'phone-backups'] });
const system = selectionOf({ level: 'system' });

async function staying(selection = deep): Promise<readonly StayingView[]> {
  return (await home.plan(selection)).view.staying;
}

describe.runIf(process.platform !== 'win32')('what stays', () => {
  it('names a planned link, where it leads to, and how large that is', async () => {
    put(join(home.path, 'elsewhere.db'), 7);
    mkdirSync(join(home.root, 'wxid_a/db_storage'), { recursive: true });
    symlinkSync(join(home.path, 'elsewhere.db'), join(home.root, 'wxid_a/db_storage/message_0.db'));
    expect(await staying()).toMatchObject([
      {
        reason: 'behind-link',
        category: 'database',
        place: join(home.root, 'wxid_a/db_storage/message_0.db'),
        target: join(home.path, 'elsewhere.db'),
        leadsTo: 'file',
        bytes: 7,
      },
    ]);
  });

  it('plans a link in the place of a sign-in at level system, and names its target', async () => {
    mkdirSync(join(home.root, 'all_users/config'), { recursive: true });
    put(join(home.path, 'kept-sign-in'));
    symlinkSync(join(home.path, 'kept-sign-in'), join(home.root, 'all_users/config/global_config'));
    const plan = await home.plan(system);
    expect(plan.view.groups.map(({ category, files }) => [category, files])).toEqual([['credentials', 1]]);
    expect(plan.view.staying).toMatchObject([
      { reason: 'behind-link', category: 'credentials', target: join(home.path, 'kept-sign-in') },
    ]);
  });

  it('keeps a link in the place of the cache at level basic, and names it', async () => {
    mkdirSync(join(home.path, 'big'));
    symlinkSync(join(home.path, 'big'), join(home.cache, 'linked'));
    const plan = await home.plan(selectionOf({ level: 'basic' }));
    expect(plan.entryCount).toBe(0);
    expect(plan.view.staying).toMatchObject([
      {
        reason: 'link',
        place: join(home.cache, 'linked'),
        target: join(home.path, 'big'),
        leadsTo: 'folder',
      },
    ]);
  });

  it('says that a sign-in may be behind a link on the way to one', async () => {
    mkdirSync(join(home.path, 'moved'));
    mkdirSync(join(home.root, 'all_users'), { recursive: true });
    symlinkSync(join(home.path, 'moved'), join(home.root, 'all_users/login'));
    expect(await staying(system)).toMatchObject([
      { reason: 'link', place: join(home.root, 'all_users/login'), mayHoldSignIn: true },
    ]);
  });

  it('names a pipe', async () => {
    execFileSync('/usr/bin/mkfifo', [join(home.root, 'wxid_a/pipe')]);
    expect(await staying()).toMatchObject([
      { reason: 'special-file', place: join(home.root, 'wxid_a/pipe') },
    ]);
  });

  it('does not name what a deeper clean takes', async () => {
    mkdirSync(join(home.root, 'wxid_a/db_storage'), { recursive: true });
    put(join(home.root, 'wxid_a/db_storage/message_0.db'));
    expect(await staying(system)).toEqual([]);
  });

  it('gives measured-only files of one kind one row with the folder that holds them', async () => {
    mkdirSync(join(home.root, 'all_users/unknown/b'), { recursive: true });
    put(join(home.root, 'all_users/unknown/a'), 3);
    put(join(home.root, 'all_users/unknown/b/c'), 4);
    expect(await staying()).toMatchObject([
      { reason: 'report-only', place: join(home.root, 'all_users/unknown'), files: 2, bytes: 7 },
    ]);
  });

  it('counts a hard link as a file, not as a link', async () => {
    writeFileSync(join(home.path, 'a'), 'x');
    linkSync(join(home.path, 'a'), join(home.cache, 'a'));
    expect(await staying()).toEqual([]);
  });
});

describe('the common place', () => {
  it.each([
    ['a/b/c', 'a/b/d', 'a/b'],
    ['a/b', 'a/b', 'a/b'],
    ['a/b', 'a/b/c/d', 'a/b'],
    ['a/b/c', 'a/b', 'a/b'],
    ['a/bc', 'a/bd/e', 'a'],
    ['x', 'y', ''],
  ])('of %s and %s is %s', (one, other, place) => {
    expect(commonPlace(one, other)).toBe(place);
  });
});

describe.runIf(process.platform !== 'win32')('a link', () => {
  it('that is broken leads to a missing file, and its target is still named', async () => {
    symlinkSync('../gone', join(home.cache, 'broken'));
    expect(await followLink(join(home.cache, 'broken'))).toMatchObject({
      leadsTo: 'missing',
      target: join(home.root, 'wxid_a/cache/gone'),
    });
  });

  it('that leads to itself could not be followed', async () => {
    symlinkSync('loop', join(home.cache, 'loop'));
    expect(await followLink(join(home.cache, 'loop'))).toMatchObject({ leadsTo: 'could-not-tell' });
  });
});
