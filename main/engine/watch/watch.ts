import type { Events } from '../../../app/contract/contract.ts';
import type { WatchView } from '../../../app/contract/watch.ts';
import { lookAtGrowth, restingGuard } from '../../../app/watch/growth-guard.ts';
import type { Growth, GuardSettings, GuardState } from '../../../app/watch/growth-guard.ts';
import type { Discovery } from '../discovery/discovery.ts';
import type { Emit } from '../jobs/jobs.ts';
import { ActiveWatch } from './active-watch.ts';
import type { ActiveWatchDeps } from './active-watch.ts';
import { every, paced, systemTimers } from './pacing.ts';
import type { Paced } from './pacing.ts';
import { checkEveryMs, reportGapMs } from './policy.ts';

export interface WatchDeps extends Omit<ActiveWatchDeps, 'onEvent' | 'onChanged' | 'onDiscovered' | 'shown'> {
  readonly emit: Emit;
  guardSettings(): GuardSettings;
}

/** The watch that a window or the CLI switches on and off; there is at most one. */
export interface Watch {
  get(): WatchView;
  /** Returns at once. While a scan runs, the watch waits in state `starting`. */
  start(): WatchView;
  /** The window shows these accounts: others that are there when the watch begins have arrived. */
  shown(discovery: Discovery): void;
  /** A person has seen the growth notice. */
  answerGrowth(): WatchView;
  /** Forgets what was seen; resolves when all is released. */
  stop(): Promise<WatchView>;
}

const off: WatchView = {
  state: 'off',
  since: null,
  surveyed: false,
  hotEntries: 0,
  troubles: [],
  changes: [],
  growth: null,
  events: [],
  received: [],
};

function minuteOf(at: number): number {
  const date = new Date(at);
  return date.getHours() * 60 + date.getMinutes();
}

/** Compares growth with the settings of the moment, and keeps its notice until a person answers. */
class GrowthNotice {
  value: WatchView['growth'] = null;
  private state: GuardState = restingGuard;
  private readonly deps: WatchDeps;

  constructor(deps: WatchDeps) {
    this.deps = deps;
  }

  reset(): void {
    this.state = restingGuard;
    this.value = null;
  }

  /** Returns whether a notice has ended: growth went back, or another window snoozed it. */
  check(growth: Growth): boolean {
    const at = this.deps.clock.now();
    const settings = this.deps.guardSettings();
    const look = lookAtGrowth(this.state, growth, settings, { at, minute: minuteOf(at) });
    this.state = look.state;
    if (look.exceeded !== null) {
      this.value = look.exceeded;
      this.deps.emit('growth.exceeded', look.exceeded);
      return false;
    }
    const isOver = look.state.saidAt === null || at < (settings.guardSnoozedUntil ?? 0);
    if (this.value === null || !isOver) return false;
    this.value = null;
    return true;
  }
}

interface Running {
  readonly watch: ActiveWatch;
  readonly changed: Paced;
  readonly stopChecking: () => void;
}

/** Makes the watch; it does nothing until it is started. */
export function createWatch(deps: WatchDeps): Watch {
  const { timers = systemTimers } = deps;
  let running: Running | null = null;
  let shown: Discovery | null = null;
  const notice = new GrowthNotice(deps);
  const setShown = (discovery: Discovery): void => {
    shown = discovery;
  };
  const get = (): WatchView => (running === null ? off : { ...running.watch.view(), growth: notice.value });
  const emitState = (state: Events['watch.changed']['state']): void => deps.emit('watch.changed', { state });
  const checkGrowth = (): void => {
    if (running !== null && notice.check(running.watch.growth())) emitState(get().state);
  };

  const stop = async (): Promise<WatchView> => {
    const ended = running;
    running = null;
    notice.reset();
    if (ended === null) return get();
    ended.stopChecking();
    ended.changed.close();
    await ended.watch.close();
    emitState(get().state);
    return get();
  };

  const start = (): WatchView => {
    if (running !== null) return get();
    const changed = paced(
      () => {
        emitState(get().state);
        checkGrowth();
      },
      { timers, delayMs: 0, gapMs: reportGapMs },
    );
    const watch = new ActiveWatch({
      ...deps,
      shown: () => shown,
      onDiscovered: setShown,
      onEvent: (event) => deps.emit('watch.event', event),
      onChanged: () => changed.request(),
    });
    running = { watch, changed, stopChecking: every(timers, checkEveryMs, checkGrowth) };
    watch.start().catch((error: unknown) => {
      deps.onUnexpected(error);
      if (running?.watch === watch) void stop();
    });
    changed.request();
    return get();
  };

  return {
    get,
    start,
    stop,
    shown: setShown,
    answerGrowth() {
      notice.value = null;
      emitState(get().state);
      return get();
    },
  };
}
