import { listWithNew } from './list-with-new.ts';
import type { Survey } from './survey.ts';
import type { Around } from './sweep.ts';
import type { Met } from './trickle.ts';

/** in each second: enough to meet a burst that touches a tenth of all folders, too few to cost anything */
const checks = 24;

/**
 * Asks a few folders drawn by lot in each second. A round in passing begins at the same end each time, and may be minutes
 * away from where as many files come as go; a burst all over the roots shows among these at once.
 */
export class SpotChecks {
  private readonly survey: Survey;
  private readonly around: Around;
  /** what has come takes longer than a moment: everything is to be asked */
  private readonly tooMuch: () => void;
  private readonly random: () => number;

  constructor(survey: Survey, around: Around, tooMuch: () => void, random = Math.random) {
    [this.survey, this.around] = [survey, around];
    [this.tooMuch, this.random] = [tooMuch, random];
  }

  step(): Met {
    const { table } = this.survey;
    let [asked, moved] = [0, 0];
    for (let turn = 0; turn < checks; turn += 1) {
      const row = Math.floor(this.random() * table.limit);
      if (!table.isListed(row) || !table.isAlive(row)) continue;
      asked += 1;
      if (this.check(row)) moved += 1;
    }
    return { asked, moved };
  }

  /** true when it has changed although nobody watches it */
  private check(row: number): boolean {
    const { survey, around } = this;
    if (around.isWatched(row) || survey.state(row, survey.pathOf(row)) === 'same') return false;
    around.young.add(row);
    if (!listWithNew(survey, row)) this.tooMuch();
    return true;
  }
}
