import { lstatSync, realpathSync, mkdirSync, lutimesSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { isAtOrBelow, isPlainName, isSamePath } from '../../../app/cleanup/containment.ts';
import type { PathStyle } from '../../../app/cleanup/containment.ts';
import { SignOffError } from '../../../app/contract/errors.ts';
import { parsePattern } from '../../../app/platforms/pattern.ts';
import type { PatternSegment } from '../../../app/platforms/pattern.ts';
import { PinLost } from '../../system/ports.ts';
import type { Identity, FolderPins, PinnedFolder, PinnedStat } from '../../system/ports.ts';
import { setFolderMode } from '../fs/folder-mode.ts';
import { diskPath } from '../fs/disk-names.ts';
import type { DataPlace, Discovery } from '../discovery/discovery.ts';
import { errorCode } from '../fs/errors.ts';
import type { ParentLine } from '../batches/index-lines.ts';
import type { Batch } from './open-batch.ts';

/** The allowed target of one root. Nothing above `top` is touched; `missing` is created below it first. */
export interface Bound {
  readonly realPath: string;
  readonly top: string;
  readonly identity: Identity;
  readonly missing: readonly string[];
}

function folderAt(path: string): Identity | null {
  const stats = lstatSync(diskPath(path), { bigint: true, throwIfNoEntry: false });
  return stats?.isDirectory() === true ? { dev: stats.dev, ino: stats.ino } : null;
}

/** The nearest existing folder at or above the path, by its real path; null when a link or file is in the way. */
function nearestFolder(path: string): { readonly top: string; readonly identity: Identity } | null {
  for (let top = path; ; top = dirname(top)) {
    const identity = folderAt(top);
    if (identity !== null) return realpathSync.native(top) === top ? { top, identity } : null;
    const isThere = lstatSync(diskPath(top), { throwIfNoEntry: false }) !== undefined;
    if (isThere || dirname(top) === top) return null;
  }
}

function isNamedAs(segment: PatternSegment, name: string, caseless: boolean): boolean {
  if (segment.kind === 'match') return segment.regex.test(name);
  if (segment.kind !== 'literal') return false;
  return caseless ? segment.name.toLowerCase() === name.toLowerCase() : segment.name === name;
}

/**
 * True when the catalogue puts a data folder exactly there. A clean may take everything by which a root is recognised,
 * and its batch must still be restorable; no name and no link of another program's choice leads to such a place.
 */
export function isDataPlace(place: DataPlace, path: string, style: PathStyle): boolean {
  const { base, isLinked, caseless } = place;
  if (!isAtOrBelow(base, path, style) || (isLinked && folderAt(path) === null)) return false;
  const names = relative(base, path).split(sep);
  const segments = parsePattern(place.path, caseless);
  return (
    names.length === segments.length &&
    segments.every((segment, index) => isNamedAs(segment, names[index] ?? '', caseless))
  );
}

function isRecognised(
  { roots, dataPlaces = [], measuredOnly = [] }: Discovery,
  path: string,
  style: PathStyle,
): boolean {
  return (
    roots.some((root) => root.layout === 'recognised' && isSamePath(root.realPath, path, style)) ||
    dataPlaces.some((place) => isDataPlace(place, path, style)) ||
    // the person named it; a deep clean may have taken what showed its shape
    measuredOnly.some(({ realPath }) => realPath === path)
  );
}

function boundOf(realPath: string, batch: Batch, discovery: Discovery, style: PathStyle): Bound {
  const unknown = new SignOffError('quarantine-root-unknown', { path: realPath, batch: batch.folder.path });
  if (!isRecognised(discovery, realPath, style)) throw unknown;
  const found = nearestFolder(realPath);
  if (found === null) throw unknown;
  const missing = relative(found.top, realPath)
    .split(sep)
    .filter((name) => name !== '');
  if (!missing.every((name) => isPlainName(name, style))) throw unknown;
  return { realPath, ...found, missing };
}

/**
 * The allowed targets of the used roots, from a fresh discovery and never from the index alone. Throws
 * `quarantine-root-unknown` before anything is touched.
 */
export function boundsFor(
  batch: Batch,
  used: ReadonlySet<number>,
  discovery: Discovery,
  style: PathStyle,
): readonly (Bound | null)[] {
  return batch.header.roots.map((root, index) =>
    used.has(index) ? boundOf(root.realPath, batch, discovery, style) : null,
  );
}

/** Thrown when a file or link is in the place of a folder. */
export class InTheWay extends Error {
  override readonly name = 'InTheWay';
}

/** Null when the name is free. */
export function lookFor(folder: PinnedFolder, name: string): PinnedStat | null {
  try {
    return folder.stat(name);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

function demandFolder(stat: PinnedStat): void {
  if (stat.kind === 'link') throw new PinLost('link');
  if (stat.kind !== 'folder') throw new InTheWay();
}

/**
 * Pins the folder below the bound and creates missing folders one by one inside the pinned parent. Throws `PinLost` or
 * `InTheWay` for a link or file in the way. Calls `onCreated` for each new folder.
 */
export function reachFolder(
  pins: FolderPins,
  bound: Bound,
  segments: readonly string[],
  onCreated: (segments: readonly string[]) => void,
): PinnedFolder {
  let path = bound.top;
  let pin = pins.pin(path, bound.identity, bound.top);
  if (typeof pin === 'string') throw new PinLost(pin);
  const all = [...bound.missing, ...segments];
  for (const [index, name] of all.entries()) {
    const parent: PinnedFolder = pin;
    try {
      if (lookFor(parent, name) === null) {
        mkdirSync(parent.pathFor(name), { mode: 0o700 });
        if (index >= bound.missing.length) onCreated(all.slice(bound.missing.length, index + 1));
      }
      const stat = parent.stat(name);
      demandFolder(stat);
      path = join(path, name);
      pin = pins.pin(path, stat, bound.top);
    } finally {
      parent.close();
    }
    if (typeof pin === 'string') throw new PinLost(pin);
  }
  return pin;
}

type FolderAttributes = Pick<ParentLine, 'mode' | 'mtimeMs'>;

interface RecreatedFolder {
  readonly root: number;
  readonly path: readonly string[];
  readonly attributes: FolderAttributes | null;
}

/** Folders that a restore recreated. They get their former mode and times once their content is complete. */
export interface RecreatedFolders {
  /** `attributes` null uses the description in the index. */
  add(root: number, path: readonly string[], attributes: FolderAttributes | null): void;
  /** Returns the number of folders whose mode or times could not be set. Never changes a folder that existed before. */
  applyAttributes(pins: FolderPins, bounds: readonly (Bound | null)[]): number;
}

function keyOf(root: number, path: readonly string[]): string {
  return `${root}\0${path.join('\0')}`;
}

function applyAttributes(
  pins: FolderPins,
  bound: Bound,
  path: readonly string[],
  attributes: FolderAttributes,
): void {
  const parent = reachFolder(pins, bound, path.slice(0, -1), () => undefined);
  try {
    const name = path.at(-1) ?? '';
    if (lookFor(parent, name)?.kind !== 'folder') return;
    setFolderMode(parent.pathFor(name), attributes.mode);
    lutimesSync(parent.pathFor(name), attributes.mtimeMs / 1000, attributes.mtimeMs / 1000);
  } finally {
    parent.close();
  }
}

export function createRecreatedFolders(parents: readonly ParentLine[]): RecreatedFolders {
  const described = new Map(parents.map((line) => [keyOf(line.root, line.path), line]));
  const recreated: RecreatedFolder[] = [];
  return {
    add: (root, path, attributes) => void recreated.push({ root, path, attributes }),
    applyAttributes(pins, bounds) {
      let failures = 0;
      for (const { root, path, attributes } of recreated.toSorted((a, b) => b.path.length - a.path.length)) {
        const bound = bounds[root];
        const wanted = attributes ?? described.get(keyOf(root, path)) ?? null;
        if (bound === null || bound === undefined || wanted === null) continue;
        try {
          applyAttributes(pins, bound, path, wanted);
        } catch {
          failures += 1;
        }
      }
      return failures;
    },
  };
}
