import type { settings as zh } from '../zh-CN/settings.ts';
import type { Translation } from '../dictionary.ts';

export const settings: Translation<typeof zh> = {
  title: 'Settings',
  language: 'Language',
  languageHint: 'Takes effect at once, on the command line too.',
  languages: { system: 'System', 'zh-CN': '简体中文', 'en-US': 'English' },
  theme: 'Appearance',
  themes: { system: 'System', light: 'Light', dark: 'Dark' },
  quarantine: {
    title: 'Quarantine',
    days: 'Kept for',
    daysHint:
      'A batch past its time is purged when SignOff is opened later. The newest one and damaged ones never go by themselves.',
    dayCount: (p) => (p.count === '1' ? '1 day' : `${p.count} days`),
    always: 'Always',
    size: 'At most',
    sizeHint: 'Above this the oldest batches are purged first.',
    unlimited: 'No limit',
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
