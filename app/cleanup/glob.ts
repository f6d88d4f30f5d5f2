/** A compiled keep glob. `*` and `?` stay within one component, `**` crosses them; every other character is itself. */
export interface Glob {
  readonly segments: readonly string[];
}

/**
 * Compiles a keep glob over the path below a root. One without `/` is looked for at every depth, and a match on a folder
 * keeps all that is below it: someone who asks to keep something must never lose it to a detail of the grammar.
 */
export function compileGlob(text: string, foldCase: boolean): Glob {
  const written = foldCase ? text.toLowerCase().replaceAll('\\', '/') : text;
  const segments = written.split('/').filter((segment) => segment !== '' && segment !== '.');
  return { segments: written.includes('/') ? segments : ['**', ...segments] };
}

/** One component against one segment of a glob; time grows with the product of both lengths at most. */
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
    } else if (g < glob.length && (glob[g] === '?' || glob[g] === name[n])) {
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

/** True when the whole path, given by components, is what the glob says. */
export function matchesGlob(glob: Glob, path: readonly string[]): boolean {
  const { segments } = glob;
  let g = 0;
  let p = 0;
  let deep = -1;
  let resume = 0;
  while (p < path.length) {
    const segment = segments[g];
    if (segment === '**') {
      deep = g;
      resume = p;
      g += 1;
    } else if (segment !== undefined && matchesSegment(segment, path[p] ?? '')) {
      g += 1;
      p += 1;
    } else if (deep >= 0) {
      resume += 1;
      g = deep + 1;
      p = resume;
    } else {
      return false;
    }
  }
  while (segments[g] === '**') g += 1;
  return g === segments.length;
}

/** True when any glob matches the path itself. Folders above it are asked by whoever walks down. */
export function matchesAny(globs: readonly Glob[], path: readonly string[], foldCase: boolean): boolean {
  if (globs.length === 0) return false;
  const compared = foldCase ? path.map((segment) => segment.toLowerCase()) : path;
  return globs.some((glob) => matchesGlob(glob, compared));
}
