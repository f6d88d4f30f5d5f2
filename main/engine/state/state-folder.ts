import { chmod, mkdir, readFile, rename, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Clock } from '../../system/ports.ts';
import { errorCode, writeFailure } from '../fs/errors.ts';
import { replaceFile } from '../fs/whole-file.ts';

/**
 * The folder that holds everything the assistant writes, readable by its owner only. Leaving removes this folder last,
 * and with it the assistant's own traces.
 */
export interface StateFolder {
  readonly path: string;
  /** returns the absolute path of a file below the folder and creates its parent */
  place(...segments: string[]): Promise<string>;
  /** parsed JSON; null when the file is missing, or damaged and now set aside */
  readJson<T>(segments: readonly string[], parse: (value: unknown) => T): Promise<T | null>;
  writeJson(segments: readonly string[], value: unknown): Promise<void>;
  /** renames a damaged file to `*.corrupt-<time>` and adds it to `asides`; throws `data-dir-unusable` */
  setAside(path: string): Promise<void>;
  /** absolute paths of the files set aside since start */
  asides(): readonly string[];
}

/** Creates a folder and its parents one at a time, because Node's recursive mkdir never returns below /proc. */
async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    if (errorCode(error) === 'EEXIST' && (await stat(path)).isDirectory()) return;
    const parent = dirname(path);
    if (errorCode(error) !== 'ENOENT' || parent === path || (await exists(parent))) throw error;
    await makeFolder(parent);
    await makeFolder(path);
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
}

/** Opens the folder and creates it when needed; throws `data-dir-unusable` with its path. */
export async function openStateFolder(path: string, clock: Clock): Promise<StateFolder> {
  const asides: string[] = [];
  try {
    await makeFolder(path);
    await chmod(path, 0o700);
  } catch (error) {
    throw writeFailure(path, error);
  }

  const setAside = async (file: string): Promise<void> => {
    const stamp = new Date(clock.now()).toISOString().replaceAll(/[:.]/g, '-');
    const kept = `${file}.corrupt-${stamp}`;
    try {
      await rename(file, kept);
    } catch (error) {
      // another process has set it aside already
      if (errorCode(error) === 'ENOENT') return;
      throw writeFailure(file, error);
    }
    asides.push(kept);
  };

  const place = async (...segments: string[]): Promise<string> => {
    const parent = join(path, ...segments.slice(0, -1));
    try {
      await makeFolder(parent);
    } catch (error) {
      throw writeFailure(parent, error);
    }
    return join(path, ...segments);
  };

  return {
    path,
    place,
    setAside,
    asides: () => asides,
    async readJson(segments, parse) {
      const file = join(path, ...segments);
      let text: string;
      try {
        text = await readFile(file, 'utf8');
      } catch (error) {
        if (errorCode(error) === 'ENOENT') return null;
        throw writeFailure(file, error);
      }
      try {
        return parse(JSON.parse(text));
      } catch {
        await setAside(file);
        return null;
      }
    },
    async writeJson(segments, value) {
      const file = await place(...segments);
      try {
        await replaceFile(file, `${JSON.stringify(value, null, 2)}\n`);
      } catch (error) {
        throw writeFailure(file, error);
      }
    },
  };
}
