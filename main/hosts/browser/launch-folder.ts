import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { errorCode, writeFailure } from '../../engine/fs/errors.ts';
import { removeTree } from '../../engine/fs/remove-tree.ts';
import { claimFolder } from '../../engine/state/claim-folder.ts';
import { folderPins } from '../../system/folder-pins.ts';

/** The folder of one host's window, with launch file and browser profile; removed at the end. */
export interface LaunchFolder {
  /** absolute */
  readonly path: string;
  readonly profile: string;
  /** writes the launch file of one launch, in place of one that was not used; returns its path */
  writeLaunchFile(enterUrl: string): Promise<string>;
  /** removes the launch file once its code is used */
  removeLaunchFile(): Promise<void>;
  /** removes the folder; false if the system still held it after a while */
  remove(): Promise<boolean>;
}

const prefix = 'window-';
/** A closing browser still writes into its profile: attempts, and the wait after the first one, ms. */
const removeAttempts = 10;
const removePauseMs = 100;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}

/** Removes profiles that a crash or a power cut left behind. */
async function removeLeftovers(stateFolder: string): Promise<void> {
  for (const name of await readdir(stateFolder)) {
    const pid = Number(/^window-(\d+)-/.exec(name)?.[1]);
    if (!Number.isSafeInteger(pid) || isAlive(pid)) continue;
    // the next start tries again
    await removeTree(folderPins(), stateFolder, name).catch(() => undefined);
  }
}

/** Escapes an address for an HTML attribute. */
function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}

function launchPage(enterUrl: string): string {
  const target = escapeHtml(enterUrl);
  return `<!doctype html><meta charset="utf-8"><meta name="referrer" content="no-referrer"><meta http-equiv="refresh" content="0;url=${target}"><link rel="icon" href="data:,"><title>SignOff</title>\n`;
}

/**
 * Creates the folder (0700) in the assistant's own folder. The code of a launch travels in a file (0600), because other
 * users can read a program's arguments.
 */
export async function openLaunchFolder(stateFolder: string): Promise<LaunchFolder> {
  claimFolder(stateFolder);
  await removeLeftovers(stateFolder);
  const folder = await mkdtemp(join(stateFolder, `${prefix}${process.pid}-`)).catch((error: unknown) => {
    throw writeFailure(stateFolder, error);
  });
  const profile = join(folder, 'profile');
  const launchFile = join(folder, 'launch.html');

  return {
    path: folder,
    profile,
    async writeLaunchFile(enterUrl) {
      try {
        await mkdir(profile, { mode: 0o700, recursive: true });
        await rm(launchFile, { force: true });
        await writeFile(launchFile, launchPage(enterUrl), { mode: 0o600, flag: 'wx' });
      } catch (error) {
        throw writeFailure(launchFile, error);
      }
      return launchFile;
    },
    removeLaunchFile: () => rm(launchFile, { force: true }),
    async remove() {
      for (let attempt = 1; attempt <= removeAttempts; attempt += 1) {
        try {
          await removeTree(folderPins(), stateFolder, basename(folder));
          return true;
        } catch {
          await pause(attempt * removePauseMs);
        }
      }
      return false;
    },
  };
}
