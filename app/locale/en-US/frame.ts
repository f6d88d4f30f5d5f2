import type { frame as zh } from '../zh-CN/frame.ts';
import type { Translation } from '../dictionary.ts';

export const frame: Translation<typeof zh> = {
  nav: {
    label: 'Main navigation',
    leave: 'Leave',
    storage: 'Storage',
    timeline: 'Activity',
    restore: 'Restore',
    guide: 'Guide',
    records: 'Records',
    settings: 'Settings',
  },
  demo: 'Demo data',
  demoHint: 'The accounts and files here are generated. Try anything.',
  lost: {
    title: 'The connection to SignOff was lost',
    body: 'This window is still open, but the program behind it is gone, so nothing can be removed now. Close the window and open SignOff again.',
    retry: 'Reconnect',
  },
  elsewhere: {
    title: 'SignOff is open in another window',
    body: 'Continue there. If that window is closed, open SignOff again.',
    useHere: 'Use it here',
  },
  strip: {
    label: 'Status',
    work: {
      clean: 'Cleaning',
      verify: 'Verifying',
      restore: 'Restoring',
      purge: 'Deleting for good',
      baseline: 'Noting what is here',
    },
    stop: 'Stop',
    stopping: 'Stopping; what is done already is not undone',
    cancelling: 'Cancelling',
    show: 'Show',
    interrupted: (p) => (p.count === '1' ? '1 clean did not finish' : `${p.count} cleans did not finish`),
    session: (p) => `Guest mode since ${p.time}`,
    quarantine: (p) => `${p.size} in the quarantine`,
  },
  retry: 'Try again',
  unknownSize: 'Measuring',
  incompleteSize: 'Some folders cannot be read; the true size is larger',
  atLeast: (p) => `at least ${p.size}`,
  clauseJoin: '; ',
  barLabel: (p) => `What ${p.name} consists of: ${p.parts}`,
  partAmount: (p) => `${p.part} ${p.size}`,
  correction: (p) => `Correction: ${p.text}`,
  source: {
    wechat: 'Source: guide to leaving WeChat',
    qq: 'Source: guide to closing a QQ account',
    wallet: 'Source: guide to leaving a wallet',
  },
};
