import type { Platform } from '../platforms/platform.ts';
import { compareSpecificity, rulesOf } from './path-pattern.ts';
import type { SegmentRule } from './path-pattern.ts';

/** The row that owns a path. */
export interface Match {
  /** index into the platform's locations */
  readonly location: number;
  /** what `<account>` stood for, null where the pattern has none */
  readonly key: string | null;
  /** the entry itself was named by the pattern, letter for letter; never true for what merely lies below a match */
  readonly exact: boolean;
}

/** How far the patterns have got in one folder. Immutable; opaque to everyone but the classifier. */
export interface Position {
  readonly node: Node;
  readonly keys: readonly (string | null)[] | null;
  readonly owner: Match | null;
  /** the owner matched this very folder and not one above it */
  readonly here: boolean;
  /** this folder's own name stood for `<account>` */
  readonly named: string | null;
}

/** Walks down a root folder by folder and says which row owns what. */
export interface Classifier {
  readonly start: Position;
  /** the position inside the folder `name`; `isAccount` when discovery named that folder as an account */
  enter(position: Position, name: string, isAccount: boolean): Position;
  /** the row that owns the entry `name` of the folder at `position` */
  match(position: Position, name: string): Match | null;
  /** the rows that may own something below the folder at `position`, with the key that is known so far */
  below(position: Position): readonly Below[];
}

/** A row whose pattern has not ended yet. */
export interface Below {
  readonly location: number;
  readonly key: string | null;
}

/** One alternative of one row's pattern. */
export interface ClassifiedPattern {
  readonly location: number;
  /** as the row writes it, one alternative chosen */
  readonly written: string;
  readonly segments: readonly SegmentRule[];
  readonly exact: boolean;
}

interface Node {
  /** positions: pattern number and component number, packed */
  readonly at: readonly number[];
  readonly literals: ReadonlyMap<string, readonly number[]>;
  readonly others: readonly number[];
  readonly endLiterals: ReadonlyMap<string, readonly number[]>;
  readonly endWild: readonly number[];
}

const stride = 64;

/** The patterns that apply below a root, most specific first, on equal terms in the rows' order. */
export function patternsOf(platform: Platform, kind: 'data' | 'state'): readonly ClassifiedPattern[] {
  const foldCase = platform.system === 'windows';
  const patterns = platform.locations.flatMap((location, index) => {
    if ((location.in === 'state') !== (kind === 'state')) return [];
    const parsed = location.paths.flatMap((path) => rulesOf(path, foldCase));
    return parsed.map(({ written, segments }) => ({
      location: index,
      written,
      segments: location.in === 'account' ? [{ kind: 'account-folder' } as const, ...segments] : segments,
      exact: segments.at(-1)?.kind === 'literal',
    }));
  });
  return patterns.sort((a, b) => compareSpecificity(a.segments, b.segments) || a.location - b.location);
}

function addTo(map: Map<string, number[]>, name: string, index: number): void {
  const list = map.get(name);
  if (list === undefined) map.set(name, [index]);
  else list.push(index);
}

class Table {
  readonly patterns: readonly ClassifiedPattern[];
  readonly foldCase: boolean;
  private readonly nodes = new Map<string, Node>();

  constructor(patterns: readonly ClassifiedPattern[], foldCase: boolean) {
    this.patterns = patterns;
    this.foldCase = foldCase;
  }

  ruleAt(id: number): SegmentRule | undefined {
    return this.patterns[Math.floor(id / stride)]?.segments[id % stride];
  }

  isEnd(id: number): boolean {
    return id % stride === (this.patterns[Math.floor(id / stride)]?.segments.length ?? 0);
  }

  nodeOf(at: readonly number[]): Node {
    const name = at.join(',');
    const known = this.nodes.get(name);
    if (known !== undefined) return known;
    const node = this.build(at);
    this.nodes.set(name, node);
    return node;
  }

  matchOf(pattern: number, key: string | null, asEntry: boolean): Match {
    const owner = this.patterns[pattern];
    return { location: owner?.location ?? -1, key, exact: asEntry && owner?.exact === true };
  }

