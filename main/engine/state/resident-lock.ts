import { join } from 'node:path';
import { SignOffError } from '../../../app/contract/errors.ts';
import { writeFailure } from '../fs/errors.ts';
import type { ProcessMarks } from '../../system/ports.ts';
import { lockHolder, takeLock } from './lock-file.ts';
import type { FileLock } from './lock-file.ts';

/** Held by the one program of a state folder that stays in the tray. */
export const residentLockName = 'resident.lock';

/** Takes the lock for the program whose window's folder is `folder`; returns the holder's folder while it is held. */
export async function takeResidentLock(
  stateFolder: string,
  marks: ProcessMarks,
  folder: string,
): Promise<FileLock | { readonly heldBy: string }> {
  try {
    return await takeLock(join(stateFolder, residentLockName), marks, folder);
  } catch (error) {
    if (error instanceof SignOffError && error.code === 'busy')
      return { heldBy: String(error.params['run']) };
    throw error;
  }
}

/** The folder of the window of the resident program; null while none runs. */
export async function residentHolder(stateFolder: string, marks: ProcessMarks): Promise<string | null> {
  const path = join(stateFolder, residentLockName);
  try {
    return await lockHolder(path, marks);
  } catch (error) {
    throw writeFailure(path, error);
  }
}
