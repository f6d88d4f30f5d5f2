import type { Client } from '../../../app/contract/contract.ts';
import type { Dictionary } from '../../../app/locale/dictionaries.ts';
import type { Language } from '../../../app/locale/dictionary.ts';
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
  /** the error stream, for text that must not mix with the result */
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
