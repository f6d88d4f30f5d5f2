import type { JobControl } from '../jobs/jobs.ts';
import type { FrozenPlan } from '../planning/frozen-plan.ts';
import type { Runner } from '../removal/runner.ts';
import { wholeOf } from '../ledger/tally.ts';
import type { TallyBook } from '../ledger/tally.ts';

/** Milliseconds between progress reports, so that one big file shows progress too. */
const everyMs = 100;

export interface RunProgress {
  /** sets the current path to that of a plan entry */
  say(entry: number): void;
  stop(): void;
}

/** Reports a run's progress, also inside one big file. Never exceeds the planned amount and never decreases. */
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
