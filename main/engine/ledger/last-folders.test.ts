import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RemovalMode } from '../../../app/cleanup/outcomes.ts';
import type { Selection } from '../../../app/contract/plans.ts';
import type { FolderPins } from '../../system/ports.ts';
import { bestFolderPins } from '../../testing/real-folder-pins.ts';
import { createPlan } from '../planning/create-plan.ts';
import type { FrozenPlan } from '../plans/frozen-plan.ts';
import { discoveryOf, freeControl, inline, platformById, rootOf } from '../planning/testing/sample-root.ts';
import { makeFolder, trialOf } from '../runs/testing/run-plan.ts';

const hash = '0123456789abcdef0123456789abcdef';
const wechat4 = [
  'db_storage/session/session.db',
  'db_storage/message/message_0.db',
  'msg/file/2024-05/contract.docx',
  'msg/attach/0a1b/2024-05/Img/p.dat',
  'temp/t',
  'config/setting.ini',
];

interface Made {
  readonly account: string;
  readonly plan: (keep?: readonly string[]) => Promise<FrozenPlan>;
}

function makeAccount(platform: string, name: string, files: readonly string[]): Made {
  const root = join(makeFolder('signoff-last-'), 'data');
  for (const path of files) {
    const file = join(root, name, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `content of ${path}`);
  }
  const discovery = discoveryOf(rootOf(platformById(platform), root, [name]));
  const selection: Omit<Selection, 'keep'> = {
    level: 'deep',
    accounts: [`id-${name}`],
    include: ['media', 'received'],
    olderThanMs: null,
    sinceSession: false,
  };
  return {
    account: join(root, name),
    plan: (keep = []) => createPlan(inline(), discovery, { ...selection, keep }, 'p-last', freeControl()),
  };
}

/** Pins that report the name of each removed or moved file or folder, but not of emptied folders. */
function tellingPins(tell: (name: string) => void): () => FolderPins {
  const report = (name: string): string => {
    tell(name);
    return name;
  };
  return () => {
    const pins = bestFolderPins();
    return {
      pin(...args) {
        const pin = pins.pin(...args);
        if (typeof pin === 'string') return pin;
        return {
          stat: (name) => pin.stat(name),
          removeFile: (name) => pin.removeFile(report(name)),
          removeFolder: (name) => pin.removeFolder(name),
          pathFor: (name) => pin.pathFor(report(name)),
          close: () => pin.close(),
        };
      },
    };
  };
}

async function run(plan: FrozenPlan, mode: RemovalMode, pins = bestFolderPins) {
  return (await trialOf(plan, pins)).run('run-1', mode);
}

/** The remaining folders and their direct content. */
function namesIn(folder: string, ...below: readonly string[]): readonly (readonly string[])[] {
  return ['', ...below].map((path) => readdirSync(join(folder, path)).toSorted());
}

describe.each(['delete', 'erase', 'quarantine'] as const)('%s of an account with files that stay', (mode) => {
  test('databases go after everything else, and never as part of a whole folder', async () => {
    const { account, plan } = makeAccount('wechat-linux-4', 'wxid_a_1a2b', wechat4);
    const frozen = await plan();
    // Created after the plan, so that the account's folder is not removed as a whole.
    writeFileSync(join(account, 'late.txt'), 'late');
    const names: string[] = [];
    await run(
      frozen,
      mode,
      tellingPins((name) => names.push(name)),
    );
    const places = (wanted: readonly string[]): readonly number[] =>
      names.flatMap((name, at) => (wanted.includes(name) ? [at] : []));
    const databases = places(['session.db', 'message_0.db']);
    const rest = places(['contract.docx', 'p.dat', 'setting.ini', 't', 'temp', 'file', 'attach', 'config']);
    expect(databases.length).toBeGreaterThanOrEqual(2);
    expect(Math.max(...rest)).toBeLessThan(Math.min(...databases));
    expect(places(['db_storage', 'session', 'message'])).toEqual([]);
    expect(namesIn(account, 'db_storage', 'msg')).toEqual([['db_storage', 'late.txt', 'msg'], [], []]);
  });

  test.each([
    ['wechat-linux-4', 'wxid_a_1a2b', wechat4, ['db_storage', 'letter.docx', 'msg'], ['db_storage', 'msg']],
    [
      'wechat-windows-3',
      'custom-id',
      ['Msg/Multi/MSG0.db', 'FileStorage/Cache/2024-05/t.jpg', 'config/AccInfo.dat'],
      ['FileStorage', 'Msg', 'letter.docx'],
      ['Msg/Multi', 'FileStorage'],
    ],
    ['wechat-macos-3', hash, ['Message/msg_0.db', 'Avatar/a'], ['Message', 'letter.docx'], ['Message']],
    ['qq-linux-nt', 'nt_qq_0f3c', ['nt_db/a.db', 'nt_data/a'], ['letter.docx', 'nt_db'], ['nt_db']],
    ['qq-windows', '10001', ['nt_qq/nt_db/a.db', 'nt_qq/a'], ['letter.docx', 'nt_qq'], ['nt_qq/nt_db']],
    [
      'qq-windows',
      '10002',
      ['Msg3.0.db', 'Image/a', 'FileRecv/a'],
      ['FileRecv', 'Image', 'letter.docx'],
      ['Image'],
    ],
  ])('%s: the emptied folders %s stay', async (platform, name, files, left, empty) => {
    const { account, plan } = makeAccount(platform, name, [...files, 'letter.docx']);
    const report = await run(await plan(['letter.docx']), mode);
    expect(report.outcome).toBe('done');
    expect(namesIn(account, ...empty)).toEqual([left, ...empty.map(() => [])]);
  });

  test('an account that goes completely leaves no folder', async () => {
    const { account, plan } = makeAccount('wechat-linux-4', 'wxid_a_1a2b', wechat4);
    const report = await run(await plan(), mode);
    expect(report).toMatchObject({ outcome: 'done', foldersRemoved: 13 });
    expect(existsSync(account)).toBe(false);
  });
});
