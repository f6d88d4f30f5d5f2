import type { SignInView } from '../../../app/contract/sign-in.ts';
import type { WatchEvent, WatchTrouble, WatchView } from '../../../app/contract/watch.ts';
import { lineOf } from '../discovery/discovery.ts';
import type { Discovery } from '../discovery/discovery.ts';
import type { WorkerPlace } from '../planning/workers.ts';
import { changeHappenings, discoveryHappenings, signInHappenings } from './happenings.ts';
import { every, paced, systemTimers } from './pacing.ts';
import type { Paced, Timers } from './pacing.ts';
import { checkEveryMs, checkGapMs, pollMs, settleMs } from './policy.ts';
import { watchJob } from './protocol.ts';
import type { CellChange, FromWatcher, JobDeps, ReceivedFile, WatchJob } from './protocol.ts';
import { GoneRoots, RootTroubles } from './root-troubles.ts';
import { SumsBefore } from './sums.ts';
import { Timeline } from './timeline.ts';
import type { Happening, OwnerOf } from './timeline.ts';
import { RestartingWatcher, watcherAt } from './watcher.ts';
import type { OpenWatcher } from './watcher.ts';

export interface ActiveWatchDeps extends JobDeps {
  readonly workers: WorkerPlace;
  discover(): Promise<Discovery>;
  checkSignIn(discovery: Discovery): Promise<SignInView>;
  /** Resolves when no scan runs: the watch never slows the first scan down. */
  untilQuiet(): Promise<void>;
  /** The accounts that the window showed last: others than these have arrived. Null when it showed none yet. */
  shown(): Discovery | null;
  /** The window knows these by now. */
  readonly onDiscovered: (discovery: Discovery) => void;
  readonly onEvent: (event: WatchEvent) => void;
  readonly onChanged: () => void;
  readonly onUnexpected: (error: unknown) => void;
  /** Tests open watchers that fail and move time by hand. */
  readonly open?: OpenWatcher;
  readonly timers?: Timers;
}

const noSignIn = { at: 0, products: [], accounts: [], switcherCopies: [] } as const satisfies SignInView;

/** One watch from its start to its end, in the main thread: what the watch thread reports becomes a timeline. */
export class ActiveWatch {
  readonly since: number;
  private readonly deps: ActiveWatchDeps;
  private readonly timers: Timers;
  private readonly timeline = new Timeline();
  private readonly troubles = new RootTroubles((rootId, trouble) => this.addTrouble(rootId, trouble));
  private readonly gone: GoneRoots;
  private readonly sumsBefore = new SumsBefore();
  private readonly discovering: Paced;
  private readonly checkingSignIns: Paced;
  private readonly stops: (() => void)[] = [];
  private discovery: Discovery | null = null;
  private signIn: SignInView = noSignIn;
  private watcher: RestartingWatcher | null = null;
  /** The newest discovery that the watch thread requested. */
  private request = 0;
  private watchedFolders = 0;
  private isReady = false;
  private isClosed = false;

  constructor(deps: ActiveWatchDeps) {
    this.deps = deps;
    this.timers = deps.timers ?? systemTimers;
    this.since = deps.clock.now();
    this.gone = new GoneRoots(this.timers);
    const pace = { timers: this.timers, delayMs: settleMs, gapMs: checkGapMs };
    this.discovering = paced(() => this.attempt(() => this.discoverAgain()), pace);
    this.checkingSignIns = paced(() => this.attempt(() => this.checkSignIns()), pace);
  }

  async start(): Promise<void> {
    const { deps, since } = this;
    const discovery = await deps.discover();
    const signIn = await deps.checkSignIn(discovery);
    await deps.untilQuiet();
    const { job, closed } = await watchJob(deps, discovery, since);
    if (this.isClosed) return;
    [this.discovery, this.signIn] = [discovery, signIn];
    this.troubles.setClosed(closed);
    for (const happening of discoveryHappenings(deps.shown() ?? discovery, discovery)) this.add(happening);
    deps.onDiscovered(discovery);
    this.watcher = this.openWatcher(job);
    this.stops.push(
      every(this.timers, checkEveryMs, () => this.discovering.request()),
      every(this.timers, pollMs, () => void this.lookForGoneRoots()),
    );
  }

  growth(): { readonly bytes: number; readonly before: number | null } {
    return { bytes: this.timeline.grown(), before: this.sumsBefore.bytes };
  }

  view(): Omit<WatchView, 'growth'> {
    return {
      state: this.state(),
      since: this.since,
      surveyed: this.sumsBefore.bytes !== null,
      hotEntries: this.watchedFolders,
      troubles: this.troubles.view(),
      ...this.timeline.view(),
    };
  }

  /** Nothing is reported any more from this call on. */
  async close(): Promise<void> {
    this.isClosed = true;
    this.discovering.close();
    this.checkingSignIns.close();
    for (const stop of this.stops) stop();
    await this.watcher?.close();
  }

  private state(): WatchView['state'] {
    if (!this.isReady && !this.troubles.isWatcherLost) return 'starting';
    return this.troubles.isEmpty ? 'live' : 'degraded';
  }

  private openWatcher(job: WatchJob): RestartingWatcher {
    const { timers } = this;
    const { workers, clock, open = watcherAt(workers, timers) } = this.deps;
    const listener = {
      heard: (message: FromWatcher) => this.hear(message),
      lost: (error: Error) => this.lose(error),
    };
    return new RestartingWatcher(job, listener, { open, timers, now: () => clock.now() });
  }

