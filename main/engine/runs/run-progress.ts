import type { JobControl } from '../jobs/jobs.ts';
import type { FrozenPlan } from '../planning/frozen-plan.ts';
import type { Runner } from '../removal/runner.ts';
import { wholeOf } from '../ledger/tally.ts';
import type { TallyBook } from '../ledger/tally.ts';

const everyMs = 100;

export interface RunProgress {
  /** what the person reads as "now": an entry of the plan */
  say(entry: number): void;
  stop(): void;
}

/** Says how far a run is, also while it is inside one big file; never more than was planned, never less than before. */
export function followRun(
  plan: FrozenPlan,
  runner: Runner,
  book: TallyBook,
  control: JobControl,
): RunProgress {
  let current: string | null = null;
  let bytes = 0;
  const tell = (): void => {
    const whole = wholeOf(book.tally());
    bytes = Math.min(plan.view.total.bytes, Math.max(bytes, whole.bytes + runner.bytesInside()));
    control.progress({
      done: whole.files,
      total: plan.entryCount,
      bytes,
      bytesTotal: plan.view.total.bytes,
      current,
    });
  };
  const timer = setInterval(tell, everyMs);
  timer.unref();
  return {
    say(entry) {
      if (entry < plan.entryCount) current = plan.pathOf(entry);
      tell();
    },
    stop: () => clearInterval(timer),
  };
}
