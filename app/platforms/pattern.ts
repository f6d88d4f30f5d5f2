import type { PathPattern } from './platform.ts';

/** One `/`-separated part of a pattern. `regex` has a named group `account` where the part holds `<account>`. */
export type PatternSegment =
  | { readonly kind: 'any-depth' }
  | { readonly kind: 'literal'; readonly name: string }
  | { readonly kind: 'match'; readonly regex: RegExp };

const tokens: Readonly<Record<string, string>> = {
  '<month>': '[0-9]{4}-(?:0[1-9]|1[0-2])',
  '<hex4>': '[0-9a-fA-F]{4}',
  '<hex32>': '[0-9a-fA-F]{32}',
  '<wxid>': 'wxid_[0-9a-z]+',
  '<uin>': '[1-9][0-9]{4,11}',
  '<account>': '(?<account>[^/]+)',
};

const special = /<month>|<hex4>|<hex32>|<wxid>|<uin>|<account>|[*?{},]|[^*?{},<]+|</g;

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
}

function sourceOf(part: string, insideBraces: boolean): string {
  if (part === '*') return '[^/]*';
  if (part === '?') return '[^/]';
  if (part === '{') return '(?:';
  if (part === '}') return ')';
  if (part === ',' && insideBraces) return '|';
  return tokens[part] ?? escaped(part);
}

/** Turns one segment into an anchored expression; throws on braces that do not pair. */
function segmentRegex(segment: string, caseless: boolean): RegExp {
  let source = '';
  let open = false;
  for (const [part] of segment.matchAll(special)) {
    if ((part === '{' && open) || (part === '}' && !open)) throw new Error(`bad braces in ${segment}`);
    source += sourceOf(part, open);
    if (part === '{' || part === '}') open = part === '{';
  }
  if (open) throw new Error(`bad braces in ${segment}`);
  return new RegExp(`^${source}$`, caseless ? 'iu' : 'u');
}

/**
 * Splits a pattern into segments that can be matched against names of one folder each. Throws on a pattern that no
 * platform file may hold (empty segment, `.`, `..`, braces across folders), so that a typing error fails in tests.
 */
export function parsePattern(pattern: PathPattern, caseless = false): readonly PatternSegment[] {
  return pattern.split('/').map((segment): PatternSegment => {
    if (segment === '' || segment === '.' || segment === '..')
      throw new Error(`bad segment in pattern ${pattern}`);
    if (segment === '**') return { kind: 'any-depth' };
    if (segment.includes('**')) throw new Error(`** must stand alone in ${pattern}`);
    if (!/[*?{}<]/.test(segment)) return { kind: 'literal', name: segment };
    return { kind: 'match', regex: segmentRegex(segment, caseless) };
  });
}
