import { parsePattern } from '../platforms/pattern.ts';
import type { PathPattern } from '../platforms/platform.ts';

/** What one path component has to be for a pattern to go on. */
export type SegmentRule =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'wild'; readonly test: RegExp; readonly weight: 1 | 2 | 3 }
  /** `**`: any number of components, also none */
  | { readonly kind: 'deep' }
  /** a folder that discovery named as an account; never a matter of its name */
  | { readonly kind: 'account-folder' };

const alternativesAtMost = 500;

/** Writes out every `{a,b}`, so that what is left of a pattern is names, wildcards and tokens. */
function expandAlternatives(pattern: PathPattern): readonly string[] {
  const braces = /\{([^{}]*)\}/.exec(pattern);
  if (braces === null) return [pattern];
  const before = pattern.slice(0, braces.index);
  const after = pattern.slice(braces.index + braces[0].length);
  const all = (braces[1] ?? '').split(',').flatMap((one) => expandAlternatives(before + one + after));
  if (all.length > alternativesAtMost) throw new Error(`too many alternatives in pattern ${pattern}`);
  return [...new Set(all)];
}

function weightOfWild(segment: string): 1 | 2 | 3 {
  if (segment === '*') return 1;
  return /[*?]/.test(segment) ? 2 : 3;
}

function refuseAmbiguousKey(pattern: string, segments: readonly string[]): void {
  const first = segments.findIndex((segment) => segment.includes('<account>'));
  if (first < 0) return;
  const twice = pattern.split('<account>').length > 2;
  const isLoose = segments.slice(0, first).includes('**') && segments.slice(first + 1).includes('**');
  if (twice || isLoose) throw new Error(`ambiguous <account> in pattern ${pattern}`);
}

function ruleOf(written: string, foldCase: boolean): readonly SegmentRule[] {
  const segments = written.split('/');
  while (segments.at(-1) === '**') segments.pop();
  if (segments.length === 0) return [];
  refuseAmbiguousKey(written, segments);
  return parsePattern(segments.join('/'), foldCase).map((segment, index): SegmentRule => {
    if (segment.kind === 'any-depth') return { kind: 'deep' };
    if (segment.kind === 'match')
      return { kind: 'wild', test: segment.regex, weight: weightOfWild(segments[index] ?? '') };
    return { kind: 'literal', text: foldCase ? segment.name.toLowerCase() : segment.name };
  });
}

/**
 * One rule per component and one list per alternative. A trailing `**` is dropped: a matched folder owns all that is
 * below it anyway. Throws on what the grammar does not know, so that a slip in the catalogue never passes.
 */
export function rulesOf(
  pattern: PathPattern,
  foldCase: boolean,
): readonly { readonly written: string; readonly segments: readonly SegmentRule[] }[] {
  return expandAlternatives(pattern).map((written) => ({ written, segments: ruleOf(written, foldCase) }));
}

function weightOf(rule: SegmentRule): number {
  if (rule.kind === 'literal' || rule.kind === 'account-folder') return 4;
  return rule.kind === 'wild' ? rule.weight : 0;
}

/**
 * Orders two patterns that match the same path, more specific first: the thing's own name counts before the names of
 * the folders above it, a name before a token, a token before a wildcard, and `**` last.
 */
export function compareSpecificity(a: readonly SegmentRule[], b: readonly SegmentRule[]): number {
  const shorter = Math.min(a.length, b.length);
  for (let back = 1; back <= shorter; back += 1) {
    const left = a.at(-back);
    const right = b.at(-back);
    if (left === undefined || right === undefined) break;
    const difference = weightOf(right) - weightOf(left);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
