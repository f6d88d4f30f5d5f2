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
  /** columns; 80 if unknown */
  columns(): number;
  write(text: string): void;
  /** the reader closed the output (`| head`); later writes do nothing */
  closed(): boolean;
  /** called once when the reader closes the output */
  onClosed(listener: () => void): void;
  /** discards unwritten output, for a reader that no longer reads when the program ends */
  abandon(): void;
  /** resolves when all output so far has left this process */
  drained(): Promise<void>;
}
