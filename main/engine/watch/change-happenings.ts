import type { Happening } from './timeline.ts';
import type { CellChange, ReceivedFile } from './watch-messages.ts';

type ProductOf = (rootId: string, accountId: string | null) => Happening['product'];

/** What a person is told when sums are others than before and files came in. */
export function changeHappenings(
  changes: readonly CellChange[],
  received: readonly ReceivedFile[],
  productOf: ProductOf,
): readonly Happening[] {
  const sums = changes.flatMap(({ rootId, accountId, category, files, bytes }): Happening[] => {
    if (files === 0 && bytes === 0) return [];
    const kind = bytes > 0 || (bytes === 0 && files > 0) ? 'grew' : 'shrank';
    return [{ kind, rootId, accountId, product: productOf(rootId, accountId), category, files, bytes }];
  });
  const arrived = received.filter(({ isAgain }) => !isAgain);
  const files = arrived.map(({ rootId, accountId, name, bytes, top, id }): Happening => ({
    ...{ kind: 'file-received', rootId, accountId, product: productOf(rootId, accountId) },
    ...{ category: 'received', files: 1, bytes, name, top, fileId: id },
  }));
  return [...sums, ...files];
}
