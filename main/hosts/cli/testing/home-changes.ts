import { diffSnapshots, snapshotTree } from '../../../testing/tree-snapshot.ts';

export type Before = Awaited<ReturnType<typeof snapshotTree>>;

/** Disk changes since `before`, except in the assistant's own folder and the trash. */
export async function changesSince(home: string, before: Before) {
  const { removed, added, changed } = diffSnapshots(before, await snapshotTree(home));
  const foreign = (path: string): boolean => !path.startsWith('.local');
  const files = removed.filter((path) => foreign(path) && before.get(path)?.kind !== 'folder');
  return { files, added: added.filter(foreign), changed: changed.filter(foreign) };
}
