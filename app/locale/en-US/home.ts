import type { home as zh } from '../zh-CN/home.ts';
import type { Translation } from '../dictionary.ts';

export const home: Translation<typeof zh> = {
  accountCount: (p) => `${p.count} ${p.product} ${p.count === '1' ? 'account' : 'accounts'}`,
  and: ' and ',
  measured: (p) => `This computer holds ${p.size} of data from ${p.accounts}`,
  measuring: (p) => `This computer holds data from ${p.accounts}`,
  autoLoginTail: (p) =>
    p.count === '1'
      ? ', and 1 of them signs in by itself next time'
      : `, and ${p.count} of them sign in by themselves next time`,
  end: '.',
  looking: 'Looking for WeChat and QQ data on this computer…',
  lookedAt: (p) => `Looked at: ${p.time}`,
  lookAgain: 'Look again',
  leave: 'I am leaving this computer',
  deep: 'Deep clean',
  cache: 'Clean caches only',
  accounts: 'Accounts',
  line: (p) => `${p.product} ${p.line}`.trim(),
  files: (p) => (p.count === '1' ? '1 file' : `${p.count} files`),
  autoLogin: 'Signs in by itself next time',
  autoLoginShared: 'May sign in to this account by itself next time',
  remembered: 'Shown on the sign-in screen',
  signInRemoved: {
    basic: 'Any level removes the sign-in credentials',
    system: 'The System level removes the sign-in credentials; the next start asks for a scan or a password',
    deep: 'Some records of the sign-in go only at the Deep level',
    never: 'Some sign-in credentials are reported and not removed: sign this computer out on the phone',
  },
  signedOut: 'Asks to sign in next time',
  signInUnknown: 'Could not tell whether it signs in by itself',
  signInChecking: 'Checking the sign-in',
  noPermission: 'No permission to read',
  noPermissionHint: 'Size unknown. Open SignOff as the user who owns this folder.',
  reportOnly: 'Size only, never cleaned',
  shared: 'Data of no single account',
  sharedHint: 'Sign-in screen, shared caches and the like',
  scanning: (p) => `Measuring; ${p.files} seen so far`,
  scanningStart: 'Measuring',
  scanFailed: 'The sizes could not be measured',
  switcher: {
    title: 'Copies of a sign-in left by other tools',
    body: (p) =>
      `Tools for several accounts or sign-in without scanning have kept ${p.count} sign-in ${p.count === '1' ? 'credential' : 'credentials'}. WeChat’s own “Log Out” does not remove them; whoever has them may still sign in.`,
    way: 'Cleaning at level “System” removes them as well.',
  },
  quarantine: {
    line: (p) =>
      `The quarantine still holds ${p.batches === '1' ? '1 batch' : `${p.batches} batches`}, ${p.size} in all. Restore or purge before you leave this computer.`,
    go: 'Go to Restore',
  },
  setAside: {
    title: 'Some of SignOff’s own files were damaged',
    body: 'They were kept aside; the program goes on without them:',
  },
  nothing: {
    title: 'No WeChat or QQ data found',
    body: 'These places were looked at. If the data lies elsewhere, check the storage location in the settings of WeChat or QQ first.',
    places: 'Places looked at',
  },
  guard: {
    title: 'macOS keeps some folders closed',
    body: 'They may hold data of WeChat or QQ, of unknown size. Under System Settings, Privacy & Security, Full Disk Access, switch on SignOff, then look again.',
  },
  notes: {
    title: (p) => `Met while looking (${p.count})`,
    kinds: {
      'stale-pointer': 'the configured place no longer exists',
      'unreadable-pointer': 'a configuration file cannot be read',
      'unusable-pointer': 'the place named in a configuration file cannot be used',
      'no-permission': 'no permission to read',
      'not-an-account': 'not an account folder, passed over',
      'unknown-layout': 'unknown layout: size only, never cleaned',
      'same-as': 'the same place as another one',
      'root-is-link': 'a link; the real place was looked at',
      'other-user': 'belongs to another user of this computer, left alone',
      'drive-missing': 'the place named in a configuration file is on a drive that is not connected',
      'privacy-guard':
        'macOS allows no look at it. Under System Settings, Privacy & Security, Full Disk Access, switch on SignOff, then look again',
      'runs-without-data': 'is running, but its data was not found in the places known here',
    },
  },
};
