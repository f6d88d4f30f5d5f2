import type { DiscoveryNote } from '../../../app/contract/accounts.ts';
import type { KnownFolders } from '../../system/ports.ts';
import { isWithin } from './pointed-folders.ts';

/**
 * macOS blocks other programs from these folders until the person allows access. The note
 * `no-permission` would wrongly suggest another user's files.
 */
const guarded = ['Containers', 'Group Containers'] as const;

/** Changes `no-permission` to `privacy-guard` in folders that macOS protects. */
export async function markGuarded(
  notes: readonly DiscoveryNote[],
  folders: KnownFolders,
): Promise<readonly DiscoveryNote[]> {
  const [libraries, documents] = [await folders.resolve('library'), await folders.resolve('documents')];
  const places = [
    ...libraries.flatMap((library) => guarded.map((name) => `${library}/${name}`)),
    ...documents,
  ];
  return notes.map((note) =>
    note.kind === 'no-permission' && places.some((place) => isWithin(note.path, place))
      ? { ...note, kind: 'privacy-guard' as const }
      : note,
  );
}
