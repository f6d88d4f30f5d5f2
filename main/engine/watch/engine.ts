import type { Category } from '../../../app/cleanup/categories.ts';
import { HotSet } from './hot-set.ts';
import type { MakeHotWatcher } from './hot-watcher.ts';
import { Pulse, volumesOf } from './pulse.ts';
import type { Volume } from './pulse.ts';
import { createRhythm } from './rhythm.ts';
import type { Rhythm } from './rhythm.ts';
import { RootWatch } from './root-watch.ts';
import { SlowPass } from './slow-pass.ts';
import { SpotChecks } from './spot-checks.ts';
import { Survey } from './survey.ts';
import { Sweep } from './sweep.ts';
import type { Around } from './sweep.ts';
import { Teller } from './teller.ts';
import { Touched } from './touched.ts';
import { Trickle } from './trickle.ts';
import type { FromWatcher, WatchJob } from './watch-messages.ts';
import { YoungFolders } from './young-folders.ts';

/** Ways to learn of a change besides being told of it in a hot folder. */
export type Sign = 'hint' | 'pulse' | 'trickle' | 'slow';
const allSigns: ReadonlySet<Sign> = new Set(['hint', 'pulse', 'trickle', 'slow']);

export interface EngineOptions {
  readonly job: WatchJob;
  readonly say: (message: FromWatcher) => void;
  /** the wall's clock: it may jump, so it says only what month it is and whether a file is brand new */
  readonly now: () => number;
  readonly makeWatcher: MakeHotWatcher;
  /** all, but for a test that wants to know what one of them sees alone */
  readonly signs?: ReadonlySet<Sign>;
}

/** free inodes are asked for this often; all else happens at every second beat */
const beatMs = 500;
const beatsPerTurn = 2;
const burstMs = 1_000;
const stepMs = 15;
/** of each second, at rest: the slow passes see files that grow where nobody watches */
const slowMs = 0.3;
const pollTurns = 5;
const retryTurns = 60;
const jumpMs = 3_000;
/** these are written into without another file coming or going */
const growing: ReadonlySet<Category> = new Set(['database', 'credentials', 'received']);

/**
 * Follows all roots: a few folders are watched, all others are asked now and then. It lives in a thread of its own,
 * opens no file and changes nothing. Whatever it misses or is not told, the next look sees.
 */
export class WatchEngine {
  private readonly options: EngineOptions;
  private readonly signs: ReadonlySet<Sign>;
  private readonly survey: Survey;
  private readonly slow: readonly SlowPass[];
  private readonly teller: Teller;
  private readonly around: Around;
  private readonly trickle: Trickle;
  private readonly spots: SpotChecks;
  private readonly touched: Touched;
  private readonly pulse = new Pulse();
  private readonly rhythm: Rhythm;
  private readonly hot: HotSet;
  private readonly roots: RootWatch;
  private job: WatchJob;
  private volumes: readonly Volume[];
  private sweep: Sweep | null = null;
  private isSurveyed = false;
  private isClosed = false;
  private beats = 0;
  private skew: number;
  private beatTimer: NodeJS.Timeout | null = null;

  constructor(options: EngineOptions) {
    this.options = options;
    this.signs = options.signs ?? allSigns;
    this.job = options.job;
    this.volumes = volumesOf(options.job.scan.roots);
    this.survey = new Survey(options.job, options.now);
    const { table, cells } = this.survey;
    const isGrowing = (cell: number): boolean => growing.has(cells.at(cell)?.category ?? 'other');
    this.slow = [
      new SlowPass(this.survey, (row) => table.counts(row, isGrowing)),
      new SlowPass(this.survey, () => true),
    ];
    this.teller = new Teller(this.survey, options.say);
    this.roots = new RootWatch(options.say);
    this.rhythm = createRhythm(performance.now());
    this.skew = options.now() - performance.now();
    this.touched = new Touched(this.survey, {
      listed: () => void this.tell(),
      tooMuch: () => this.lookSoon(),
    });
    this.hot = new HotSet(this.survey, options.makeWatcher, {
      touched: (row) => this.touch(row),
      lookout: () => options.say({ kind: 'shape' }),
      limited: (isLimited) => this.sayLimit(isLimited),
    });
    this.around = { isWatched: (row) => this.hot.isWatched(row), young: new YoungFolders() };
    this.trickle = new Trickle(this.survey, this.around);
    this.spots = new SpotChecks(this.survey, this.around, () => this.lookSoon());
  }

  async start(): Promise<void> {
    this.checkRoots();
    await this.hot.refresh(this.job, this.options.now());
    if (this.isClosed) return;
    this.options.say({ kind: 'ready', hotEntries: this.hot.size });
    // what changed between listing and watching
    for (const row of this.hot.rows()) this.touch(row);
    this.beginSweep();
    this.nextBeat();
  }

