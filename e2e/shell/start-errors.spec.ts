import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dictionaries } from '../../app/locale/dictionaries.ts';
import { desktopEnvironment } from '../harness/electron-host.ts';
import { expect, runDesktop, test } from '../harness/desktop-test.ts';

test.use({ files: 350 });

const { host: zh } = dictionaries['zh-CN'];
const { host: en } = dictionaries['en-US'];

interface Failure {
  readonly what: string;
  readonly args: (folder: string) => readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly exit: number;
  readonly says: (folder: string) => readonly string[];
}

const failures: readonly Failure[] = [
  {
    what: 'the state folder is a file',
    args: (folder) => [`--data-dir=${join(folder, 'a file')}`],
    exit: 1,
    says: (folder) => [zh.start.title, join(folder, 'a file'), '--data-dir'],
  },
  {
    what: 'the state folder lies below a file',
    args: (folder) => [`--data-dir=${join(folder, 'a file', 'state')}`, '--language=en-US'],
    exit: 1,
    says: (folder) => [en.start.title, join(folder, 'a file'), '--data-dir'],
  },
  {
    what: 'a relative folder',
    args: () => ['--data-dir=here'],
    exit: 2,
    says: () => [zh.start.title, zh.start.option({ what: '--data-dir=here' })],
  },
  {
    what: 'an unknown language',
    args: () => ['--language=klingon'],
    env: { LANG: 'en_GB.UTF-8' },
    exit: 2,
    says: () => [en.start.title, en.start.option({ what: '--language=klingon' })],
  },
];

for (const { what, args, env, exit, says } of failures)
  test(`${what}: a box with the way out, exit code ${exit}, and nothing is left behind`, async ({
    kind,
    where,
    disk,
  }) => {
    const folder = join(where.home, '..');
    await writeFile(join(folder, 'a file'), 'of the person');
    const words = [where.program.folder, ...args(folder)];
    const surroundings = { ...desktopEnvironment(where), LANG: 'zh_CN.UTF-8', ...env };
    const ended = await runDesktop(kind, words, surroundings);
    for (const part of says(folder)) expect(ended.errors).toContain(part);
    expect(ended.errors).not.toMatch(/\n\s+at /);
    expect(ended.exit).toBe(exit);
    expect(await readdir(where.temporary)).toEqual([]);
    expect(await disk.changes()).toEqual({ removed: [], added: [], changed: [] });
  });

test('no display: Chromium says so, exit code 1, and nothing was started', async ({ kind, where, disk }) => {
  const displays = ['DISPLAY', 'WAYLAND_DISPLAY'];
  const env = Object.fromEntries(
    Object.entries(desktopEnvironment(where)).filter(([name]) => !displays.includes(name)),
  );
  const words = [where.program.folder, `--data-dir=${where.dataDir}`];
  const ended = await runDesktop(kind, words, { ...env, STAND_IN_DISPLAY: 'none' });
  expect(ended.errors).toContain('Missing X server or $DISPLAY');
  expect(ended.exit).toBe(1);
  expect(await disk.changes()).toEqual({ removed: [], added: [], changed: [] });
});
