import { appendFile, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { Settings } from '../../../app/contract/settings.ts';
import { makeSmallHome, wechat4 } from '../../testing/small-home.ts';
import type { SmallHome } from '../../testing/small-home.ts';
import { watchHome } from './testing/watched-home.ts';

const root = 'Documents/xwechat_files';
const account = `${root}/wxid_owner_1a2b`;
const now = new Date();
const month = `${String(now.getFullYear())}-${String(now.getMonth() + 1).padStart(2, '0')}`;

async function homeOfOne(): Promise<SmallHome> {
  const home = await makeSmallHome();
  await home.put([
    ...wechat4(root, 'wxid_owner_1a2b'),
    `${account}/msg/file/${month}/old.pdf`,
    `${account}/cache/2023-01/a`,
  ]);
  return home;
}

describe('the watch', { timeout: 60_000 }, () => {
  test('tells a received file by name, and how much it is', async () => {
    const home = await homeOfOne();
    const { watch, events, until } = await watchHome(home);
    await writeFile(home.at(account, 'msg/file', month, '简历.docx'), Buffer.alloc(5000));
    await until(() => expect(watch.get().received.map(({ name }) => name)).toEqual(['简历.docx']));
    expect(events.filter(({ kind }) => kind === 'grew')).toMatchObject([
      { category: 'received', files: 1, bytes: 5000, product: 'wechat' },
    ]);
    const [discovered] = (await home.discoverLinux()).roots.flatMap(({ accounts }) => accounts);
    expect(watch.get().changes).toMatchObject([
      { accountId: discovered?.id, category: 'received', files: 1, bytes: 5000 },
    ]);
  });

  test('a received file that is still being copied gets its whole size, and is told once', async () => {
    const home = await homeOfOne();
    const { watch, kinds, until } = await watchHome(home);
    const path = home.at(account, 'msg/file', month, 'film.zip');
    await writeFile(path, Buffer.alloc(12_000));
    await until(() => expect(watch.get().received).toMatchObject([{ name: 'film.zip', bytes: 12_000 }]));
    await appendFile(path, Buffer.alloc(38_000));
    await until(() => expect(watch.get().received).toMatchObject([{ name: 'film.zip', bytes: 50_000 }]));
    const told = watch.get().events.filter(({ kind }) => kind === 'file-received');
    expect(told).toMatchObject([{ name: 'film.zip', bytes: 50_000 }]);
    expect(kinds().filter((kind) => kind === 'file-received')).toHaveLength(1);
  });

  test('what was there before is no change', async () => {
    const { watch, until } = await watchHome(await homeOfOne());
    await until(() => expect(watch.get().hotEntries).toBeGreaterThan(3));
    expect(watch.get()).toMatchObject({ state: 'live', changes: [], events: [], received: [] });
  });

  test('an account that appears and goes is told, and its data counts as its own', async () => {
    const home = await homeOfOne();
    const { watch, kinds, events, until } = await watchHome(home);
    await home.put({
      [`${root}/wxid_guest_9f9f/db_storage/session/session.db`]: Buffer.alloc(4096),
      [`${root}/wxid_guest_9f9f/msg/video/${month}/v.mp4`]: Buffer.alloc(9000),
    });
    await until(() => expect(kinds()).toContain('account-appeared'));
    const guest = events.find(({ kind }) => kind === 'account-appeared')?.accountId;
    await until(() =>
      expect(
        watch.get().changes.map(({ accountId, category, bytes }) => [accountId, category, bytes]),
      ).toEqual(
        expect.arrayContaining([
          [guest, 'database', 4096],
          [guest, 'media', 9000],
        ]),
      ),
    );
    expect(watch.get().changes.filter(({ accountId }) => accountId === null)).toEqual([]);
    await rm(home.at(root, 'wxid_guest_9f9f'), { recursive: true });
    await until(() => expect(kinds()).toContain('account-gone'));
    await until(() => expect(watch.get().changes).toEqual([]));
  });

  test('a sign-in, a sign-out and a copy that a switcher left', async () => {
    const home = await homeOfOne();
    await rm(home.at(root, 'all_users/config/global_config'));
    const { kinds, until } = await watchHome(home);
    await home.put({ [`${root}/all_users/config/global_config`]: 'token' });
    await until(() => expect(kinds()).toEqual(expect.arrayContaining(['signed-in', 'credentials-written'])));
    await home.put({ [`${root}/all_users/plugin_save_config/wxid_owner/global_config`]: 'token' });
    await until(() => expect(kinds()).toContain('switcher-copy'));
    await rm(home.at(root, 'all_users/config/global_config'));
    await until(() => expect(kinds()).toEqual(expect.arrayContaining(['signed-out', 'credentials-gone'])));
  });

  test('a root that the pointer file names elsewhere has moved', async () => {
    const home = await homeOfOne();
    await home.put({ '.xwechat/config/a.ini': home.at('Documents') });
    const { watch, events, until } = await watchHome(home);
    await mkdir(home.at('elsewhere'));
    await rename(home.at(root), home.at('elsewhere/xwechat_files'));
    await writeFile(home.at('.xwechat/config/a.ini'), home.at('elsewhere'));
    await until(() => expect(events.map(({ kind }) => kind)).toContain('root-moved'));
    const moved = events.find(({ kind }) => kind === 'root-moved');
    expect(moved?.name).toBe(home.at('elsewhere/xwechat_files'));
    await until(() =>
      expect(watch.get().changes).toContainEqual(
        expect.objectContaining({ rootId: moved?.rootId, category: 'received', files: 1 }),
      ),
    );
    expect(watch.get().changes.reduce((sum, { files }) => sum + files, 0)).toBe(0);
    await until(() => expect(watch.get()).toMatchObject({ state: 'live', troubles: [] }));
    await writeFile(home.at('elsewhere/xwechat_files/wxid_owner_1a2b/msg/file', month, 'after.pdf'), 'x');
    await until(() => expect(watch.get().received[0]?.name).toBe('after.pdf'));
    // it is the same sign-in in another place
    expect(events.map(({ kind }) => kind)).not.toContain('signed-in');
  });

  test('a root that goes is said, waited for, and taken up again', async () => {
    const home = await homeOfOne();
    const { watch, kinds, until } = await watchHome(home);
    await rename(home.at(root), home.at('unplugged'));
    await until(() => expect(watch.get().troubles.map(({ trouble }) => trouble)).toEqual(['root-gone']));
    expect(watch.get().state).toBe('degraded');
    await rename(home.at('unplugged'), home.at(root));
    await until(() => expect(watch.get()).toMatchObject({ state: 'live', troubles: [], changes: [] }));
    expect(kinds()).toEqual(expect.arrayContaining(['degraded', 'recovered']));
    expect(kinds()).not.toContain('file-received');
  });

  test('growth beyond the limit is said once', async () => {
    const home = await homeOfOne();
    const { exceeded, watch, until } = await watchHome(home, { guardBytes: 50_000, guardPercent: null });
    const write = (name: string): Promise<void> =>
      writeFile(home.at(account, 'msg/file', month, name), Buffer.alloc(60_000));
    await write('first.zip');
    await until(() => expect(exceeded).toEqual([{ bytes: 60_000, limit: 50_000 }]));
    expect(watch.get().growth).toEqual({ bytes: 60_000, limit: 50_000 });
    await write('second.zip');
    await until(() => expect(watch.get().received).toHaveLength(2));
    await until(() => expect(watch.get().changes[0]?.bytes).toBe(120_000));
    expect(exceeded).toHaveLength(1);
    // whoever looks later is told as well, until somebody answers
    expect(watch.get().growth).not.toBeNull();
    expect(watch.answerGrowth().growth).toBeNull();
    expect(watch.get().growth).toBeNull();
  });

  test('settings that change while it watches hold at once: a limit, quiet hours, a snooze', async () => {
    const home = await homeOfOne();
    const now = new Date();
    const minute = now.getHours() * 60 + now.getMinutes();
    const settings: Partial<Settings> = {
      ...{ guardBytes: 50_000, guardPercent: null },
      ...{ quietFrom: (minute + 1_410) % 1_440, quietTo: (minute + 30) % 1_440 },
    };
    const { exceeded, watch, time, until } = await watchHome(home, settings);
    const write = (name: string): Promise<void> =>
      writeFile(home.at(account, 'msg/file', month, name), Buffer.alloc(60_000));
    const seen = (files: number): Promise<number> =>
      until(() => expect(watch.get().changes[0]?.files).toBe(files));
    await write('quiet.zip');
    await seen(1);
    await time.pass(700);
    expect(exceeded).toEqual([]);
    Object.assign(settings, { quietFrom: null, guardSnoozedUntil: Date.now() + 3_600_000 });
    await write('snoozed.zip');
    await seen(2);
    await time.pass(700);
    expect(exceeded).toEqual([]);
    Object.assign(settings, { guardSnoozedUntil: null, guardBytes: 1_000_000 });
    await write('below.zip');
    await seen(3);
    await time.pass(700);
    expect(exceeded).toEqual([]);
    Object.assign(settings, { guardBytes: 200_000 });
    await write('above.zip');
    await until(() => expect(exceeded).toEqual([{ bytes: 240_000, limit: 200_000 }]));
    expect(watch.get().growth).toEqual({ bytes: 240_000, limit: 200_000 });
    Object.assign(settings, { guardSnoozedUntil: Date.now() + 3_600_000 });
    await write('after.zip');
    await until(() => expect(watch.get().growth).toBeNull());
  });

  test('a stopped watch knows nothing and can be started again', async () => {
    const home = await homeOfOne();
    const { watch, events, until } = await watchHome(home);
    expect(await watch.stop()).toMatchObject({ state: 'off', since: null, events: [] });
    await writeFile(home.at(account, 'msg/file', month, 'unseen.pdf'), 'x');
    // just before it begins cannot be told from right after
    await sleep(60);
    expect(watch.start().state).toBe('starting');
    await until(() => expect(watch.get().state).toBe('live'));
    await writeFile(home.at(account, 'msg/file', month, 'seen.pdf'), 'x');
    await until(() => expect(watch.get().received.map(({ name }) => name)).toEqual(['seen.pdf']));
    expect(events.map(({ name }) => name)).not.toContain('unseen.pdf');
  });
});

describe('a folder of data that comes and goes whole', { timeout: 60_000 }, () => {
  test('one that is found later brings nothing new, and what comes into it then is new', async () => {
    const home = await homeOfOne();
    await home.put([...wechat4('drive/xwechat_files', 'wxid_other_3c4d'), '.xwechat/config/']);
    await home.put({
      [`drive/xwechat_files/wxid_other_3c4d/msg/file/${month}/old.zip`]: Buffer.alloc(90_000),
    });
    const { watch, kinds, exceeded, time, until } = await watchHome(home, {
      ...{ guardBytes: 50_000, guardPercent: null },
    });
    await until(() => expect(watch.get().surveyed).toBe(true));
    await writeFile(home.at('.xwechat/config/a.ini'), home.at('drive'));
    await writeFile(home.at(root, 'all_users', 'hint'), 'x');
    await until(() => expect(kinds()).toContain('root-appeared'));
    const file = ['drive/xwechat_files/wxid_other_3c4d/msg/file', month, 'new.pdf'];
    await time.pass(1_500);
    await writeFile(home.at(...file), Buffer.alloc(700));
    await until(() => expect(watch.get().received.map(({ name }) => name)).toEqual(['new.pdf']));
    const received = watch.get().changes.filter(({ category }) => category === 'received');
    expect(received).toMatchObject([{ files: 1, bytes: 700 }]);
    expect(exceeded).toEqual([]);
  });

  test('one that is unplugged and comes back has neither shrunk nor grown, and growth is said once', async () => {
    const home = await homeOfOne();
    const { watch, kinds, exceeded, time, until } = await watchHome(home, {
      ...{ guardBytes: 50_000, guardPercent: null },
    });
    await until(() => expect(watch.get().surveyed).toBe(true));
    await writeFile(home.at(account, 'msg/file', month, 'big.zip'), Buffer.alloc(60_000));
    await until(() => expect(exceeded).toHaveLength(1));
    for (let turn = 0; turn < 2; turn += 1) {
      await rename(home.at(root), home.at('unplugged'));
      await until(() => expect(watch.get().troubles.map(({ trouble }) => trouble)).toEqual(['root-gone']));
      await time.pass(1_200);
      expect(watch.get().changes).toMatchObject([{ category: 'received', files: 1, bytes: 60_000 }]);
      await rename(home.at('unplugged'), home.at(root));
      await until(() => expect(watch.get()).toMatchObject({ state: 'live', troubles: [] }));
    }
    await writeFile(home.at(account, 'msg/file', month, 'small.pdf'), Buffer.alloc(100));
    await until(() => expect(watch.get().changes).toMatchObject([{ files: 2, bytes: 60_100 }]));
    expect(exceeded).toHaveLength(1);
    expect(kinds()).not.toContain('shrank');
    expect(kinds().filter((kind) => kind === 'grew')).toHaveLength(2);
  });
});
