import { lstatSync, readFileSync, readdirSync, unlinkSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { Identity, TrashLook } from '../ports.ts';
import { countedAttempts, nameInBin, pathLineOf } from './trash-info.ts';
import { binsFor, ownMounts, pathInNote } from './xdg-trash.ts';
import type { Bin, XdgTrashSettings } from './xdg-trash.ts';

const ending = '.trashinfo';
/** file system times are coarser than the clock */
const coarseMs = 2_000;

function noteOf(bin: Bin, name: string): string {
  return join(bin.path, 'info', `${name}${ending}`);
}

/** Null if missing or unreadable. */
function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function namesIn(path: string): readonly string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

function identityOf(path: string): Identity | null {
  return lstatSync(path, { bigint: true, throwIfNoEntry: false }) ?? null;
}

/** The candidate names before random ones. */
function firstNames(path: string): readonly string[] {
  const name = posix.basename(path);
  return Array.from({ length: countedAttempts }, (_none, attempt) => nameInBin(name, attempt));
}

/** Trash contents by inode; read once, and only if all first names are taken. */
function createContents() {
  const known = new Map<string, ReadonlyMap<bigint, string>>();
  return (bin: Bin): ReadonlyMap<bigint, string> => {
    const read = known.get(bin.path);
    if (read !== undefined) return read;
    const folder = join(bin.path, 'files');
    const names = new Map<bigint, string>();
    for (const name of namesIn(folder)) {
      const thing = identityOf(join(folder, name));
      if (thing !== null) names.set(thing.ino, name);
    }
    known.set(bin.path, names);
    return names;
  };
}

function saysSo(bin: Bin, name: string, path: string): boolean {
  return (
    textOf(noteOf(bin, name))
      ?.split('\n')
      .includes(pathLineOf(pathInNote(bin, path))) === true
  );
}

/** The info files in a trash folder that have no entry. */
function emptyNotes(bin: Bin): readonly string[] {
  const things = new Set(namesIn(join(bin.path, 'files')));
  return namesIn(join(bin.path, 'info')).filter(
    (name) => name.endsWith(ending) && !things.has(name.slice(0, -ending.length)),
  );
}

/**
 * Whether the run announced this entry. An info file may be cut off before its first word; then only its name and
 * time count.
 */
function isAnnounced(bin: Bin, note: string, since: number, paths: readonly string[]): boolean {
  const at = join(bin.path, 'info', note);
  const stats = lstatSync(at, { throwIfNoEntry: false });
  if (stats?.isFile() !== true || stats.mtimeMs < since - coarseMs) return false;
  const name = note.slice(0, -ending.length);
  if (stats.size === 0) return paths.some((path) => firstNames(path).includes(name));
  const lines = new Set(textOf(at)?.split('\n'));
  return paths.some((path) => lines.has(pathLineOf(pathInNote(bin, path))));
}

/** Searches the trash folders that `xdgTrash` would use; creates none. */
export function lookIntoXdgTrash(settings: XdgTrashSettings): TrashLook {
  const mounts = (settings.mounts ?? ownMounts)();
  const bins = (path: string, dev: bigint) =>
    binsFor(path, dev, { ...settings, mounts: () => mounts }, false);
  const contentsOf = createContents();
  const isIn = (bin: Bin, path: string, { dev, ino }: Identity): boolean => {
    let taken = 0;
    for (const name of firstNames(path)) {
      const thing = identityOf(join(bin.path, 'files', name));
      if (thing !== null) taken += 1;
      if (thing?.dev === dev && thing.ino === ino) return saysSo(bin, name, path);
    }
    const name = taken === countedAttempts ? contentsOf(bin).get(ino) : undefined;
    return name !== undefined && saysSo(bin, name, path);
  };
  return {
    holds: (path, thing) => bins(path, thing.dev).some((bin) => isIn(bin, path, thing)),
    dropNotes({ path, dev }, since, announced) {
      for (const bin of bins(join(path, 'x'), dev)) {
        const notes = emptyNotes(bin);
        const paths = notes.length === 0 ? [] : [...announced()];
        for (const note of notes)
          if (isAnnounced(bin, note, since, paths)) unlinkSync(join(bin.path, 'info', note));
      }
    },
  };
}
