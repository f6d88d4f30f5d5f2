import type { WatchTrouble } from '../../../app/contract/watch-views.ts';
import { HotSet } from './hot-set.ts';
import type { MakeHotWatcher } from './hot-watcher.ts';
import { Pulse } from './pulse.ts';
import { createRhythm, largeBurst, type Rhythm } from './rhythm.ts';
import { Survey } from './survey.ts';
import { rootTrouble, SlowPass, Sweep } from './sweep.ts';
import { Teller } from './teller.ts';
import type { FromWatcher, WatchJob } from './watch-messages.ts';

export interface EngineOptions {
  readonly job: WatchJob;
  readonly say: (message: FromWatcher) => void;
  /** the wall's clock: it may jump, so it says only what month it is and whether a file is brand new */
  readonly now: () => number;
  readonly makeWatcher: MakeHotWatcher;
}

/** free inodes are asked for this often; all else happens at every second beat */
const beatMs = 500;
const beatsPerTurn = 2;
const quietMs = 200;
const burstMs = 1_000;
const stepMs = 15;
/** of each second, at rest: the slow pass sees files that grow where nobody watches */
const slowMs = 0.7;
const pollTurns = 5;
const retryTurns = 60;
const jumpMs = 3_000;

/**
 * Follows all roots: a few folders are watched, all others are asked now and then. It lives in a thread of its own,
 * opens no file and changes nothing. Whatever it misses or is not told, the next sweep sees.
 */
export class WatchEngine {
  private readonly options: EngineOptions;
  private readonly survey: Survey;
  private readonly slow: SlowPass;
  private readonly teller: Teller;
  private readonly pulse = new Pulse();
  private readonly rhythm: Rhythm;
  private readonly hot: HotSet;
  private readonly troubles = new Map<string, WatchTrouble>();
  private readonly dirty = new Set<number>();
  private job: WatchJob;
  private sweep: Sweep | null = null;
  private isSurveyed = false;
  private isClosed = false;
  private beats = 0;
  private skew: number;
  private dirtySince = 0;
  private flushCostMs = 0;
  private beatTimer: NodeJS.Timeout | null = null;
  private flushTimer: NodeJS.Timeout | null = null;

  constructor(options: EngineOptions) {
    this.options = options;
    this.job = options.job;
    this.survey = new Survey(options.job, options.now);
    this.slow = new SlowPass(this.survey);
    this.teller = new Teller(this.survey, options.say);
    this.rhythm = createRhythm(performance.now());
    this.skew = options.now() - performance.now();
    this.hot = new HotSet(this.survey, options.makeWatcher, {
      touched: (row) => this.touch(row),
      lookout: () => options.say({ kind: 'shape' }),
      limited: (isLimited) => this.sayLimit(isLimited),
    });
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
    const before = new Set(this.job.rootIds);
    this.job = job;
    if (this.survey.update(job)) this.lookSoon();
    this.teller.release();
    for (const id of before) if (!job.rootIds.includes(id)) this.troubles.delete(id);
    this.checkRoots();
    this.refreshHot();
    this.tell();
  }

  /** everything is asked again at the next beat */
  lookSoon(): void {
    this.rhythm.signal('burst', largeBurst, performance.now());
  }

  async close(): Promise<void> {
    this.isClosed = true;
    if (this.beatTimer !== null) clearTimeout(this.beatTimer);
    if (this.flushTimer !== null) clearTimeout(this.flushTimer);
    await this.hot.close();
  }

  /** for a comparison with a scan: every sum as it stands */
  totals(): ReturnType<Survey['cells']['totals']> {
    return this.survey.cells.totals();
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
    const size = this.pulse.beat([...this.survey.roots.values()].map((row) => this.survey.table.name(row)));
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
    if (turns % retryTurns === 0) {
      if (this.hot.isLimited) void this.hot.retry(this.job, this.options.now());
      else this.refreshHot();
    }
    if (this.sweep !== null || !this.isSurveyed) return;
    this.slow.step(slowMs);
    this.tell();
  }

  private beginSweep(): void {
    this.sweep = new Sweep(this.survey);
    this.rhythm.began(performance.now());
    this.continueSweep(this.sweep);
  }

  private continueSweep(sweep: Sweep): void {
    if (this.isClosed) return;
    if (sweep.step(stepMs)) {
      this.endSweep(sweep);
      return;
    }
    if (performance.now() - this.teller.toldAt > burstMs && this.tell()) this.rhythm.found();
    setImmediate(() => this.continueSweep(sweep));
  }

  private endSweep(sweep: Sweep): void {
    this.sweep = null;
    const isMoved = this.tell();
    // the first one lists everything: what it cost says nothing about the next
    this.rhythm.swept(this.isSurveyed ? sweep.workedMs : sweep.workedMs / 8, isMoved, performance.now());
    if (this.isSurveyed) {
      if (this.dirty.size === 0) this.survey.reuse();
      return;
    }
    this.isSurveyed = true;
    this.lookSoon();
    const bytes = this.totals().reduce((sum, cell) => sum + cell.bytes, 0);
    this.options.say({ kind: 'surveyed', bytes, folders: this.survey.table.size });
  }

  private touch(row: number): void {
    const now = performance.now();
    if (this.dirty.size === 0) this.dirtySince = now;
    this.dirty.add(row);
    this.rhythm.signal('hint', 0, now);
    const patience = this.dirtySince + burstMs + 10 * this.flushCostMs - now;
    if (this.flushTimer !== null) clearTimeout(this.flushTimer);
    this.flushTimer = setTimeout(() => this.flush(), Math.max(0, Math.min(quietMs, patience)));
  }

  private flush(): void {
    this.flushTimer = null;
    if (this.isClosed) return;
    const began = performance.now();
    const rows = [...this.dirty];
    this.dirty.clear();
    for (const row of rows) this.listAgain(row);
    this.flushCostMs = performance.now() - began;
    this.tell();
  }

  /** With what is new below it; what takes longer than a moment is left to a sweep. */
  private listAgain(start: number): void {
    const { survey } = this;
    const { table } = survey;
    const until = performance.now() + 50;
    const stack = [start];
    for (let row = stack.pop(); row !== undefined; row = stack.pop()) {
      if (!table.isAlive(row)) continue;
      const found = survey.list(row, survey.pathOf(row));
      if (found === 'gone') survey.leave(row);
      else for (const child of table.children(row)) if (!table.isListed(child)) stack.push(child);
      if (performance.now() <= until || stack.length === 0) continue;
      this.lookSoon();
      return;
    }
  }

  private checkRoots(): void {
    for (const [rootId, row] of this.survey.roots) {
      const path = this.survey.table.name(row);
      const isNetwork = this.job.networkRoots.includes(rootId);
      this.setTrouble(
        rootId,
        rootTrouble(path) ?? (isNetwork ? 'network' : this.hot.isLimited ? 'watch-limit' : null),
      );
    }
  }

  private setTrouble(rootId: string, trouble: WatchTrouble | null): void {
    if ((this.troubles.get(rootId) ?? null) === trouble) return;
    if (trouble === null) this.troubles.delete(rootId);
    else this.troubles.set(rootId, trouble);
    this.options.say({ kind: 'trouble', rootId, trouble });
    this.options.say({ kind: 'shape' });
    this.lookSoon();
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
