import type { Amount } from '../../../app/contract/shapes.ts';

const nothing: Amount = { files: 0, bytes: 0, allocated: 0 };

function plus(a: Amount, b: Amount): Amount {
  return { files: a.files + b.files, bytes: a.bytes + b.bytes, allocated: a.allocated + b.allocated };
}

/** Sums of `items` by key, in order of first appearance. */
export function summed<Item extends Amount>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): { readonly first: Item; readonly amount: Amount }[] {
  const sums = new Map<string, { first: Item; amount: Amount }>();
  for (const item of items) {
    const key = keyOf(item);
    const sum = sums.get(key);
    sums.set(key, { first: sum?.first ?? item, amount: plus(sum?.amount ?? nothing, item) });
  }
  return [...sums.values()];
}
