import { z } from 'zod';
import { read } from './method.ts';
import { count, level, product, recoverability, runningProcessSchema, text, time, tri } from './shapes.ts';
import type { Of } from './shapes.ts';

/** Which messengers run, read at the moment of the question. */
const runningProductsSchema = z
  .array(z.strictObject({ product, running: tri, processes: z.array(runningProcessSchema) }))
  .describe('messengers and whether they run');

const credentialsSchema = z.strictObject({
  location: text('which rule of the knowledge base'),
  files: count('existing credential files'),
  shared: z.boolean(),
  removedBy: z.union([level, z.literal('never')]).describe('the shallowest level that removes them'),
  recoverability: recoverability.describe('what their removal costs'),
});

/** What is left of a sign-in, read from the disk and the process list at the moment of the question. */
export const signInSchema = z.strictObject({
  at: time('when it was checked'),
  products: runningProductsSchema,
  accounts: z.array(
    z.strictObject({
      accountId: text('account id'),
      autoLogin: tri,
      autoLoginAmong: count('accounts that share the file behind `yes`; above 1 it is unknown whose it is'),
      remembered: tri,
      credentials: z.array(credentialsSchema),
    }),
  ),
  switcherCopies: z
    .array(
      z.strictObject({
        rootId: text('id of the root'),
        location: text('which rule of the knowledge base'),
        files: count('number of files'),
      }),
    )
    .describe('copies of a sign-in left by multi-login tools'),
});
export type SignInView = Of<typeof signInSchema>;

export const signInMethods = { 'signin.check': read({}, signInSchema) };
