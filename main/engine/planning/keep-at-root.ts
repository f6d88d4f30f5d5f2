import { lstatSync, realpathSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import {
  compileKeep,
  compilePath,
  enterKeep,
  isLiteral,
  isRooted,
  keepProblem,
  keepSegments,
  startKeep,
} from '../../../app/cleanup/glob.ts';
import type { KeepGlob, KeepMove, KeepProblem, KeepState } from '../../../app/cleanup/glob.ts';
import { isAtOrBelow } from '../../../app/cleanup/containment.ts';
import type { Identity } from '../../system/ports.ts';
import { databaseFamily } from '../../../app/cleanup/protected.ts';
import type { Selection } from '../../../app/contract/plans.ts';
import { diskName, diskPath, diskStyle } from '../fs/disk-names.ts';
import type { Root } from '../discovery/discovery.ts';
import { isCaseless } from '../discovery/shape.ts';

/** What is known of a root where patterns are matched. */
export type KeepRoot = Pick<Root, 'path' | 'realPath' | 'identity'> & { readonly foldCase: boolean };

export function keepRootOf(root: Root): KeepRoot {
  const { path, realPath, identity, platform } = root;
  return { path, realPath, identity, foldCase: isCaseless(platform) };
}

/** The keep patterns relative to a root. */
export interface KeepAtRoot {
  readonly state: KeepState;
  /** indexes of patterns that match the root or a parent, so everything in it stays */
  readonly matched: readonly number[];
}

/** Why a keep pattern is unsupported, or null. The path of an existing file needs no pattern syntax. */
export function keepFault(text: string): KeepProblem | null {
  const problem = keepProblem(text, diskStyle);
  if (problem !== 'syntax' || !isRooted(text, diskStyle)) return problem;
  try {
    return lstatSync(text, { throwIfNoEntry: false }) === undefined ? problem : null;
  } catch {
    return problem;
  }
}

type Compile = typeof compileKeep;

interface Pattern {
  readonly number: number;
  readonly compile: Compile;
  readonly segments: readonly string[];
  readonly rooted: boolean;
  /** all spellings of the whole path */
  readonly absolute: readonly (readonly string[])[];
  /** folders on the path, each with the remaining pattern below it */
  readonly way: readonly { readonly identity: Identity; readonly rest: readonly string[] }[];
}

function pathOf(text: string, segments: readonly string[]): string {
  if (diskStyle === 'posix') return `/${segments.join('/')}`;
  const isDrive = /^[a-z]:$/i.test(segments[0] ?? '');
  const start = isDrive ? '' : /^[\\/]{2}/.test(text) ? '\\\\' : '\\';
  return `${start}${segments.join('\\')}${isDrive && segments.length === 1 ? '\\' : ''}`;
}

/** Null when the path is missing or unreadable. */
function orNull<Value>(ask: () => Value): Value | null {
  try {
    return ask();
  } catch {
    return null;
  }
}

/** Where a path leads on the disk now; null when it is missing or unreadable. */
function lookAt(path: string): { readonly identity: Identity; readonly real: string } | null {
  const place = diskPath(path);
  const stats = orNull(() => statSync(place, { bigint: true }));
  const real = orNull(() => diskName(realpathSync.native(place, 'buffer')));
  return stats === null || real === null ? null : { identity: { dev: stats.dev, ino: stats.ino }, real };
}

type Look = typeof lookAt;

/** The paths of a list share most of their folders. */
function lookOnce(): Look {
  const known = new Map<string, ReturnType<Look>>();
  return (path) => {
    const before = known.get(path);
    if (before !== undefined) return before;
    const found = lookAt(path);
    known.set(path, found);
    return found;
  };
}

/** All spellings of a whole path, because a link, a mount or another case may lead to a root too. */
function spellingsOf(
  text: string,
  segments: readonly string[],
  literal: number,
  look: Look,
): Pick<Pattern, 'absolute' | 'way'> {
  const absolute = [segments];
  const way: Pattern['way'][number][] = [];
  for (let count = literal; count >= 0; count -= 1) {
    const found = look(pathOf(text, segments.slice(0, count)));
    if (found === null) continue;
    const rest = segments.slice(count);
    way.push({ identity: found.identity, rest });
    absolute.push([...keepSegments(found.real, diskStyle), ...rest]);
  }
  return { absolute, way };
}

function parsePattern(text: string, number: number): Pattern {
  const segments = keepSegments(text, diskStyle);
  const pattern = { number, compile: compileKeep, segments };
  if (!isRooted(text, diskStyle)) return { ...pattern, rooted: false, absolute: [], way: [] };
  const firstWild = segments.findIndex((segment) => !isLiteral(segment));
  const { absolute, way } = spellingsOf(text, segments, firstWild < 0 ? segments.length : firstWild, lookAt);
  const onAnyDrive = diskStyle === 'windows' ? [['?:', ...segments]] : [];
  return { ...pattern, rooted: true, absolute: [...onAnyDrive, ...absolute], way };
}

/** A path of the keep-list. Of a database all files are kept, whichever of them was named. */
function parsePaths(paths: readonly string[], first: number): readonly Pattern[] {
  const look = lookOnce();
  return paths.flatMap((path, index) =>
    databaseFamily(path).map((one): Pattern => {
      const segments = keepSegments(one, diskStyle);
      return {
        ...{ number: first + index, compile: compilePath, segments, rooted: true },
        ...spellingsOf(one, segments, segments.length, look),
      };
    }),
  );
}

function isSame(one: Identity, other: Identity): boolean {
  return one.ino !== 0n && one.dev === other.dev && one.ino === other.ino;
}

/** The patterns as globs relative to one root. */
function globsAt(root: KeepRoot, patterns: readonly Pattern[], foldCase: boolean): readonly KeepGlob[] {
  return patterns.flatMap(({ number, compile: compileWith, segments, rooted, way }) => {
    const compile = (below: readonly string[]): KeepGlob => compileWith(below, number, foldCase);
    const reached = way.filter(({ identity }) => isSame(identity, root.identity));
    if (rooted) return [compile(segments), ...reached.map(({ rest }) => compile(rest))];
    const [first = '', ...rest] = segments;
    const names = [basename(root.path), basename(root.realPath)];
    const isNamed = isLiteral(first) && names.some((name) => matches(compile([first]), name, foldCase));
    return [compile(['**', ...segments]), ...(isNamed ? [compile(rest)] : [])];
  });
}

function matches(glob: KeepGlob, name: string, foldCase: boolean): boolean {
  return enterKeep(startKeep([glob]).state, name, foldCase).matched.length > 0;
}

function walkDown(start: KeepMove, names: readonly string[], foldCase: boolean): KeepMove {
  return names.reduce((above, name) => {
    const { state, matched } = enterKeep(above.state, name, foldCase);
    return { state, matched: [...above.matched, ...matched] };
  }, start);
}

/**
 * Returns what is kept at each root: by the patterns of a selection, and behind them in number by its keep-list.
 * Resolves a whole path from the top of the disk; matches any other pattern from the root and from each root that
 * contains it.
 */
export function keepAtRoots(
  { keep, alwaysKeep = [] }: Pick<Selection, 'keep' | 'alwaysKeep'>,
  all: readonly KeepRoot[],
): (root: KeepRoot) => KeepAtRoot {
  const patterns = [...keep.map(parsePattern), ...parsePaths(alwaysKeep, keep.length)];
  return (root) => {
    if (patterns.length === 0) return { state: [], matched: [] };
    const { foldCase } = root;
    const whole = patterns.flatMap(({ number, compile, absolute }) =>
      absolute.map((segments) => compile(segments, number, foldCase)),
    );
    const path = keepSegments(root.realPath, diskStyle);
    const fromTop = [path, keepSegments(root.path, diskStyle)].map((names) =>
      walkDown(startKeep(whole), names, foldCase),
    );
    const containing = all.filter((other) => isAtOrBelow(other.realPath, root.realPath, diskStyle));
    const fromRoots = containing.map((other) =>
      walkDown(
        startKeep(globsAt(other, patterns, foldCase)),
        path.slice(keepSegments(other.realPath, diskStyle).length),
        foldCase,
      ),
    );
    const moves = [...fromTop, ...fromRoots];
    return {
      state: moves.flatMap(({ state }) => state),
      matched: [...new Set(moves.flatMap(({ matched }) => matched))],
    };
  };
}
