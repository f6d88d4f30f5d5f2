/** A folder in the order of a plan: sorted by root, each before what is in it, all that is in it right behind it. */
export interface OrderedFolder {
  readonly root: number;
  /** below the root, `/`-separated, empty for the root itself */
  readonly path: string;
}

function isBelow(above: OrderedFolder, folder: OrderedFolder): boolean {
  if (above.root !== folder.root) return false;
  const { path } = above;
  return path === '' || (folder.path.startsWith(path) && folder.path[path.length] === '/');
}

/** For each folder the place of the nearest one above it in the list, -1 = none. */
function foldersAbove(folders: readonly OrderedFolder[]): Int32Array {
  const above = new Int32Array(folders.length);
  const open: number[] = [];
  for (const [index, folder] of folders.entries()) {
    let top = open.at(-1);
    for (; top !== undefined; top = open.at(-1)) {
      const candidate = folders[top];
      if (candidate !== undefined && isBelow(candidate, folder)) break;
      open.pop();
    }
    above[index] = top ?? -1;
    open.push(index);
  }
  return above;
}

/** What the walk saw of a folder; `children` counts the folders directly in it, whoever walked them. */
export interface SeenFolder extends OrderedFolder {
  readonly removable: boolean;
  readonly allTaken: boolean;
  readonly children: number;
}

function isDirectlyIn(folder: OrderedFolder, above: OrderedFolder): boolean {
  return folder.path.lastIndexOf('/') === (above.path === '' ? -1 : above.path.length);
}

/**
 * Settles which folders hold nothing that stays. Several workers may have walked a folder and those in it, so only here
 * it is known whether every folder that was seen in it may go and holds nothing that stays itself.
 */
export function completeFolders(folders: readonly SeenFolder[]): readonly boolean[] {
  const above = foldersAbove(folders);
  const going = new Uint32Array(folders.length);
  const complete = new Array<boolean>(folders.length).fill(false);
  for (let index = folders.length - 1; index >= 0; index -= 1) {
    const folder = folders[index];
    if (folder === undefined) continue;
    complete[index] = folder.allTaken && folder.children === going[index];
    const parent = above[index] ?? -1;
    const holder = folders[parent];
    if (complete[index] && folder.removable && holder !== undefined && isDirectlyIn(folder, holder))
      going[parent] = (going[parent] ?? 0) + 1;
  }
  return complete;
}
