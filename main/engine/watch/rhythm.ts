/**
 * `hint`: something happens in a watched folder. `burst`: so many files come or go somewhere on the volume.
 * `look`: it is known that all folders must be asked.
 */
export type Signal = 'hint' | 'burst' | 'look';

export interface Rhythm {
  signal(kind: Signal, size: number, at: number): void;
  /** in passing so many folders were asked, and so many of them, watched by nobody, were others than before */
  passed(asked: number, moved: number, at: number): void;
  /** a sweep begins: what is signalled from now on it may have passed by */
  began(at: number): void;
  /** a sweep has ended: what it cost, and of how many changed folders nobody but it has told */
  swept(costMs: number, found: number, at: number): void;
  /** when the next sweep is due, on the same clock; Infinity without a sign */
  dueAt(): number;
  /** no sign for a minute: neither a messenger nor another program on the volume does anything */
  isCalm(at: number): boolean;
}

/** so much of one core the look at all folders takes in passing; a sweep that would come no sooner than that is none */
const restShare = 0.0012;
const restAtLeastMs = 15_000;
const restAtMostMs = 300_000;
/** after a hint or a few files, and as long as such signs come */
const quietGapMs = 10_000;
const burstGapMs = 400;
/** a sweep that takes longer is no answer to a sign that comes all the time but now and then: it shows in any half minute */
const dearAtLeastMs = 100;
const dearGapMs = 3_600_000;
/** what may be taken of one core for such signs */
const signShare = 0.0035;
/** nothing of note for so long, and a burst has settled */
const settleMs = 800;
/** so many files within some seconds are a burst; fewer may be anybody's */
const burstAtLeast = 1_000;
/** what was counted this long ago counts half: a slow disk takes its time over a burst */
const halfMs = 10_000;
/** what other programs do all the time is forgotten at this pace */
const ordinaryHalfMs = 300_000;
/** no burst for so long, and the next one is news again; no sign at all, and nothing stirs */
const calmMs = 60_000;
/** a burst goes on while at least this part of it comes at once */
const goesOn = 1 / 40;
/** of what fades away in `halfMs`, the part that comes in each half second when it comes all the time */
const steady = (0.5 * Math.LN2 * 1_000) / halfMs;
const doublingsAtMost = 5;
/** so many more than what other programs make all the time stand out, however much that is */
const standsOut = 5_000;
/** so many changed folders met in passing are a burst that the count of files does not show */
const movedAtLeast = 3;
/** a sweep that found so many has met a burst, whatever it was begun for */
const foundAtLeast = 32;
/** however often that was nothing: this part of the folders is one */
const movedShare = 1 / 16;

/**
 * A burst is `huge` where nothing like it is ordinary, `large` when it stands out of what is, and `alike` when it is large
 * and the likes of it were other programs' before.
 */
type Kind = 'look' | 'huge' | 'large' | 'alike' | 'few' | 'hint' | 'moved';
const countedInVain = ['large', 'alike', 'few', 'hint', 'moved'] as const;

/** A sign that no sweep has answered yet: when it came first and last. */
interface Wish {
  readonly since: number;
  readonly last: number;
}

/** These want all folders as they are when it has settled: look until nothing more is found. */
const untilStill: ReadonlySet<Kind> = new Set(['look', 'huge', 'large', 'alike', 'moved']);

/** A count that fades; `at` on a clock that never jumps. */
class Fading {
  private value = 0;
  private readonly half: number;
  private at: number;

  constructor(half: number, at: number) {
    this.half = half;
    this.at = at;
  }

  get(at: number): number {
    return this.value * 2 ** ((this.at - at) / this.half);
  }

  set(value: number, at: number): void {
    [this.value, this.at] = [value, at];
  }
}

/** When to ask all folders at once. See `createRhythm`. */
class Signs implements Rhythm {
  private lastAt: number;
  private signalledAt: number;
  private costMs = 0;
  /** signs that no sweep has answered */
  private wishes = new Map<Kind, Wish>();
  /** those that the sweep that goes on answers */
  private served: ReadonlySet<Kind> = new Set();
  /** how often the sweeps for such a sign found nothing, one after the other */
  private readonly inVain = { large: 0, alike: 0, few: 0, hint: 0, moved: 0 };
  private readonly givenAt = { alike: -Infinity, few: -Infinity, hint: -Infinity };
  /** files that came or went, not long ago */
  private readonly level: Fading;
  /** of these, what the sweep that goes on answers */
  private readonly answered: Fading;
  /** what other programs make */
  private readonly ordinary: Fading;

