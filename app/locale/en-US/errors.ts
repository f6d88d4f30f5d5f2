import type { errors as zh } from '../zh-CN/errors.ts';
import type { Translation } from '../dictionary.ts';

import type { NamedFault } from '../../contract/accounts.ts';
import type { KeepFault } from '../../contract/keep.ts';

type Params = Parameters<(typeof zh)['data-dir-refused']>[0];

function refusedFolder(p: Params): string {
  const path = String(p['path'] ?? '');
  const at = String(p['at'] ?? '');
  if (p['which'] === 'link')
    return `${at} is a link, so SignOff did not put its own files there. Name a real folder with --data-dir.`;
  if (p['which'] === 'other-user')
    return `${at} belongs to another user, so SignOff neither used nor changed the folder ${path}. Name a folder of your own with --data-dir.`;
  if (p['which'] === 'others-write')
    return `Other users can change ${at}, so SignOff did not use the folder ${path}. Name a folder with --data-dir that only you can write to.`;
  return `The folder ${path} already holds other files, so SignOff neither used nor changed it. Name an empty or a new folder with --data-dir.`;
}

function refusedDataFolder(p: Params): string {
  const path = String(p['path'] ?? '');
  const root = String(p['root'] ?? '');
  const reasons: Readonly<Record<NamedFault, string>> = {
    relative: `${path} is no full path, so it is not used. Write the path from the root or the drive letter on.`,
    network: `${path} is on the network, so it is not used. SignOff only cleans disks of this computer.`,
    missing: `There is no folder ${path}. Check the path; if it is on an external disk, connect that first.`,
    'not-a-folder': `${path} is no folder. Name the messenger’s data folder, such as xwechat_files.`,
    'no-permission': `SignOff may not read ${path}, so it is not used. Run SignOff as the user who owns it.`,
    'no-answer': `The disk of ${path} does not answer. Connect it again and retry.`,
    'too-wide': `${path} is too wide: it is or contains a home, a shared folder such as the documents, or a whole disk. Name the messenger’s data folder itself, such as xwechat_files.`,
    'own-folder': `${path} overlaps with SignOff’s own folder, so it is not used. Name the messenger’s data folder itself.`,
    'other-user': `${path} belongs to another user of this computer, so it is neither used nor touched.`,
    'inside-root': `${path} is inside ${root}, which is looked at anyway. There is no need to name it.`,
    'contains-root': `${path} contains ${root}, which is looked at anyway. If there is other data, name its own folder.`,
  };
  return reasons[p['why'] as NamedFault];
}

function notKept(p: Params): string {
  const path = String(p['path'] ?? '');
  const reasons: Readonly<Record<KeepFault, string>> = {
    relative: `${path} is no full path, so it was not added. Write the path from the root or the drive letter on, without “..”.`,
    missing: `There is no file or folder ${path}, so it was not added. Check the path.`,
    'no-permission': `SignOff may not look at ${path}, so it was not added.`,
    outside: `${path} is in no messenger’s data folder. SignOff never cleans it, so it was not added.`,
    'data-folder': `${path} is a whole data folder, or contains one. Nothing would be cleaned any more, so it was not added. Name a file or folder inside it.`,
    'not-kept': `${path} is not on the list “Always keep”, so nothing was changed. See signoff keep list.`,
    full: 'The list “Always keep” is full (1,000 entries), so nothing was added. Remove what you no longer need, or keep a whole folder instead.',
  };
  return reasons[p['why'] as KeepFault];
}

function notCleared(p: Params): string {
  if (p['why'] === 'held')
    return 'Another program is using the clipboard, so it was not emptied. Try again in a moment; if it fails again, close remote desktop or the clipboard manager first.';
  if (p['why'] === 'not-available')
    return 'SignOff cannot empty the clipboard here. Copy any other text: it replaces what was copied last.';
  return `The system did not empty the clipboard (${String(p['reason'] ?? '')}). Try again, or copy any other text: it replaces what was copied last.`;
}

