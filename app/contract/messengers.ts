import { z } from 'zod';
import { destroy, read, write } from './method.ts';
import { product, runningProcessSchema, startedJobSchema, text } from './shapes.ts';
import type { Of } from './shapes.ts';

/** How the last request to quit one messenger went. Quitting is not signing out: this says nothing about a sign-in. */
export const quitSchema = z.strictObject({
  product,
  jobId: text('the job that waits, or waited'),
  /** `quit`: none of its processes is left and its databases rest */
  state: z
    .enum(['waiting', 'quit', 'still-running', 'unclear'])
    .describe('unclear: could not be asked or judged'),
  reason: z
    .enum(['list-unknown', 'uncertain', 'not-possible', 'files-changing'])
    .nullable()
    .describe('why it is unclear'),
  /** only after it was asked in vain */
  forced: z.boolean().describe('ended by force'),
  /** the user's own, as they were seen last */
  processes: z.array(runningProcessSchema).describe('what still runs'),
});
export type QuitView = Of<typeof quitSchema>;

export const messengerMethods = {
  /** asks it to quit and waits; `messengers.quitState` has the result */
  'messengers.askToQuit': write({ product }, startedJobSchema),
  /** the last request to quit in this session, or null */
  'messengers.quitState': read({ product }, quitSchema.nullable()),
  /** refused unless it was asked in this session and is still running */
  'messengers.forceEnd': destroy({ product }, startedJobSchema),
};
