import { setInterval } from 'node:timers';
import { appendFile, writeFile } from 'node:fs/promises';
import { expect, onTestFinished, test } from 'vitest';
import { catalogue } from '../../../app/platforms/catalogue.ts';
import type { JobEnd } from '../../../app/contract/jobs.ts';
import type { QuitView } from '../../../app/contract/messengers.ts';
import type { ProcessControl, ProcessInfo, Processes } from '../../system/ports.ts';
import { onlyProgram, realControl, startCopyOfSleep, startStubborn } from '../../testing/real-processes.ts';
import { makeSmallHome, wechat4 } from '../../testing/small-home.ts';
import { createJobs } from '../jobs/jobs.ts';
import { createQuitter } from './quitter.ts';
import type { QuitDeps } from './quit.ts';

const isRoot = process.getuid?.() === 0;
/** real programs are started and reached as Linux does it */
const noPrograms = process.platform === 'linux' ? null : `no real program is started on ${process.platform}`;
const nobody = 65_534;
const brief = { quitMs: 600, pollMs: 20, restMs: 400, lookMs: 60 };

async function quitterFor(processes: Processes, more: Partial<QuitDeps> = {}) {
  const home = await makeSmallHome();
  const ends = new Map<string, (end: JobEnd) => void>();
  const jobs = createJobs(
    { now: Date.now },
    (event, payload) => {
      const end = payload as JobEnd;
      if (event === 'job.ended') ends.get(end.jobId)?.(end);
    },
    (error) => expect.unreachable(String(error)),
  );
  const quitter = createQuitter({
    jobs,
    processes,
    control: realControl,
    platforms: catalogue,
    discover: () => home.discoverLinux(),
    patience: brief,
    ...more,
  });
  const end = (jobId: string): Promise<JobEnd> => new Promise((resolve) => ends.set(jobId, resolve));
  const asked = async (): Promise<QuitView | null> => {
    expect(await end(quitter.ask('wechat'))).toMatchObject({ kind: 'quit', error: null });
    return quitter.state('wechat');
  };
  const forced = async (): Promise<QuitView | null> => {
    await end(quitter.force('wechat'));
    return quitter.state('wechat');
  };
  return { quitter, jobs, asked, forced, end, home };
}

/** A list that nobody has to run. */
function listed(...some: readonly ProcessInfo[]): Processes {
  return { list: () => Promise.resolve({ kind: 'known', processes: some }) };
}

/** Writes down who was reached and reaches nobody. */
function recorded(answer: 'sent' | 'not-possible' = 'sent') {
  const reached: number[] = [];
  const note = ({ pid }: ProcessInfo) => {
    reached.push(pid);
    return Promise.resolve(answer);
  };
  const control: ProcessControl = { askToQuit: note, end: note };
  return { control, reached };
}

function at(path: string, pid: number, ownUser = true): ProcessInfo {
  return { pid, name: path.split('/').at(-1) ?? '', path, ownUser };
}

test('a program that is asked to quit does, and that is said when it is gone', async (ctx) => {
  if (noPrograms !== null) ctx.skip(noPrograms);
  const program = await startCopyOfSleep('opt/wechat/wechat');
  const { quitter, asked } = await quitterFor(onlyProgram(program.pid));
  expect(quitter.state('wechat')).toBeNull();
  expect(await asked()).toMatchObject({ state: 'quit', reason: null, forced: false, processes: [] });
  await expect.poll(() => program.endedBy()).toBe('SIGTERM');
});

test('one that does not listen is ended only after it was asked', async (ctx) => {
  if (noPrograms !== null) ctx.skip(noPrograms);
  const program = await startStubborn('opt/wechat/wechat');
  const { quitter, asked, forced } = await quitterFor(onlyProgram(program.pid));
  expect(() => quitter.force('wechat')).toThrow(/not-asked-to-quit/);
  expect(await asked()).toMatchObject({ state: 'still-running', processes: [{ pid: program.pid }] });
  expect(() => quitter.force('qq')).toThrow(/not-asked-to-quit/);
  expect(program.runs()).toBe(true);
  expect(await forced()).toMatchObject({ state: 'quit', forced: true, processes: [] });
  await expect.poll(() => program.endedBy()).toBe('SIGKILL');
  expect(() => quitter.force('wechat')).toThrow(/not-asked-to-quit/);
});

