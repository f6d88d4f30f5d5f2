import type { VolumeFacts } from '../ports.ts';

/** What is said of a volume when nothing could be asked: never a guess, in either direction. */
export const nothingKnown: VolumeFacts = {
  fileSystem: null,
  medium: 'could-not-tell',
  copyOnWrite: 'could-not-tell',
  encrypted: 'could-not-tell',
  network: 'could-not-tell',
  readOnly: 'could-not-tell',
};
