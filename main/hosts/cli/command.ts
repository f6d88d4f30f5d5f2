import type { Client } from '../../../app/contract/contract.ts';
import type { Dictionary } from '../../../app/locale/dictionaries.ts';
import type { Language } from '../../../app/locale/dictionary.ts';
import type { Invocation } from './command-line.ts';
import type { ExitCode } from './exit-codes.ts';
import type { Printer } from './printer.ts';
import type { ProgressSink } from './progress.ts';
import type { JsonOutput } from './schemas.ts';
import type { Terminal } from './terminal.ts';

/** What a command gets: the assistant through its contract, and a person or a script at the other end. */
export interface CommandContext {
  readonly client: Client;
  readonly invocation: Invocation;
  readonly terminal: Terminal;
  /** the error stream: what accompanies the result and must not mix with it */
  readonly notes: Printer;
  readonly progress: ProgressSink;
  readonly texts: Dictionary;
  readonly language: Language;
  readonly now: () => number;
  /** fired by the person's interrupt */
  readonly signal: AbortSignal;
}

/** What a command found out or did; it is written once, as JSON or for a person. */
export interface CommandResult {
  readonly exitCode: ExitCode;
  /** null: the command has written its lines itself, as they came */
  readonly json: JsonOutput | null;
  /** a long list that is written after the object's other fields, piece by piece */
  readonly list?: { readonly key: string; readonly items: readonly unknown[] };
  readonly render: (print: Printer) => void | Promise<void>;
}
