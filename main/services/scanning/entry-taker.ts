import type { Frame } from './frames.ts';
import type { EntryFacts } from './walk.ts';

/** What is done with each entry of the folder that is being listed; the walk itself decides nothing. */
export interface EntryTaker {
  open(frame: Frame): void;
  /** null = an entry whose name cannot be written back; `facts` is only valid during the call */
  entry(name: string | null, facts: EntryFacts): void;
  /** a mount point: not entered, so its size is unknown */
  mount(name: string): void;
  close(): void;
}
