import { lstatSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SignOffError } from '../../../app/contract/errors.ts';
import type { Identity } from '../../system/ports.ts';
import type { StateFolder } from '../state/state-folder.ts';
import { isBatchId } from './batch-id.ts';
import { errorCode, writeFailure } from '../fs/errors.ts';

/** A folder of the quarantine that was looked at and is one: no link, this user's own. */
export interface OwnFolder {
  readonly path: string;
  readonly identity: Identity;
}

/** Why a batch is refused; nothing of it is touched afterwards. */
export function damaged(batchId: string, reason: string, cause?: unknown): SignOffError {
  return new SignOffError('quarantine-damaged', { batch: batchId, reason }, { cause });
}

/** Nothing is wrong with the batch itself: the next look may read it. */
const passing = new Set(['EMFILE', 'ENFILE', 'ENOMEM', 'EAGAIN']);

/** What the system's word means where one batch is read: it is damaged, and no other one is. */
export function unreadable(path: string, batchId: string, error: unknown): unknown {
  const code = errorCode(error);
  if (error instanceof SignOffError || code === 'unknown') return error;
  return passing.has(code) ? writeFailure(path, error) : damaged(batchId, code, error);
}

/** The quarantine's own folder by its real path, made when it is not there. */
export async function quarantineFolder(state: StateFolder): Promise<string> {
  const folder = dirname(await state.place('quarantine', 'batch'));
  if (lstatSync(folder).isSymbolicLink())
    throw new SignOffError('data-dir-unusable', { path: folder, reason: 'link' });
  return realpathSync.native(folder);
}

/** The paths of one batch in its three states. An id that is none is not found, whatever it may name. */
export function placesOf(quarantine: string, batchId: string) {
  if (!isBatchId(batchId)) throw new SignOffError('quarantine-not-found', { batch: batchId });
  const whole = join(quarantine, batchId);
  return { whole, part: `${whole}.part`, gone: `${whole}.gone` };
}

/** Null when nothing is there; throws `quarantine-damaged` for a link, a file or a folder of somebody else. */
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
