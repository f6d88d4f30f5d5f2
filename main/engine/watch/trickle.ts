import type { Survey } from './survey.ts';
import { Sweep } from './sweep.ts';
import type { Around } from './sweep.ts';

/** of each second */
const stepMs = 0.5;
/** a round over however many folders is over in so many seconds, and in twice as many where nothing stirs at all */
const turnsAtMost = 270;
const calmTurnsAtMost = 540;

/** What one step has met. */
export interface Met {
  readonly asked: number;
  /** of these, folders that had changed although nobody watches them */
  readonly moved: number;
}

/**
 * Asks all folders again and again, a few in each second, so that at rest no moment holds the work of a whole sweep.
 * While a round is open the table must give out no old number again.
 */
export class Trickle {
  private readonly survey: Survey;
  private readonly around: Around;
  private round: Sweep | null = null;

  constructor(survey: Survey, around: Around) {
    this.survey = survey;
    this.around = around;
  }

  get isOpen(): boolean {
    return this.round !== null;
  }

  /** To be called once a second. A round that ends here is begun anew by the next step. `isCalm`: no sign for a while */
  step(isCalm: boolean): Met {
    this.round ??= new Sweep(this.survey, this.around, true);
    const { round } = this;
    const before = { asked: round.asked, moved: round.moved };
    const turns = isCalm ? calmTurnsAtMost : turnsAtMost;
    if (round.step(stepMs, this.survey.table.size / turns)) this.round = null;
    return { asked: round.asked - before.asked, moved: round.moved - before.moved };
  }

  /** A sweep asks everything anyway. */
  drop(): void {
    this.round = null;
  }
}
