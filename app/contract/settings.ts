import { z } from 'zod';
import { computers } from '../cleanup/computers.ts';
import { read, write } from './method.ts';
import type { Of } from './shapes.ts';

/** Initial values and what the window offers are in app/settings/settings-table.ts. */
export const settingsSchema = z
  .strictObject({
    language: z.enum(['zh-CN', 'en-US', 'system']),
    theme: z.enum(['light', 'dark', 'system']),
    computer: z
      .enum(computers)
      .describe(
        'whose computer this is: decides how the window and `leave` remove unless told otherwise; never how `clean` does',
      ),
    autostart: z
      .boolean()
      .describe(
        'open hidden in the tray when the person signs in to the computer; only the desktop app does it',
      ),
    quarantineDays: z
      .number()
      .int()
      .min(1)
      .max(3650)
      .nullable()
      .describe('a quarantined batch goes by itself after this long, null: never'),
    quarantineBytes: z
      .number()
      .int()
      .positive()
      .nullable()
      .describe('above this size the oldest batches are purged, never the newest; null: no limit'),
    watching: z.boolean().describe('watch while the assistant is open'),
    guardBytes: z
      .number()
      .int()
      .positive()
      .nullable()
      .describe('growth since the watch began that is worth a notice, null: off'),
    guardPercent: z
      .number()
      .int()
      .min(1)
      .max(1000)
      .nullable()
      .describe('the same in percent of the size at that time, null: off'),
    guardSnoozedUntil: z
      .number()
      .int()
      .nonnegative()
      .nullable()
      .describe('no notice of growth before this time, milliseconds since 1970'),
    quietFrom: z
      .number()
      .int()
      .min(0)
      .max(1439)
      .nullable()
      .describe('start of the quiet hours, minutes after local midnight, null: none'),
    quietTo: z.number().int().min(0).max(1439).nullable().describe('end of the quiet hours'),
    dataFolders: z
      .array(z.string().min(1).max(4096))
      .max(32)
      .describe('full paths of further data folders to look at; never what is removed'),
    sessionHours: z.number().int().min(1).max(720).describe('a session older than this must be confirmed'),
  })
  .meta({ id: 'settings' });
export type Settings = Of<typeof settingsSchema>;

export const settingsMethods = {
  'settings.get': read({}, settingsSchema),
  'settings.set': write(settingsSchema.partial().shape, settingsSchema),
};

export const settingsEvents = { 'settings.changed': settingsSchema };
