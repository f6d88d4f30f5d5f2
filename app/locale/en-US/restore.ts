import type { restore as zh } from '../zh-CN/restore.ts';
import type { Translation } from '../dictionary.ts';

const batches = (count: string): string => (count === '1' ? '1 batch' : `${count} batches`);

export const restore: Translation<typeof zh> = {
  title: 'Restore',
  lead: 'What was put into the quarantine lies here, one batch for each clean. A batch can be restored to its place or purged.',
  shared: {
    title: 'Whoever can use this system account can restore what lies here',
    body: 'Before you leave a shared computer, purge the batches here.',
  },
  empty: 'The quarantine is empty.',
  emptyHint:
    'A clean on your own computer puts files into the quarantine first, and they can be restored here. Sign-in credentials never go there.',
  gone: {
    title: 'This batch is no longer in the quarantine',
    body: 'It was restored, it was purged, or its time was over and it went by itself.',
  },
  loading: 'Looking into the quarantine',
  batch: (p) => `Put aside ${p.time}`,
  accounts: 'Accounts',
  noAccounts: 'Of no single account',
  holds: 'Content',
  amount: (p) => `${p.files}, ${p.size}`,
  from: 'From',
  until: 'Goes by itself',
  expires: (p) => `After ${p.time}`,
  never: 'Never',
  newest: 'Not yet: the newest batch stays',
  damaged: {
    mark: 'Damaged',
    body: 'This batch differs from its own index, so it cannot be restored and never goes by itself. It can be purged, or you can look into its folder yourself:',
  },
  unfinished: {
    mark: 'Unfinished',
    body: 'The clean that filled this batch was cut off, and its record is missing or damaged. What lies here can be restored or purged; it never goes by itself.',
  },
  open: 'Restore…',
  openFor: (p) => `Restore the batch of ${p.time}`,
  purge: 'Purge…',
  purgeFor: (p) => `Purge the batch of ${p.time}`,
  purgeAll: 'Purge everything…',
  conflict: {
    title: 'Where a file of the same name is in place',
    names: { skip: 'Skip', rename: 'Keep both', overwrite: 'Overwrite' },
    words: {
      skip: 'The file in place is not touched; its namesake stays in the quarantine.',
      rename: 'Both stay: the restored one gets another name beside it.',
      overwrite:
        'The one from the quarantine takes its place; the one that was there cannot be brought back.',
    },
  },
  start: 'Restore to its place',
  cancel: 'Not now',
  purging: {
    one: (p) => `This purges ${p.files} of this batch, ${p.size} in all. They cannot be restored afterwards.`,
    all: (p) =>
      `This purges all ${batches(p.batches)} of the quarantine: ${p.files}, ${p.size} in all. They cannot be restored afterwards.`,
    keep: 'Keep it',
  },
  words: {
    hold: 'Hold for 1.5 s to purge',
    holdHint: 'Hold with the mouse, or hold Space or Enter. Letting go early starts nothing.',
    understand: 'I understand that purged files cannot be restored',
    start: 'Purge',
  },
  restoring: 'Restoring',
  purgingNow: 'Purging',
  refused: 'It did not start',
  result: {
    restored: (p) => `Restored ${p.files}, ${p.size}`,
    nothing: 'Nothing was restored',
    renamed: (p) => `Of these, ${p.files} got another name beside what was there.`,
    overwritten: (p) => `Of these, ${p.files} replaced what was there.`,
    emptied: 'The whole batch is restored and no longer in the quarantine.',
    left: 'What was not restored is still in the quarantine:',
    why: (p) => `${p.why}: ${p.files}`,
    examples: 'The files',
    purged: (p) => `Purged ${p.files}, ${p.size}`,
    notPurged: (p) => `One batch could not be purged: ${p.why}`,
    close: 'Got it',
  },
  stays: {
    'in-the-way': 'a file of that name is in place',
    'outside-root': 'its place is no longer inside a data folder',
    link: 'a link is on the way',
    replaced: 'replaced by another file',
    mount: 'a mount point is on the way',
    vanished: 'no longer in the quarantine',
    cancelled: 'not reached before the stop',
  },
};