  update(job: WatchJob): void {
    this.job = job;
    this.volumes = volumesOf(job.scan.roots);
    if (this.survey.update(job)) this.lookSoon();
    this.teller.release();
    this.checkRoots();
    this.refreshHot();
    this.tell();
  }

  /** everything is asked again at the next beat */
  lookSoon(): void {
    this.rhythm.signal('look', 0, performance.now());
  }

  async close(): Promise<void> {
    this.isClosed = true;
    if (this.beatTimer !== null) clearTimeout(this.beatTimer);
    this.touched.close();
    await this.hot.close();
  }

  /** for a comparison with a scan: every sum as it stands */
  totals(): ReturnType<Survey['cells']['totals']> {
    return this.survey.cells.totals();
  }

  /** every folder is known, and without a new sign none is asked but in passing */
  get isAtRest(): boolean {
    return this.isSurveyed && !this.sweep && this.touched.isEmpty && this.rhythm.dueAt() === Infinity;
  }

  private nextBeat(): void {
    this.beatTimer = setTimeout(() => {
      if (this.isClosed) return;
      this.beat();
      this.nextBeat();
    }, beatMs);
  }

  private beat(): void {
    this.beats += 1;
    const now = performance.now();
    const size = this.signs.has('pulse') ? this.pulse.beat(this.volumes) : 0;
    if (size > 0) this.rhythm.signal('burst', size, now);
    if (this.beats % beatsPerTurn === 0) this.turn(this.beats / beatsPerTurn, now);
    if (this.sweep === null && now >= this.rhythm.dueAt()) this.beginSweep();
  }

  private turn(turns: number, now: number): void {
    this.checkRoots();
    const skew = this.options.now() - now;
    if (Math.abs(skew - this.skew) > jumpMs) this.lookSoon();
    this.skew = skew;
    if (turns % pollTurns === 0) for (const row of this.hot.polled()) this.touch(row);
    if (this.hot.isOld(this.options.now())) this.refreshHot();
    else if (turns % retryTurns === 0 && this.hot.isLimited)
      void this.hot.retry(this.job, this.options.now());
    if (this.sweep !== null || !this.isSurveyed) return;
    if (this.signs.has('trickle')) this.pass(now);
    if (this.signs.has('slow')) this.slow[turns % this.slow.length]?.step(slowMs);
    this.tell();
  }

  private pass(now: number): void {
    const [met, drawn] = [this.trickle.step(this.rhythm.isCalm(now)), this.spots.step()];
    this.rhythm.passed(met.asked + drawn.asked, met.moved + drawn.moved, now);
    this.reuse();
  }

  private reuse(): void {
    if (this.sweep === null && !this.trickle.isOpen && this.touched.isEmpty) this.survey.reuse();
  }

  private beginSweep(): void {
    this.trickle.drop();
    this.sweep = new Sweep(this.survey, this.around);
    this.rhythm.began(performance.now());
    this.continueSweep(this.sweep);
  }

  private continueSweep(sweep: Sweep): void {
    if (this.isClosed) return;
    if (sweep.step(stepMs)) {
      this.endSweep(sweep);
      return;
    }
    if (performance.now() - this.teller.toldAt > burstMs && this.tell()) sweep.hasTold = true;
    setImmediate(() => this.continueSweep(sweep));
  }

  private endSweep(sweep: Sweep): void {
    this.sweep = null;
    // what lies in watched folders would have been told without it
    const found = this.tell() || sweep.hasTold ? sweep.moved : 0;
    // the first one lists everything: what it cost says nothing about the next
    this.rhythm.swept(this.isSurveyed ? sweep.workedMs : sweep.workedMs / 8, found, performance.now());
    if (this.isSurveyed) {
      this.reuse();
      return;
    }
    this.isSurveyed = true;
    this.lookSoon();
    const { cells, table } = this.survey;
    this.options.say({ kind: 'surveyed', sums: cells.told(), folders: table.size });
  }

  private touch(row: number): void {
    this.touched.add(row);
    if (this.signs.has('hint')) this.rhythm.signal('hint', 0, performance.now());
  }

  private checkRoots(): void {
    if (this.roots.check(this.job, this.hot.isLimited)) this.lookSoon();
  }

  private sayLimit(isLimited: boolean): void {
    this.checkRoots();
    this.options.say({ kind: 'hot', hotEntries: isLimited ? 0 : this.hot.size });
  }

  private refreshHot(): void {
    const before = this.hot.size;
    void this.hot.refresh(this.job, this.options.now()).then((added) => {
      if (this.isClosed) return;
      for (const row of added) this.touch(row);
      if (this.hot.size !== before) this.options.say({ kind: 'hot', hotEntries: this.hot.size });
    });
  }

  private tell(): boolean {
    const isMoved = this.teller.tell();
    if (this.teller.takeFolders() && this.isSurveyed) this.refreshHot();
    return isMoved;
  }
}
