import type { Buckets } from './frames.ts';
import type { EntryTaker } from './entry-taker.ts';
import type { PlanTally } from './plan-tally.ts';

/** Records every entry of every folder, for a snapshot and never for removal. Marks folders with unrecorded content. */
export function createRecordEntries(buckets: Buckets, tally: PlanTally): EntryTaker {
  let give: EntryTaker['entry'] = () => undefined;
  return {
    open(frame) {
      const bucket = buckets.own(frame);
      tally.openFolder(frame, true);
      give = (name, seen) => {
        if (name === null) tally.miss();
        else tally.take(bucket, 'other', name, seen);
      };
    },
    folder: () => tally.seeFolder(),
    entry: (name, seen) => give(name, seen),
    mount: () => tally.miss(),
    missed: () => undefined,
    close: () => tally.closeFolder(),
    concerns: () => true,
  };
}
