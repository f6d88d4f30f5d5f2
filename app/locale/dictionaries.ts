import type { Language } from './dictionary.ts';
import { common as commonZh } from './zh-CN/common.ts';
import { cli as cliZh } from './zh-CN/cli.ts';
import { errors as errorsZh } from './zh-CN/errors.ts';
import { host as hostZh } from './zh-CN/host.ts';
import { frame as frameZh } from './zh-CN/frame.ts';
import { guide as guideZh } from './zh-CN/guide.ts';
import { home as homeZh } from './zh-CN/home.ts';
import { impact as impactZh } from './zh-CN/impact.ts';
import { records as recordsZh } from './zh-CN/records.ts';
import { restore as restoreZh } from './zh-CN/restore.ts';
import { settings as settingsZh } from './zh-CN/settings.ts';
import { storage as storageZh } from './zh-CN/storage.ts';
import { timeline as timelineZh } from './zh-CN/timeline.ts';
import { volumes as volumesZh } from './zh-CN/volumes.ts';
import { wizard as wizardZh } from './zh-CN/wizard.ts';
import { common as commonEn } from './en-US/common.ts';
import { cli as cliEn } from './en-US/cli.ts';
import { errors as errorsEn } from './en-US/errors.ts';
import { host as hostEn } from './en-US/host.ts';
import { frame as frameEn } from './en-US/frame.ts';
import { guide as guideEn } from './en-US/guide.ts';
import { home as homeEn } from './en-US/home.ts';
import { impact as impactEn } from './en-US/impact.ts';
import { records as recordsEn } from './en-US/records.ts';
import { restore as restoreEn } from './en-US/restore.ts';
import { settings as settingsEn } from './en-US/settings.ts';
import { storage as storageEn } from './en-US/storage.ts';
import { timeline as timelineEn } from './en-US/timeline.ts';
import { volumes as volumesEn } from './en-US/volumes.ts';
import { wizard as wizardEn } from './en-US/wizard.ts';

/** All texts of both languages; an area of the product adds its own file to both folders and one line here. */
export const dictionaries = {
  'zh-CN': {
    cli: cliZh,
    common: commonZh,
    errors: errorsZh,
    host: hostZh,
    frame: frameZh,
    guide: guideZh,
    home: homeZh,
    impact: impactZh,
    records: recordsZh,
    restore: restoreZh,
    settings: settingsZh,
    storage: storageZh,
    timeline: timelineZh,
    volumes: volumesZh,
    wizard: wizardZh,
  },
  'en-US': {
    cli: cliEn,
    common: commonEn,
    errors: errorsEn,
    host: hostEn,
    frame: frameEn,
    guide: guideEn,
    home: homeEn,
    impact: impactEn,
    records: recordsEn,
    restore: restoreEn,
    settings: settingsEn,
    storage: storageEn,
    timeline: timelineEn,
    volumes: volumesEn,
    wizard: wizardEn,
  },
} as const;

export type Dictionary = (typeof dictionaries)[Language];
