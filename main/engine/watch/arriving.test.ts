import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeSmallHome, wechat4 } from '../../testing/small-home.ts';
import type { SmallHome } from '../../testing/small-home.ts';
import { sweepEveryMs } from './policy.ts';
import { watchHome } from './testing/watched-home.ts';
import type { WatchedHome } from './testing/watched-home.ts';

const root = 'Documents/xwechat_files';
const account = `${root}/wxid_owner_1a2b`;
const guest = `${root}/wxid_guest_9f9f`;
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

/** Before anything else of the program runs. */
function write(home: SmallHome, path: string, bytes: number): void {
  mkdirSync(dirname(home.at(path)), { recursive: true });
  writeFileSync(home.at(path), Buffer.alloc(bytes));
}

function guestArrives(home: SmallHome): void {
  write(home, `${guest}/db_storage/session/session.db`, 4096);
  write(home, `${guest}/msg/file/${month}/contract.docx`, 3000);
}

async function idOf(home: SmallHome, folder: string): Promise<string | undefined> {
  const accounts = (await home.discoverLinux()).roots.flatMap((one) => one.accounts);
  return accounts.find((one) => one.folder === folder)?.id;
}

async function expectGuest(home: SmallHome, { watch, kinds, until }: WatchedHome): Promise<void> {
  await until(() => expect(kinds()).toContain('account-appeared'));
  const id = await idOf(home, 'wxid_guest_9f9f');
  await until(() =>
    expect(watch.get().changes.map(({ accountId, category, bytes }) => [accountId, category, bytes])).toEqual(
      expect.arrayContaining([
        [id, 'database', 4096],
        [id, 'received', 3000],
      ]),
    ),
  );
  expect(watch.get().changes.filter(({ accountId }) => accountId !== id)).toEqual([]);
  await until(() =>
    expect(watch.get().received).toMatchObject([{ accountId: id, name: 'contract.docx', bytes: 3000 }]),
  );
}

describe('what arrives while the watch begins', { timeout: 60_000 }, () => {
  test('files in new and in old places are told, and what was there is not', async () => {
    const home = await homeOfOne();
    const { watch, until } = await watchHome(home, {}, 'no', {
      asked: () => {
        write(home, `${account}/msg/file/${month}/new.pdf`, 5000);
        write(home, `${account}/cache/2023-01/b`, 700);
        write(home, `${account}/cache/2023-02/deep/er/c`, 90);
      },
    });
    await until(() => expect(watch.get().received.map(({ name }) => name)).toEqual(['new.pdf']));
    const id = await idOf(home, 'wxid_owner_1a2b');
    await until(() =>
      expect(
        watch
          .get()
          .changes.map(({ accountId, category, files, bytes }) => [accountId, category, files, bytes]),
      ).toEqual(
        expect.arrayContaining([
          [id, 'received', 1, 5000],
          [id, 'cache', 2, 790],
        ]),
      ),
    );
    expect(watch.get().changes).toHaveLength(2);
  });

  test('an account that a person has not seen yet is told', async () => {
    const home = await homeOfOne();
    const shown = await home.discoverLinux();
    await expectGuest(home, await watchHome(home, {}, 'no', { shown, asked: () => guestArrives(home) }));
  });

  test.each([
    ['between the look for accounts and the first listing', 0],
    ['while a scan goes on that the watch waits for', 300],
  ])('an account that comes %s is told', async (_when, scanMs) => {
    const home = await homeOfOne();
    const discovered = (): void => guestArrives(home);
    await expectGuest(home, await watchHome(home, {}, 'no', { discovered, scanMs }));
  });

  test('an account that came before the watch, and after a person looked, is told without its data', async () => {
    const home = await homeOfOne();
    const shown = await home.discoverLinux();
    guestArrives(home);
    const { watch, kinds, until } = await watchHome(home, {}, 'no', { shown });
    await until(() => expect(kinds()).toContain('account-appeared'));
    expect(watch.get()).toMatchObject({ changes: [], received: [] });
  });

  test('a file that is written into while the watch begins has not arrived', async () => {
    const home = await homeOfOne();
    const { watch, until } = await watchHome(home, {}, 'no', {
      asked: () => writeFileSync(home.at(account, 'cache/2023-01/a'), Buffer.alloc(900)),
    });
    await until(() => expect(watch.get().surveyed).toBe(true));
    expect(watch.get().changes).toEqual([]);
  });
});

describe('files of an account that is not known yet', { timeout: 60_000 }, () => {
  test('are told with the account', async () => {
    const home = await homeOfOne();
    const { events, ...watched } = await watchHome(home);
    guestArrives(home);
    await expectGuest(home, { events, ...watched });
    const id = await idOf(home, 'wxid_guest_9f9f');
    expect(events.filter(({ kind }) => kind === 'file-received')).toMatchObject([{ accountId: id }]);
  });

  test('get its name when it becomes known only later', async () => {
    // an alias tells no account before its databases are there
    const alias = guest.replace('wxid_guest_9f9f', 'guest_9f9f');
    const home = await homeOfOne();
    const { watch, time, until } = await watchHome(home);
    await home.put({ [`${alias}/msg/file/${month}/early.docx`]: 'early' });
    await until(() => expect(watch.get().received).toMatchObject([{ accountId: null, name: 'early.docx' }]));
    await home.put({ [`${alias}/db_storage/session/session.db`]: Buffer.alloc(4096) });
    // a disk that other programs keep busy gives no quiet signal, so the test goes on to the next sweep
    time.advance(sweepEveryMs);
    await until(() => expect(watch.get().received[0]?.accountId).toBeTypeOf('string'));
    const id = await idOf(home, 'guest_9f9f');
    expect(watch.get().received).toMatchObject([{ accountId: id, name: 'early.docx' }]);
    expect(watch.get().events.filter(({ kind }) => kind === 'file-received')).toMatchObject([
      { accountId: id },
    ]);
  });
});
