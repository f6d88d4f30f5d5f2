import type { Frame } from './frames.ts';
import type { EntryFacts } from '../fs/walk.ts';

/** What is done with each entry of the folder that is being listed; the walk itself decides nothing. */
export interface EntryTaker {
  open(frame: Frame): void;
  /** a folder in it that will be walked, now or by another worker */
  folder(): void;
  /** null = an entry that cannot be addressed; `facts` is only valid during the call */
  entry(name: string | null, facts: EntryFacts): void;
  /** a mount point: not entered, so its size is unknown */
  mount(name: string): void;
  /** something is in it that is not looked at */
  missed(): void;
  close(): void;
  /** whether what could not be looked at matters here: `name` in this folder, or all of the folder when null */
  concerns(frame: Frame, name: string | null): boolean;
}
