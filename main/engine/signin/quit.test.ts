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
import { createQuitter } from './quit.ts';
import type { QuitDeps } from './quit.ts';

const isRoot = process.getuid?.() === 0;
/** these tests start and signal real programs, on Linux only */
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
  const requestQuit = async (): Promise<QuitView | null> => {
    expect(await end(quitter.ask('wechat'))).toMatchObject({ kind: 'quit', error: null });
    return quitter.state('wechat');
  };
  const forceQuit = async (): Promise<QuitView | null> => {
    await end(quitter.force('wechat'));
    return quitter.state('wechat');
  };
  return { quitter, jobs, requestQuit, forceQuit, end, home };
}

/** A process list without real processes. */
function listed(...some: readonly ProcessInfo[]): Processes {
  return { list: () => Promise.resolve({ kind: 'known', processes: some }) };
}

/** Records the pids and signals no process. */
function recordingControl(answer: 'sent' | 'not-possible' = 'sent') {
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

test('a program that quits on request ends in state quit', async (ctx) => {
  if (noPrograms !== null) ctx.skip(noPrograms);
  const program = await startCopyOfSleep('opt/wechat/wechat');
  const { quitter, requestQuit } = await quitterFor(onlyProgram(program.pid));
  expect(quitter.state('wechat')).toBeNull();
  expect(await requestQuit()).toMatchObject({ state: 'quit', reason: null, forced: false, processes: [] });
  await expect.poll(() => program.endedBy()).toBe('SIGTERM');
});

test('a program that ignores the request can be ended by force, only afterwards', async (ctx) => {
  if (noPrograms !== null) ctx.skip(noPrograms);
  const program = await startStubborn('opt/wechat/wechat');
  const { quitter, requestQuit, forceQuit } = await quitterFor(onlyProgram(program.pid));
  expect(() => quitter.force('wechat')).toThrow(/not-asked-to-quit/);
  expect(await requestQuit()).toMatchObject({ state: 'still-running', processes: [{ pid: program.pid }] });
  expect(() => quitter.force('qq')).toThrow(/not-asked-to-quit/);
  expect(program.runs()).toBe(true);
  expect(await forceQuit()).toMatchObject({ state: 'quit', forced: true, processes: [] });
  await expect.poll(() => program.endedBy()).toBe('SIGKILL');
  expect(() => quitter.force('wechat')).toThrow(/not-asked-to-quit/);
});

test('a program started after the request is not ended by force', async (ctx) => {
  if (noPrograms !== null) ctx.skip(noPrograms);
  const first = await startStubborn('opt/wechat/wechat');
  const second = await startStubborn('opt/wechat/wechat');
  let shown = onlyProgram(first.pid);
  const { requestQuit, forceQuit } = await quitterFor({ list: () => shown.list() });
  expect((await requestQuit())?.state).toBe('still-running');
  shown = onlyProgram(second.pid);
  expect(await forceQuit()).toMatchObject({ state: 'still-running', processes: [{ pid: second.pid }] });
  expect([first.runs(), second.runs()]).toEqual([true, true]);
});

test("another user's program is neither asked nor ended", async (ctx) => {
  if (noPrograms !== null) ctx.skip(noPrograms);
  ctx.skip(!isRoot, 'only root may start a program as another user');
  const other = await startCopyOfSleep('opt/wechat/wechat', { uid: nobody });
  const { requestQuit } = await quitterFor(onlyProgram(other.pid));
  expect(await requestQuit()).toMatchObject({ state: 'quit', processes: [] });
  const lie = { pid: other.pid, name: 'wechat', path: other.path, ownUser: true };
  expect(await realControl.askToQuit(lie)).toBe('not-possible');
  expect(await realControl.end(lie)).toBe('not-possible');
  expect(other.runs()).toBe(true);
});

test('asks only certain main programs, or certain helpers when there is no main program', async () => {
  const main = at('/opt/wechat/wechat', 11);
  const helper = at('/opt/wechat/RadiumWMPF/WeChatAppEx', 12);
  const strangers = [at('/home/me/wechat', 13), at('/opt/wechat/wechat', 14, false), at('/opt/QQ/qq', 15)];
  const both = recordingControl();
  await (await quitterFor(listed(main, helper, ...strangers), { control: both.control })).requestQuit();
  expect(both.reached).toEqual([11]);
  const alone = recordingControl();
  await (await quitterFor(listed(helper, ...strangers), { control: alone.control })).requestQuit();
  expect(alone.reached).toEqual([12]);
});

test('force ends the main program first, then its helpers', async () => {
  const processes = listed(at('/opt/wechat/RadiumWMPF/WeChatAppEx', 12), at('/opt/wechat/wechat', 11));
  const { control, reached } = recordingControl();
  const { requestQuit, forceQuit } = await quitterFor(processes, { control });
  await requestQuit();
  await forceQuit();
  expect(reached).toEqual([11, 11, 12]);
});

test('an unknown process state gives unclear, never quit', async () => {
  const { control, reached } = recordingControl();
  const doubtful = await quitterFor(listed(at('/home/me/wechat', 13)), { control });
  expect(await doubtful.requestQuit()).toMatchObject({ state: 'unclear', reason: 'uncertain' });
  const silent: Processes = { list: () => Promise.resolve({ kind: 'could-not-tell', reason: 'x' }) };
  const blind = await quitterFor(silent, { control });
  expect(await blind.requestQuit()).toMatchObject({ state: 'unclear', reason: 'list-unknown' });
  expect(reached).toEqual([]);
  const deaf = recordingControl('not-possible');
  const closed = await quitterFor(listed(at('/opt/wechat/wechat', 11)), { control: deaf.control });
  expect(await closed.requestQuit()).toMatchObject({ state: 'unclear', reason: 'not-possible' });
  expect(() => closed.quitter.force('wechat')).toThrow(/not-asked-to-quit/);
});

test('a waiting request has state waiting, rejects a second one and can be cancelled', async () => {
  const { control } = recordingControl();
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

test('an idle write-ahead log gives quit, a changing one gives files-changing', async () => {
  const { home, requestQuit } = await quitterFor(listed());
  await home.put([...wechat4('Documents/xwechat_files', 'wxid_a_1111'), wal]);
  expect(await requestQuit()).toMatchObject({ state: 'quit' });
  const growing = setInterval(() => void appendFile(home.at(wal), 'x'), 5);
  onTestFinished(() => clearInterval(growing));
  expect(await requestQuit()).toMatchObject({ state: 'unclear', reason: 'files-changing' });
  clearInterval(growing);
  await writeFile(home.at(wal), 'at rest');
  expect(await requestQuit()).toMatchObject({ state: 'quit' });
});
