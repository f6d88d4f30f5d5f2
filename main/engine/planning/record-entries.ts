import type { Bins } from './bins.ts';
import type { EntryTaker } from './entry-taker.ts';
import type { PlanTally } from './plan-tally.ts';

/**
 * Takes every entry of every folder, whatever it is: what a record of this moment needs, and never what a plan may
 * remove. A folder of which something could not be recorded says so.
 */
export function createRecordEntries(bins: Bins, tally: PlanTally): EntryTaker {
  let give: EntryTaker['entry'] = () => undefined;
  return {
    open(frame) {
      const bin = bins.own(frame);
      tally.openFolder(frame, true);
      give = (name, seen) => {
        if (name === null) tally.miss();
        else tally.take(bin, 'other', name, seen);
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
