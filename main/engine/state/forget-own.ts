import { closeSync, lstatSync, openSync, readlinkSync, realpathSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ForgottenView } from '../../../app/contract/host.ts';
import type { FolderPins } from '../../system/ports.ts';
import { listFolder } from '../fs/disk-names.ts';
import { errorCode, isMissing } from '../fs/errors.ts';
import { removeTree } from '../fs/remove-tree.ts';
import { residentLockName } from './resident-lock.ts';

export type Forgotten = Pick<ForgottenView, 'receipts' | 'files' | 'stayed'>;
type Stay = ForgottenView['stayed'][number]['reason'];

/** Files of the own folder itself. The clock belongs to the quarantine and stays with it. */
const ownFile =
  /^(?:(?:settings|accounts|keep)\.json(?:\..+)?|quarantine-clock\.json(?:\..+)?|run\.lock\..+|resident\.lock(?:\..+)?)$/u;
const quarantineClock = /^quarantine-clock\.json/u;
/** Folders of the own folder, and the names that SignOff gives to files in them. */
const ownFolders: Readonly<Record<string, RegExp>> = {
  plans: /^[\w-]{1,64}\.(?:plan|spent|unfinished)$/u,
  reports: /^[\w-]{1,64}\.json(?:\..+)?$/u,
  runs: /^[\w-]{1,64}\.jsonl(?:\..+)?$/u,
  session: /^(?:baseline\.bin|confirmed\.json)(?:\..+)?$/u,
};
/** Profiles of windows: the desktop app's, and one for each window of the browser host. */
const profile = /^window(?:-(\d+)-.+)?$/u;
/** Left alone without a word: the lock that the caller holds, and what file systems and desktops add. */
const noWord: readonly string[] = ['run.lock', 'lost+found', '.DS_Store'];

type Kind = 'folder' | 'other' | 'missing';

function kindOf(path: string): Kind {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return 'missing';
  return stats.isDirectory() ? 'folder' : 'other';
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}

/** The process of an open desktop window, which the browser engine notes as the target of a link: `host-pid`. */
function lockedBy(path: string): number {
  try {
    return Number(/-(\d+)$/u.exec(readlinkSync(join(path, 'SingletonLock')))?.[1]);
  } catch {
    return Number.NaN;
  }
}

/** On Windows the lock is a file that its process keeps open without sharing it. */
function isHeld(path: string): boolean {
  try {
    closeSync(openSync(path, 'r+'));
    return false;
  } catch (error) {
    return !isMissing(error);
  }
}

/** True while the window of this profile is open. */
function isOpenWindow(path: string, pid: string | undefined): boolean {
  const owner = pid === undefined ? lockedBy(path) : Number(pid);
  return (Number.isSafeInteger(owner) && isAlive(owner)) || isHeld(join(path, 'lockfile'));
}

/** Removes one thing after another, and keeps what stayed. */
class Forgetting {
  readonly stayed: ForgottenView['stayed'][number][] = [];
  receipts = 0;
  files = 0;
  private readonly own: string;
  private readonly pins: FolderPins;

  constructor(own: string, pins: FolderPins) {
    this.own = own;
    this.pins = pins;
  }

  stay(path: string, reason: Stay): void {
    this.stayed.push({ path, reason });
  }

  /** Removes a file, a link (never what it leads to), or a whole profile. */
  async remove(parent: string, name: string): Promise<void> {
    try {
      await removeTree(this.pins, parent, name);
      this.files += 1;
    } catch {
      this.stay(join(parent, name), 'not-removable');
    }
  }

  /** Removes a folder of the own folder if nothing is in it. */
  removeEmpty(name: string): void {
    try {
      rmdirSync(join(this.own, name));
    } catch (error) {
      if (!['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(errorCode(error)))
        this.stay(join(this.own, name), 'not-removable');
    }
  }

  /** Removes the files that SignOff named, and leaves everything else in the folder. */
  async empty(name: string, isOwn: RegExp): Promise<void> {
    const folder = join(this.own, name);
    for (const inner of listFolder(folder).names) {
      const path = join(folder, inner);
      if (kindOf(path) === 'folder' || !isOwn.test(inner)) this.stay(path, 'foreign');
      else {
        await this.remove(folder, inner);
        if (name === 'reports' && inner.endsWith('.json')) this.receipts += 1;
      }
    }
    this.removeEmpty(name);
  }

  /** False when the quarantine holds something: it goes only by a purge. */
  isQuarantineGone(): boolean {
    const path = join(this.own, 'quarantine');
    if (kindOf(path) !== 'folder') return true;
    this.removeEmpty('quarantine');
    if (kindOf(path) === 'missing') return true;
    this.stay(path, 'quarantine');
    return false;
  }
}

async function forgetEntry(forgetting: Forgetting, own: string, name: string): Promise<void> {
  const path = join(own, name);
  const isOwn = ownFolders[name];
  const window = profile.exec(name);
  const isFolder = kindOf(path) === 'folder';
  if (name === 'quarantine' && isFolder) return;
  // a link or a file in the place of an own folder goes by itself
  if (isOwn !== undefined || window !== null || name === 'quarantine') {
    if (isOwn !== undefined && isFolder) await forgetting.empty(name, isOwn);
    else if (window !== null && isFolder && isOpenWindow(path, window[1]))
      forgetting.stay(path, 'open-window');
    else await forgetting.remove(own, name);
  } else if (ownFile.test(name) && !isFolder) await forgetting.remove(own, name);
  else forgetting.stay(path, 'foreign');
}

/**
 * Removes everything that SignOff has written into its own folder except the quarantine, and leaves foreign files. The
 * caller holds the run lock. Follows no link, and goes on after what cannot be removed. With `isResident` a program
 * stays in the tray: its lock stays, and the folder of its window is named.
 */
export async function forgetOwn(folder: string, pins: FolderPins, isResident = false): Promise<Forgotten> {
  const own = realpathSync.native(folder);
  const forgetting = new Forgetting(own, pins);
  const keepsClock = !forgetting.isQuarantineGone();
  for (const name of listFolder(own).names) {
    if (noWord.includes(name) || (keepsClock && quarantineClock.test(name))) continue;
    if (isResident && name === residentLockName) continue;
    await forgetEntry(forgetting, own, name);
  }
  const { receipts, files, stayed } = forgetting;
  return { receipts, files, stayed };
}

/** Removes the own folder if nothing is left in it; false when it stays. */
export function removeOwnFolder(folder: string): boolean {
  try {
    rmdirSync(folder);
    return true;
  } catch (error) {
    return isMissing(error);
  }
}
