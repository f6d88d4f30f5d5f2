import { existsSync, readdirSync } from 'node:fs';
import type { Dirent } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { SignOffError } from '../../../app/contract/errors.ts';
import type { Clock } from '../../system/ports.ts';
import { errorCode, isAbsent, writeFailure } from '../fs/errors.ts';
import { sizeLimits, NotReadable, readRegular } from '../fs/regular-file.ts';
import { replaceFile } from '../fs/whole-file.ts';
import { claimFolder, makeFolders } from './claim-folder.ts';

/** A file that another version of SignOff wrote. It is not read, not overwritten, and stays where it is. */
export interface OtherFormat {
  /** absolute */
  readonly path: string;
  readonly format: 'older' | 'newer';
}

/** What a JSON file holds besides its `version`. `parse` gets the other fields and throws for a damaged file. */
export interface StoredShape<T> {
  readonly version: number;
  readonly parse: (fields: unknown) => T;
}

/** The format of a file by its version; null for this version. Without a version it is older. */
export function formatOf(version: unknown, current: number): OtherFormat['format'] | null {
  if (version === undefined) return 'older';
  if (typeof version !== 'number' || version === current) return null;
  return version < current ? 'older' : 'newer';
}

export function otherFormatError({ path, format }: OtherFormat): SignOffError {
  return new SignOffError('other-format', { path, format });
}

/**
 * The folder that holds everything the assistant writes, readable by its owner only. Leaving removes this folder last,
 * and with it the assistant's own traces.
 */
export interface StateFolder {
  readonly path: string;
  /** returns the absolute path of a file below the folder and creates its parent */
  place(...segments: string[]): Promise<string>;
  /** parsed JSON; null when the file is missing, of another format, or damaged and now set aside */
  readJson<T>(segments: readonly string[], shape: StoredShape<T>): Promise<T | null>;
  /** throws `other-format` instead of overwriting a file of another format */
  writeJson<T extends object>(segments: readonly string[], shape: StoredShape<T>, value: T): Promise<void>;
  /** renames a damaged file to `*.corrupt-<time>`; throws `data-dir-unusable` */
  setAside(path: string): Promise<void>;
  /** removes files that were set aside more than a week ago, because they may hold file names */
  sweepAsides(): Promise<void>;
  /** absolute paths of all files set aside, also by earlier programs, that are still there */
  asides(): readonly string[];
  /** adds a file to `otherFormats` */
  noteOtherFormat(found: OtherFormat): void;
  /** the files of another format met since start that are still there */
  otherFormats(): readonly OtherFormat[];
  /** the error for a file that was noted; null for any other */
  otherFormatError(path: string): SignOffError | null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The format of a JSON file, and its fields without `version`; null unless the text is one JSON object. */
function fieldsIn(text: string, current: number) {
  const value = parseJson(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const { version, ...fields } = value as Record<string, unknown>;
  return { format: formatOf(version, current), isCurrent: version === current, fields };
}

/** Time in ms that a damaged file is kept aside. */
const asideKeptMs = 7 * 24 * 60 * 60 * 1000;
const asideName = /\.corrupt-(\d{4}-\d{2}-\d{2})T(\d{2})-(\d{2})-(\d{2})-(\d{3})Z$/u;

/** When a file was set aside, by its name; null for any other file. */
function setAsideAt(name: string): number | null {
  const [, day, ...clock] = asideName.exec(name) ?? [];
  const [hours, minutes, seconds, ms] = clock;
  return day === undefined ? null : Date.parse(`${day}T${hours}:${minutes}:${seconds}.${ms}Z`);
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (isAbsent(error)) return [];
    throw writeFailure(folder, error);
  }
}

/** Files set aside in the own folder and in the folders directly in it: no state file lies deeper. */
function asidesIn(path: string): readonly string[] {
  const top = entriesOf(path);
  const folders = [path, ...top.filter((entry) => entry.isDirectory()).map(({ name }) => join(path, name))];
  return folders
    .flatMap((folder) =>
      (folder === path ? top : entriesOf(folder))
        .filter((entry) => entry.isFile() && asideName.test(entry.name))
        .map(({ name }) => join(folder, name)),
    )
    .sort();
}

async function sweepAsides(path: string, now: number): Promise<void> {
  for (const file of asidesIn(path)) {
    const at = setAsideAt(basename(file));
    if (at !== null && now - at > asideKeptMs) await rm(file, { force: true });
  }
}

/** Null when there is no file. What cannot be a file of SignOff's reads as an empty, so damaged, one. */
async function readText(file: string): Promise<string | null> {
  try {
    return (await readRegular(file, sizeLimits.note)).toString('utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    if (error instanceof NotReadable) return '';
    throw writeFailure(file, error);
  }
}

/** The absolute path of a file below `folder`, whose parent it creates. */
function placeIn(folder: string, segments: readonly string[]): string {
  const parent = join(folder, ...segments.slice(0, -1));
  try {
    makeFolders(parent);
  } catch (error) {
    throw writeFailure(parent, error);
  }
  return join(folder, ...segments);
}

function createOtherFormats(): Pick<StateFolder, 'noteOtherFormat' | 'otherFormats' | 'otherFormatError'> {
  const byPath = new Map<string, OtherFormat>();
  return {
    noteOtherFormat: (found) => void byPath.set(found.path, found),
    otherFormats: () => [...byPath.values()].filter((found) => existsSync(found.path)),
    otherFormatError(path) {
      const found = byPath.get(path);
      return found === undefined ? null : otherFormatError(found);
    },
  };
}

function stateFolderAt(path: string, clock: Clock): StateFolder {
  const found = createOtherFormats();
  claimFolder(path);

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
  };

  const place = (...segments: string[]): Promise<string> =>
    new Promise((resolve) => {
      resolve(placeIn(path, segments));
    });

  return {
    path,
    place,
    setAside,
    sweepAsides: () => sweepAsides(path, clock.now()),
    asides: () => asidesIn(path),
    ...found,
    async readJson(segments, { version, parse }) {
      const file = join(path, ...segments);
      const text = await readText(file);
      if (text === null) return null;
      const stored = fieldsIn(text, version);
      const format = stored?.format ?? null;
      if (format !== null) {
        found.noteOtherFormat({ path: file, format });
        return null;
      }
      try {
        if (stored?.isCurrent === true) return parse(stored.fields);
      } catch {
        // Damaged, like a version that is no number.
      }
      await setAside(file);
      return null;
    },
    async writeJson(segments, { version }, value) {
      const file = await place(...segments);
      const format = fieldsIn((await readText(file)) ?? '', version)?.format ?? null;
      if (format !== null) throw otherFormatError({ path: file, format });
      try {
        await replaceFile(file, `${JSON.stringify({ version, ...value }, null, 2)}\n`);
      } catch (error) {
        throw writeFailure(file, error);
      }
    },
  };
}

/** Opens the folder and creates it when needed; throws `data-dir-refused` and `data-dir-unusable` with its path. */
export function openStateFolder(path: string, clock: Clock): Promise<StateFolder> {
  return new Promise((resolve) => {
    resolve(stateFolderAt(path, clock));
  });
}
