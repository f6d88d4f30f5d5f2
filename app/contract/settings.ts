import { z } from 'zod';
import { read, write } from './method.ts';
import type { Of } from './shapes.ts';

export const settingsSchema = z.strictObject({
  language: z.enum(['zh-CN', 'en-US', 'system']),
  theme: z.enum(['light', 'dark', 'system']),
  /** a quarantined batch goes by itself after this long; null = never */
  quarantineDays: z.number().int().min(1).max(3650).nullable(),
  /** above this size the oldest batches are purged, never the newest; null = no limit */
  quarantineBytes: z.number().int().positive().nullable(),
  /** watch while the assistant is open */
  watching: z.boolean(),
  /** growth since the watch began that is worth a notice; null = off */
  guardBytes: z.number().int().positive().nullable(),
  /** the same in percent of what was there when the watch began; null = off */
  guardPercent: z.number().int().min(1).max(1000).nullable(),
  guardSnoozedUntil: z.number().int().nonnegative().nullable(),
  /** minutes after local midnight; both null = no quiet hours */
  quietFrom: z.number().int().min(0).max(1439).nullable(),
  quietTo: z.number().int().min(0).max(1439).nullable(),
  /** a session older than this must be confirmed */
  sessionHours: z.number().int().min(1).max(720),
});
export type Settings = Of<typeof settingsSchema>;

export const settingsMethods = {
  'settings.get': read({}, settingsSchema),
  'settings.set': write(settingsSchema.partial().shape, settingsSchema),
};

export const settingsEvents = { 'settings.changed': settingsSchema };
