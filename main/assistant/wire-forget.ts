import type { ForgottenView } from '../../app/contract/host.ts';
import { SignOffError } from '../../app/contract/errors.ts';
import type { Jobs } from '../engine/jobs/jobs.ts';
import type { Sessions } from '../engine/session/sessions.ts';
import type { SettingsStore } from '../engine/settings/settings.ts';
import { forgetOwn, removeOwnFolder } from '../engine/state/forget-own.ts';
import { withRunLock } from '../engine/state/run-lock.ts';
import type { StateFolder } from '../engine/state/state-folder.ts';
import { folderPins } from '../system/folder-pins.ts';
import type { ProcessMarks } from '../system/ports.ts';

interface Parts {
  readonly state: StateFolder;
  readonly marks: ProcessMarks;
  readonly jobs: Jobs;
  readonly session: Sessions;
  readonly settings: SettingsStore;
}

/** Forgetting everything that SignOff wrote. Refuses while something goes on that would write again. */
export function wireForget({ state, marks, jobs, session, settings }: Parts) {
  return async (): Promise<ForgottenView> => {
    const running = await session.get();
    if (running !== null)
      throw new SignOffError('session-running', { since: new Date(running.startedAt).toISOString() });
    if (!jobs.areIdle()) throw new SignOffError('busy', { run: '' });
    const forgotten = await withRunLock(state, marks, 'forget', () => forgetOwn(state.path, folderPins()));
    settings.reset();
    return { ...forgotten, dataDir: state.path, folderGone: removeOwnFolder(state.path) };
  };
}
