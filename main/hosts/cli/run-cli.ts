import type { SignOffError } from '../../../app/contract/errors.ts';
import { typedError } from '../../../app/contract/errors.ts';
import type { Effect } from '../../../app/contract/method.ts';
import { dictionaries } from '../../../app/locale/dictionaries.ts';
import type { Dictionary } from '../../../app/locale/dictionaries.ts';
import type { Language } from '../../../app/locale/dictionary.ts';
import { formatTime } from '../../../app/locale/format.ts';
import { readCommandLine } from './command-line.ts';
import { earlyOptionsOf } from './entry.ts';
import type { Invocation } from './command-line.ts';
import { topicOf } from './argv.ts';
import { call } from './command.ts';
import type { CommandContext, CommandResult, World } from './command.ts';
import { clean } from './commands/clean.ts';
import { leave } from './commands/leave.ts';
import { demoCreate } from './commands/demo-create.ts';
import { forget } from './commands/forget.ts';
import { keepAdd, keepConfirm, keepList, keepRemove } from './commands/keep.ts';
import { open } from './commands/open.ts';
import { plan } from './commands/plan.ts';
import { quarantineList, quarantinePurge, quarantineRestore, quarantineShow } from './commands/quarantine.ts';
import { quit } from './commands/quit.ts';
import { close, report, reportList, resume, verify } from './commands/runs.ts';
import { scan } from './commands/scan.ts';
import { sessionConfirm, sessionEnd, sessionStart, sessionStatus } from './commands/session.ts';
import { settingsList, settingsSet } from './commands/settings.ts';
import { status } from './commands/status.ts';
import { watch } from './commands/watch.ts';
import { completionScript } from './commands/completion.ts';
import { exitCodeOf, exitCodes } from './exit-codes.ts';
import type { ExitCode } from './exit-codes.ts';
import { printHelp } from './help-text.ts';
import { createPrinter, shownJson, warningsOnly } from './printer.ts';
import type { Printer } from './printer.ts';
import { createProgress } from './progress.ts';
import type { ErrorOutput } from './schemas.ts';
import { UsageError } from './usage-error.ts';
import type { Output, Terminal } from './terminal.ts';
import { printMeasuredOnly } from './wording.ts';

type AssistantCommand = Exclude<
  Invocation['command'],
  'help' | 'version' | 'completion' | 'demo create' | 'open'
>;

const handlers: Readonly<Record<AssistantCommand, (context: CommandContext) => Promise<CommandResult>>> = {
  status,
  scan,
  plan,
  clean,
  leave,
  verify,
  report,
  'report list': reportList,
  resume,
  close,
  'quarantine list': quarantineList,
  'quarantine show': quarantineShow,
  'quarantine restore': quarantineRestore,
  'quarantine purge': quarantinePurge,
  'session start': sessionStart,
  'session status': sessionStatus,
  'session confirm': sessionConfirm,
  'session end': sessionEnd,
  watch,
  'settings list': settingsList,
  'settings set': settingsSet,
  'keep list': keepList,
  'keep add': keepAdd,
  'keep remove': keepRemove,
  'keep confirm': keepConfirm,
  forget,
  quit,
};

/** Commands that may ask; `quit` does only with `--force`. */
const destroying: readonly Invocation['command'][] = [
  'clean',
  'leave',
  'resume',
  'quarantine purge',
  'forget',
];

/** Only removing commands, and `quit --force`, get destructive access. */
function effectsOf({ command, force }: Invocation): readonly Effect[] {
  return destroying.includes(command) || force ? ['read', 'write', 'destroy'] : ['read', 'write'];
}

/** Parameters carry times as ISO text; formats them for the user. */
function readable(params: SignOffError['params'], language: Language): SignOffError['params'] {
  const { since } = params;
  const at = typeof since === 'string' ? Date.parse(since) : Number.NaN;
  return Number.isNaN(at) ? params : { ...params, since: formatTime(at, language) };
}

function errorOutput(error: UsageError | SignOffError, texts: Dictionary, language: Language): ErrorOutput {
  const schema = 'signoff.error/1';
  const { params } = error;
  if (error instanceof UsageError)
    return { schema, code: error.problem, message: texts.cli.usage[error.problem](params), params };
  return { schema, code: error.code, message: texts.errors[error.code](readable(params, language)), params };
}

/** Prints an error in the user's language or as JSON, and returns its exit code. */
async function fail(
  world: World,
  error: unknown,
  format: { json: boolean; language: Language },
): Promise<ExitCode> {
  const texts = dictionaries[format.language];
  const known = error instanceof UsageError ? error : typedError(error);
  const json = errorOutput(known, texts, format.language);
  const exitCode = known instanceof UsageError ? exitCodes.usage : exitCodeOf(known.code);
  const output = format.json ? world.terminal.out : world.terminal.err;
  await writeResult(output, format.json, {
    exitCode,
    json,
    render(print) {
      if (known instanceof UsageError && known.problem === 'missing-command') {
        printHelp(print, texts, topicOf([String(known.params['command'])]));
        print.line();
      }
      print.line(texts.cli.label.error({ message: json.message }), 'bad');
    },
  });
  return exitCode;
}

