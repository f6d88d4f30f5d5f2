import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { forgeIndex, treeOf } from '../engine/quarantine/testing/put-aside.ts';
import { makeFolder } from '../engine/runs/testing/run-plan.ts';
import { assistantOnHome } from './testing/assistant-on-home.ts';
import type { AssistantOnHome } from './testing/assistant-on-home.ts';

let home: string;
let root: string;
let assistant: AssistantOnHome;

const at = (path: string): string => join(home, path);

function put(path: string, content = path): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

/** A WeChat 4.x data folder with one account. */
function putAccount(folder: string): void {
  put(join(folder, 'wxid_a_1234/db_storage/message/message_0.db'));
  put(join(folder, 'wxid_a_1234/msg/file/2026-01/letter.docx'));
  put(join(folder, 'wxid_a_1234/cache/2026-01/thumb'));
}

/** Cleans everything into the quarantine and returns the id of its batch. */
async function putAside(): Promise<string> {
  const { id } = await assistant.plan();
  const report = await assistant.run(id, 'quarantine');
  expect(report.outcome).toBe('done');
  return report.quarantineId ?? '';
}

async function restore(batchId: string) {
  const { jobId } = await assistant.call('quarantine.restore', { batchId, conflict: 'skip' });
  return assistant.end(jobId);
}

function quarantined(batchId: string): string {
  return join(at('.local/state/signoff/quarantine'), batchId);
}

/** Names another root in the index and signs it again, like a program that may write in this home. */
function nameRoot(batchId: string, place: string): void {
  forgeIndex(join(quarantined(batchId), 'index.jsonl'), ([header]) => {
    for (const one of header?.['roots'] as { realPath: string }[]) one.realPath = place;
  });
}

/** Asserts that the batch is refused by the place's name, that nothing outside changes, and that it stays whole. */
async function expectRefused(batchId: string, place: string, unchanged: string): Promise<void> {
  const before = treeOf(unchanged);
  const kept = treeOf(quarantined(batchId));
  expect(await restore(batchId)).toMatchObject({
    outcome: 'failed',
    error: { code: 'quarantine-root-unknown', params: { path: place, batch: quarantined(batchId) } },
  });
  expect(treeOf(unchanged)).toEqual(before);
  expect(treeOf(quarantined(batchId))).toEqual(kept);
}

beforeEach(async () => {
  home = makeFolder('signoff-places-');
  root = at('Documents/xwechat_files');
  mkdirSync(at('Documents'));
  assistant = await assistantOnHome(home);
});

describe('a whole account that was put aside', () => {
  test('comes back into the emptied root, which has no shape left', async () => {
    putAccount(root);
    const before = treeOf(root);
    const batch = await putAside();
    expect(readdirSync(root)).toEqual([]);
    expect(await restore(batch)).toMatchObject({ outcome: 'done' });
    expect(treeOf(root)).toEqual(before);
    expect(await assistant.call('quarantine.list', {})).toEqual([]);
  });

  test('comes back where its root was removed as well, with the other roots of its batch', async () => {
    putAccount(root);
    put(at('.xwechat/login/wxid_a/key_info.db'));
    put(at('.xwechat/all_users/cache/picture'));
    const batch = await putAside();
    rmSync(root, { recursive: true });
    expect(await restore(batch)).toMatchObject({ outcome: 'done' });
    expect(readFileSync(join(root, 'wxid_a_1234/msg/file/2026-01/letter.docx'), 'utf8')).toContain('letter');
  });

  test('comes back into documents on another disk, which are reached through a link', async () => {
    const disk = makeFolder('signoff-disk-');
    rmSync(at('Documents'), { recursive: true });
    symlinkSync(disk, at('Documents'));
    putAccount(join(disk, 'xwechat_files'));
    const batch = await putAside();
    expect(await restore(batch)).toMatchObject({ outcome: 'done' });
    expect(existsSync(join(disk, 'xwechat_files/wxid_a_1234/msg'))).toBe(true);
  });

  test('comes back into the folder that the messenger’s own pointer names', async () => {
    const disk = at('data disk');
    put(at('.xwechat/config/0123456789abcdef0123456789abcdef.ini'), disk);
    putAccount(join(disk, 'xwechat_files'));
    const batch = await putAside();
    expect(await restore(batch)).toMatchObject({ outcome: 'done' });
    expect(existsSync(join(disk, 'xwechat_files/wxid_a_1234/msg'))).toBe(true);
  });
});

describe('a restore is refused, and the files stay in the quarantine, when', () => {
  let outside: string;
  beforeEach(() => {
    outside = makeFolder('signoff-outside-');
    put(join(outside, 'own letter'));
  });

  test('a forged batch names a folder that a link in the documents leads to', async () => {
    putAccount(root);
    const batch = await putAside();
    rmSync(root, { recursive: true });
    symlinkSync(outside, root);
    nameRoot(batch, outside);
    await expectRefused(batch, outside, outside);
  });

  test('a forged batch names the linked place itself', async () => {
    putAccount(root);
    const batch = await putAside();
    rmSync(root, { recursive: true });
    symlinkSync(outside, root);
    await expectRefused(batch, root, outside);
  });

  test('a forged batch names a folder that a pointer names and that has no data folder’s name', async () => {
    putAccount(root);
    const batch = await putAside();
    put(at('.xwechat/config/0123456789abcdef0123456789abcdef.ini'), outside);
    nameRoot(batch, outside);
    await expectRefused(batch, outside, outside);
  });

  test.each(['Documents', '.', '.ssh', 'Documents/xwechat_files/wxid_a_1234', 'Documents/XWECHAT_FILES'])(
    'a forged batch names %s',
    async (place) => {
      putAccount(root);
      put(at('.ssh/config'));
      const batch = await putAside();
      nameRoot(batch, at(place));
      await expectRefused(batch, at(place), at('Documents'));
    },
  );

  test('the documents became a link, and no data folder is behind it', async () => {
    putAccount(root);
    const batch = await putAside();
    rmSync(at('Documents'), { recursive: true });
    symlinkSync(outside, at('Documents'));
    await expectRefused(batch, root, outside);
    nameRoot(batch, join(outside, 'xwechat_files'));
    await expectRefused(batch, join(outside, 'xwechat_files'), outside);
  });

  test('the disk with the data folder is not there', async () => {
    const disk = at('media/usb');
    put(at('.xwechat/config/0123456789abcdef0123456789abcdef.ini'), disk);
    putAccount(join(disk, 'xwechat_files'));
    const batch = await putAside();
    renameSync(disk, at('media/unplugged'));
    await expectRefused(batch, join(disk, 'xwechat_files'), at('media'));
    renameSync(at('media/unplugged'), disk);
    expect(await restore(batch)).toMatchObject({ outcome: 'done' });
  });

  test('the data folder was moved, and its pointer names the new place', async () => {
    const pointer = at('.xwechat/config/0123456789abcdef0123456789abcdef.ini');
    put(pointer, at('old'));
    putAccount(at('old/xwechat_files'));
    const batch = await putAside();
    renameSync(at('old'), at('new'));
    writeFileSync(pointer, at('new'));
    await expectRefused(batch, at('old/xwechat_files'), at('new'));
  });
});
