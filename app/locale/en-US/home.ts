import type { home as zh } from '../zh-CN/home.ts';
import type { Translation } from '../dictionary.ts';

export const home: Translation<typeof zh> = {
  firstStart: {
    question: 'Whose computer is this?',
    lead: 'The answer decides how cleaning removes unless you choose otherwise. You can change it in Settings.',
    later: 'Later',
    refused: 'The answer could not be kept',
    answers: {
      own: { name: 'Mine', means: 'What you clean goes to the quarantine first and can be restored' },
      shared: {
        name: 'Shared',
        means: 'School lab, café, front desk: deletes and keeps no copy',
      },
      others: {
        name: 'Somebody else’s',
        means:
          'Press “I sat down” first; leaving then deletes only what came since. Deletes and keeps no copy',
      },
    },
  },
  mark: { mine: 'Mine', isMine: 'This account is mine', name: 'Give it a name' },
  measured: (p) => `${p.products}: ${p.size} on this computer`,
  measuredAtLeast: (p) => `${p.products}: at least ${p.size} on this computer`,
  measuring: (p) => `${p.count} ${p.products} ${p.count === '1' ? 'account' : 'accounts'} on this computer`,
  autoLoginTail: (p) =>
    p.count === '1' ? ', 1 account may sign in by itself' : `, ${p.count} accounts may sign in by themselves`,
  and: ' and ',
  guest: {
    none: 'No account has come since you sat down',
    came: (p) => `Since you sat down: ${p.count} new ${p.count === '1' ? 'account' : 'accounts'}`,
    cameSize: (p) =>
      `Since you sat down: ${p.count} new ${p.count === '1' ? 'account' : 'accounts'}, ${p.size}`,
  },
  lookAtStorage: 'See what takes up space',
  looking: 'Looking for WeChat and QQ data on this computer…',
  lookedAt: (p) => `Looked at: ${p.time}`,
  lookAgain: 'Look again',
  leave: 'I am leaving this computer',
  deep: 'Deep clean',
  cache: (p) => `Clean caches, ${p.size}`,
  cacheUnknown: 'Clean caches',
  accounts: 'Accounts',
  line: (p) => `${p.product} ${p.line}`.trim(),
  files: (p) => (p.count === '1' ? '1 file' : `${p.count} files`),
  autoLogin: 'May sign in by itself next time',
  autoLoginShared: (p) => `One of the ${p.count} accounts here may sign in by itself next time`,
  remembered: 'Shown on the sign-in screen',
  signInRemoved: {
    basic: 'Any level removes the sign-in credentials',
    system: 'The System level removes the sign-in credentials; the next start asks for a scan or a password',
    deep: 'Some records of the sign-in go only at the Deep level',
    never: 'Some sign-in credentials are reported and not removed: sign this computer out on the phone',
  },
  signedOut: 'Asks to sign in next time',
  signInUnknown: 'Could not tell whether it may sign in by itself',
  signInChecking: 'Checking the sign-in',
  noPermission: 'No permission to read',
  partUnread: 'A part couldn’t be checked; the size is incomplete',
  unread: {
    title: 'Some places couldn’t be checked',
    body: 'They may hold data of WeChat or QQ. Check the permissions and the disk, then look again.',
  },
  noPermissionHint: 'Size unknown. Open SignOff as the user who owns this folder.',
  reportOnly: 'Size only, never cleaned',
  basicOnly: 'Cache and logs can be cleaned; the rest is only measured',
  shared: 'Data of no single account',
  otherData: 'Other',
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
  session: {
    title: 'Guest mode',
    offer:
      'On somebody else’s computer, press “I sat down” first: on leaving only what came since is cleaned, and the owner’s things stay.',
    sitDown: 'I sat down',
    taking: 'Noting what is on this computer already',
    failed: (p) => `That did not work: ${p.why}`,
    running: (p) => `Guest mode since ${p.time}`,
    here: 'Here before',
    baseline: (p) => `${p.files}, ${p.size}, all the owner’s`,
    owners: 'The owner’s accounts, protected',
    noOwners: 'there was none',
    arrived: 'Accounts that came since',
    noArrived: 'none yet',
    came: 'Seen coming in',
    cameSince: (p) => `since ${p.time}: ${p.files}, ${p.size}`,
    cameNothing: (p) => `since ${p.time}: nothing`,
    cameUnknown: 'Not watching; the preview on leaving compares each file',
    ownersStay: (p) =>
      p.count === '0'
        ? 'nothing of the owner’s is touched'
        : p.count === '1'
          ? 'the owner’s account stays'
          : `the owner’s ${p.count} accounts stay`,
    scope: {
      since: (p) => `Guest mode: cleans only what came after ${p.time}; ${p.owners}.`,
      wider: 'Clean the owner’s data too…',
      undecided: 'Answer the question above first, then clean.',
    },
    widen: {
      title: 'Clean the owner’s data too?',
      body: 'Then it is no longer only what came since: every account on this computer can be chosen, the owner’s included.',
      yes: 'Yes, any account',
      no: 'No, only what came since',
    },
    unclear: {
      title: 'The owner’s data can’t be told apart',
      body: 'The record of guest mode can’t be read. If you go on, nothing is told apart: the owner’s accounts and data are included.',
      yes: 'Go on with everything',
      no: 'Don’t clean now',
    },
    go: 'I am going',
    endOnly: 'Only end it',
    endAsk:
      'What was noted when you sat down is forgotten, and nobody can tell afterwards what is the owner’s. Nothing is cleaned.',
    end: 'End it',
    keep: 'Not yet',
    undecided: {
      title: 'Is this session still yours?',
      body: (p) =>
        `It began ${p.time}, long ago. If somebody else left it, end it: what was noted is forgotten and nothing is cleaned.`,
      mine: 'It is mine, go on',
      notMine: 'No, end it',
    },
    ownerMark: 'The owner’s account, protected',
    arrivedMark: 'Came after you sat down',
    accountCame: (p) => `Came in since ${p.time}: ${p.files}, ${p.size}`,
  },
  growth: {
    title: 'More data came in than you set',
    body: (p) => `${p.size} more since watching began; the notice is set at ${p.limit}.`,
    preview: 'Preview cleaning caches only',
    hour: 'Not for 1 hour',
    tomorrow: 'Not again today',
    close: 'Got it',
  },
  setAside: {
    title: 'Some of SignOff’s own files were damaged',
    body: 'They were kept aside; the program goes on without them. Remove them when you have looked at them; after a week they go by themselves:',
  },
  otherFormats: 'Some of SignOff’s own files were written by another version and not read',
  nothing: {
    title: 'No WeChat or QQ data found',
    body: 'These places were looked at. If the data lies elsewhere, check the storage location in the settings of WeChat or QQ first.',
    partly: 'Some places couldn’t be checked, so it is not certain that there is nothing.',
    places: 'Places looked at',
  },
  others: {
    title: 'Largest folders in “Other”',
    body: 'SignOff does not know these folders yet, so it only measures them and never cleans them. To have it know them, send the text below to its makers; names of accounts and users are replaced, but read it first.',
    copy: 'Copy',
    copied: 'Copied',
    failed: 'It could not be copied. Select the text and copy it.',
  },
  refused: (p) => `Not used now: ${p.why}`,
  measuredOnly: {
    name: 'Named folder',
    hint: 'Not recognised as a messenger’s: size only, never cleaned',
    unknown: 'Unknown layout: size only, never cleaned',
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
      'named-not-recognised':
        'a folder that you named and that is no messenger’s as far as SignOff can tell: size only, never cleaned',
      'named-refused': 'a folder that you named and that is not used',
    },
  },
};
