import type { Events } from '../../../app/contract/contract.ts';
import type { WatchView } from '../../../app/contract/watch.ts';
import { lookAtGrowth, restingGuard } from '../../../app/watch/growth-guard.ts';
import type { Growth, GuardSettings, GuardState } from '../../../app/watch/growth-guard.ts';
import type { Discovery } from '../discovery/discovery.ts';
import type { Emit } from '../jobs/jobs.ts';
import { Watching } from './watching.ts';
import type { WatchingDeps } from './watching.ts';

export interface WatchDeps extends Omit<WatchingDeps, 'onEvent' | 'onChanged' | 'onSeen' | 'shown'> {
  readonly emit: Emit;
  guardSettings(): GuardSettings;
}

/** The watch that a window or the CLI switches on and off; there is at most one. */
export interface Watch {
  get(): WatchView;
  /** returns at once; while a scan runs it waits, in state `starting` */
  start(): WatchView;
  /** a person sees these accounts now: others that are there when the watch begins have arrived */
  shown(discovery: Discovery): void;
  /** somebody has seen the notice of growth */
  answerGrowth(): WatchView;
  /** nothing of it is left when this resolves; what it saw is forgotten */
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
const tellEveryMs = 500;
const guardEveryMs = 30_000;

function minuteOf(at: number): number {
  const date = new Date(at);
  return date.getHours() * 60 + date.getMinutes();
}

/** At most twice a second, and never the last one lost. */
function seldom(work: () => void): { ask(): void; close(): void } {
  let timer: NodeJS.Timeout | null = null;
  let doneAt = -Infinity;
  const run = (): void => {
    timer = null;
    doneAt = performance.now();
    work();
  };
  return {
    ask() {
      timer ??= setTimeout(run, Math.max(0, doneAt + tellEveryMs - performance.now())).unref();
    },
    close() {
      if (timer !== null) clearTimeout(timer);
      timer = null;
    },
  };
}

/** Looks at growth by the settings of the moment, and keeps what it said until somebody answers. */
class Guard {
  notice: WatchView['growth'] = null;
  private state: GuardState = restingGuard;
  private readonly deps: WatchDeps;

  constructor(deps: WatchDeps) {
    this.deps = deps;
  }

  rest(): void {
    this.state = restingGuard;
    this.notice = null;
  }

  /** true when a notice that was there is none any more: it went back, or another window has put it off */
  look(growth: Growth): boolean {
    const at = this.deps.clock.now();
    const settings = this.deps.guardSettings();
    const look = lookAtGrowth(this.state, growth, settings, { at, minute: minuteOf(at) });
    this.state = look.state;
    if (look.exceeded !== null) {
      this.notice = look.exceeded;
      this.deps.emit('growth.exceeded', look.exceeded);
      return false;
    }
    const isOver = look.state.saidAt === null || at < (settings.guardSnoozedUntil ?? 0);
    if (this.notice === null || !isOver) return false;
    this.notice = null;
    return true;
  }
}

/** Makes the watch; it does nothing until it is started. */
export function createWatch(deps: WatchDeps): Watch {
  let watching: Watching | null = null;
  let seen: Discovery | null = null;
  const see = (discovery: Discovery): void => {
    seen = discovery;
  };
  const guard = new Guard(deps);
  let guardTimer: NodeJS.Timeout | null = null;
  const get = (): WatchView => (watching === null ? off : { ...watching.view(), growth: guard.notice });
  const say = (state: Events['watch.changed']['state']): void => deps.emit('watch.changed', { state });

  const lookAtGuard = (): void => {
    if (watching !== null && guard.look(watching.growth())) say(get().state);
  };
  const changed = seldom(() => {
    say(get().state);
    lookAtGuard();
  });

  const stop = async (): Promise<WatchView> => {
    const ended = watching;
    watching = null;
    guard.rest();
    if (guardTimer !== null) clearInterval(guardTimer);
    changed.close();
    if (ended !== null) {
      await ended.close();
      say(get().state);
    }
    return get();
  };

  return {
    get,
    shown: see,
    stop,
    answerGrowth() {
      guard.notice = null;
      say(get().state);
      return get();
    },
    start() {
      if (watching !== null) return get();
      const mine = new Watching({
        ...deps,
        shown: () => seen,
        onSeen: see,
        onEvent: (event) => deps.emit('watch.event', event),
        onChanged: () => changed.ask(),
      });
      watching = mine;
      guardTimer = setInterval(lookAtGuard, guardEveryMs).unref();
      mine.start().catch((error: unknown) => {
        deps.onUnexpected(error);
        if (watching === mine) void stop();
      });
      changed.ask();
      return get();
    },
  };
}
