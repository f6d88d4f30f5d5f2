import { link, truncate, utimes } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { makeSmallHome, wechat4 } from '../../testing/small-home.ts';
import { scanUsage } from './scan.ts';
import { freeControl, inline } from './testing/sample-root.ts';

const data = 'Documents/xwechat_files';
const account = `${data}/wxid_a_1111`;

async function homeOf(files: Readonly<Record<string, number>>) {
  const home = await makeSmallHome();
  await home.put(wechat4(data, 'wxid_a_1111'));
  await home.put(Object.keys(files));
  for (const [path, bytes] of Object.entries(files)) await truncate(home.at(path), bytes);
  return home;
}

test('names the largest files with account, category and time, a file with two names once', async () => {
  const video = `${account}/msg/video/2026-10/big.mp4`;
  const home = await homeOf({ [video]: 9_000_000, [`${account}/msg/file/2026-10/b.zip`]: 8_000_000 });
  await link(home.at(video), home.at(`${account}/msg/video/2026-10/zz-same.mp4`));
  await utimes(home.at(video), new Date(1_700_000_000_000), new Date(1_700_000_000_000));
  const found = await home.discoverLinux();
  const { largest } = await scanUsage(inline(), found, freeControl());
  const rest = { rootId: found.roots[0]?.id, accountId: found.roots[0]?.accounts[0]?.id };
  expect(largest.slice(0, 2)).toMatchObject([
    {
      ...{ ...rest, path: 'wxid_a_1111/msg/video/2026-10/big.mp4', category: 'media' },
      ...{ bytes: 9_000_000, mtime: 1_700_000_000_000 },
    },
    {
      ...{ ...rest, path: 'wxid_a_1111/msg/file/2026-10/b.zip', category: 'received' },
      bytes: 8_000_000,
    },
  ]);
  expect(largest.filter(({ path }) => path.endsWith('same.mp4'))).toEqual([]);
});

test('of more files than it shows it keeps the largest, in whatever order the disk lists them', async () => {
  const files = Array.from({ length: 450 }, (_, index) => {
    const bytes = 1_000_000 + ((index * 7919) % 450);
    return [`${account}/msg/file/2026-${String((index % 9) + 1).padStart(2, '0')}/f${index}`, bytes] as const;
  });
  const home = await homeOf(Object.fromEntries(files));
  const { largest } = await scanUsage(inline(), await home.discoverLinux(), freeControl());
  const wanted = files.map(([, bytes]) => bytes).toSorted((a, b) => b - a);
  expect(largest.map(({ bytes }) => bytes)).toEqual(wanted.slice(0, 100));
});
