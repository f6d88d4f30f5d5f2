import { diffSnapshots, snapshotTree } from '../../../testing/tree-snapshot.ts';

export type Before = Awaited<ReturnType<typeof snapshotTree>>;

/** What has changed on the disk since `before`, the assistant's own folder and the bin left out. */
export async function changesSince(home: string, before: Before) {
  const { removed, added, changed } = diffSnapshots(before, await snapshotTree(home));
  const foreign = (path: string): boolean => !path.startsWith('.local');
  const files = removed.filter((path) => foreign(path) && before.get(path)?.kind !== 'folder');
  return { files, added: added.filter(foreign), changed: changed.filter(foreign) };
}
