import type { ForgottenView } from '../../app/contract/host.ts';
import { SignOffError } from '../../app/contract/errors.ts';
import type { Jobs } from '../engine/jobs/jobs.ts';
import type { Sessions } from '../engine/session/sessions.ts';
import type { SettingsStore } from '../engine/settings/settings.ts';
import { forgetOwn, removeOwnFolder } from '../engine/state/forget-own.ts';
import { residentHolder } from '../engine/state/resident-lock.ts';
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
  /** removes the entry that opens SignOff at sign-in; returns whether there was one */
  readonly removeAutostart: () => Promise<boolean>;
}

/** Forgetting everything that SignOff wrote. Refuses while something goes on that would write again. */
export function wireForget({ state, marks, jobs, session, settings, removeAutostart }: Parts) {
  return async (): Promise<ForgottenView> => {
    const running = await session.get().catch((error: unknown) => {
      // a lost record holds nothing back
      if (error instanceof SignOffError && error.code === 'session-damaged') return null;
      throw error;
    });
    if (running !== null)
      throw new SignOffError('session-running', { since: new Date(running.startedAt).toISOString() });
    if (!jobs.areIdle()) throw new SignOffError('busy', { run: '' });
    const isResident = (await residentHolder(state.path, marks)) !== null;
    const forgotten = await withRunLock(state, marks, 'forget', () =>
      forgetOwn(state.path, folderPins(), isResident),
    );
    settings.reset();
    const files = forgotten.files + ((await removeAutostart()) ? 1 : 0);
    return { ...forgotten, files, dataDir: state.path, folderGone: removeOwnFolder(state.path) };
  };
}
