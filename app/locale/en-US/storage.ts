import type { Translation } from '../dictionary.ts';
import type { storage as chinese } from '../zh-CN/storage.ts';

export const storage: Translation<typeof chinese> = {
  heading: 'Storage',
  title: (p) => (p.atLeast ? `Messengers use at least ${p.size}` : `Messengers use ${p.size}`),
  measuring: 'Measuring',
  empty: 'No data of a messenger was found.',
  hint: 'Press a name to look inside, an area to pick it. An area is as large as the space it takes.',
  guestHint: 'Faint areas were here before you sat down and can only be looked at.',
  map: 'Sizes by account and kind of data',
  place: 'Place',
  everything: 'This computer',
  small: 'Smaller accounts',
  shared: (p) => `Shared by accounts of ${p.product}`,
  older: (p) => `${p.month} and before`,
  notYours: 'This can be looked at, but not cleaned from here.',
  others: 'Too small for a name on the map',
  kinds: 'What is here',
  largest: 'Largest files',
  moreFiles: (p) => `Show ${p.count} more`,
  picked: (p) => `Picked: ${p.files}, ${p.size}`,
  wizardOpen: 'A clean under Leave has not ended yet. Finish or close it there first.',
  clear: 'Pick none',
  preview: 'Preview the clean',
};
