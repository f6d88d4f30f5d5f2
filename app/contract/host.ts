import { z } from 'zod';
import { headlines } from '../cleanup/verdict.ts';
import { destroy, read, write } from './method.ts';
import { interruptedRunSchema, shownOutcomeSchema } from './runs.ts';
import { count, idSchema, text, time } from './shapes.ts';
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
    clipboard: z.boolean().describe('clipboard.clear can empty the clipboard here'),
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
  interrupted: z
    .array(interruptedRunSchema)
    .describe('cleans that were cut off or stopped, and can be resumed or closed'),
  setAside: z.array(z.string()).describe('damaged files of the assistant’s own that were kept aside'),
  otherFormats: z
    .array(z.strictObject({ path: text('where it is and stays'), format: z.enum(['older', 'newer']) }))
    .describe('files of the assistant’s own that another version wrote; not read'),
  systemCalls: z
    .strictObject({
      kind: z.enum(['native', 'portable']),
      reason: text('why not native, in English, such as a missing file').nullable(),
    })
    .describe(
      'native: folders are opened and files removed by the system’s own calls; portable: by what Node offers',
    ),
});
export type StatusView = Of<typeof statusSchema>;

/** What was removed of everything that SignOff wrote, and what stayed. */
export const forgottenSchema = z.strictObject({
  dataDir: text('the assistant’s own folder'),
  receipts: count('records of cleans that were removed'),
  files: count('files removed in all; the profile of a window counts as one'),
  folderGone: z.boolean().describe('nothing was left in the own folder, so it is gone too'),
  stayed: z
    .array(
      z.strictObject({
        path: text('absolute path'),
        reason: z
          .enum(['quarantine', 'open-window', 'foreign', 'not-removable'])
          .describe(
            'quarantine: goes only by a purge; open-window: the profile of an open window; foreign: not written by SignOff',
          ),
      }),
    )
    .describe('what is still in the own folder'),
});
export type ForgottenView = Of<typeof forgottenSchema>;

export const hostEvents = {
  /** the computer was asleep: what is shown may be out of date; only with the capability `powerEvents` */
  'host.resumed': z.strictObject({}),
  /** sent to a window alone, by the program that holds it: an entry of the tray asked for a place */
  'host.goTo': z.strictObject({ place: text('address inside the window, such as #/leave') }),
};

export const hostMethods = {
  'host.describe': read({}, hostSchema),
  'status.get': read({}, statusSchema),
  /**
   * Shows a file or folder below a root in the system's file manager, only when a person asked for it; never opens it.
   * Only with the capability `openFolder`; refuses with `place-not-shown`.
   */
  'host.showPlace': write({ rootId: idSchema, path: z.string().min(1).max(4096) }, z.strictObject({})),
  /**
   * Removes every record and setting. What is in the quarantine stays: purge it with `quarantine.purge` and ask again.
   * Refuses with `session-running`, and with `busy` while a run, a restore or any job goes on.
   */
  'own.forget': destroy({}, forgottenSchema),
  /**
   * Empties what would be pasted now, only when a person asked for it. A history that the system or another program
   * keeps stays. Refuses with `clipboard-not-cleared`.
   */
  'clipboard.clear': write({}, z.strictObject({})),
};
