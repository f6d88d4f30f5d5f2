import type { HostView } from '../contract/host.ts';
import { computers } from '../cleanup/computers.ts';
import type { Settings } from '../contract/settings.ts';

/** How a setting is shown and typed; its range is the contract's. `none`: it can be switched off. */
type Kind<Value> =
  | { readonly kind: 'choice'; readonly values: readonly Value[] }
  | { readonly kind: 'switch' }
  | {
      readonly kind: 'number';
      readonly unit: 'bytes' | 'percent' | 'days' | 'hours';
      /** what the window offers; the command line takes any number in range */
      readonly offered: readonly number[];
      readonly none?: true;
    }
  /** minutes after local midnight */
  | { readonly kind: 'clock'; readonly none: true }
  | { readonly kind: 'moment'; readonly none: true }
  /** full paths, named one by one */
  | { readonly kind: 'folders' };

type Row<Value> = Kind<Value> & {
  readonly section: 'general' | 'watch' | 'quarantine';
  /** before the person changes it */
  readonly initial: Value;
  /** only where the host can do it, so never on the command line */
  readonly needs?: keyof HostView['capabilities'];
};

const gib = 1024 ** 3;

/**
 * Every setting in the order in which the window and `signoff settings list` show it. A new one also needs its line in
 * the contract and its words in both dictionaries; whatever acts on it reads the settings.
 */
const settingsTable = {
  language: {
    section: 'general',
    kind: 'choice',
    values: ['system', 'zh-CN', 'en-US'],
    initial: 'system',
  },
  theme: { section: 'general', kind: 'choice', values: ['system', 'light', 'dark'], initial: 'system' },
  computer: { section: 'general', kind: 'choice', values: computers, initial: 'unanswered' },
  autostart: { section: 'general', kind: 'switch', needs: 'autostart', initial: false },
  dataFolders: { section: 'general', kind: 'folders', initial: [] },
  watching: { section: 'watch', kind: 'switch', initial: true },
  guardBytes: {
    section: 'watch',
    kind: 'number',
    unit: 'bytes',
    offered: [gib, 5 * gib, 10 * gib, 20 * gib],
    none: true,
    initial: 5 * gib,
  },
  guardPercent: {
    section: 'watch',
    kind: 'number',
    unit: 'percent',
    offered: [10, 20, 50],
    none: true,
    initial: 20,
  },
  quietFrom: { section: 'watch', kind: 'clock', none: true, initial: null },
  quietTo: { section: 'watch', kind: 'clock', none: true, initial: null },
  guardSnoozedUntil: { section: 'watch', kind: 'moment', none: true, initial: null },
  sessionHours: {
    section: 'watch',
    kind: 'number',
    unit: 'hours',
    offered: [4, 8, 12, 24, 72],
    initial: 12,
  },
  quarantineDays: {
    section: 'quarantine',
    kind: 'number',
    unit: 'days',
    offered: [7, 30, 90, 365],
    none: true,
    initial: 30,
  },
  quarantineBytes: {
    section: 'quarantine',
    kind: 'number',
    unit: 'bytes',
    offered: [5 * gib, 20 * gib, 50 * gib],
    none: true,
    initial: null,
  },
} as const satisfies { readonly [Name in keyof Settings]: Row<Settings[Name]> };

export type SettingName = keyof Settings;
export type SettingRow = Row<Settings[SettingName]>;
export const settingNames = Object.keys(settingsTable) as readonly SettingName[];

/** The settings that a host with these capabilities can carry out; `{}` for the command line. */
export function settingNamesFor(capabilities: Partial<HostView['capabilities']>): readonly SettingName[] {
  return settingNames.filter((name) => {
    const { needs } = settingRow(name);
    return needs === undefined || capabilities[needs] === true;
  });
}

export function settingRow(name: SettingName): SettingRow {
  return settingsTable[name];
}

/** What holds until the person chooses, and what a window shows until main has answered. */
export const firstSettings = Object.fromEntries(
  settingNames.map((name) => [name, settingsTable[name].initial]),
) as unknown as Settings;
