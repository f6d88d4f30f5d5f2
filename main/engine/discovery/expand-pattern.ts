import type { Dirent, Stats } from 'node:fs';
import { lstat, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { PathPattern } from '../../../app/platforms/platform.ts';
import { parsePattern } from '../../../app/platforms/pattern.ts';
import type { PatternSegment } from '../../../app/platforms/pattern.ts';
import { errorCode, isAbsent, throwFileLimit } from '../fs/errors.ts';

interface PatternMatch {
  readonly path: string;
  readonly kind: 'file' | 'folder' | 'link' | 'special';
  /** text matched by `<account>`, or null */
  readonly account: string | null;
}

interface Expansion {
  readonly matches: readonly PatternMatch[];
  /** folders that could not be listed; their content is unknown, not empty */
  readonly unreadable: readonly { readonly path: string; readonly code: string }[];
  /** links on the way to a match, not entered; what lies behind them is unknown, not absent */
  readonly links: readonly { readonly path: string; readonly account: string | null }[];
}

interface ExpandOptions {
  /** tries the exact name first, then ignores case (a Windows layout on any file system) */
  readonly caseless: boolean;
  /** stops after this many matches; a shape needs one */
  readonly maxMatches?: number;
  /** maximum number of folders to list, so that a search stays quick in a huge tree; the others count as unreadable */
  readonly maxFolders?: number;
}

interface Walk {
  readonly segments: readonly PatternSegment[];
  readonly caseless: boolean;
  readonly maxMatches: number;
  foldersLeft: number;
  readonly matches: Map<string, PatternMatch>;
  readonly unreadable: Map<string, string>;
  readonly links: Map<string, string | null>;
}

interface Step {
  readonly path: string;
  readonly index: number;
  readonly account: string | null;
}

function kindOf(entry: Dirent | Stats): PatternMatch['kind'] {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'folder';
  return entry.isSymbolicLink() ? 'link' : 'special';
}

async function entriesOf(walk: Walk, folder: string): Promise<readonly Dirent[]> {
  if (walk.foldersLeft <= 0) {
    walk.unreadable.set(folder, 'too-many-folders');
    return [];
  }
  walk.foldersLeft -= 1;
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    throwFileLimit(error);
    if (!isAbsent(error)) walk.unreadable.set(folder, errorCode(error));
    return [];
  }
}

/** Adds a match after the last segment, otherwise descends. Never enters a link. */
async function acceptName(walk: Walk, step: Step, kind: PatternMatch['kind']): Promise<void> {
  const { path, account } = step;
  if (step.index === walk.segments.length) {
    if (!walk.matches.has(path)) walk.matches.set(path, { path, kind, account });
    return;
  }
  if (kind === 'folder') await descend(walk, step);
  else if (kind === 'link') walk.links.set(path, account);
}

async function literal(walk: Walk, step: Step, name: string): Promise<void> {
  const path = join(step.path, name);
  try {
    const kind = kindOf(await lstat(path));
    await acceptName(walk, { ...step, path, index: step.index + 1 }, kind);
    return;
  } catch (error) {
    if (!isAbsent(error)) {
      walk.unreadable.set(step.path, errorCode(error));
      return;
    }
    if (!walk.caseless) return;
  }
  const wanted = name.toLowerCase();
  for (const entry of await entriesOf(walk, step.path)) {
    if (entry.name.toLowerCase() !== wanted) continue;
    const found = { ...step, path: join(step.path, entry.name), index: step.index + 1 };
    await acceptName(walk, found, kindOf(entry));
  }
}

async function matching(walk: Walk, step: Step, regex: RegExp): Promise<void> {
  for (const entry of await entriesOf(walk, step.path)) {
    const match = regex.exec(entry.name);
    if (match === null) continue;
    if (walk.matches.size >= walk.maxMatches) return;
    const account = match.groups?.['account'] ?? step.account;
    const found = { path: join(step.path, entry.name), index: step.index + 1, account };
    await acceptName(walk, found, kindOf(entry));
  }
}

async function anyDepth(walk: Walk, step: Step): Promise<void> {
  const last = step.index + 1 === walk.segments.length;
  if (!last) await descend(walk, { ...step, index: step.index + 1 });
  for (const entry of await entriesOf(walk, step.path)) {
    if (walk.matches.size >= walk.maxMatches) return;
    const path = join(step.path, entry.name);
    const kind = kindOf(entry);
    if (kind === 'folder') await descend(walk, { ...step, path });
    else if (last) await acceptName(walk, { ...step, path, index: walk.segments.length }, kind);
    else if (kind === 'link') walk.links.set(path, step.account);
  }
}

async function descend(walk: Walk, step: Step): Promise<void> {
  const segment = walk.segments[step.index];
  if (segment === undefined || walk.matches.size >= walk.maxMatches) return;
  if (segment.kind === 'literal') await literal(walk, step, segment.name);
  else if (segment.kind === 'match') await matching(walk, step, segment.regex);
  else await anyDepth(walk, step);
}

/**
 * Finds the matches of one pattern below one folder. Never enters a link; a trailing `**` matches files and links at
 * any depth, never folders.
 */
export async function expandPattern(
  base: string,
  pattern: PathPattern,
  options: ExpandOptions,
): Promise<Expansion> {
  const walk: Walk = {
    segments: parsePattern(pattern, options.caseless),
    caseless: options.caseless,
    maxMatches: options.maxMatches ?? Infinity,
    foldersLeft: options.maxFolders ?? 20_000,
    matches: new Map(),
    unreadable: new Map(),
    links: new Map(),
  };
  await descend(walk, { path: base, index: 0, account: null });
  return {
    matches: [...walk.matches.values()],
    unreadable: [...walk.unreadable].map(([path, code]) => ({ path, code })),
    links: [...walk.links].map(([path, account]) => ({ path, account })),
  };
}

interface Beginning {
  readonly from: string;
  readonly rest: string;
  readonly unread: { readonly path: string; readonly code: string } | null;
}

/** The first broken link of `paths`, if any: its target may be on a disconnected drive. */
async function brokenLink(paths: readonly string[], code: string): Promise<Beginning['unread']> {
  for (const path of paths) {
    const isThere = await stat(path).then(
      () => true,
      () => false,
    );
    if (isThere) continue;
    const isLink = await lstat(path).then(
      (found) => found.isSymbolicLink(),
      () => false,
    );
    return isLink ? { path, code } : null;
  }
  return null;
}

/** Resolves the part of a path before its first pattern by the system, because a moved profile may contain links. */
export async function plainBeginning(base: string, path: string): Promise<Beginning> {
  const segments = path.split('/');
  const firstPattern = segments.findIndex((segment) => /[*?{}<]/.test(segment));
  const count = firstPattern === -1 ? segments.length - 1 : firstPattern;
  const from = join(base, ...segments.slice(0, count));
  try {
    if ((await stat(from)).isDirectory())
      return { from, rest: segments.slice(count).join('/'), unread: null };
  } catch (error) {
    const parents = [base, ...segments.slice(0, count)].map((_part, index, parts) =>
      join(...parts.slice(0, index + 1)),
    );
    return { from: base, rest: path, unread: await brokenLink(parents, errorCode(error)) };
  }
  return { from: base, rest: path, unread: null };
}
