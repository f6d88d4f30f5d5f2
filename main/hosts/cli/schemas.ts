import { z } from 'zod';
import { levels } from '../../../app/cleanup/levels.ts';
import { errorCodes } from '../../../app/contract/errors.ts';
import { removalModes } from '../../../app/cleanup/outcomes.ts';
import {
  amount,
  amountFields,
  app,
  category,
  count,
  discoveryFields,
  list,
  shownOutcome,
  text,
  time,
  tri,
} from './schema-parts.ts';
import { plan, report, verification } from './schema-plan.ts';
import { keepingSchemas } from './schema-keeping.ts';
import { stayingSchemas } from './schema-staying.ts';
import { usageProblems } from './usage-error.ts';

/**
 * What `--json` writes, one versioned object for each command. docs/cli.md is generated from here; a change that
 * breaks a reader needs the next number after the slash.
 */

const runningProcess = z.strictObject({
  pid: z.number().int(),
  name: text('name of the executable'),
  path: z.string().nullable().describe('its path where the system says it'),
  ownUser: z.boolean().describe('belongs to the same user'),
  certain: z.boolean().describe('name and install folder both match'),
});

const statusSchema = z.strictObject({
  schema: z.literal('signoff.status/1'),
  version: text('version of signoff'),
  system: z.enum(['windows', 'macos', 'linux']),
  home: text('the home folder in use'),
  dataDir: text('the assistant’s own folder'),
  ...discoveryFields,
  running: list(
    z.strictObject({
      product: app,
      running: tri,
      processes: list(runningProcess),
    }),
  ).describe('messengers and whether they run'),
  lastRun: z
    .strictObject({
      runId: text('for verify and report'),
      endedAt: time('when it ended'),
      outcome: shownOutcome,
    })
    .nullable()
    .describe('the last clean'),
  interrupted: list(
    z.strictObject({
      runId: text('for resume and close'),
      startedAt: time('when it began'),
      mode: z.enum(removalModes).describe('the way that it goes on in'),
      level: z.enum(levels),
      removed: count('entries removed'),
      planned: count('entries planned'),
      resumable: z.boolean().describe('resume can go on with it'),
    }),
  ).describe('cleans that were cut off'),
  setAside: list(z.string()).describe('damaged files of the assistant’s own that were kept aside'),
});

const scanSchema = z.strictObject({
  schema: z.literal('signoff.scan/1'),
  at: time('when the scan ended'),
  tookMs: z.number().nonnegative().describe('how long it took, milliseconds'),
  ...discoveryFields,
  usage: list(
    z.strictObject({
      rootId: text('id of the root'),
      accountId: z.string().nullable().describe('null: belongs to no single account'),
      category,
      month: text('YYYY-MM of the files’ own time of change'),
      ...amountFields,
    }),
  ).describe('space used by root, account, category and month'),
  total: amount,
  unreadable: list(
    z.strictObject({ rootId: text('id of the root'), path: text('where'), code: text('why') }),
  ).describe('folders of unknown size'),
});

const planSchema = z.strictObject({
  schema: z.literal('signoff.plan/1'),
  plan: plan.nullable().describe('null: no data of a messenger was found'),
  lookedIn: list(z.string()).describe('every place that was looked at; empty when a plan was made'),
  entries: list(
    z.strictObject({
      group: count('number of the group'),
      path: text('absolute path'),
      bytes: count('size'),
      mtime: time('time of change'),
    }),
  )
    .optional()
    .describe('only with --list'),
});

const cleanSchema = z.strictObject({
  schema: z.literal('signoff.clean/1'),
  dryRun: z.boolean(),
  plan: plan.nullable().describe('null: no data of a messenger was found'),
  lookedIn: list(z.string()).describe('every place that was looked at; empty when there was a plan'),
  report: report.nullable().describe('null: nothing was run (dry run, or nothing to remove)'),
});

const verifySchema = z.strictObject({
  schema: z.literal('signoff.verify/1'),
  runId: text('the clean that was checked'),
  verification,
});

const reportSchema = z.strictObject({ schema: z.literal('signoff.report/1'), report });

const reportListSchema = z.strictObject({
  schema: z.literal('signoff.report-list/1'),
  reports: list(report).describe('newest first'),
});

const quitSchema = z.strictObject({
  schema: z.literal('signoff.quit/1'),
  apps: list(
    z.strictObject({
      product: app,
      state: z.enum(['quit', 'still-running', 'unclear']).describe('unclear: could not be asked or judged'),
      reason: z
        .enum(['list-unknown', 'uncertain', 'not-possible', 'files-changing'])
        .nullable()
        .describe('why it is unclear'),
      forced: z.boolean().describe('ended by force'),
      processes: list(runningProcess).describe('what still runs'),
    }),
  ).describe('what became of each app'),
});

const openSchema = z.strictObject({
  schema: z.literal('signoff.open/1'),
  messages: list(z.string()).describe('what the window host said, in its order'),
});

const demoCreateSchema = z.strictObject({
  schema: z.literal('signoff.demo-create/1'),
  folder: text('absolute path of the demo home'),
  files: count('files made'),
  bytes: count('sum of their sizes'),
});

const versionSchema = z.strictObject({
  schema: z.literal('signoff.version/1'),
  version: text('version of signoff'),
});

export const errorSchema = z.strictObject({
  schema: z.literal('signoff.error/1'),
  code: z.enum([...errorCodes, ...usageProblems]),
  message: text('one sentence in the chosen language'),
  params: z
    .record(z.string(), z.union([z.string(), z.number(), list(z.string())]))
    .describe('what the sentence was filled with'),
});

/** Every object that `--json` can write, in the order of the documentation. */
export const schemas = {
  status: statusSchema,
  scan: scanSchema,
  plan: planSchema,
  clean: cleanSchema,
  verify: verifySchema,
  report: reportSchema,
  'report list': reportListSchema,
  ...keepingSchemas,
  ...stayingSchemas,
  quit: quitSchema,
  open: openSchema,
  'demo create': demoCreateSchema,
  version: versionSchema,
  error: errorSchema,
} as const;

export type JsonOutput = z.infer<(typeof schemas)[keyof typeof schemas]>;
export type ErrorOutput = z.infer<typeof errorSchema>;
