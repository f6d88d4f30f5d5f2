import { mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { StateFolder } from '../state/state-folder.ts';
import type { BatchHeader } from './batch-header.ts';
import { headerLineOf } from './index-lines.ts';
import { settleCopies } from './part-truth.ts';
import { damaged, ownFolder, placesOf, quarantineFolder } from './places.ts';
import { headerName, readPartHeader } from './read-index.ts';
import { writeFailure } from '../fs/errors.ts';
import { syncFolderSync } from '../fs/sync-folder.ts';
import { replaceFileSync } from '../fs/whole-file.ts';

/**
 * Creates a run's unfinished batch, or reopens it when the run resumes, and returns its absolute path. Call it before
 * the threads start. Throws typed errors without changing other users' folders.
 */
export async function beginPart(state: StateFolder, batchId: string, header: BatchHeader): Promise<string> {
  const quarantine = await quarantineFolder(state);
  const { whole, part } = placesOf(quarantine, batchId);
  try {
    const existing = ownFolder(part, batchId);
    const finished = ownFolder(whole, batchId);
    if (existing !== null && finished !== null) throw damaged(batchId, 'twice');
    if (finished !== null) renameSync(whole, part);
    else if (existing === null) mkdirSync(part, { mode: 0o700 });
    const known = existing === null ? null : readPartHeader(part, batchId);
    if (known !== null && known.runId !== header.runId) throw damaged(batchId, 'of another run');
    if (known === null)
      replaceFileSync(join(part, headerName), `${JSON.stringify(headerLineOf(batchId, header))}\n`);
    mkdirSync(join(part, 'items'), { mode: 0o700, recursive: true });
    if (existing !== null || finished !== null) await settleCopies(part, batchId);
    syncFolderSync(part);
    syncFolderSync(quarantine);
    return part;
  } catch (error) {
    throw writeFailure(part, error);
  }
}
