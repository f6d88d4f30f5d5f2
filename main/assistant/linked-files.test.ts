import { linkSync, lstatSync, mkdirSync, openSync, closeSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { dictionaries } from '../../app/locale/dictionaries.ts';
import { receiptText } from '../../app/wizard/receipt.ts';
import { makeFolder } from '../engine/runs/testing/run-plan.ts';
import { assistantOnHome } from './testing/assistant-on-home.ts';
import type { AssistantOnHome } from './testing/assistant-on-home.ts';

const gigabyte = 1024 ** 3;

let home: string;
let assistant: AssistantOnHome;

const at = (path: string): string => join(home, 'Documents/xwechat_files/wxid_a_1234', path);
const blocksOf = (path: string): number => lstatSync(path).blocks * 512;

function put(path: string, bytes: number): void {
  mkdirSync(dirname(at(path)), { recursive: true });
  writeFileSync(at(path), Buffer.alloc(bytes, 7));
}

function link(from: string, to: string): void {
  mkdirSync(dirname(at(to)), { recursive: true });
  linkSync(at(from), at(to));
}

/** A file of one hole. */
function putHole(path: string, bytes: number): void {
  mkdirSync(dirname(at(path)), { recursive: true });
  closeSync(openSync(at(path), 'wx'));
  truncateSync(at(path), bytes);
}

beforeEach(async () => {
  home = makeFolder('signoff-linked-');
  put('db_storage/message/message_0.db', 5_000);
  put('msg/file/2026-01/film.mp4', 3_000_000);
  link('msg/file/2026-01/film.mp4', 'msg/file/2026-02/film.mp4');
  link('msg/file/2026-01/film.mp4', 'msg/video/2026-02/film.mp4');
  assistant = await assistantOnHome(home);
});

describe.each(['delete', 'quarantine'] as const)('a receipt of %s', (mode) => {
  test('counts a content with three names once, when all of them go', async () => {
    const film = blocksOf(at('msg/file/2026-01/film.mp4'));
    const database = blocksOf(at('db_storage/message/message_0.db'));
    const plan = await assistant.plan();
    expect(plan.total).toEqual({ files: 4, bytes: 9_005_000, allocated: film + database });
    const report = await assistant.run(plan.id, mode);
    expect(report.removed).toEqual(plan.total);
    expect(report.livesOn).toEqual({ files: 0, bytes: 0 });
  });

  test('says which content lives on under another name, and gives nothing back for it', async () => {
    linkSync(at('msg/file/2026-01/film.mp4'), join(home, 'Documents/film.mp4'));
    const database = blocksOf(at('db_storage/message/message_0.db'));
    const report = await assistant.run((await assistant.plan()).id, mode);
    expect(report).toMatchObject({
      outcome: 'done',
      removed: { files: 4, bytes: 9_005_000, allocated: database },
      livesOn: { files: 3, bytes: 3_000_000 },
    });
    const text = receiptText(report, dictionaries['en-US'], 'en-US');
    expect(text).toContain('The content of 3 files has another name (a hard link): 2.9 MB is still');
    expect(text).toMatch(/Cleaned: 4 files, [\d.]+ KB on the disk, file size 8\.6 MB/);
    expect(lstatSync(join(home, 'Documents/film.mp4')).size).toBe(3_000_000);
  });

  test('counts a sparse file by its blocks', async () => {
    putHole('cache/2026-01/hole', gigabyte);
    const plan = await assistant.plan({ level: 'basic' });
    const report = await assistant.run(plan.id, mode);
    expect(report.removed).toEqual({ files: 1, bytes: gigabyte, allocated: 0 });
    const text = receiptText(report, dictionaries['en-US'], 'en-US');
    expect(text).toContain('Cleaned: 1 file, 0 B on the disk, file size 1 GB');
  });
});

test('the quarantine and its purge count a content once, and not at all while it has a name outside', async () => {
  const film = blocksOf(at('msg/file/2026-01/film.mp4'));
  const database = blocksOf(at('db_storage/message/message_0.db'));
  await assistant.run((await assistant.plan()).id, 'quarantine');
  const [batch] = await assistant.call('quarantine.list', {});
  expect(batch).toMatchObject({ files: 4, bytes: 9_005_000, allocated: film + database });
  const { jobId } = await assistant.call('quarantine.purge', {
    batches: [batch?.id ?? ''],
    confirmed: true,
  });
  await assistant.end(jobId);
  expect(await assistant.call('quarantine.purged', { jobId })).toMatchObject({
    files: 4,
    allocated: film + database,
  });

  put('db_storage/message/message_0.db', 5_000);
  put('msg/file/2026-01/film.mp4', 3_000_000);
  linkSync(at('msg/file/2026-01/film.mp4'), join(home, 'Documents/film.mp4'));
  await assistant.run((await assistant.plan()).id, 'quarantine');
  const [second] = await assistant.call('quarantine.list', {});
  expect(second).toMatchObject({ files: 2, allocated: database });
});

test('an erase overwrites the last name, counts what held nothing, and says so', async () => {
  putHole('cache/2026-01/hole', 5_000_000);
  put('cache/2026-01/empty', 0);
  put('cache/2026-01/own', 10_000);
  const report = await assistant.run((await assistant.plan({ level: 'basic' })).id, 'erase');
  expect(report.ways).toMatchObject([
    { way: 'deleted-empty', files: 2 },
    { way: 'erased', files: 1 },
  ]);
  expect(report.examples).toEqual([]);
  const words = receiptText(report, dictionaries['en-US'], 'en-US');
  expect(words).toContain('1 of 3 files overwritten; 2 held nothing to overwrite.');
  expect(receiptText(report, dictionaries['zh-CN'], 'zh-CN')).toContain(
    '3 个文件中覆写了 1 个，2 个没有内容可覆写。',
  );
});
