import type { settings as zh } from '../zh-CN/settings.ts';
import type { Translation } from '../dictionary.ts';

export const settings: Translation<typeof zh> = {
  title: 'Settings',
  sections: { general: 'General', watch: 'Watching and guest mode', quarantine: 'Quarantine' },
  rows: {
    language: {
      name: 'Language',
      hint: 'Takes effect at once. The command line follows your system; --lang changes it.',
      values: { system: 'System', 'zh-CN': '简体中文', 'en-US': 'English' },
    },
    theme: { name: 'Appearance', values: { system: 'System', light: 'Light', dark: 'Dark' } },
    computer: {
      name: 'Whose computer this is',
      hint: 'Decides how cleaning removes unless you choose otherwise: your own computer keeps a copy in the quarantine, any other keeps none. Asked again on another computer or for another user of it.',
      values: { own: 'Mine', shared: 'Shared', others: 'Somebody else’s', unanswered: 'Ask again' },
    },
    autostart: {
      name: 'Open when I sign in',
      hint: 'Opens in the tray, without a window, after you sign in to this computer. Leave it off on somebody else’s.',
    },
    dataFolders: {
      name: 'Further data folders',
      hint: 'When WeChat or QQ data was moved and is not found by itself, write the full path of its folder here. What SignOff does not recognise is only measured, never cleaned.',
      none: 'None',
    },
    watching: {
      name: 'Watch for changes',
      hint: 'While SignOff is open, it notes growth and the names of received files, in memory only.',
    },
    guardBytes: {
      name: 'Notify when data grows by',
      hint: 'Counted from when watching began. One notice each time it is exceeded.',
      none: 'No notice',
    },
    guardPercent: {
      name: 'Or when it grows by',
      hint: 'As a share of the size when watching began. With both set, the first one reached counts.',
      none: 'No notice',
    },
    quietFrom: { name: 'Quiet from', none: 'Not set' },
    quietTo: { name: 'Quiet until', none: 'Not set' },
    guardSnoozedUntil: { name: 'Notices put off until', none: 'Not put off' },
    sessionHours: {
      name: 'Confirm guest mode after',
      hint: 'After this long, SignOff asks whether it is still yours.',
    },
    quarantineDays: {
      name: 'Keep for',
      hint: 'Expired batches are purged when SignOff next opens. The newest batch and damaged ones are never purged automatically.',
      none: 'No time limit',
    },
    quarantineBytes: {
      name: 'Size limit',
      hint: 'Above this the oldest batches are purged first.',
      none: 'No limit',
    },
  },
  switches: { on: 'On', off: 'Off' },
  days: (p) => (p.count === '1' ? '1 day' : `${p.count} days`),
  hours: (p) => (p.count === '1' ? '1 hour' : `${p.count} hours`),
  folders: {
    add: 'Add',
    path: 'Full path of the folder',
    removeShort: 'Take off the list',
    remove: (p) => `Take off the list: ${p.path}`,
  },
  keepList: {
    hint: 'No clean takes the files and folders on this list, nor what comes into the folders later. They still count as data left on this computer.',
    path: 'Full path of a file or folder',
    states: {
      folder: 'Folder with everything in it',
      missing: 'Nothing there now',
      'could-not-tell': 'Couldn’t be checked',
    },
    elsewhere: 'In no data folder that was found now',
    lost: 'The list “Always keep” was damaged, so nothing is cleaned now',
    lostHint: 'Add below what is to be kept, then confirm. The earlier list was set aside:',
    confirm: 'The list is complete',
  },
  watch: {
    quiet: 'Quiet hours',
    quietHint: 'No notices in these hours; they come afterwards if still true.',
    quietUntil: 'to',
    snoozed: (p) => `Notices are put off until ${p.time}`,
    wake: 'Resume notices now',
  },
  folder: 'SignOff’s own data',
  folderHint: 'Settings, plans and records live in this folder only and are never uploaded.',
  about: 'About',
  version: 'Version',
  locations: 'Known data locations',
  locationsHint: 'An update of WeChat or QQ may move its data.',
  locationsBody: (p) => `Last checked on ${p.date}`,
  offline: 'Network',
  offlineBody: 'SignOff uses no network, gathers no statistics and has no accounts.',
  license: 'Licence',
  licenseBody: 'MIT, the source is public',
};