test('what was started after the request is not ended by force', async (ctx) => {
  if (noPrograms !== null) ctx.skip(noPrograms);
  const first = await startStubborn('opt/wechat/wechat');
  const second = await startStubborn('opt/wechat/wechat');
  let shown = onlyProgram(first.pid);
  const { asked, forced } = await quitterFor({ list: () => shown.list() });
  expect((await asked())?.state).toBe('still-running');
  shown = onlyProgram(second.pid);
  expect(await forced()).toMatchObject({ state: 'still-running', processes: [{ pid: second.pid }] });
  expect([first.runs(), second.runs()]).toEqual([true, true]);
});

test("another user's program is never reached", async (ctx) => {
  if (noPrograms !== null) ctx.skip(noPrograms);
  ctx.skip(!isRoot, 'only root may start a program as another user');
  const other = await startCopyOfSleep('opt/wechat/wechat', nobody);
  const { asked } = await quitterFor(onlyProgram(other.pid));
  expect(await asked()).toMatchObject({ state: 'quit', processes: [] });
  const lie = { pid: other.pid, name: 'wechat', path: other.path, ownUser: true };
  expect(await realControl.askToQuit(lie)).toBe('not-possible');
  expect(await realControl.end(lie)).toBe('not-possible');
  expect(other.runs()).toBe(true);
});

test('only certain main programs are asked; helpers alone are asked themselves', async () => {
  const main = at('/opt/wechat/wechat', 11);
  const helper = at('/opt/wechat/RadiumWMPF/WeChatAppEx', 12);
  const strangers = [at('/home/me/wechat', 13), at('/opt/wechat/wechat', 14, false), at('/opt/QQ/qq', 15)];
  const both = recorded();
  await (await quitterFor(listed(main, helper, ...strangers), { control: both.control })).asked();
  expect(both.reached).toEqual([11]);
  const alone = recorded();
  await (await quitterFor(listed(helper, ...strangers), { control: alone.control })).asked();
  expect(alone.reached).toEqual([12]);
});

test('by force the main program goes first, its helpers after it', async () => {
  const processes = listed(at('/opt/wechat/RadiumWMPF/WeChatAppEx', 12), at('/opt/wechat/wechat', 11));
  const { control, reached } = recorded();
  const { asked, forced } = await quitterFor(processes, { control });
  await asked();
  await forced();
  expect(reached).toEqual([11, 11, 12]);
});

test('what cannot be told is never called quit', async () => {
  const { control, reached } = recorded();
  const doubtful = await quitterFor(listed(at('/home/me/wechat', 13)), { control });
  expect(await doubtful.asked()).toMatchObject({ state: 'unclear', reason: 'uncertain' });
  const silent: Processes = { list: () => Promise.resolve({ kind: 'could-not-tell', reason: 'x' }) };
  const blind = await quitterFor(silent, { control });
  expect(await blind.asked()).toMatchObject({ state: 'unclear', reason: 'list-unknown' });
  expect(reached).toEqual([]);
  const deaf = recorded('not-possible');
  const closed = await quitterFor(listed(at('/opt/wechat/wechat', 11)), { control: deaf.control });
  expect(await closed.asked()).toMatchObject({ state: 'unclear', reason: 'not-possible' });
  expect(() => closed.quitter.force('wechat')).toThrow(/not-asked-to-quit/);
});

test('while it waits it says so, takes no second request, and can be cancelled', async () => {
  const { control } = recorded();
  const patience = { ...brief, quitMs: 60_000 };
  const { quitter, jobs, end } = await quitterFor(listed(at('/opt/wechat/wechat', 11)), {
    control,
    patience,
  });
  const jobId = quitter.ask('wechat');
  expect(quitter.state('wechat')).toMatchObject({ jobId, state: 'waiting' });
  expect(() => quitter.ask('wechat')).toThrow(/busy/);
  expect(() => quitter.force('wechat')).toThrow(/not-asked-to-quit/);
  const ended = end(jobId);
  jobs.cancel(jobId);
  expect(await ended).toMatchObject({ outcome: 'cancelled' });
  expect(quitter.state('wechat')).toBeNull();
});

const wal = 'Documents/xwechat_files/wxid_a_1111/db_storage/session/session.db-wal';

test('a write-ahead log that rests is quiet, one that goes on changing is said', async () => {
  const { home, asked } = await quitterFor(listed());
  await home.put([...wechat4('Documents/xwechat_files', 'wxid_a_1111'), wal]);
  expect(await asked()).toMatchObject({ state: 'quit' });
  const growing = setInterval(() => void appendFile(home.at(wal), 'x'), 5);
  onTestFinished(() => clearInterval(growing));
  expect(await asked()).toMatchObject({ state: 'unclear', reason: 'files-changing' });
  clearInterval(growing);
  await writeFile(home.at(wal), 'at rest');
  expect(await asked()).toMatchObject({ state: 'quit' });
});
