import type { PowerMonitor, PowerSaveBlocker } from 'electron';
import type { Work } from './work.ts';

/** Keeps the computer from falling asleep by itself while something is removed or put back. */
export function keepAwake(work: Pick<Work, 'onChange'>, blocker: PowerSaveBlocker): () => void {
  let id: number | null = null;
  const follow = (isBusy: boolean): void => {
    if (isBusy) id ??= blocker.start('prevent-app-suspension');
    else if (id !== null) {
      blocker.stop(id);
      id = null;
    }
  };
  const stop = work.onChange(follow);
  return () => {
    stop();
    follow(false);
  };
}

/** Calls `look` when the computer has woken up: what was known may be out of date. */
export function followWaking(power: Pick<PowerMonitor, 'on'>, look: () => void): void {
  power.on('resume', look);
}
