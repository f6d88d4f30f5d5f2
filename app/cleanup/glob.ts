import type { PathStyle } from './containment.ts';

/**
 * Keep patterns. `*` and `?` stay within one component, `**` crosses them, every other character is itself. A match on
 * a folder keeps everything below it. The matcher is our own and small: it decides what is deleted, `app` imports
 * nothing, and in doubt it keeps more.
 */

/** Why a pattern is refused: kept silent, it would keep nothing. */
export type KeepProblem = 'empty' | 'home' | 'climbs' | 'address' | 'syntax';

/** A compiled pattern; `pattern` is its place in the selection. */
export interface KeepGlob {
  readonly pattern: number;
  readonly segments: readonly string[];
  /** a path of the keep-list: its characters mean themselves, also `*` and `[` */
  readonly isPath: boolean;
}

/** Which patterns may still match below a folder, and how far each has come. */
export type KeepState = readonly { readonly glob: KeepGlob; readonly at: readonly number[] }[];

export interface KeepMove {
  readonly state: KeepState;
  /** patterns that match the folder itself */
  readonly matched: readonly number[];
}

function slashed(text: string, style: PathStyle): string {
  if (style === 'posix') return text;
  return text.replaceAll('\\', '/').replace(/^\/\/[?.]\/(?:UNC\/)?/i, '/');
}

/** Components of a pattern or a path, `.` left out; a drive or a server and its share are components as well. */
export function keepSegments(text: string, style: PathStyle): readonly string[] {
  return slashed(text, style)
    .split('/')
    .filter((segment) => segment !== '' && segment !== '.');
}

/** True for `/x`, which is a whole path or begins at the data folder; on Windows also for `C:\x` and `\\server\share`. */
export function isRooted(text: string, style: PathStyle): boolean {
  const written = slashed(text, style);
  return written.startsWith('/') || (style === 'windows' && /^[a-z]:\//i.test(written));
}

/** Null when the pattern says something that is supported. */
export function keepProblem(text: string, style: PathStyle): KeepProblem | null {
  const segments = keepSegments(text, style);
  if (/^(?:file:|[a-z][a-z0-9+.-]+:\/\/)/i.test(text)) return 'address';
  if (/[{}[\]|\0]/.test(text) || text.startsWith('!')) return 'syntax';
  if (style === 'posix' && text.includes('\\')) return 'syntax';
  if (segments.includes('..')) return 'climbs';
  if (isRooted(text, style)) return null;
  return segments.length === 0 ? 'empty' : segments[0] === '~' ? 'home' : null;
}

/** A component without wildcards. U+FFFD stands for bytes that the command line could not carry. */
export function isLiteral(segment: string): boolean {
  return !/[*?\uFFFD]/.test(segment);
}

/** Folds only letters whose case goes there and back as one character, as disks that do not tell case apart do. */
function folded(text: string): string {
  const one = (letter: string, other: string): string => (other.length === letter.length ? other : letter);
  return Array.from(text, (letter) => {
    const upper = one(letter, letter.toUpperCase());
    return one(upper, upper.toLowerCase());
  }).join('');
}

const notAscii = /[^\0-\x7f]/;

/** Disks and keyboards compose letters differently, so both sides are compared composed. */
function compared(text: string, foldCase: boolean): string {
  const composed = notAscii.test(text) ? text.normalize('NFC') : text;
  return foldCase ? folded(composed) : composed;
}

/** Compiles the components of a pattern from where it begins; `**` in front makes it match at any depth. */
export function compileKeep(segments: readonly string[], pattern: number, foldCase: boolean): KeepGlob {
  const written = segments.map((segment) => compared(segment.replaceAll('\uFFFD', '*'), foldCase));
  // a matched folder keeps what is below it anyway
  while (written.at(-1) === '**') written.pop();
  return { pattern, segments: written, isPath: false };
}

/** The components of a path, each of which matches only itself. */
export function compilePath(segments: readonly string[], pattern: number, foldCase: boolean): KeepGlob {
  return { pattern, segments: segments.map((segment) => compared(segment, foldCase)), isPath: true };
}

function widthAt(name: string, at: number): number {
  return (name.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}

/** One component against one segment; time grows with the product of both lengths at most. */
function matchesSegment(glob: string, name: string): boolean {
  let g = 0;
  let n = 0;
  let star = -1;
  let resume = 0;
  while (n < name.length) {
    if (glob[g] === '*') {
      star = g;
      resume = n;
      g += 1;
    } else if (glob[g] === '?') {
      g += 1;
      n += widthAt(name, n);
    } else if (g < glob.length && glob[g] === name[n]) {
      g += 1;
      n += 1;
    } else if (star >= 0) {
      resume += 1;
      g = star + 1;
      n = resume;
    } else {
      return false;
    }
  }
  while (glob[g] === '*') g += 1;
  return g === glob.length;
}

/** The name as it is matched, and as the disk writes it where that differs. */
function spellings(name: string, foldCase: boolean): readonly string[] {
  const composed = compared(name, foldCase);
  const written = foldCase ? folded(name) : name;
  return written === composed ? [composed] : [composed, written];
}

/** A position and those behind it that it reaches without a component. */
function addFrom(positions: Set<number>, { segments, isPath }: KeepGlob, at: number): void {
  positions.add(at);
  for (let next = at; !isPath && segments[next] === '**'; next += 1) positions.add(next + 1);
}

function fits({ isPath }: KeepGlob, segment: string, names: readonly string[]): boolean {
  return isPath ? names.includes(segment) : names.some((name) => matchesSegment(segment, name));
}

/** Where patterns stand at their beginning. One without components names that folder itself. */
export function startKeep(globs: readonly KeepGlob[]): KeepMove {
  const state = globs
    .filter(({ segments }) => segments.length > 0)
    .map((glob) => {
      const at = new Set<number>();
      addFrom(at, glob, 0);
      return { glob, at: [...at] };
    });
  const whole = globs.filter(({ segments }) => segments.length === 0);
  return { state, matched: whole.map(({ pattern }) => pattern) };
}

/** Goes down into the folder `name`. */
export function enterKeep(from: KeepState, name: string, foldCase: boolean): KeepMove {
  const names = spellings(name, foldCase);
  const matched = new Set<number>();
  const state = from.flatMap(({ glob, at }) => {
    const next = new Set<number>();
    for (const position of at) {
      const segment = glob.segments[position] ?? '';
      if (segment === '**' && !glob.isPath) addFrom(next, glob, position);
      else if (!fits(glob, segment, names)) continue;
      else if (position + 1 === glob.segments.length) matched.add(glob.pattern);
      else addFrom(next, glob, position + 1);
    }
    return next.size === 0 ? [] : [{ glob, at: [...next] }];
  });
  return { state, matched: [...matched] };
}

/** Patterns that match the entry `name` in the folder where `state` holds. */
export function matchKeep(state: KeepState, name: string, foldCase: boolean): readonly number[] {
  if (state.length === 0) return [];
  const names = spellings(name, foldCase);
  return state.flatMap(({ glob, at }) => {
    const last = glob.segments.length - 1;
    const segment = glob.segments[last] ?? '';
    return at.includes(last) && fits(glob, segment, names) ? [glob.pattern] : [];
  });
}