export const errors: Translation<typeof zh> = {
  'invalid-input': (p) =>
    `The request holds something unknown: ${String(p['fields'] ?? p['what'] ?? '')}. Check it and try again.`,
  'unknown-method': (p) =>
    `There is no operation “${String(p['method'] ?? '')}”. The window and the program may differ in version; open SignOff again.`,
  'not-allowed': () => 'This window may not do that. Use SignOff’s own window or its command line.',
  'confirmation-missing': () =>
    'Nothing was confirmed, so nothing was removed. Add --yes on the command line, or hold the confirm button in the window.',
  'messenger-running': (p) =>
    `${String(p['names'] ?? '')} is still running. Cleaning now could damage its data, so no file was touched. Sign out in its settings, then quit it from its tray icon.`,
  'messenger-unknown': (p) =>
    `Could not tell whether ${String(p['names'] ?? 'WeChat or QQ')} is still running (${String(p['reason'] ?? '')}), so no file was touched. Make sure it has quit, then try again.`,
  'not-asked-to-quit': () =>
    'It was not asked to quit, or it has answered since, so no program was ended by force. Ask it to quit first.',
  'mounts-unknown': (p) =>
    `Could not tell which folders belong to another disk (${String(p['reason'] ?? '')}), so no plan was made and no file was touched. Open SignOff again and retry.`,
  'plan-not-found': (p) => `There is no plan ${String(p['plan'] ?? '')}. Make the preview again.`,
  'plan-expired': (p) =>
    `Plan ${String(p['plan'] ?? '')} has expired; the disk may have changed. Make the preview again.`,
  'plan-used': (p) =>
    `Plan ${String(p['plan'] ?? '')} was used already. A plan runs once; make the preview again.`,
  'plan-damaged': (p) =>
    `The file of plan ${String(p['plan'] ?? '')} is damaged or of another version of SignOff. Make the preview again.`,
  'plan-changed': (p) =>
    `The folder ${String(p['path'] ?? '')} of plan ${String(p['plan'] ?? '')} has changed, so no file was touched. Make the preview again.`,
  'plan-holds-kept': (p) =>
    `${String(p['path'] ?? '')} is always kept, but this clean was planned before that, so no file was touched. Make the preview again; close an interrupted clean, or take the path off the list first.`,
  'keep-refused': notKept,
  'keep-list-lost': (p) =>
    `The list “Always keep” was damaged and set aside as ${String(p['path'] ?? '')}. Nothing is cleaned until you confirm what to keep: open “Always keep” in the settings, or use signoff keep.`,
  'place-not-shown': (p) =>
    p['why'] === 'missing' || p['why'] === 'outside'
      ? `${String(p['path'] ?? '')} is not there any more, so nothing was opened. Look again.`
      : p['why'] === 'failed'
        ? `The system’s file manager did not open (${String(p['reason'] ?? '')}). Open it yourself: ${String(p['path'] ?? '')}`
        : 'The system’s file manager cannot be opened here.',
  'account-not-found': (p) =>
    `No account “${String(p['account'] ?? '')}” was found. signoff status lists what was.`,
  'nothing-found': (p) => `No data of WeChat or QQ was found. Looked in: ${String(p['lookedIn'] ?? '')}`,
  'run-not-found': (p) => `There is no record of run ${String(p['run'] ?? '')}.`,
  'run-not-resumable': (p) =>
    `Clean-up ${String(p['run'] ?? '')} can no longer be continued. Close it, then preview again.`,
  'mode-not-available': (p) =>
    `“${String(p['mode'] ?? '')}” is not available here, so nothing was touched. Choose another way.`,
  'quarantine-not-found': (p) =>
    `The quarantine has no batch ${String(p['batch'] ?? '')}. See signoff quarantine list.`,
  'quarantine-damaged': (p) =>
    `Quarantine batch ${String(p['batch'] ?? '')} differs from its own index (${String(p['reason'] ?? '')}); nothing in it was touched.`,
  'quarantine-root-unknown': (p) =>
    `Nothing was restored and every file is still in the quarantine: ${String(p['path'] ?? '')} is not a data folder of WeChat or QQ now; open the messenger once so that its folder exists, or copy the files by hand from ${String(p['batch'] ?? '')} (index.jsonl has their names).`,
  'quarantine-path-unknown': (p) =>
    `Nothing was restored: batch ${String(p['batch'] ?? '')} holds no ${String(p['path'] ?? '')}. See what it holds: signoff quarantine show ${String(p['batch'] ?? '')}`,
  'quarantine-path-ambiguous': (p) =>
    `Nothing was restored: batch ${String(p['batch'] ?? '')} holds more than one ${String(p['path'] ?? '')}. Give the whole path: ${String(p['places'] ?? '')}`,
  'session-running': (p) =>
    `A session has been running since ${String(p['since'] ?? '')}. End it first: signoff session end, or in the window.`,
  'session-not-running': () => 'No session is running. Start one when you sit down.',
  'session-undecided': (p) =>
    `This session began at ${String(p['since'] ?? '')}, long ago. Say first whether it is still yours.`,
  'session-damaged': () =>
    'The record of when you sat down is damaged and was kept aside; no file was touched. A new session counts only from its own start: clean what came before by account.',
  'job-not-found': () => 'That job has ended or never began.',
  busy: () => 'Another clean is going on. Wait for it to end or cancel it first.',
  cancelled: () => 'Cancelled.',
  'no-permission': (p) =>
    `No permission to read ${String(p['path'] ?? '')}. Open SignOff as the user who owns that folder.`,
  'disk-full': (p) =>
    `The disk is full; ${String(p['path'] ?? '')} could not be written. Nothing outside the plan was removed.`,
  'too-many-open-files': () =>
    'Too few files can be open at the same time here, so this step was not finished; nothing outside the plan was touched. Raise the limit (ulimit -n) or close other programs, then try again.',
  'data-dir-unusable': (p) =>
    `SignOff cannot use its own folder ${String(p['path'] ?? '')} (${String(p['reason'] ?? '')}). Name another one with --data-dir.`,
  'data-dir-refused': refusedFolder,
  'foreign-home': (p) =>
    `You are root, and the home folder ${String(p['home'] ?? '')} belongs to another user, so nothing was written. Run SignOff as that user; an administrator can add --allow-foreign-home on the command line.`,
  'other-format': (p) =>
    `${String(p['path'] ?? '')} was written by ${p['format'] === 'newer' ? 'a newer' : 'an older'} version of SignOff. It was neither read nor changed. Use that version, or move the file away.`,
  'no-home': (p) =>
    `There is no home folder, so nothing was looked at: ${p['path'] === '' ? `${String(p['variable'] ?? '')} is not set to a full path` : `${String(p['path'] ?? '')} is not there`}. Set ${String(p['variable'] ?? '')} to the full path of a folder.`,
  'data-dir-not-apart': (p) =>
    `${p['which'] === 'data-inside' ? `The messenger’s data folder ${String(p['root'] ?? '')} is inside SignOff’s own folder ${String(p['path'] ?? '')}` : `SignOff’s own folder ${String(p['path'] ?? '')} is inside the messenger’s data folder ${String(p['root'] ?? '')}`}. Cleaning one would remove the other, so SignOff stopped. Choose a folder elsewhere with --data-dir; if there are records or a quarantine in this one, move it there first.`,
  'data-folder-refused': refusedDataFolder,
  'demo-folder-unusable': (p) =>
    `No folder can be created at ${String(p['path'])} (${String(p['code'])}). Name another place for the demo.`,
  'demo-folder-not-empty': (p) =>
    `The folder ${String(p['path'] ?? '')} already holds other files, so nothing was written. Choose an empty folder for the demo.`,
  'demo-too-small': (p) =>
    `A demo home needs at least ${String(p['least'] ?? '')} files. Give a larger whole number.`,
  'clipboard-not-cleared': notCleared,
  'watch-ended': () =>
    'SignOff no longer watches because of an internal error; what changes from now on is not told. Start it again.',
  internal: () =>
    'SignOff stopped this step because of an internal error. Nothing outside the plan was touched. Open it again and retry.',
};
