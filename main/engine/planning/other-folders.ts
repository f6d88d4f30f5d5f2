import type { Amount } from '../../../app/contract/shapes.ts';
import type { OtherFolder } from '../../../app/contract/usage.ts';
import type { EntryFacts } from '../fs/walk.ts';
import { segmentsOf } from './frames.ts';
import type { Frame } from './frames.ts';
import type { OtherRow } from './scan-job.ts';

/** Folder levels below a root that are counted separately: enough to name what has no row. */
const deepest = 4;
/** Folders that one worker counts separately. Any further folder counts as its parent. */
const maxFolders = 5_000;
/** Folders that a usage shows. */
const shown = 10;

interface Sum {
  readonly root: number;
  readonly path: string;
  files: number;
  bytes: number;
  allocated: number;
  hasKnown: boolean;
}

/** Sums unknown files by folder while a usage scan walks. */
export interface OtherFolders {
  open(frame: Frame): void;
  addOther(facts: EntryFacts): void;
  addKnown(): void;
  rows(): readonly OtherRow[];
}

export function createOtherFolders(): OtherFolders {
  const sums = new Map<string, Sum>();
  let frame: Frame | null = null;
  let sum: Sum | null = null;
  let hasKnown = false;

  const sumOf = (root: number, segments: readonly string[]): Sum => {
    const path = segments.slice(0, deepest).join('/');
    const key = `${root}/${path}`;
    const known = sums.get(key);
    if (known !== undefined) return known;
    if (sums.size >= maxFolders && segments.length > 0)
      return sumOf(root, segments.slice(0, Math.min(segments.length, deepest) - 1));
    const made: Sum = { root, path, files: 0, bytes: 0, allocated: 0, hasKnown: false };
    sums.set(key, made);
    return made;
  };
  const present = (of: Frame): Sum => (sum ??= sumOf(of.context.index, segmentsOf(of)));
  /** Known files matter only to the folders above the deepest, which they keep from being named as a whole. */
  const above = (of: Frame): Sum => sumOf(of.context.index, segmentsOf(of).slice(0, deepest - 1));

  return {
    open(next) {
      frame = next;
      sum = null;
      hasKnown = false;
    },
    addOther(facts) {
      if (frame === null) return;
      const to = present(frame);
      to.files += 1;
      to.bytes += facts.size;
      to.allocated += facts.allocated;
    },
    addKnown() {
      if (frame === null || hasKnown) return;
      hasKnown = true;
      above(frame).hasKnown = true;
    },
    rows: () => [...sums.values()],
  };
}

/** A folder with the folders below it. */
interface Node {
  readonly path: string;
  readonly own: Amount & { readonly hasKnown: boolean };
  readonly children: Map<string, Node>;
}

const none = { files: 0, bytes: 0, allocated: 0, hasKnown: false };

function plus(a: Node['own'], b: Node['own']): Node['own'] {
  return {
    files: a.files + b.files,
    bytes: a.bytes + b.bytes,
    allocated: a.allocated + b.allocated,
    hasKnown: a.hasKnown || b.hasKnown,
  };
}

function treeOf(rows: readonly OtherRow[]): Node {
  const top: Node = { path: '', own: none, children: new Map() };
  const insert = (node: Node, names: readonly string[], row: OtherRow): Node => {
    const [name, ...rest] = names;
    if (name === undefined) return { ...node, own: plus(node.own, row) };
    const path = node.path === '' ? name : `${node.path}/${name}`;
    const child = node.children.get(name) ?? { path, own: none, children: new Map() };
    node.children.set(name, insert(child, rest, row));
    return node;
  };
  return rows.reduce((node, row) => insert(node, row.path === '' ? [] : row.path.split('/'), row), top);
}

function wholeOf(node: Node): Node['own'] {
  return [...node.children.values()].reduce((sum, child) => plus(sum, wholeOf(child)), node.own);
}

type Found = Amount & { readonly path: string };

/** The highest folders of which nothing is known, and beside known files what lies directly in a folder. */
function unknownIn(node: Node): readonly Found[] {
  const { path } = node;
  const { hasKnown, ...whole } = wholeOf(node);
  if (whole.files === 0) return [];
  if (path !== '' && !hasKnown) return [{ path, ...whole }];
  const { files, bytes, allocated } = node.own;
  const direct = files === 0 ? [] : [{ path, files, bytes, allocated }];
  return [...direct, ...[...node.children.values()].flatMap(unknownIn)];
}

/** The largest unknown folders of all roots. `rows` may hold a folder several times, from several workers. */
export function largestOther(rows: readonly OtherRow[], rootIds: readonly string[]): readonly OtherFolder[] {
  return rootIds
    .flatMap((rootId, root) =>
      unknownIn(treeOf(rows.filter((row) => row.root === root))).map((found) => ({ rootId, ...found })),
    )
    .toSorted((a, b) => b.bytes - a.bytes || (a.path < b.path ? -1 : 1))
    .slice(0, shown);
}
