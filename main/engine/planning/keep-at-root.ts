import { lstatSync, realpathSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import {
  compileKeep,
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
import { diskStyle } from '../fs/disk-names.ts';
import type { Root } from '../discovery/discovery.ts';
import { isCaseless } from '../discovery/shape.ts';

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

interface Pattern {
  readonly number: number;
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

/** Resolves a whole path on the disk, because a link, a mount or another case may lead to a root too. */
function parsePattern(text: string, number: number): Pattern {
  const segments = keepSegments(text, diskStyle);
  const isWholePath = isRooted(text, diskStyle);
  const absolute = isWholePath ? [segments] : [];
  if (isWholePath && diskStyle === 'windows') absolute.push(['?:', ...segments]);
  const way: Pattern['way'][number][] = [];
  const firstWild = segments.findIndex((segment) => !isLiteral(segment));
  const literal = firstWild < 0 ? segments.length : firstWild;
  for (let count = isWholePath ? literal : -1; count >= 0; count -= 1) {
    const path = pathOf(text, segments.slice(0, count));
    const stats = orNull(() => statSync(path, { bigint: true }));
    const real = orNull(() => realpathSync.native(path));
    if (stats === null || real === null) continue;
    const rest = segments.slice(count);
    way.push({ identity: { dev: stats.dev, ino: stats.ino }, rest });
    absolute.push([...keepSegments(real, diskStyle), ...rest]);
  }
  return { number, segments, rooted: isWholePath, absolute, way };
}

function isSame(one: Identity, other: Identity): boolean {
  return one.ino !== 0n && one.dev === other.dev && one.ino === other.ino;
}

/** The patterns as globs relative to one root. */
function globsAt(root: Root, patterns: readonly Pattern[], foldCase: boolean): readonly KeepGlob[] {
  return patterns.flatMap(({ number, segments, rooted, way }) => {
    const compile = (below: readonly string[]): KeepGlob => compileKeep(below, number, foldCase);
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
 * Returns the patterns at each root. Resolves a whole path from the top of the disk; matches any other pattern from the
 * root and from each root that contains it.
 */
export function keepAtRoots(keep: readonly string[], all: readonly Root[]): (root: Root) => KeepAtRoot {
  const patterns = keep.map(parsePattern);
  return (root) => {
    if (patterns.length === 0) return { state: [], matched: [] };
    const foldCase = isCaseless(root.platform);
    const whole = patterns.flatMap(({ number, absolute }) =>
      absolute.map((segments) => compileKeep(segments, number, foldCase)),
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
