import type { VolumeFacts } from '../ports.ts';

/** Facts of a volume that could not be queried: all could-not-tell. */
export const nothingKnown: VolumeFacts = {
  fileSystem: null,
  medium: 'could-not-tell',
  copyOnWrite: 'could-not-tell',
  encrypted: 'could-not-tell',
  network: 'could-not-tell',
  readOnly: 'could-not-tell',
};
