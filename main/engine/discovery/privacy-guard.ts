import type { DiscoveryNote } from '../../../app/contract/accounts.ts';
import type { KnownFolders } from '../../system/ports.ts';
import { isWithin } from './pointed-folders.ts';

/**
 * Below these folders macOS itself keeps other programs out, whoever owns them, until the person allows it; saying
 * "no permission" there would send a person to look for another user.
 */
const guarded = ['Containers', 'Group Containers'] as const;

/** The notes with refusals in guarded places called what they are. */
export async function sayGuard(
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
