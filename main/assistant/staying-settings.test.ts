import { writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { createJobs } from '../engine/jobs/jobs.ts';
import { openSettings } from '../engine/settings/settings.ts';
import { openStateFolder } from '../engine/state/state-folder.ts';
import { createSystem } from '../system/system.ts';
import { makeSmallHome, wechat4 } from '../testing/small-home.ts';
import type { AssistantOptions } from './assistant.ts';
import { createEventHub } from './event-hub.ts';
import { wireSession } from './wire-session.ts';
import { createScanGate, wireWatch } from './wire-watch.ts';

const root = 'Documents/xwechat_files';
const today = new Date();
const month = `${String(today.getFullYear())}-${String(today.getMonth() + 1).padStart(2, '0')}`;
/** it is looked at once, because files of this month arrive there */
const received = `${root}/wxid_owner_1a2b/msg/file/${month}`;
const hour = 3_600_000;

/** A home with its settings, and a clock that can be put forward. */
async function scene() {
  const home = await makeSmallHome();
  await home.put([...wechat4(root, 'wxid_owner_1a2b'), `${received}/old.pdf`]);
  let ahead = 0;
  const clock = { now: () => Date.now() + ahead };
  const system = { ...createSystem('linux', { HOME: home.path }), clock };
  const state = await openStateFolder(home.at('state'), clock);
  const settings = await openSettings(state, 'this computer');
  const fail = (error: unknown): never => {
    throw error;
  };
  const hub = createEventHub(fail);
  const options = { workers: { kind: 'inline' } } as AssistantOptions;
  const discover = () => home.discoverLinux();
  const jobs = createJobs(clock, hub.emit, fail);
  return {
    home,
    settings,
    hub,
    sessions: wireSession(options, system, { jobs, state, settings, hub, discover }),
    watch: wireWatch(options, system, {
      hub,
      settings,
      discover,
      scans: createScanGate(jobs, hub.onAny),
      onUnexpected: fail,
    }),
    putForward: (ms: number) => (ahead += ms),
  };
}

test('a session asks again after as many hours as the settings say, and they may change meanwhile', async () => {
  const { sessions, settings, putForward } = await scene();
  await settings.set({ sessionHours: 2 });
  await sessions.start();
  await expect.poll(async () => (await sessions.get())?.state).toBe('running');
  putForward(3 * hour);
  expect((await sessions.get())?.state).toBe('undecided');
  await settings.set({ sessionHours: 4 });
  expect((await sessions.get())?.state).toBe('running');
});

test('growth is said by the limit that the settings hold, not in quiet hours and not while put off', async () => {
  const { home, watch, settings, hub } = await scene();
  const said: number[] = [];
  hub.on('growth.exceeded', ({ bytes }) => said.push(bytes));
  onTestFinished(async () => {
    await watch.stop();
  });
  const minute = today.getHours() * 60 + today.getMinutes();
  await settings.set({
    ...{ guardBytes: 1_000_000, guardPercent: null },
    ...{ quietFrom: (minute + 1_410) % 1_440, quietTo: (minute + 30) % 1_440 },
  });
  // what was made just before it begins cannot be told from what comes right after
  await sleep(100);
  watch.start();
  await expect.poll(() => watch.get().surveyed, { timeout: 20_000 }).toBe(true);
  const grow = async (name: string, files: number): Promise<void> => {
    await writeFile(home.at(received, name), Buffer.alloc(1_200_000));
    await expect.poll(() => watch.get().changes[0]?.files, { timeout: 20_000 }).toBe(files);
    await sleep(700);
  };
  await grow('quiet', 1);
  expect(said).toEqual([]);
  await settings.set({ quietFrom: null, quietTo: null, guardSnoozedUntil: Date.now() + hour });
  await grow('put-off', 2);
  expect(said).toEqual([]);
  await settings.set({ guardSnoozedUntil: null });
  await grow('said', 3);
  await expect.poll(() => said).toEqual([3_600_000]);
}, 90_000);
