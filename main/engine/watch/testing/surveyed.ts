import { mkdirSync } from 'node:fs';
import { makeSmallHome, wechat4 } from '../../../testing/small-home.ts';
import { Survey } from '../survey.ts';
import { Sweep } from '../sweep.ts';
import type { Around } from '../sweep.ts';
import { YoungFolders } from '../young-folders.ts';
import { watchRoots } from './watched-home.ts';

const root = 'Documents/xwechat_files';
const account = `${root}/wxid_owner_1a2b`;
const folders = 1500;

/** Nobody tells what happens anywhere. */
export function nothingWatched(): Around {
  return { isWatched: () => false, young: new YoungFolders() };
}

/** A home of one account with many folders, `chat(i)`; every folder is known, and long still. */
export async function surveyed() {
  const home = await makeSmallHome();
  await home.put(wechat4(root, 'wxid_owner_1a2b'));
  const chat = (i: number): string => home.at(account, 'cache/2023-01', String(i));
  for (let i = 0; i < folders; i += 1) mkdirSync(chat(i), { recursive: true });
  const roots = await watchRoots(home, { signs: [] });
  await roots.stop();
  const survey = new Survey(roots.job, () => Date.now() + 60_000);
  const sweep = new Sweep(survey, nothingWatched());
  while (!sweep.step(15));
  return { home, chat, survey, folders };
}