  constructor(startedAt: number) {
    this.lastAt = startedAt;
    this.signalledAt = startedAt;
    this.level = new Fading(halfMs, startedAt);
    this.answered = new Fading(halfMs, startedAt);
    this.ordinary = new Fading(ordinaryHalfMs, startedAt);
  }

  signal(kind: Signal, size: number, at: number): void {
    this.signalledAt = at;
    if (kind === 'look') this.wish('look', at);
    else if (kind === 'hint') this.again('hint', restAtMostMs, at);
    else this.burst(size, at);
  }

  passed(asked: number, moved: number, at: number): void {
    const wary = Math.min(movedAtLeast * 2 ** this.inVain.moved, asked * movedShare);
    if (moved >= Math.max(movedAtLeast, wary)) this.wish('moved', at);
  }

  began(at: number): void {
    this.served = new Set(this.wishes.keys());
    this.wishes.clear();
    this.answered.set(this.level.get(at), at);
  }

  swept(costMs: number, found: number, at: number): void {
    const { served, answered } = this;
    [this.costMs, this.lastAt, this.served] = [costMs, at, new Set()];
    const mine = answered.get(at);
    answered.set(0, at);
    if (found > 0) {
      for (const kind of countedInVain) this.inVain[kind] = 0;
      this.level.set(Math.max(0, this.level.get(at) - mine), at);
      // a burst goes on behind a sweep that has passed by: look once more, until one finds nothing
      if (found >= foundAtLeast || [...served].some((kind) => untilStill.has(kind))) this.wish('look', at);
      return;
    }
    for (const kind of countedInVain)
      if (served.has(kind)) this.inVain[kind] = Math.min(this.inVain[kind] + 1, doublingsAtMost);
    if (served.has('huge') || served.has('large') || served.has('alike'))
      this.ordinary.set(Math.max(mine, this.ordinary.get(at)), at);
  }

  dueAt(): number {
    let due = Infinity;
    for (const [kind, wish] of this.wishes) due = Math.min(due, this.dueOf(kind, wish));
    return due;
  }

  isCalm(at: number): boolean {
    return at - this.signalledAt > calmMs;
  }

  private burst(size: number, at: number): void {
    const level = this.level.get(at) + size;
    this.level.set(level, at);
    const ordinary = this.ordinary.get(at);
    const more = level - ordinary;
    const isMore = more >= Math.max(burstAtLeast, Math.min(ordinary, standsOut));
    if (isMore && size - ordinary * steady >= more * goesOn)
      this.wish(level >= 4 * ordinary ? 'huge' : 'large', at);
    else if (level >= standsOut && size >= level * goesOn) this.again('alike', calmMs, at);
    else this.again('few', restAtMostMs, at);
  }

  /** a sign that anybody may give all the time; after a silence it is news again */
  private again(kind: keyof typeof this.givenAt, silenceMs: number, at: number): void {
    if (at - this.givenAt[kind] > silenceMs) this.inVain[kind] = 0;
    this.givenAt[kind] = at;
    this.wish(kind, at);
  }

  private wish(kind: Kind, at: number): void {
    this.wishes.set(kind, { since: this.wishes.get(kind)?.since ?? at, last: at });
  }

  private dueOf(kind: Kind, { since, last }: Wish): number {
    // never back to back: a long sweep earns a longer pause
    const pause = (gapMs: number): number => this.lastAt + Math.max(gapMs, this.costMs / 4);
    if (kind === 'look' || kind === 'huge' || kind === 'moved') return Math.max(since, pause(burstGapMs));
    const [gap, rest] = [quietGapMs * 2 ** this.inVain[kind], this.restMs()];
    // those who ask in passing are there as soon
    if (kind === 'few' || kind === 'hint') {
      const dear = this.costMs >= dearAtLeastMs ? dearGapMs : this.costMs / signShare;
      return gap < rest ? Math.max(since, pause(Math.max(gap, dear))) : Infinity;
    }
    const settled = Math.min(last + settleMs, since + Math.min(gap, rest));
    const isNews = kind === 'large' || this.inVain.alike === 0;
    return Math.max(settled, pause(isNews ? burstGapMs : Math.min(gap / 2, rest)));
  }

  private restMs(): number {
    return Math.min(restAtMostMs, Math.max(restAtLeastMs, this.costMs / restShare));
  }
}

/**
 * When to ask all folders at one go: never without a sign, for at rest they are asked a few at a time; after one soon, so
 * that sums are exact a few seconds after it ends. A messenger that only writes into its databases and other programs'
 * files give false alarms: each sweep in vain doubles the wait for such a sign and teaches what is ordinary. A burst is
 * told from that by its size, and looked at when it has settled at the latest. Times are of a clock that never jumps.
 */
export function createRhythm(startedAt: number): Rhythm {
  return new Signs(startedAt);
}
