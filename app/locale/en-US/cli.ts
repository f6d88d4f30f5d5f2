import type { KeepProblem } from '../../cleanup/glob.ts';
import type { cli as zh } from '../zh-CN/cli.ts';
import type { Translation } from '../dictionary.ts';

type Params = Readonly<Record<string, string | number | readonly string[]>>;

function list(value: Params[string] | undefined): string {
  return typeof value === 'object' ? value.join(', ') : String(value ?? '');
}

function hint(nearest: Params[string] | undefined): string {
  return nearest === undefined || nearest === '' ? '' : ` Did you mean ${String(nearest)}?`;
}

function helpOf(command: Params[string] | undefined): string {
  const name = String(command ?? '');
  return name === '' ? 'signoff --help' : `signoff ${name} --help`;
}

const keepProblems: Readonly<Record<KeepProblem, string>> = {
  empty: 'it names nothing',
  home: '~ is not replaced by your home folder here; write the whole path',
  climbs: '.. is not supported',
  address: 'it is an address, not a path',
  syntax: '{ } [ ] | \\ and a leading ! are not supported; write ? for such a character in a name',
};

export const cli: Translation<typeof zh> = {
  usage: {
    'unknown-command': (p) =>
      `There is no command “${String(p['command'])}”.${hint(p['nearest'])} Commands: ${list(p['known'])}.`,
    'unknown-option': (p) =>
      `There is no option ${String(p['option'])}.${hint(p['nearest'])} All options: ${helpOf(p['command'])}`,
    'option-elsewhere': (p) =>
      `${String(p['option'])} cannot be used ${p['command'] === '' ? 'before the command' : `with ${String(p['command'])}`}; it belongs to: ${list(p['commands'])}.`,
    'unknown-value': (p) =>
      `${String(p['option'])} does not know “${String(p['value'])}”.${hint(p['nearest'])} Values: ${list(p['allowed'])}.`,
    'bad-value': (p) =>
      `The value “${String(p['value'])}” of ${String(p['option'])} cannot be understood. Write: ${String(p['example'])}.`,
    'keep-unsupported': (p) =>
      `--keep does not support “${String(p['pattern'])}”: ${keepProblems[p['problem'] as KeepProblem]}. Write a name or a path with * and ?, and ** for any number of folders; with / in front it begins at the data folder, or is the whole path of something in it.`,
    'missing-value': (p) => `${String(p['option'])} needs a value after it.`,
    'missing-argument': (p) =>
      `${String(p['command'])} needs ${String(p['argument'])} after it. See: ${helpOf(p['command'])}`,
    'missing-command': (p) => `${String(p['command'])} needs one of its commands: ${list(p['known'])}.`,
    'extra-argument': (p) =>
      `${String(p['command'])} does not take “${String(p['argument'])}”. See: ${helpOf(p['command'])}`,
    'option-conflict': (p) => `${String(p['option'])} and ${String(p['other'])} cannot be used together.`,
    'option-repeated': (p) => `${String(p['option'])} takes one value and was given more than once.`,
    'nothing-chosen': () =>
      'Say what to purge: the ids of batches (see signoff quarantine list), or --older-than, --over or --all.',
    'accounts-not-chosen': (p) =>
      `There is more than one account on this computer: ${list(p['accounts'])}. Choose with --account, or take all of them with --all-accounts.`,
    'account-unknown': (p) =>
      `No account “${String(p['account'])}” was found.${hint(p['nearest'])} Accounts found: ${list(p['accounts'])}.`,
    'account-ambiguous': (p) =>
      `“${String(p['account'])}” names more than one account; use the id: ${list(p['accounts'])}.`,
    'no-run-yet': () => 'Nothing has been cleaned yet, so there is no record.',
    'no-interrupted-run': () => 'No clean was interrupted or stopped.',
    'run-unfinished': (p) =>
      `Clean ${String(p['run'])} was interrupted and can resume: signoff resume ${String(p['run'])}. To end it without removing more and see its record: signoff close ${String(p['run'])}`,
    'bad-input': (p) => `The command line cannot be understood: ${String(p['what'])}`,
  },
  outputLost: (p) =>
    `Standard output could not be written (${p.code}), so the result is incomplete. What the command did stays done: signoff status, signoff report.`,
  label: { error: (p) => `Error: ${p.message}`, warning: (p) => `Note: ${p.message}` },
  unused: {
    'include-below-deep': (p) =>
      `${p.option} phone-backups has no effect at level ${p.level}; only --level deep takes phone backups.`,
    'mode-of-dry-run': (p) =>
      `${p.option} has no effect with --dry-run: the mode is chosen when the plan runs.`,
    'browser-not-started': (p) => `${p.option} has no effect with --no-launch.`,
    'accounts-of-session': (p) =>
      `${p.option} has no effect with --since-session, which already covers every account.`,
    'no-json': (p) => `${p.option} has no effect here: this command only writes text.`,
    'no-data-folder': (p) =>
      `${p.option} has no effect here: this command does not use SignOff’s own folder.`,
  },
  measuredOnly: (p) =>
    `${p.path} is not recognised as a messenger’s data: it is only measured, never cleaned. If the data is in a folder inside it, name that folder.`,
  ageKeepsNothing: '--older-than keeps nothing back: nothing in this selection is newer.',
  help: {
    usage: 'Usage',
    commands: 'Commands',
    options: 'Options',
    common: 'Common options',
    arguments: 'Arguments',
    exitCodes: 'Exit codes',
    values: (p) => `values: ${p.values}`,
    repeatable: 'may be repeated',
    joint: '; ',
    placeholder: '[options]',
    command: '<command>',
    more: 'Options of one command: signoff <command> --help',
    summary:
      'Before you leave a shared computer: finds what WeChat and QQ left there, cleans as deep as you choose, and checks again.',
  },
  commands: {
    status: 'accounts found, programs still running, the last clean (sizes are not scanned)',
    scan: 'scan and list the space used by account and category',
    plan: 'preview: list what would be removed; removes nothing',
    leave: 'sign out and remove what is yours before you go, then say whether you can leave',
    clean: 'remove by a plan or a selection, then check again',
    verify: 'check again that what was cleaned is gone',
    report: 'show the record of a clean; the latest without an id',
    'report list': 'list all records',
    resume: 'resume a clean that was interrupted or stopped; the newest one without an id',
    close: 'end a clean that was interrupted or stopped without removing more, and record what was done',
    'quarantine list': 'list what is in the quarantine',
    'quarantine show': 'list the files in a batch, one whole path a line',
    'quarantine restore': 'put a batch of the quarantine, or some files of it, back where they were',
    'quarantine purge': 'delete batches in the quarantine for good',
    'session start': 'start when you begin to use this computer: records what is here now as the owner’s',
    'session status': 'show when the session started, what was recorded and which accounts are new',
    'session confirm': 'confirm that a session started long ago is still yours',
    'session end': 'end the session and delete its record; removes no data',
    'settings list': 'list every setting with its value',
    'settings set': 'change one setting; an open window applies it at its next change or start',
    'keep list': 'list the files and folders that are always kept: no clean takes them',
    'keep add': 'always keep these files or folders, and what comes into the folders later',
    'keep remove': 'take them off the list; a later clean may include them',
    'keep confirm': 'after the list was damaged: what it holds now is all that is to be kept',
    watch: 'watch and write a line for each change; Ctrl-C ends it',
    forget:
      'remove SignOff’s own records and settings; what is in the quarantine stays unless you include it',
    quit: 'ask an app to quit and wait until it has; quitting is not signing out',
    open: 'open SignOff in a browser window',
    'demo create': 'create a home folder in DIR with invented WeChat and QQ data',
    completion: 'write a completion script for a shell; once loaded, Tab completes commands and options',
    help: 'show the help of a command, of a group such as quarantine, or of all',
    version: 'show the version',
  },
  groups: {
    quarantine: 'what was put aside: list it, put it back, or delete it for good',
    session: 'guest mode: clean only what is new since the session started',
    settings: 'list and change settings',
    keep: 'files and folders that no clean takes',
    demo: 'invented data to try SignOff on',
  },
  arguments: {
    RUN: 'id of a clean, see signoff report list and signoff status',
    BATCH: 'id of a batch in the quarantine, see signoff quarantine list',
    NAME: 'name of a setting, see signoff settings list',
    VALUE:
      'its value: a choice, on or off, a number, a size such as 5GB, a time such as 22:00, or none; dataFolders takes several folders',
    PATH: 'a file or folder in a messenger’s data folder',
    COMMAND: 'a command or a group of commands, such as clean or quarantine list',
    SHELL: 'bash, zsh or fish; docs/cli.md says how to load it, for bash: source <(signoff completion bash)',
    DIR: 'a folder to create; must be empty or missing',
  },
  options: {
    json: 'write one JSON object to standard output (watch: one a line), as docs/cli.md describes it',
    lang: 'language of the output; by default from LC_ALL, LC_MESSAGES, LANG: Chinese for zh, otherwise English',
    root: 'also look in this data folder, for data in an unusual place; unless recognised it is only measured, never cleaned',
    dataDir: 'SignOff’s own folder (settings, plans, records)',
    allowForeignHome:
      'as root, work in another user’s home folder; SignOff’s own files then lie in root’s home',
    help: 'show help',
    version: 'show the version',
    app: 'only this app',
    account: 'choose an account by folder name, id or account name',
    allAccounts: 'choose every account that was found',
    deep: 'also the whole accounts: chats, pictures, received files',
    level: 'how deep to clean; basic if not given',
    include: 'take these as well, separated by commas',
    includeOwn: 'remove these for good as well',
    olderThan:
      'only files or batches at least this old: h hours, d days, w weeks, m 30 days, y 365 days, such as 30d',
    keep: 'keep what matches this name or path, and everything in a folder that does; * ? ** allowed',
    sinceSession: 'only what is new since the session started, see signoff session start; needs no --account',
    list: 'write one path per line to standard output, the summary to standard error',
    plan: 'run this plan; cannot be combined with selection options',
    mode: 'how to remove; quarantine if not given (can be restored)',
    dryRun: 'preview only, remove nothing',
    yes: 'do not ask, start at once; no effect where nothing is asked',
    quiet: 'on standard error only warnings, questions and errors: no progress, no notes',
    verbose: 'also list on standard error where was searched and how each data folder was found',
    conflict: 'what to do where the name already exists; skip if not given (leaves it alone)',
    path: 'put back only this file or folder, by its whole path or from its data folder on; a database takes its journals along',
    find: 'only paths that contain this text',
    over: 'when the quarantine is larger than this, purge the oldest batches first, never the newest, such as 5GB',
    all: 'everything in the quarantine',
    force: 'end it by force if it is still running after the request; needs confirmation',
    browser: 'use this browser program',
    resident:
      'stay in the tray after the window is closed, until its icon opens it again (Linux desktops); without a tray it ends as usual',
    noLaunch: 'open no browser, only show how to open it',
    files: 'approximate number of files to create',
    seed: 'seed of the random numbers; the same seed makes the same content',
  },
  exits: {
    '0': 'done as asked',
    '1': 'something was not removed, not restored, still there at the check, or could not be checked; the result could not be written; quit: an app is still running',
    '2': 'the command line is wrong',
    '3': 'not confirmed; nothing was removed or ended by force',
    '4': 'refused for safety (a program is running or may be running; there is no home folder; the plan does not exist, has expired, was used, has changed or is damaged; another clean is running; the mode is not available here; the batch is damaged; there is no session, or it is too old or damaged)',
    '130': 'cancelled',
  },
  words: {
    none: 'none',
    unknown: 'unknown',
    app: 'App',
    account: 'Account folder',
    accountId: 'Id',
    name: 'Name',
    place: 'Place',
    category: 'Category',
    files: 'Files',
    size: 'Size',
    onDisk: 'On disk',
    risk: 'Risk',
    recovery: 'Afterwards',
    reason: 'Reason',
    total: 'Total',
    shared: '(no single account)',
    named: '(named folder)',
    noPermission: 'no permission',
    running: 'running',
    folder: 'Own folder',
    outcome: 'Outcome',
    level: 'Level',
    time: 'Time',
    removed: 'Removed',
    run: 'Id',
    mode: 'Mode',
    items: 'Items',
    state: 'State',
    expires: 'Deleted automatically',
    never: 'not scheduled',
  },
  modes: {
    quarantine: 'into the quarantine',
    trash: 'to the system’s bin',
    delete: 'deleted at once',
    erase: 'overwritten, then deleted',
  },
  outcomes: {
    done: 'cleaned as planned',
    partial: 'some files stay',
    cancelled: 'cancelled',
    interrupted: 'interrupted',
    unchecked: 'not all checked',
  },
  planNow: {
    gone: 'Checked again: everything in the plan is gone.',
    left: 'Checked again: something in the plan is still there.',
    unread: 'Checked again: some places cannot be read, so some of the plan may remain.',
  },
  notes: {
    'stale-pointer': 'points to a place that no longer exists',
    'unreadable-pointer': 'the file that names the place cannot be read',
    'unusable-pointer': 'the file that names the place is invalid',
    'no-permission': 'no permission',
    'not-an-account': 'does not look like an account folder',
    'unknown-layout': 'unknown layout, size only',
    'same-as': 'the same folder as another place',
    'root-is-link': 'is a link',
    'other-user': 'belongs to another user of this computer, left alone',
    'drive-missing': 'names a place on a drive that is not connected',
    'privacy-guard':
      'macOS denies access. Under System Settings, Privacy & Security, Full Disk Access, switch on the terminal that runs signoff, then try again',
    'runs-without-data': 'is running, but its data was not found in the places known here',
    'named-not-recognised':
      'a folder that you named and that is no messenger’s as far as SignOff can tell: size only, never cleaned',
    'named-refused': 'a folder that you named and that is not used',
  },
  others: {
    title: 'Largest folders in “Other” (not known yet, never cleaned)',
    report:
      'To have SignOff know them, send these lines to its makers; names of accounts and users are replaced, but read them first:',
  },
  status: {
    locations: (p) => `known data locations last checked on ${p.date}`,
    accounts: 'Accounts found',
    roots: 'Data folders',
    noAccounts: 'No account was found.',
    running: 'Programs',
    isRunning: (p) => `${p.name} is running (process ${p.pids})`,
    notRunning: (p) => `${p.name} is not running`,
    runningUnknown: (p) => `unknown whether ${p.name} is running`,
    lastRun: (p) => `Last clean: ${p.time}, ${p.outcome} (${p.run})`,
    noRun: 'Nothing has been cleaned yet.',
    interrupted: (p) =>
      `A clean was interrupted (level ${p.level}, ${p.mode}): ${p.time}, at least ${p.removed} of ${p.planned} handled. Resume: signoff resume ${p.run}; end it without removing more: signoff close ${p.run}`,
    stopped: (p) =>
      `A clean was stopped midway (level ${p.level}, ${p.mode}): ${p.time}, ${p.removed} of ${p.planned} handled. Resume: signoff resume ${p.run}; end it without removing more: signoff close ${p.run}`,
    interruptedFinal: (p) =>
      `A clean did not finish (level ${p.level}, ${p.mode}) and cannot resume: ${p.time}, at least ${p.removed} of ${p.planned} handled. End it and see its record: signoff close ${p.run}`,
    setAside: (p) =>
      `A damaged file was set aside: ${p.path}. Remove it when you have looked at it; after a week it goes by itself.`,
    notes: 'Also found',
  },
  keep: {
    title: 'Always kept',
    none: 'No file or folder is always kept.',
    states: {
      file: 'file',
      folder: 'folder with everything in it',
      missing: 'nothing there now',
      'could-not-tell': 'couldn’t be checked',
    },
    lost: (p) =>
      `The earlier list was damaged and set aside as ${p.path}. Nothing is cleaned until you confirm: add what is missing with signoff keep add, then run signoff keep confirm.`,
  },
  nothingFound: 'No data of WeChat or QQ was found.',
  lookedIn: 'Looked in:',
  foundBy: 'Data folders, and what named them:',
  scan: {
    title: 'Space used',
    took: (p) => `The scan took ${p.time}.`,
    unreadable: 'These folders cannot be read, their size is unknown:',
  },
  plan: {
    title: (p) => `Plan ${p.id} (${p.level})`,
    empty: 'This selection removes nothing.',
    unmatchedKeep: 'These --keep patterns match nothing here:',
    willRemove: (p) => `Would remove ${p.files}, ${p.size}.`,
    willRemoveEmpty: (p) => `No file is to be removed, only account folders that are empty: ${p.folders}.`,
    kept: 'Stays',
    keepShared: (p) =>
      `To keep the shared files, add ${p.options}: ${p.effect}${p.cost === '' ? '' : ` ${p.cost}`}`,
    expires: (p) =>
      `This plan is valid until ${p.time} and runs once: signoff clean --plan ${p.id} (goes into the quarantine; add --mode delete to keep no copy)`,
    nothingRemoved: 'This is a preview; nothing was removed.',
    deepAccount: (p) => `${p.folder}: ${p.size}, ${p.databases} chat databases, ${p.backup}`,
    backups: {
      inside: 'a phone backup is inside',
      beside: 'a phone backup that all accounts share is beside it',
      none: 'no phone backup was found',
    },
  },
  cost: {
    basic: 'Basic removes caches, temporary files and logs only; the apps rebuild them.',
    system:
      'System also removes the sign-in credentials and remembered accounts on this computer. Chats are not touched.',
    deep: 'Deep takes everything of the chosen accounts on this computer: chats, pictures, videos, received files and favourites. Once deleted for good, anything not on the phone cannot be recovered.',
    'phone-backups': 'Phone backups on this computer are removed too: often they are the only copy.',
    received: 'Received files are removed too: there may be no other copy.',
    media: 'Chat pictures and videos are removed too: the server may no longer have them.',
    modes: {
      quarantine: (p) =>
        `Mode quarantine: goes into the quarantine ${p.folder} and frees no space yet. To delete it for good: signoff quarantine purge`,
      trash: () => 'Mode trash: goes to the system’s bin.',
      delete: () => 'Mode delete: no copy is kept, SignOff cannot restore it.',
      erase: () => 'Mode erase: overwritten once, then deleted; cannot be restored.',
    },
  },
  modeMissing: (p) => `--mode ${p.mode} is not available here. Modes: ${p.modes}.`,
  confirm: {
    others: (p) => `Not chosen, and must scan or enter the password again: ${p.names}.`,
    session: {
      running: (p) =>
        `A session is running (since ${p.time}), but this clean is not limited to what is new: it reaches the owner’s data as well. For what is new only, add --since-session.`,
      undecided: (p) =>
        `The session since ${p.time} is old and not confirmed to be yours. This clean ignores it and reaches the owner’s data as well. See signoff session status.`,
      unclear: (p) =>
        `The session’s record cannot be used, so the owner’s data cannot be told apart: ${p.why} This clean ignores it and reaches the owner’s data as well.`,
    },
    ask: {
      quarantine: (p) => `Put ${p.files} (${p.size}) into the quarantine? Type yes to go on: `,
      trash: (p) => `Move ${p.files} (${p.size}) to the bin? Type yes to go on: `,
      delete: (p) => `Remove ${p.files} (${p.size})? Type yes to go on: `,
      erase: (p) => `Overwrite and remove ${p.files} (${p.size})? Type yes to go on: `,
    },
    askFolder: (p) => `This cannot be undone. To go on, type the account’s folder name “${p.folder}”: `,
    askFolderKept: (p) =>
      `This takes away everything of one account, and its sign-in cannot be restored. To go on, type the account’s folder name “${p.folder}”: `,
    askDelete: (p) =>
      `This removes the data of ${p.count} accounts and cannot be undone. To go on, type DELETE: `,
    askDeleteKept: (p) =>
      `This takes away everything of ${p.count} accounts, and their sign-ins cannot be restored. To go on, type DELETE: `,
    askResume: {
      quarantine: (p) => `Put the other ${p.left} into the quarantine too? Type yes to go on: `,
      trash: (p) => `Move the other ${p.left} to the bin too? Type yes to go on: `,
      delete: (p) => `Remove the other ${p.left} too? Type yes to go on: `,
      erase: (p) => `Overwrite and remove the other ${p.left} too? Type yes to go on: `,
    },
    askPurge: (p) =>
      `Delete for good from the quarantine: ${p.batches} batches, ${p.files} (${p.size})? Type yes to go on: `,
    declined: 'Not confirmed; nothing was removed.',
    planStays: (p) => `Plan ${p.id} can still be used until ${p.time}.`,
  },
  clean: {
    nothing: 'There is nothing to remove.',
    unchecked: 'Some places could not be checked, so it is not certain that there is nothing to remove.',
    stopped: (p) => `Clean ${p.run} stopped midway. Its progress and whether it can resume: signoff status`,
    cancelled: 'Cancelled: everything not yet removed is still there.',
    canResume: (p) => `Go on: signoff resume ${p.run}; end it: signoff close ${p.run}`,
  },
  leave: {
    clipboard: 'The clipboard was left as it is: copy any other text to replace what was copied last.',
    marked: (p) => `As you marked them, only these accounts are cleaned: ${p.accounts}.`,
    closes: (p) =>
      `${p.names} still runs and is asked to quit once you confirm. Send what is unsent before that.`,
    phone: 'Now on the phone, which SignOff cannot see:',
    phoneStep: (p) => `${p.at}. ${p.title}: ${p.taps}`,
  },
  resume: {
    what: (p) =>
      `Clean ${p.run} (level ${p.level}) began ${p.time}; ${p.removed} of ${p.planned} are done. The rest is compared with the plan again.`,
    way: {
      quarantine: 'It uses the same mode: into the quarantine, from which it can be restored.',
      trash: 'It uses the same mode: to the system’s bin.',
      delete: 'It uses the same mode: deleted at once, no copy is kept, SignOff cannot restore it.',
      erase: 'It uses the same mode: overwritten once, then deleted; cannot be restored.',
    },
    credentials: 'No copy of a sign-in is kept: sign-ins are deleted at once and cannot be restored.',
  },
  report: {
    title: (p) => `Record of the clean ${p.run}`,
    when: (p) => `${p.start}, took ${p.duration}`,
    planned: 'Planned',
    removed: 'Removed',
    kept: 'Kept',
    failed: 'Not removed',
    folders: (p) => `Empty folders removed as well: ${p.count}.`,
    examples: 'Examples of what was not removed',
    otherWays: 'Examples removed in another mode than chosen',
    quarantined: (p) => `Batch in the quarantine: ${p.batch}, still on this computer.`,
    restore: (p) => `Restore: signoff quarantine restore ${p.batch}`,
    purge: (p) => `Delete for good: signoff quarantine purge ${p.batch}`,
    left: (p) => `Still there: ${p.files}, ${p.size}`,
    arrived: (p) => `New since the plan, not touched: ${p.files}.`,
    unreadable: (p) => `Folders that cannot be read: ${p.count}.`,
    state: { left: 'still there', arrived: 'new', unreadable: 'not checked' },
    notVerified: 'This clean has not been checked again yet: signoff verify',
    none: 'Nothing has been cleaned yet.',
    listTitle: 'Records',
  },
  progress: {
    scan: 'Scan',
    plan: 'Preview',
    clean: 'Clean',
    verify: 'Check',
    quit: 'Waiting',
    restore: 'Restoring',
    purge: 'Purging',
    baseline: 'Recording',
    demo: 'Make',
    remaining: (p) => `about ${p.time} left`,
  },
  cancelling: 'Cancelling…',
  quit: {
    asked: (p) => `Asked ${p.name} to quit; waiting for it to end…`,
    state: {
      quit: (p) => `${p.name} has quit. Quitting is not signing out: signoff status`,
      'still-running': (p) =>
        `${p.name} is still running (process ${p.pids}). Quit it from its menu or tray icon.`,
      unclear: (p) => `Could not confirm that ${p.name} has quit: ${p.reason}.`,
    },
    warnings: (p) => `Before ${p.name} is ended by force, the guide’s warnings:`,
    about: (p) => `The guide’s warnings are about WeChat; they apply to ${p.name} as well.`,
    ask: (p) => `End ${p.name} by force? Type yes to go on: `,
  },
  forget: {
    goes: (p) =>
      `In ${p.folder}: the records of ${p.receipts} cleans, plans, settings and everything else that SignOff wrote go for good.`,
    interrupted: 'An interrupted clean can then no longer be resumed.',
    inQuarantine: (p) => `In the quarantine: ${p.batches} batches, ${p.files}, ${p.size}.`,
    ask: 'Remove SignOff’s own records and settings? Type yes to go on: ',
    askQuarantine: (p) =>
      `Also delete the quarantine for good (${p.batches} batches, ${p.files}, ${p.size})? Type yes to delete it, anything else keeps it: `,
    done: (p) => `Removed SignOff’s own records (cleans: ${p.receipts}) and settings.`,
    folderGone: (p) => `Its folder is gone too: ${p.folder}`,
    stayed: (p) => `Stays: ${p.path} (${p.reason})`,
    quarantineStays: (p) =>
      `quarantine: ${p.batches} batches, ${p.files}, ${p.size}; to delete it for good: signoff forget --include quarantine`,
    stays: {
      'open-window': 'used by an open window; close it and repeat',
      foreign: 'not written by SignOff',
      'not-removable': 'could not be removed',
    },
    program: 'SignOff itself and demo homes are not touched.',
  },
  quarantine: {
    title: 'Quarantine',
    none: 'The quarantine is empty.',
    states: {
      whole: 'complete',
      damaged: 'differs from its index, cannot be restored',
      unfinished: 'its clean was interrupted, can be restored',
    },
    hints:
      'See its files: signoff quarantine show <id>; restore: signoff quarantine restore <id>; delete for good: signoff quarantine purge <id>',
    restored: (p) => `Put back from ${p.batch}: ${p.files}, ${p.size}.`,
    renamed: (p) => `Restored under a new name, next to the existing one: ${p.files}.`,
    overwritten: (p) => `Replaced what existed: ${p.files}.`,
    signIns: (p) => `Holds a sign-in: ${p.files}. The messenger may open without a scan.`,
    nothingInside: 'No file matches.',
    showHint: (p) => `Put some of them back: signoff quarantine restore ${p.batch} --path <path>`,
    stays: {
      'in-the-way': 'that name already exists, left alone',
      'outside-root': 'its place is not in a data folder that was found',
      link: 'a parent folder is a link',
      replaced: 'was replaced in the quarantine',
      mount: 'its place is now on another disk',
      vanished: 'is no longer in the quarantine',
      cancelled: 'not restored before the cancel',
    },
    kept: 'Not put back',
    failed: 'Could not be put back',
    examples: 'Examples of what was not put back',
    conflict: 'To replace what exists add --conflict overwrite; to keep both, --conflict rename.',
    emptied: 'The whole batch is restored; the quarantine no longer contains it.',
    remains: (p) => `The rest is still in batch ${p.batch}.`,
    purgeCost: 'What is deleted for good cannot be restored.',
    nothing: 'No batch matches; nothing was deleted.',
    purged: (p) => `Deleted for good: ${p.batches} batches, ${p.files}, ${p.size}.`,
    notPurged: (p) => `Not deleted: ${p.batch}, ${p.reason}.`,
  },
  session: {
    none: 'No session is running. To start one: signoff session start',
    since: (p) => `Session since ${p.time}.`,
    baseline: (p) =>
      `At the start there were ${p.files}, ${p.size}, all the owner’s (the record takes ${p.stored}).`,
    owners: 'The owner’s accounts, protected',
    noOwners: 'There was no account at the start.',
    arrived: 'New accounts',
    noArrived: 'No new accounts.',
    undecided:
      'This session started long ago. If it is still yours: signoff session confirm; if not: signoff session end',
    confirmed: 'Confirmed; the session continues.',
    ended: 'The session has ended and its record is deleted; no data was removed.',
    next: 'When you leave, preview: signoff plan --since-session; then: signoff clean --since-session',
  },
  watch: {
    states: {
      off: 'Not watching.',
      starting: 'Getting ready…',
      live: 'Watching; each change is a line. Ctrl-C ends it.',
      degraded: 'Some folders have no live updates; SignOff checks them periodically.',
    },
    kinds: {
      'account-appeared': () => 'this account appeared',
      'account-gone': () => 'the account’s folder is gone',
      grew: (p) => `${p.category} grew by ${p.amount}`,
      shrank: (p) => `${p.category} shrank by ${p.amount}`,
      'signed-in': () => 'signed in',
      'signed-out': () => 'signed out',
      'file-received': (p) => `received ${p.name} (${p.size})`,
      'credentials-written': () => 'sign-in credentials were written',
      'credentials-gone': () => 'sign-in credentials are gone',
      'switcher-copy': () => 'a multi-login tool left a copy of the sign-in',
      'root-appeared': () => 'a data folder appeared',
      'root-gone': () => 'the data folder is gone',
      'root-moved': (p) => `the data folder moved to ${p.name}`,
      degraded: (p) => `no live updates (${p.trouble}); checked periodically`,
      recovered: () => 'has live updates again',
    },
    troubles: {
      'watch-limit': 'the system’s watch limit is reached',
      network: 'on a network',
      'root-gone': 'the folder is gone',
      'no-permission': 'no permission',
      'not-a-folder': 'not a folder',
      unavailable: 'not available on this system now',
    },
    amount: (p) => `${p.files}, ${p.size}`,
    dropped: (p) => `The reader is too slow: ${p.count} events left out. For current sizes: signoff scan`,
    ended: 'No longer watching.',
  },
  open: { ended: 'The window was closed.' },
  demo: {
    created: (p) => `Demo data was made in ${p.folder}: ${p.files}, ${p.size} as shown.`,
    use: (p) => `Try it: HOME=${p.folder} signoff scan`,
  },
  version: (p) => `signoff ${p.version}`,
};
