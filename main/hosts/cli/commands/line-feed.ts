import type { Output } from '../terminal.ts';

/** Writes lines to a possibly slow reader: the queue is bounded, and dropped lines are counted and reported. */
export interface LineFeed<Item> {
  push(item: Item): void;
  /** starts writing; earlier pushes wait until then */
  open(): void;
  /** writes `text` only when the queue is empty, to detect a closed reader */
  nudge(text: string): void;
  /** resolves when everything is written, or with false after `graceMs` */
  finish(graceMs: number): Promise<boolean>;
}

interface LineFeedOptions<Item> {
  readonly output: Output;
  /** items queued at most while the reader is busy */
  readonly limit: number;
  /** '' writes nothing */
  readonly textOf: (item: Item) => string | Promise<string>;
  readonly droppedText: (count: number) => string;
}

/** Holds at most twice `limit` lines in memory: those being written and those queued. */
export function createLineFeed<Item>(options: LineFeedOptions<Item>): LineFeed<Item> {
  const { output, limit, textOf, droppedText } = options;
  const waiting: Item[] = [];
  let dropped = 0;
  let isOpen = false;
  let flushing: Promise<void> | null = null;

  const flush = async (): Promise<void> => {
    while ((waiting.length > 0 || dropped > 0) && !output.closed()) {
      const items = waiting.splice(0);
      const lost = dropped;
      dropped = 0;
      let text = '';
      for (const item of items) text += await textOf(item);
      if (lost > 0) text += droppedText(lost);
      output.write(text);
      await output.drained();
    }
  };
  const occupy = (work: Promise<void>): void => {
    flushing = work.then(() => {
      flushing = null;
      start();
    });
  };
  const start = (): void => {
    const hasWork = waiting.length > 0 || dropped > 0;
    if (isOpen && hasWork && flushing === null && !output.closed()) occupy(flush());
  };
  return {
    push(item) {
      if (waiting.length < limit) waiting.push(item);
      else dropped += 1;
      start();
    },
    open() {
      isOpen = true;
      start();
    },
    nudge(text) {
      if (isOpen && flushing === null && !output.closed()) {
        output.write(text);
        occupy(output.drained());
      }
    },
    async finish(graceMs) {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<false>((resolve) => {
        timer = setTimeout(() => resolve(false), graceMs);
      });
      const done = (async (): Promise<true> => {
        while (flushing !== null) await flushing;
        return true;
      })();
      const hasLeft = await Promise.race([done, late]);
      clearTimeout(timer);
      return hasLeft;
    },
  };
}
