import { existsSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { schemas } from './schemas.ts';
import { buildCli } from './testing/built-cli.ts';
import type { BuiltCli, Ran } from './testing/built-cli.ts';

let cli: BuiltCli;

beforeAll(async () => {
  cli = await buildCli();
}, 300_000);

/** True when the command names the limit instead of an answer; it must then not end with 0. */
function isRefused({ exit, out }: Ran): boolean {
  const parsed = schemas.error.safeParse(JSON.parse(out));
  if (!parsed.success) return false;
  expect([exit, parsed.data.code]).toEqual([1, 'too-many-open-files']);
  expect(parsed.data.message).toContain('ulimit -n');
  return true;
}

const saysNoStack = ({ out, err }: Ran): void =>
  expect(out + err).not.toMatch(/\n +at |node:internal|EMFILE|internal error/);

const selection = ['--all-accounts', '--level', 'system'];

describe.skipIf(process.platform === 'win32')('with few open files', () => {
  it.each([24, 28, 32, 40, 64])(
    'status, scan and plan within %i give the whole answer or name the limit',
    async (openFiles) => {
      const { folder } = await cli.home(700);
      const all = async (line: string[]): Promise<string> => (await cli.run(folder, [...line, '--json'])).out;
      const few = (line: string[]): Promise<Ran> => cli.runWithin(openFiles, folder, [...line, '--json']);

      const status = await few(['status']);
      saysNoStack(status);
      if (!isRefused(status)) {
        const whole = schemas.status.parse(JSON.parse(await all(['status'])));
        expect(schemas.status.parse(JSON.parse(status.out))).toEqual(whole);
      }
      const scan = await few(['scan']);
      saysNoStack(scan);
      if (!isRefused(scan)) {
        const { accounts, total, unreadable } = schemas.scan.parse(JSON.parse(await all(['scan'])));
        expect(schemas.scan.parse(JSON.parse(scan.out))).toMatchObject({ accounts, total, unreadable });
      }
      const plan = await few(['plan', ...selection]);
      saysNoStack(plan);
      if (!isRefused(plan)) {
        const whole = schemas.plan.parse(JSON.parse(await all(['plan', ...selection]))).plan;
        const made = schemas.plan.parse(JSON.parse(plan.out)).plan;
        expect([made?.total, made?.kept]).toEqual([whole?.total, whole?.kept]);
      }
    },
    120_000,
  );

  it.each([24, 30, 40, 64])(
    'a clean within %i is done, or says what it could not open',
    async (openFiles) => {
      const { folder } = await cli.home(700);
      const listed = await cli.run(folder, ['plan', ...selection, '--list']);
      const planned = listed.out.trimEnd().split('\n');
      const line = ['clean', ...selection, '--mode', 'delete', '--yes', '--json'];
      const ran = await cli.runWithin(openFiles, folder, line);
      saysNoStack(ran);
      const left = planned.filter((path) => existsSync(path));
      if (isRefused(ran)) return;
      const { report } = schemas.clean.parse(JSON.parse(ran.out));
      expect(report?.removed.files).toBe(planned.length - left.length);
      // where the second look found no room, nothing may be told as proved
      if (report?.verification === null)
        expect([ran.exit, ran.err]).toEqual([1, expect.stringContaining('ulimit -n')]);
      else expect(report?.verification?.left).toBe(left.length);
      if (ran.exit === 0) expect([left, report?.outcome]).toEqual([[], 'done']);
      else if (report?.outcome === 'done') expect([left, report.verification]).toEqual([[], null]);
      else expect(report?.examples.map(({ why }) => why)).toContain('too-many-open-files');
    },
    120_000,
  );

  it('the limit is named in text, in both languages, also before the program is loaded', async () => {
    const { folder } = await cli.home(700);
    for (const openFiles of [24, 28]) {
      const english = await cli.runWithin(openFiles, folder, ['scan']);
      saysNoStack(english);
      expect([english.exit, english.out]).toEqual([1, '']);
      expect(english.err).toMatch(/^Error: Too few files can be open/m);
      const chinese = await cli.runWithin(openFiles, folder, ['scan'], 'zh_CN.UTF-8');
      expect(chinese.err).toMatch(/^错误：这里能同时打开的文件太少/m);
    }
  }, 120_000);
});
