import type { Client, InputOf, MethodName, OutputOf } from '../../../app/contract/contract.ts';
import type { Dictionary } from '../../../app/locale/dictionaries.ts';
import type { Language } from '../../../app/locale/dictionary.ts';
import { SignOffError } from '../../../app/contract/errors.ts';
import type { JobEnd } from '../../../app/contract/jobs.ts';
import type { Assistant } from '../../assistant/assistant.ts';
import type { Invocation } from './command-line.ts';
import type { ExitCode } from './exit-codes.ts';
import type { Printer } from './printer.ts';
import type { ProgressSink } from './progress.ts';
import type { JsonOutput } from './schemas.ts';
import type { Terminal } from './terminal.ts';

/** Context of a command: the assistant's contract, and the user or script that called it. */
export interface CommandContext {
  readonly client: Client;
  readonly invocation: Invocation;
  readonly terminal: Terminal;
  /** the error stream, for text that must not mix with the result; with `--quiet` it shows warnings only */
  readonly notes: Printer;
  readonly progress: ProgressSink;
  readonly texts: Dictionary;
  readonly language: Language;
  readonly now: () => number;
  /** aborted by the user's interrupt */
  readonly signal: AbortSignal;
}

/** A command's result, written once, as JSON or as text. */
export interface CommandResult {
  readonly exitCode: ExitCode;
  /** null: the command has already written its lines */
  readonly json: JsonOutput | null;
  /** a long list, written piece by piece after the object's other fields */
  readonly list?: { readonly key: string; readonly items: readonly unknown[] };
  readonly render: (print: Printer) => void | Promise<void>;
}

export interface OpenWindowOptions {
  readonly assistant: Assistant;
  readonly language: Language;
  readonly stateFolder: string;
  readonly browser: string | null;
  /** options of this start that a program in the tray cannot take over */
  readonly ownOptions: readonly string[];
  readonly launch: boolean;
  readonly resident: boolean;
  readonly print: (line: string) => void;
  readonly signal: AbortSignal;
}

export interface DemoMade {
  readonly folder: string;
  readonly files: number;
  readonly bytes: number;
}

/** Everything outside the CLI that it may touch, so that tests can replace each part. */
export interface World {
  readonly version: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly terminal: Terminal;
  /** aborted by the user's interrupt */
  readonly signal: AbortSignal;
  readonly now: () => number;
  openAssistant(
    place: Pick<Invocation, 'dataDir' | 'allowForeignHome' | 'roots'>,
    warn: (line: string) => void,
  ): Promise<Assistant>;
  /** closes the assistant, and resolves with the window host's exit code after the window closes */
  openWindow(options: OpenWindowOptions): Promise<number>;
  makeDemo(
    folder: string,
    options: { files: number | null; seed: number | null },
    onProgress: (done: number) => void,
  ): Promise<DemoMade>;
}

/** Sends one request and throws a refusal, so that commands read as plain sequences. */
export async function call<M extends MethodName>(
  client: Client,
  method: M,
  input: InputOf<M>,
): Promise<OutputOf<M>> {
  const reply = await client.call(method, input);
  if (reply.ok) return reply.value;
  throw new SignOffError(reply.error.code, reply.error.params);
}

type Following = Pick<CommandContext, 'client' | 'progress' | 'signal' | 'notes' | 'texts'>;

/** Starts a job, shows its progress and waits for its end. An interrupt cancels the job and still waits. */
export async function followJob<Started extends { readonly jobId: string }>(
  context: Following,
  start: () => Promise<Started>,
): Promise<{ readonly started: Started; readonly end: JobEnd }> {
  const { client, progress, signal, notes, texts } = context;
  const interrupted = (): boolean => signal.aborted;
  if (interrupted()) throw new SignOffError('cancelled');
  const ends = new Map<string, JobEnd>();
  let wake: () => void = () => undefined;
  let following: string | null = null;
  const offEnd = client.on('job.ended', (end) => {
    ends.set(end.jobId, end);
    wake();
  });
  const offProgress = client.on('job.progress', (step) => {
    if (step.jobId === following && !interrupted()) progress.update(step);
  });
  const cancel = (): void => {
    progress.clear();
    notes.line(texts.cli.cancelling, 'warn');
    if (following !== null) void client.call('jobs.cancel', { jobId: following });
  };
  try {
    const started = await start();
    following = started.jobId;
    if (interrupted()) cancel();
    else signal.addEventListener('abort', cancel, { once: true });
    let end = ends.get(started.jobId);
    while (end === undefined) {
      await new Promise<void>((resolve) => (wake = resolve));
      end = ends.get(started.jobId);
    }
    return { started, end };
  } finally {
    signal.removeEventListener('abort', cancel);
    offEnd();
    offProgress();
    progress.clear();
  }
}

/** Runs a job that the command depends on; throws unless it succeeds. */
export async function finishJob<Started extends { readonly jobId: string }>(
  context: Following,
  start: () => Promise<Started>,
): Promise<Started> {
  const { started, end } = await followJob(context, start);
  if (end.outcome === 'cancelled') throw new SignOffError('cancelled');
  if (end.outcome === 'failed')
    throw new SignOffError(end.error?.code ?? 'internal', end.error?.params ?? {});
  return started;
}
