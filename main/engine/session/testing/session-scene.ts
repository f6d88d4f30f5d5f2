import { join } from 'node:path';
import { expect } from 'vitest';
import type { SignOffError } from '../../../../app/contract/errors.ts';
import type { JobEnd } from '../../../../app/contract/jobs.ts';
import { makeSmallHome, wechat4 } from '../../../testing/small-home.ts';
import type { SmallHome } from '../../../testing/small-home.ts';
import { bestFolderPins } from '../../../testing/real-folder-pins.ts';
import { createJobs } from '../../jobs/jobs.ts';
import { openStateFolder } from '../../state/state-folder.ts';
import { createSessions } from '../sessions.ts';
import type { Sessions } from '../sessions.ts';

export const ownersRoot = 'Documents/xwechat_files';

const clock = { now: () => Date.now() };

/** An owner's home with one account, and sessions with their record in its `state` folder. */
export interface SessionScene {
  readonly home: SmallHome;
  readonly folder: string;
  readonly file: string;
  /** session ids sent to the window; null = no session */
  readonly changes: readonly (string | null)[];
  open(): Promise<Sessions>;
  /** starts a session and returns the outcome of its job: `done`, or the error code */
  startSession(sessions: Sessions): Promise<string>;
}

export async function makeSessionScene(): Promise<SessionScene> {
  const home = await makeSmallHome();
  await home.put(wechat4(ownersRoot, 'wxid_owner_1a2b'));
  const folder = home.at('state', 'session');
  const ends: JobEnd[] = [];
  const changes: (string | null)[] = [];
  return {
    home,
    folder,
    file: join(folder, 'baseline.bin'),
    changes,
    async open() {
      return createSessions({
        pins: bestFolderPins,
        state: await openStateFolder(home.at('state'), clock),
        clock,
        jobs: createJobs(
          clock,
          (event, payload) => {
            if (event === 'job.ended') ends.push(payload as JobEnd);
          },
          () => undefined,
        ),
        mounts: { below: () => Promise.resolve({ kind: 'known', paths: [] }) },
        workers: { kind: 'inline' },
        discover: () => home.discoverLinux(),
        homes: () => Promise.resolve([home.path]),
        hours: () => 12,
        changed: (session) => changes.push(session?.id ?? null),
      });
    },
    async startSession(sessions) {
      const before = ends.length;
      await sessions.start();
      await expect.poll(() => ends.length).toBe(before + 1);
      return ends.at(-1)?.error?.code ?? String(ends.at(-1)?.outcome);
    },
  };
}

/** The error code of a rejected promise; `none` when it resolves. */
export function refusal(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'none',
    (error: unknown) => (error as SignOffError).code,
  );
}
