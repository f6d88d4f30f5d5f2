import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import { demoEnvironment } from '../../main/demo/generate-demo-home.ts';

export const isWindows = process.platform === 'win32';
/** Where WeChat 4.x keeps its accounts on this system, below the home. */
export const accounts = isWindows ? 'xwechat_files' : 'Documents/xwechat_files';

/** Ways to remove that every scenario tries. Wine 8 answers for no bin; `ways.ts` says what happens then. */
export const modes = ['delete', 'erase', 'quarantine', ...(isWindows ? [] : ['trash'])] as const;

/** The folders of one test's user; on Windows on a real drive of the lane's disposable system. */
export interface Stage {
  readonly home: string;
  readonly dataDir: string;
  readonly env: Readonly<Record<string, string>>;
  /** a path below the home, `/`-separated or absolute; the content of a new file */
  put(files: Readonly<Record<string, string | Uint8Array>>): void;
}

let made = 0;

/** Writes a file as Node addresses it, so that names which the Win32 layer would change stay as given. */
export function write(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

const undone = new WeakMap<TestContext, (() => unknown)[]>();

/** Clean-up for the end of a test, last first: a holder ends before its folder is removed. */
export function atEnd(context: TestContext, work: () => unknown): void {
  const works = undone.get(context) ?? [];
  works.push(work);
  if (works.length > 1) return;
  undone.set(context, works);
  context.after(async () => {
    for (const one of works.toReversed()) await one();
  });
}

/** A folder that is removed when the test ends. */
export function makeFolder(context: TestContext, path: string): string {
  mkdirSync(path, { recursive: true });
  atEnd(context, () => rmSync(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }));
  return path;
}

/** A fresh user with a Chinese name, as most users here have. */
export function makeStage(context: TestContext): Stage {
  made += 1;
  const place = isWindows ? `C:\\stage-${made}` : mkdtempSync(join(realpathSync(tmpdir()), 'signoff-stage-'));
  const folder = makeFolder(context, place);
  const home = join(folder, 'Users', '林小雨');
  mkdirSync(home, { recursive: true });
  const inherited = Object.fromEntries(
    (isWindows ? ['SystemRoot', 'TEMP', 'TMP'] : ['PATH']).map((name) => [name, process.env[name] ?? '']),
  );
  return {
    home,
    dataDir: join(folder, 'state'),
    env: { ...inherited, LANG: 'en_US', ...demoEnvironment(home, isWindows ? 'windows' : 'linux') },
    put(files) {
      for (const [name, content] of Object.entries(files)) write(join(home, name), content);
    },
  };
}

/** The smallest account folder of WeChat 4.x with every kind of file. */
export function weixinAccount(root: string, folder: string): Record<string, string> {
  const account = `${root}/${folder}`;
  return {
    [`${root}/all_users/config/global_config`]: 'signed in',
    [`${account}/db_storage/message/message_0.db`]: 'chats',
    [`${account}/db_storage/message/message_0.db-wal`]: 'newest chats',
    [`${account}/msg/file/2024-05/合同.pdf`]: 'received',
    [`${account}/cache/2024-05/Message/a/Thumb/1_t.dat`]: 'thumb',
    [`${account}/cache/2024-05/Message/a/Thumb/2_t.dat`]: 'thumb',
    [`${account}/temp/head_image/ab/face`]: 'face',
  };
}

/** The smallest account folder of WeChat 3.x. */
export function wechatAccount(root: string, folder: string): Record<string, string> {
  const account = `${root}/${folder}`;
  return {
    [`${root}/All Users/config/config.data`]: 'signed in',
    [`${account}/Msg/MicroMsg.db`]: 'chats',
    [`${account}/FileStorage/Cache/2024-05/1.jpg`]: 'preview',
    [`${account}/FileStorage/File/2024-05/合同.pdf`]: 'received',
    [`${account}/config/AccInfo.dat`]: 'who this is',
  };
}
