/** What lies in a batch: `e12` was the plan's entry 12, `d3` its folder 3. Never a name that somebody else chose. */
export type ItemId = string;

const itemId = /^[ed](?:0|[1-9]\d{0,8})$/;
const perShelf = 1000;

export function entryItem(entry: number): ItemId {
  return `e${entry}`;
}

export function folderItem(folder: number): ItemId {
  return `d${folder}`;
}

export function isItemId(name: string): boolean {
  return itemId.test(name);
}

/** The folder below `items` that the item lies in: no folder of the quarantine holds more than a thousand. */
export function shelfOf(id: ItemId): string {
  return `${id.slice(0, 1)}${Math.floor(Number(id.slice(1)) / perShelf)}`;
}

/** Where a copy from another volume grows before it is an item. */
export function copyName(id: ItemId): string {
  return `${id}.copy`;
}

/** The item that a growing copy would have become; null for any other name. */
export function itemOfCopy(name: string): ItemId | null {
  const id = name.endsWith('.copy') ? name.slice(0, -'.copy'.length) : '';
  return isItemId(id) ? id : null;
}