  private lose(error: Error): void {
    this.deps.onUnexpected(error);
    [this.watchedFolders, this.request] = [0, 0];
    this.troubles.loseWatcher((this.watcher?.rootIds ?? []).filter((id) => this.gone.get(id) === undefined));
    this.deps.onChanged();
  }

  private async lookForGoneRoots(): Promise<void> {
    if (await this.gone.isOneBack()) this.discovering.request();
  }

  private async attempt(work: () => Promise<void>): Promise<void> {
    if (this.isClosed) return;
    await work().catch((error: unknown) => {
      if (!this.isClosed) this.deps.onUnexpected(error);
    });
  }

  private hear(message: FromWatcher): void {
    switch (message.kind) {
      case 'ready':
      case 'watched':
        this.watchedFolders = message.watchedFolders;
        this.isReady = true;
        if (message.kind === 'ready') {
          this.troubles.watcherIsBack();
          // accounts that came between the last discovery and the first listing
          this.discovering.request();
        }
        this.deps.onChanged();
        break;
      case 'surveyed': {
        const missed = this.sumsBefore.survey(message.sums, this.timeline.view().changes);
        if (missed.length > 0) this.addChanges(missed, []);
        this.discovering.request();
        this.deps.onChanged();
        break;
      }
      case 'changes':
        this.addChanges(message.changes, message.received);
        break;
      case 'trouble':
        this.troubles.set(message.rootId, message.trouble);
        break;
      case 'shape':
        this.request = message.request;
        this.discovering.request();
        break;
      case 'credentials':
        this.checkingSignIns.request();
    }
  }

  private addChanges(changes: readonly CellChange[], received: readonly ReceivedFile[]): void {
    const at = this.deps.clock.now();
    const files = received.map((file) => ({ ...file, ...this.ownerIfNone(file) }));
    for (const change of changes) this.timeline.change(change);
    for (const file of files) this.timeline.receive(at, file);
    for (const happening of changeHappenings(changes, files, (root, account) =>
      this.productOf(root, account),
    ))
      this.add(happening);
    this.deps.onChanged();
  }

  /** The account of a file that came before its account was known. */
  private ownerIfNone({ rootId, accountId, top }: ReceivedFile): ReturnType<OwnerOf> {
    return accountId === null && top !== null ? this.ownerOf(rootId, top) : null;
  }

  private readonly ownerOf: OwnerOf = (rootId, top) => {
    const root = this.discovery?.roots.find(({ id }) => id === rootId);
    const account = root?.accounts.find(({ folder }) => folder === top);
    if (root === undefined || account === undefined) return null;
    return { accountId: account.id, product: lineOf(root.platform, account).product };
  };

  private add(happening: Happening): void {
    if (this.isClosed) return;
    this.deps.onEvent(this.timeline.add(this.deps.clock.now(), happening));
  }

  private productOf(rootId: string, accountId: string | null): Happening['product'] {
    const root = this.discovery?.roots.find(({ id }) => id === rootId) ?? this.gone.get(rootId);
    const account = root?.accounts.find(({ id }) => id === accountId);
    if (root === undefined) return 'wechat';
    return account === undefined ? root.platform.product : lineOf(root.platform, account).product;
  }

  private addTrouble(rootId: string, trouble: WatchTrouble | null): void {
    const about = { rootId, product: this.productOf(rootId, null) };
    this.add(trouble === null ? { kind: 'recovered', ...about } : { kind: 'degraded', ...about, trouble });
    this.deps.onChanged();
  }

  /** Discovers again, reports what changed, and gives the watch thread what to follow from now on. */
  private async discoverAgain(): Promise<void> {
    const { discovery: before, request } = this;
    if (before === null) return;
    let job: WatchJob | null = null;
    try {
      const now = await this.deps.discover();
      const next = await watchJob(this.deps, now, this.since);
      if (this.isClosed) return;
      await this.take(before, now, next.closed);
      ({ job } = next);
    } finally {
      // without an answer the thread would hold back a root's changes forever
      this.watcher?.follow(job, request);
    }
    this.checkingSignIns.request();
    this.deps.onChanged();
  }

  private async take(before: Discovery, now: Discovery, closed: readonly string[]): Promise<void> {
    this.discovery = now;
    this.timeline.claim(this.ownerOf);
    this.gone.add(before, now);
    this.troubles.setClosed(closed);
    const happenings = discoveryHappenings(before, now);
    // a sign-in that moved with its root is no new one
    if (happenings.some(({ kind }) => kind === 'root-moved')) this.signIn = await this.deps.checkSignIn(now);
    for (const happening of happenings) {
      this.add(happening);
      if (happening.kind === 'root-gone')
        this.troubles.setGone(happening.rootId, await this.gone.trouble(happening.rootId));
      if (happening.kind === 'root-moved')
        for (const id of this.gone.takeMoved(now)) this.troubles.forget(id);
    }
    for (const id of this.gone.takeFound(now)) this.troubles.set(id, null);
    this.deps.onDiscovered(now);
  }

  private async checkSignIns(): Promise<void> {
    const { discovery } = this;
    if (discovery === null) return;
    const now = await this.deps.checkSignIn(discovery);
    if (this.isClosed) return;
    for (const happening of signInHappenings(this.signIn, now, discovery)) this.add(happening);
    this.signIn = now;
    this.deps.onChanged();
  }
}
