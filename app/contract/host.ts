import { z } from 'zod';
import { headlines } from '../cleanup/verdict.ts';
import { read } from './method.ts';
import { interruptedRunSchema, shownOutcomeSchema } from './runs.ts';
import { text, time } from './shapes.ts';
import type { Of } from './shapes.ts';

/** What the host can do: the window degrades by capability, never by the host's name. */
export const hostSchema = z.strictObject({
  version: text('version of signoff'),
  system: z.enum(['windows', 'macos', 'linux']),
  demo: z.boolean(),
  home: text('the home folder in use'),
  dataDir: text('the assistant’s own folder'),
  locationsCheckedOn: text('day on which the known data locations were last checked, YYYY-MM-DD'),
  capabilities: z.strictObject({
    tray: z.boolean(),
    trash: z.boolean(),
    notifications: z.boolean(),
    autostart: z.boolean(),
    powerEvents: z.boolean(),
    openFolder: z.boolean(),
  }),
});
export type HostView = Of<typeof hostSchema>;

export const statusSchema = z.strictObject({
  version: text('version of signoff'),
  dataDir: text('the assistant’s own folder'),
  lastRun: z
    .strictObject({
      runId: text('for verify and report'),
      endedAt: time('when it ended'),
      outcome: shownOutcomeSchema,
      headline: z.enum(headlines).describe('whether the person can leave, as the last look found'),
    })
    .nullable()
    .describe('the last clean'),
  interrupted: z.array(interruptedRunSchema).describe('cleans that were cut off'),
  setAside: z.array(z.string()).describe('damaged files of the assistant’s own that were kept aside'),
  otherFormats: z
    .array(z.strictObject({ path: text('where it is and stays'), format: z.enum(['older', 'newer']) }))
    .describe('files of the assistant’s own that another version wrote; not read'),
});
export type StatusView = Of<typeof statusSchema>;

export const hostMethods = { 'host.describe': read({}, hostSchema), 'status.get': read({}, statusSchema) };
