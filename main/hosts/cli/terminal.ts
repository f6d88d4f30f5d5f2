/** The three streams as the CLI needs them, so that a test can be the terminal. */
export interface Terminal {
  readonly out: Output;
  readonly err: Output;
  /** a person can be asked: input and the error stream are both a terminal */
  readonly interactive: boolean;
  /** one line typed by the person; null when there is none to come or the signal fired */
  ask(question: string, signal: AbortSignal): Promise<string | null>;
}

export interface Output {
  readonly isTty: boolean;
  readonly colour: boolean;
  /** columns, 80 where nobody knows */
  columns(): number;
  write(text: string): void;
  /** the reader has gone away (`| head`): writing is silent from then on */
  closed(): boolean;
  /** called once when the reader has gone away */
  onClosed(listener: () => void): void;
  /** what has not left this process yet is given up: for a reader that stands still when the program ends */
  abandon(): void;
  /** resolves when what was written so far has left this process */
  drained(): Promise<void>;
}
