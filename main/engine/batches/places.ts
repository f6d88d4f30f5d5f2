import { lstatSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SignOffError } from '../../../app/contract/errors.ts';
import type { Identity } from '../../system/ports.ts';
import type { StateFolder } from '../state/state-folder.ts';
import { errorCode, writeFailure } from '../fs/errors.ts';

/** The batch id of a run. A resumed run keeps using the same batch. */
export function batchIdOf(runId: string): string {
  return `q-${runId.replace(/^r-/, '')}`;
}

const batchId = /^q-[A-Za-z0-9_-]{1,62}$/;

/** True for a valid batch id. The quarantine reads, moves and purges nothing else. */
export function isBatchId(name: string): boolean {
  return batchId.test(name);
}

/** A checked folder of the quarantine: not a link, and owned by this user. */
export interface OwnFolder {
  readonly path: string;
  readonly identity: Identity;
}

/** The error for a batch that is refused. The caller must not touch the batch afterwards. */
export function damaged(batchId: string, reason: string, cause?: unknown): SignOffError {
  return new SignOffError('quarantine-damaged', { batch: batchId, reason }, { cause });
}

/** Temporary failures that say nothing about the batch. A later attempt may succeed. */
const passing = new Set(['EMFILE', 'ENFILE', 'ENOMEM', 'EAGAIN']);

/** Converts a read error of one batch to `quarantine-damaged`, so that it does not affect other batches. */
export function unreadable(path: string, batchId: string, error: unknown): unknown {
  const code = errorCode(error);
  if (error instanceof SignOffError || code === 'unknown') return error;
  return passing.has(code) ? writeFailure(path, error) : damaged(batchId, code, error);
}

/** The real path of the quarantine folder. Creates the folder when it is missing. */
export async function quarantineFolder(state: StateFolder): Promise<string> {
  const folder = dirname(await state.place('quarantine', 'batch'));
  if (lstatSync(folder).isSymbolicLink())
    throw new SignOffError('data-dir-unusable', { path: folder, reason: 'link' });
  return realpathSync.native(folder);
}

/** The paths of one batch in its three states. Throws not-found for an invalid id, whatever it names. */
export function placesOf(quarantine: string, batchId: string) {
  if (!isBatchId(batchId)) throw new SignOffError('quarantine-not-found', { batch: batchId });
  const whole = join(quarantine, batchId);
  return { whole, part: `${whole}.part`, gone: `${whole}.gone` };
}

/** Null when nothing exists at the path. Throws `quarantine-damaged` for a link, a file or another user's folder. */
export function ownFolder(path: string, batchId: string): OwnFolder | null {
  const stats = lstatSync(path, { bigint: true, throwIfNoEntry: false });
  if (stats === undefined) return null;
  if (stats.isSymbolicLink()) throw damaged(batchId, 'link');
  if (!stats.isDirectory()) throw damaged(batchId, 'no folder');
  const own = process.geteuid?.();
  if (own !== undefined && stats.uid !== BigInt(own)) throw damaged(batchId, 'of another user');
  if (realpathSync.native(path) !== path) throw damaged(batchId, 'link');
  return { path, identity: { dev: stats.dev, ino: stats.ino } };
}
