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
    degraded: 'Watching; some places update later',
  },
  since: (p) => `since ${p.time}`,
  offHint:
    'When it is on, newly received files and each account’s growth show here. WeChat and QQ are not disturbed.',
  start: 'Start watching',
  latency:
    'Changes in folders in use show within a second, elsewhere within five minutes. A file elsewhere that only grows in place shows after the next scan.',
  surveying: 'The first pass isn’t finished; changes in deeper folders show a little later.',
  trouble: {
    title: 'These places have no live updates',
    meaning: 'SignOff checks them periodically, so changes show later.',
    words: {
      'watch-limit': 'The system’s watch limit is reached; this place is checked periodically.',
      network: 'On a network drive the system reports no changes; this place is checked periodically.',
      'root-gone':
        'The folder is gone; it may have moved, or its drive is not connected. Watching resumes when it is back.',
      'no-permission': 'No permission to read it; changes inside can’t be seen.',
      'not-a-folder': 'This is not a folder now; there is nothing inside to watch.',
      unavailable: 'The system reports no changes now; this place is checked periodically.',
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
      degraded: 'checked periodically from now on',
      recovered: 'live updates are back',
    },
    amount: (p) => `${p.files}, ${p.size}`,
  },
  spoken: (p) => (p.count === '1' ? '1 new entry' : `${p.count} new entries`),
};
