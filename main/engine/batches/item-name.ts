/** The name of an item: `e12` is entry 12 of the plan, `d3` its folder 3. It never contains a user's file name. */
export type ItemId = string;

const itemId = /^[ed](?:0|[1-9]\d{0,8})$/;
const itemsPerShard = 1000;

export function entryItem(entry: number): ItemId {
  return `e${entry}`;
}

export function folderItem(folder: number): ItemId {
  return `d${folder}`;
}

export function isItemId(name: string): boolean {
  return itemId.test(name);
}

/** The item's shard, a folder below `items`. It keeps each folder of the quarantine below a thousand items. */
export function shelfOf(id: ItemId): string {
  return `${id.slice(0, 1)}${Math.floor(Number(id.slice(1)) / itemsPerShard)}`;
}

/** The temporary name of an incomplete copy from another volume. */
export function copyName(id: ItemId): string {
  return `${id}.copy`;
}

/** The item of an incomplete copy; null for any other name. */
export function itemOfCopy(name: string): ItemId | null {
  const id = name.endsWith('.copy') ? name.slice(0, -'.copy'.length) : '';
  return isItemId(id) ? id : null;
}
