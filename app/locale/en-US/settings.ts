import type { settings as zh } from '../zh-CN/settings.ts';
import type { Translation } from '../dictionary.ts';

export const settings: Translation<typeof zh> = {
  title: 'Settings',
  sections: { general: 'General', watch: 'Watching and guest mode', quarantine: 'Quarantine' },
  rows: {
    language: {
      name: 'Language',
      hint: 'Takes effect at once, on the command line too.',
      values: { system: 'System', 'zh-CN': '简体中文', 'en-US': 'English' },
    },
    theme: { name: 'Appearance', values: { system: 'System', light: 'Light', dark: 'Dark' } },
    watching: {
      name: 'Watch for changes',
      hint: 'While SignOff is open it notes growth and the names of received files. It stays in memory only.',
    },
    guardBytes: {
      name: 'Notice above this growth',
      hint: 'Counted since watching began; said once per crossing.',
      none: 'No notice',
    },
    guardPercent: {
      name: 'Or above this part',
      hint: 'Of what was there when watching began. With both set, the first to be reached counts.',
      none: 'No notice',
    },
    quietFrom: { name: 'Quiet from', none: 'Not set' },
    quietTo: { name: 'Quiet until', none: 'Not set' },
    guardSnoozedUntil: { name: 'Notices put off until', none: 'Not put off' },
    sessionHours: {
      name: 'Ask about a session after',
      hint: 'Older than this, it is asked whether the session is still yours.',
    },
    quarantineDays: {
      name: 'Kept for',
      hint: 'A batch past its time is purged when SignOff is opened later. The newest one and damaged ones never go by themselves.',
      none: 'Always',
    },
    quarantineBytes: {
      name: 'At most',
      hint: 'Above this the oldest batches are purged first.',
      none: 'No limit',
    },
  },
  switches: { on: 'On', off: 'Off' },
  days: (p) => (p.count === '1' ? '1 day' : `${p.count} days`),
  hours: (p) => (p.count === '1' ? '1 hour' : `${p.count} hours`),
  watch: {
    quiet: 'Quiet hours',
    quietHint: 'No notice in these hours; afterwards, if it still holds.',
    quietUntil: 'to',
    snoozed: (p) => `Notices are put off until ${p.time}`,
    wake: 'Notices again now',
  },
  folder: 'SignOff’s own data',
  folderHint: 'Settings, plans and records live in this folder only and are never uploaded.',
  about: 'About',
  version: 'Version',
  offline: 'Network',
  offlineBody: 'SignOff uses no network, gathers no statistics and has no accounts.',
  license: 'Licence',
  licenseBody: 'MIT, the source is public',
};