  /** `reached`: position → key. Adds what `**` may skip and picks the row that ends here. */
  settle(reached: Map<number, string | null>, above: Match | null, named: string | null): Position {
    let best = -1;
    let key: string | null = null;
    const at: number[] = [];
    for (const [id, captured] of reached) {
      if (this.isEnd(id)) {
        const pattern = Math.floor(id / stride);
        if (best < 0 || pattern < best) [best, key] = [pattern, captured];
      } else {
        at.push(id);
        if (this.ruleAt(id)?.kind === 'deep' && !reached.has(id + 1)) reached.set(id + 1, captured);
      }
    }
    at.sort((a, b) => a - b);
    const keys = at.map((id) => reached.get(id) ?? null);
    return {
      node: this.nodeOf(at),
      keys: keys.some((one) => one !== null) ? keys : null,
      owner: best < 0 ? above : this.matchOf(best, key, false),
      here: best >= 0,
      named,
    };
  }

  private build(at: readonly number[]): Node {
    const literals = new Map<string, number[]>();
    const endLiterals = new Map<string, number[]>();
    const others: number[] = [];
    const endWild: number[] = [];
    for (const [index, id] of at.entries()) {
      const rule = this.ruleAt(id);
      if (rule?.kind === 'literal') {
        addTo(literals, rule.text, index);
        if (this.isEnd(id + 1)) addTo(endLiterals, rule.text, index);
      } else if (rule !== undefined) {
        others.push(index);
        if (rule.kind === 'wild' && this.isEnd(id + 1)) endWild.push(index);
      }
    }
    return { at, literals, others, endLiterals, endWild };
  }
}

/** The key after `name` was consumed, or undefined when the rule does not take that name. */
function consume(rule: SegmentRule, name: string, before: string | null): string | null | undefined {
  if (rule.kind !== 'wild') return before;
  const found = rule.test.exec(name);
  return found === null ? undefined : (found.groups?.['account'] ?? before);
}

function enter(table: Table, position: Position, name: string, isAccount: boolean): Position {
  const { node, keys, owner } = position;
  if (node.at.length === 0) {
    return position.here || position.named !== null ? { ...position, here: false, named: null } : position;
  }
  let named: string | null = null;
  const reached = new Map<number, string | null>();
  for (const index of node.literals.get(table.foldCase ? name.toLowerCase() : name) ?? []) {
    reached.set((node.at[index] ?? 0) + 1, keys?.[index] ?? null);
  }
  for (const index of node.others) {
    const id = node.at[index] ?? 0;
    const rule = table.ruleAt(id);
    if (rule === undefined || (rule.kind === 'account-folder' && !isAccount)) continue;
    const before = keys?.[index] ?? null;
    const key = consume(rule, name, before);
    if (key !== undefined && key !== before) named = key;
    if (key !== undefined) reached.set(rule.kind === 'deep' ? id : id + 1, key);
  }
  return table.settle(reached, owner, named);
}

function match(table: Table, position: Position, name: string): Match | null {
  const { node, keys, owner } = position;
  if (node.at.length === 0) return owner;
  let best = -1;
  let key: string | null = null;
  const offer = (index: number, captured: string | null | undefined): void => {
    const pattern = Math.floor((node.at[index] ?? 0) / stride);
    if (captured !== undefined && (best < 0 || pattern < best)) [best, key] = [pattern, captured];
  };
  if (node.endLiterals.size > 0) {
    const named = node.endLiterals.get(table.foldCase ? name.toLowerCase() : name);
    if (named !== undefined) for (const index of named) offer(index, keys?.[index] ?? null);
  }
  for (const index of node.endWild) {
    const rule = table.ruleAt(node.at[index] ?? 0);
    if (rule !== undefined) offer(index, consume(rule, name, keys?.[index] ?? null));
  }
  return best < 0 ? owner : table.matchOf(best, key, true);
}

/** Compiles a platform's rows for one kind of root; made once per root and scan. */
export function createClassifier(platform: Platform, kind: 'data' | 'state'): Classifier {
  const table = new Table(patternsOf(platform, kind), platform.system === 'windows');
  return {
    start: table.settle(new Map(table.patterns.map((_, index) => [index * stride, null])), null, null),
    enter: (position, name, isAccount) => enter(table, position, name, isAccount),
    match: (position, name) => match(table, position, name),
    below: ({ node, keys }) =>
      node.at.map((id, index) => ({
        location: table.patterns[Math.floor(id / stride)]?.location ?? -1,
        key: keys?.[index] ?? null,
      })),
  };
}
