import type { timeline as zh } from '../zh-CN/timeline.ts';
import type { Translation } from '../dictionary.ts';

export const timeline: Translation<typeof zh> = {
  title: 'Activity',
  lead: 'What changes in the data folders of WeChat and QQ. Only amounts and the names of received files are noted, never content; it stays in memory and is forgotten on closing.',
  loading: 'Looking',
  states: {
    off: 'Not watching',
    starting: 'Getting ready to watch',
    live: 'Watching',
    degraded: 'Watching; some places tell later',
  },
  since: (p) => `since ${p.time}`,
  offHint:
    'When it is on, newly received files and each account’s growth show here. WeChat and QQ are not disturbed.',
  start: 'Start watching',
  latency:
    'Changes in the folders in use show within a second, elsewhere within five minutes. A file elsewhere that only grows in place is seen by the next scan.',
  surveying: 'The first pass is not over; changes in deeper folders show a little later.',
  trouble: {
    title: 'These places cannot tell of changes at once',
    meaning: 'They are checked periodically, so changes show later.',
    words: {
      'watch-limit': 'The system’s limit of watches is reached; it is looked at now and then.',
      network: 'It is on a network, where the system tells of no changes; it is looked at now and then.',
      'root-gone':
        'The folder is gone now; it may have moved, or its drive is not connected. When it is back, watching goes on.',
      'no-permission': 'There is no permission to read it; changes inside cannot be seen.',
      'not-a-folder': 'This is not a folder now; there is nothing inside to look at.',
      unavailable: 'The system tells of no changes now; it is looked at now and then.',
    },
  },
  changes: {
    title: 'How much changed',
    none: 'Nothing has changed yet.',
    shared: 'Of no single account',
    grew: 'more',
    shrank: 'less',
    same: 'same size',
    files: (p) => p.files,
  },
  received: {
    title: 'Newly received files',
    none: 'No file was received yet.',
    show: 'Show file names',
    hidden: 'hidden file name',
    region: 'List of newly received files',
  },
  events: {
    title: 'What happened',
    none: 'Nothing to tell yet. Changes show here, the newest first.',
    kinds: {
      'account-appeared': 'this account appeared',
      'account-gone': 'the account’s folder is gone',
      grew: (p) => `${p.category} grew by ${p.amount}`,
      shrank: (p) => `${p.category} shrank by ${p.amount}`,
      'signed-in': 'signed in',
      'signed-out': 'signed out',
      'file-received': (p) => `received ${p.name}, ${p.size}`,
      'files-received': (p) => `received ${p.files}, ${p.size}`,
      'credentials-written': 'sign-in credentials were written',
      'credentials-gone': 'the sign-in credentials are gone',
      'switcher-copy': 'a multi-login tool left a copy of the sign-in credentials',
      'root-appeared': 'a data folder appeared',
      'root-gone': 'the data folder is gone',
      'root-moved': (p) => `the data folder moved to ${p.name}`,
      degraded: 'looked at now and then from here on',
      recovered: 'tells of changes at once again',
    },
    amount: (p) => `${p.files}, ${p.size}`,
  },
  spoken: (p) => (p.count === '1' ? '1 new entry' : `${p.count} new entries`),
};
