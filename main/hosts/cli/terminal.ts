import { createInterface } from 'node:readline';

/** The three streams as the CLI needs them; tests replace them. */
export interface Terminal {
  readonly out: Output;
  readonly err: Output;
  /** the user can be asked: input and error stream are terminals */
  readonly interactive: boolean;
  /** one typed line; null at end of input or when the signal is aborted */
  ask(question: string, signal: AbortSignal): Promise<string | null>;
}

export interface Output {
  readonly isTty: boolean;
  readonly colour: boolean;
  /** columns of the terminal, or as COLUMNS says; 80 if unknown */
  columns(): number;
  write(text: string): void;
  /** the reader closed the output (`| head`); later writes do nothing */
  closed(): boolean;
  /** code of the error that lost output, such as ENOSPC; null while all arrived, and for a closed reader */
  failure(): string | null;
  /** called once when the reader closes the output */
  onClosed(listener: () => void): void;
  /** discards unwritten output, for a reader that no longer reads when the program ends */
  abandon(): void;
  /** resolves when all output so far has left this process */
  drained(): Promise<void>;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** COLUMNS, which other programs prefer to the terminal's own width as well; null unless it is a number of columns. */
function columnsFrom(env: Environment): number | null {
  const value = env['COLUMNS'] ?? '';
  return /^[1-9]\d{0,4}$/.test(value) ? Number(value) : null;
}

function outputOf(stream: NodeJS.WriteStream, env: Environment): Output {
  let gone = false;
  let failed: string | null = null;
  const listeners: (() => void)[] = [];
  const leave = (): void => {
    gone = true;
    for (const listener of listeners.splice(0)) listener();
  };
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // `| head` is a regular end; after the first error the stream only reports that it is destroyed
    if (!gone && error.code !== 'EPIPE') failed = error.code ?? error.message;
    leave();
  });
  const isTty = stream.isTTY;
  const requested = columnsFrom(env);
  return {
    isTty,
    colour: isTty && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb',
    columns: () => requested ?? (isTty && stream.columns > 0 ? stream.columns : 80),
    write(text) {
      if (!gone) stream.write(text);
    },
    closed: () => gone,
    failure: () => failed,
    onClosed: (listener) => void listeners.push(listener),
    abandon: leave,
    drained: () =>
      new Promise((resolve) => {
        if (gone) resolve();
        else stream.write('', () => resolve());
      }),
  };
}

function ask(question: string, signal: AbortSignal): Promise<string | null> {
  process.stderr.write(question);
  const lines = createInterface({ input: process.stdin, terminal: false });
  return new Promise((resolve) => {
    const end = (answer: string | null): void => {
      signal.removeEventListener('abort', stop);
      resolve(answer);
      lines.close();
      process.stdin.pause();
    };
    const stop = (): void => end(null);
    signal.addEventListener('abort', stop, { once: true });
    lines.once('line', end);
    lines.once('close', stop);
  });
}

/** The terminal or pipes of this process. A closed reader alone does not end the process. */
export function processTerminal(env: Environment): Terminal {
  const out = outputOf(process.stdout, env);
  const err = outputOf(process.stderr, env);
  return { out, err, interactive: process.stdin.isTTY && err.isTty, ask };
}
