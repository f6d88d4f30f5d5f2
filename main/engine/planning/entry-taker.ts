import type { Frame } from './frames.ts';
import type { EntryFacts } from '../fs/walk.ts';

/** Handles each entry of the listed folder. The walk itself makes no decisions. */
export interface EntryTaker {
  open(frame: Frame): void;
  /** a subfolder that this or another worker will walk */
  folder(): void;
  /** null = an entry without a usable name; `facts` is valid only during the call */
  entry(name: string | null, facts: EntryFacts): void;
  /** a mount point, which is not entered, so its size is unknown */
  mount(name: string): void;
  /** the folder holds something that is not scanned */
  missed(): void;
  close(): void;
  /** whether an unreadable place matters: `name` in this folder, or the whole folder when null */
  concerns(frame: Frame, name: string | null): boolean;
}
