import type { impact as zh } from '../zh-CN/impact.ts';
import type { Translation } from '../dictionary.ts';

export const impact: Translation<typeof zh> = {
  title: 'What changes for each account',
  signIn: {
    mustScan: 'must scan or enter the password next time',
    mustScanAnyway: 'has to scan or enter the password anyway',
    may: 'may sign in by itself next time',
    unknown: 'could not tell whether it must sign in again',
  },
  goes: (p) => `${p.files} removed, ${p.size}`,
  shared: 'a shared sign-in file is removed',
  sharedRecords: 'shared sign-in records are removed',
  notChosen: 'not chosen',
  untouched: (p) =>
    p.count === '1'
      ? 'Sign-in and data of 1 other account stay untouched.'
      : `Sign-in and data of ${p.count} other accounts stay untouched.`,
  noneTouched: 'Sign-in and data of every account stay untouched.',
  staysSignedIn: (p) => `After the clean, ${p.names} may still sign in automatically.`,
  staysSignedInSession: (p) =>
    `The sign-in of ${p.names} may be in a file of the owner’s, which stays. Sign out in the app first.`,
  keep: {
    label: 'Keep the sign-in files shared with other accounts',
    saves: (p) => `No new sign-in for ${p.others}.`,
    cost: (p) => `But ${p.own} may sign in automatically next time too.`,
    records: (p) => `The sign-in records of ${p.others} stay.`,
  },
};
