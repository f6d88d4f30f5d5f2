import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import type { Stats } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { makeFolder } from './run-plan.ts';

type Node =
  'file' | 'big-file' | 'link-to-file' | 'link-to-folder' | 'dangling-link' | 'hard-link' | 'empty-folder';
type Change =
  | 'append'
  | 'touch'
  | 'rewrite-in-place'
  | 'replace-by-copy'
  | 'delete'
  | 'replace-by-link'
  | 'replace-by-folder'
  | 'new-file-beside'
  | 'folder-becomes-link-to-owner'
  | 'folder-becomes-link-inside'
  | 'folder-moves-to-owner'
  | 'folder-is-replaced'
  | 'folder-is-carried-away-and-linked';

export interface HomeRecipe {
  readonly nodes: readonly {
    readonly path: readonly string[];
    readonly node: Node;
    readonly planned: boolean;
  }[];
  readonly changes: readonly { readonly at: number; readonly change: Change }[];
}

const name = fc.constantFrom(
  'a',
  'b',
  'cache',
  'cache2',
  '2024-01',
  'global_config',
  '微信 图片',
  '.hidden',
  'x.db-wal',
);
const node = fc.constantFrom<Node>(
  'file',
  'file',
  'big-file',
  'link-to-file',
  'link-to-folder',
  'dangling-link',
  'hard-link',
  'empty-folder',
);
const change = fc.constantFrom<Change>(
  'append',
  'touch',
  'rewrite-in-place',
  'replace-by-copy',
  'delete',
  'replace-by-link',
  'replace-by-folder',
  'new-file-beside',
  'folder-becomes-link-to-owner',
  'folder-becomes-link-inside',
  'folder-moves-to-owner',
  'folder-is-replaced',
  'folder-is-carried-away-and-linked',
);

/** Trees with everything that a messenger's folder may contain, and changes between plan and run. */
export const homeRecipes: fc.Arbitrary<HomeRecipe> = fc.record({
  nodes: fc.array(
    fc.record({ path: fc.array(name, { minLength: 1, maxLength: 4 }), node, planned: fc.boolean() }),
    { minLength: 1, maxLength: 14 },
  ),
  changes: fc.array(fc.record({ at: fc.nat({ max: 13 }), change }), { maxLength: 4 }),
});

export interface Home {
  readonly home: string;
  readonly root: string;
  readonly owner: string;
  /** paths below the root, in the recipe's order; fewer where two nodes share a path */
  readonly made: readonly { readonly path: string; readonly planned: boolean }[];
}

function makeNode(path: string, kind: Node, owner: string): void {
  if (kind === 'file') writeFileSync(path, `content of ${path}`);
  else if (kind === 'big-file') writeFileSync(path, Buffer.alloc(70_000, 7));
  else if (kind === 'link-to-file') symlinkSync(join(owner, 'letter'), path);
  else if (kind === 'link-to-folder') symlinkSync(owner, path);
  else if (kind === 'dangling-link') symlinkSync('nowhere', path);
  else if (kind === 'hard-link') linkSync(join(owner, 'shared'), path);
  else mkdirSync(path);
}

/** Stats of the path without following it; null also where a file replaces a parent folder. */
function statOf(path: string): Stats | undefined {
  try {
    return lstatSync(path);
  } catch {
    return undefined;
  }
}

function canHold(root: string, path: string): boolean {
  for (let at = dirname(path); at.length >= root.length; at = dirname(at)) {
    const stats = statOf(at);
    if (stats !== undefined && !stats.isDirectory()) return false;
  }
  return statOf(path) === undefined;
}

/** Builds the tree, next to an owner's folder with the same names. */
export function buildHome(recipe: HomeRecipe): Home {
  const home = realpathSync(makeFolder('signoff-tree-'));
  const root = join(home, 'xwechat_files');
  const owner = join(home, 'owner');
  mkdirSync(root);
  mkdirSync(join(owner, 'cache', '2024-01'), { recursive: true });
  writeFileSync(join(owner, 'letter'), 'dear');
  writeFileSync(join(owner, 'shared'), 'one file, two names');
  for (const twin of ['a', 'b', 'global_config', 'cache/a', 'cache/b', 'cache/2024-01/a']) {
    writeFileSync(join(owner, twin), 'the owner has a file of that name');
  }
  const made: Home['made'][number][] = [];
  for (const { path, node: kind, planned } of recipe.nodes) {
    const full = join(root, ...path);
    if (!canHold(root, full)) continue;
    mkdirSync(dirname(full), { recursive: true });
    makeNode(full, kind, owner);
    made.push({ path: path.join('/'), planned });
  }
  return { home, root, owner, made };
}

function replaceBy(path: string, make: () => void): void {
  rmSync(path, { recursive: true, force: true });
  make();
}

function changeFolder(home: Home, folder: string, what: Change, mark: number): void {
  if (folder === home.root) return;
  const away = join(home.owner, `taken-${mark}`);
  const inside = join(home.root, `moved-${mark}`);
  if (what === 'folder-becomes-link-to-owner') replaceBy(folder, () => symlinkSync(home.owner, folder));
  if (what === 'folder-becomes-link-inside') {
    renameSync(folder, inside);
    symlinkSync(inside, folder);
  }
  if (what === 'folder-moves-to-owner') renameSync(folder, away);
  if (what === 'folder-is-carried-away-and-linked') {
    renameSync(folder, away);
    symlinkSync(away, folder);
  }
  if (what === 'folder-is-replaced') {
    renameSync(folder, away);
    mkdirSync(folder);
    writeFileSync(join(folder, 'a'), 'another file under the planned name');
  }
}

function changeFile(home: Home, path: string, what: Change, mark: number): void {
  const isFile = statOf(path)?.isFile() === true;
  if (what === 'append' && isFile) writeFileSync(path, 'more', { flag: 'a' });
  if (what === 'touch' && isFile) utimesSync(path, 1, 1_000_000 + mark);
  if (what === 'rewrite-in-place' && isFile) {
    writeFileSync(path, Buffer.alloc(readFileSync(path).length, 1));
    utimesSync(path, 1, 2_000_000 + mark);
  }
  if (what === 'replace-by-copy' && isFile) {
    const { atime, mtime } = lstatSync(path);
    writeFileSync(`${path}.new`, readFileSync(path));
    utimesSync(`${path}.new`, atime, mtime);
    renameSync(`${path}.new`, path);
  }
  if (what === 'delete') rmSync(path, { recursive: true, force: true });
  if (what === 'replace-by-link') replaceBy(path, () => symlinkSync(join(home.owner, 'letter'), path));
  if (what === 'replace-by-folder') {
    replaceBy(path, () => {
      mkdirSync(path);
      writeFileSync(join(path, 'inner'), 'new');
    });
  }
  if (what === 'new-file-beside') writeFileSync(`${path}-new-${mark}`, 'came later');
}

/** Applies the recipe's changes that happen after planning. */
export function changeHome(home: Home, recipe: HomeRecipe): void {
  recipe.changes.forEach(({ at, change: what }, mark) => {
    const made = home.made[at % Math.max(1, home.made.length)];
    if (made === undefined) return;
    const path = join(home.root, made.path);
    const folder = dirname(path);
    if (!existsSync(folder) || realpathSync(folder) !== folder) return;
    if (what.startsWith('folder-')) changeFolder(home, folder, what, mark);
    else if (what === 'new-file-beside' || statOf(path) !== undefined) {
      changeFile(home, path, what, mark);
    }
  });
}
