import { join } from 'node:path';
import { expect } from 'vitest';
import type { SignOffError } from '../../../../app/contract/errors.ts';
import type { JobEnd } from '../../../../app/contract/jobs.ts';
import { makeSmallHome, wechat4 } from '../../../testing/small-home.ts';
import type { SmallHome } from '../../../testing/small-home.ts';
import { createJobs } from '../../jobs/jobs.ts';
import { openStateFolder } from '../../state/state-folder.ts';
import { createSessions } from '../sessions.ts';
import type { Sessions } from '../sessions.ts';

export const ownersRoot = 'Documents/xwechat_files';

const clock = { now: () => Date.now() };

/** An owner's home with one account, and sessions whose record lies in `state` of the same folder. */
export interface SessionScene {
  readonly home: SmallHome;
  readonly folder: string;
  readonly file: string;
  /** sessions that a window was told of; null = none */
  readonly told: readonly (string | null)[];
  open(): Promise<Sessions>;
  /** how the job that takes the baseline ends: `done`, or the code of its refusal */
  sitDown(sessions: Sessions): Promise<string>;
}

export async function makeSessionScene(): Promise<SessionScene> {
  const home = await makeSmallHome();
  await home.put(wechat4(ownersRoot, 'wxid_owner_1a2b'));
  const folder = home.at('state', 'session');
  const ends: JobEnd[] = [];
  const told: (string | null)[] = [];
  return {
    home,
    folder,
    file: join(folder, 'baseline.bin'),
    told,
    async open() {
      return createSessions({
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
        changed: (session) => told.push(session?.id ?? null),
      });
    },
    async sitDown(sessions) {
      const before = ends.length;
      await sessions.start();
      await expect.poll(() => ends.length).toBe(before + 1);
      return ends.at(-1)?.error?.code ?? String(ends.at(-1)?.outcome);
    },
  };
}

/** The code of the sentence that a person gets, `none` when nothing was refused. */
export function refusal(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'none',
    (error: unknown) => (error as SignOffError).code,
  );
}