async function withAssistant(
  world: World,
  invocation: Invocation,
  shared: Omit<CommandContext, 'client'>,
): Promise<CommandResult> {
  const { command } = invocation;
  const warn = (message: string): void =>
    shared.notes.line(shared.texts.cli.label.warning({ message }), 'warn');
  const assistant = await world.openAssistant(invocation, warn);
  try {
    const client = assistant.client({ host: 'cli', may: effectsOf(invocation) });
    const context = { ...shared, client };
    if (invocation.roots.length > 0)
      printMeasuredOnly(shared.notes, shared, await call(client, 'accounts.discover', {}));
    return command === 'open'
      ? await open(context, world, assistant)
      : await handlers[command as AssistantCommand](context);
  } finally {
    await assistant.close();
  }
}

function versionResult(version: string, texts: Dictionary): CommandResult {
  return {
    exitCode: exitCodes.done,
    json: { schema: 'signoff.version/1', version },
    render: (print) => print.line(texts.cli.version({ version })),
  };
}

/** With `--quiet` only warnings, unless a question follows: what is asked about is always shown. */
function notesOf(invocation: Invocation, terminal: Terminal): Printer {
  const notes = createPrinter(terminal.err);
  const mayAsk = effectsOf(invocation).includes('destroy') && terminal.interactive && !invocation.yes;
  return invocation.quiet && !mayAsk ? warningsOnly(notes) : notes;
}

async function carryOut(world: World, invocation: Invocation): Promise<CommandResult> {
  const { terminal, signal, now } = world;
  const { json, quiet, language } = invocation;
  const texts = dictionaries[language];
  const progress = createProgress(terminal.err, { json, quiet, texts, language, now });
  if (invocation.command === 'version') return versionResult(world.version, texts);
  if (invocation.command === 'demo create')
    return demoCreate(world, invocation, { texts, language }, progress);
  const notes = notesOf(invocation, terminal);
  const shared = { invocation, terminal, notes, progress, texts, language, now, signal };
  return withAssistant(world, invocation, shared);
}

function warnUnused(print: Printer, texts: Dictionary, { unused, selection }: Invocation): void {
  const { label, unused: reasons } = texts.cli;
  for (const { option, reason } of unused) {
    const message = reasons[reason]({ option, level: selection.level });
    print.line(label.warning({ message }), 'warn');
  }
}

/**
 * Runs one command line and returns its exit code. Never throws: every error is printed and has a code. A result that
 * could not be written is an error, though the command itself has been carried out.
 */
export async function runCli(argv: readonly string[], world: World): Promise<ExitCode> {
  const exitCode = await runLine(argv, world);
  const { out, err } = world.terminal;
  await out.drained();
  const code = out.failure();
  if (code === null) return exitCode;
  const { label, outputLost } = dictionaries[earlyOptionsOf(argv, world.env).language].cli;
  createPrinter(err).line(label.error({ message: outputLost({ code }) }), 'bad');
  return exitCode === exitCodes.done ? exitCodes.someFailed : exitCode;
}

async function runLine(argv: readonly string[], world: World): Promise<ExitCode> {
  let format = earlyOptionsOf(argv, world.env);
  const { out } = world.terminal;
  try {
    const invocation = readCommandLine(argv, world.env);
    format = { json: invocation.json, language: invocation.language };
    warnUnused(createPrinter(world.terminal.err), dictionaries[format.language], invocation);
    if (invocation.shell !== null) {
      out.write(completionScript(invocation.shell, dictionaries[format.language]));
      return exitCodes.done;
    }
    if (invocation.command === 'help') {
      printHelp(createPrinter(out), dictionaries[format.language], invocation.about);
      return exitCodes.done;
    }
    const result = await carryOut(world, invocation);
    await writeResult(out, format.json, result);
    return result.exitCode;
  } catch (error) {
    return fail(world, error, format);
  }
}

const itemsAtOnce = 1000;

/** One JSON object on one line; long lists are written in pieces, so that no string holds them whole. */
async function writeJson(output: Output, { json, list }: CommandResult): Promise<void> {
  if (json === null) return;
  const head = JSON.stringify(json);
  if (list === undefined) {
    output.write(shownJson(`${head}\n`));
    return;
  }
  output.write(shownJson(`${head.slice(0, -1)},${JSON.stringify(list.key)}:[`));
  for (let start = 0; start < list.items.length && !output.closed(); start += itemsAtOnce) {
    const piece = list.items.slice(start, start + itemsAtOnce).map((item) => JSON.stringify(item));
    output.write(shownJson(`${start === 0 ? '' : ','}${piece.join(',')}`));
    await output.drained();
  }
  output.write(']}\n');
}

/** Writes a command's result to standard output, as JSON or text. */
async function writeResult(output: Output, json: boolean, result: CommandResult): Promise<void> {
  if (json) await writeJson(output, result);
  else await result.render(createPrinter(output));
}
