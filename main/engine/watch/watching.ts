import type { SignInView } from '../../../app/contract/sign-in.ts';
import type { WatchEvent, WatchTrouble, WatchView } from '../../../app/contract/watch.ts';
import { lineOf } from '../discovery/discovery.ts';
import type { Discovery } from '../discovery/discovery.ts';
import type { WorkerPlace } from '../planning/workers.ts';
import { changeHappenings } from './change-happenings.ts';
import { GoneRoots } from './gone-roots.ts';
import { afterAWhile, LastingWatcher } from './lasting-watcher.ts';
import type { After, OpenWatcher } from './lasting-watcher.ts';
import { soon } from './once-at-a-time.ts';
import type { Soon } from './once-at-a-time.ts';
import { rootChanges } from './root-changes.ts';
import { signInChanges } from './sign-in-changes.ts';
import { SumsBefore } from './sums-before.ts';
import { Timeline } from './timeline.ts';
import type { Happening, OwnerOf } from './timeline.ts';
import { Troubles } from './troubles.ts';
import { openWatcher } from './watcher.ts';
import { watchJob } from './watch-job.ts';
import type { JobDeps } from './watch-job.ts';
import type { CellChange, FromWatcher, ReceivedFile, WatchJob } from './watch-messages.ts';

export interface WatchingDeps extends JobDeps {
  readonly workers: WorkerPlace;
  discover(): Promise<Discovery>;
  checkSignIn(discovery: Discovery): Promise<SignInView>;
  /** resolves when no scan runs: the first scan is never slowed down */
  untilQuiet(): Promise<void>;
  /** the accounts that a person was shown last: others than these have arrived. null = none yet */
  shown(): Discovery | null;
  /** a person has been told of these by now */
  readonly onSeen: (discovery: Discovery) => void;
  readonly onEvent: (event: WatchEvent) => void;
  readonly onChanged: () => void;
  readonly onUnexpected: (error: unknown) => void;
  /** for a test that lets the watcher die and time pass; else the thread or the inline engine, and real time */
  readonly lasting?: { readonly open: OpenWatcher; readonly after: After };
}

/** accounts and roots are looked for again at least this often, whatever is told */
const lookAgainMs = 120_000;
/** and a root that went away is waited for */
const waitForRootMs = 2_000;
/** in less than this nothing comes that the listing does not tell */
const briefMs = 100;
const nobody = { at: 0, products: [], accounts: [], switcherCopies: [] } as const satisfies SignInView;

/** One watch from its start to its end. */
export class Watching {
  readonly since: number;
  private readonly deps: WatchingDeps;
  private readonly timeline = new Timeline();
  private readonly troubles = new Troubles((rootId, trouble) => this.tellTrouble(rootId, trouble));
  private readonly gone = new GoneRoots();
  private readonly sumsBefore = new SumsBefore();
  private readonly shape: Soon;
  private readonly signIns: Soon;
  private readonly timers: NodeJS.Timeout[] = [];
  private discovery: Discovery | null = null;
  private signIn: SignInView = nobody;
  private watcher: LastingWatcher | null = null;
  private hotEntries = 0;
  private isReady = false;
  private isClosed = false;

  constructor(deps: WatchingDeps) {
    this.deps = deps;
    this.since = deps.clock.now();
    this.shape = soon(() => this.attempt(() => this.lookAgain()), { afterMs: 300, gapMs: 2_000 });
    this.signIns = soon(() => this.attempt(() => this.checkSignIns()), { afterMs: 300, gapMs: 1_000 });
  }

  async start(): Promise<void> {
    const { deps, since } = this;
    const first = await deps.discover();
    const signIn = await deps.checkSignIn(first);
    const asked = performance.now();
    await deps.untilQuiet();
    const discovery = performance.now() - asked > briefMs ? await deps.discover() : first;
    const { job, closed } = await watchJob(deps, discovery, since);
    if (this.isClosed) return;
    [this.discovery, this.signIn] = [discovery, signIn];
    this.troubles.setClosed(closed);
    for (const happening of rootChanges(deps.shown() ?? first, discovery)) this.tell(happening);
    deps.onSeen(discovery);
    this.watcher = this.openFor(job);
    this.every(lookAgainMs, () => this.shape.ask());
    this.every(waitForRootMs, () => {
      void this.gone.isOneBack().then((isBack) => {
        if (isBack) this.shape.ask();
      });
    });
  }

  growth(): { readonly bytes: number; readonly before: number | null } {
    return { bytes: this.timeline.grown(), before: this.sumsBefore.bytes };
  }

  view(): Omit<WatchView, 'growth'> {
    return {
      state: this.state(),
      since: this.since,
      surveyed: this.sumsBefore.bytes !== null,
      hotEntries: this.hotEntries,
      troubles: this.troubles.view(),
      ...this.timeline.view(),
    };
  }

  private state(): WatchView['state'] {
    if (!this.isReady && !this.troubles.isLost) return 'starting';
    return this.troubles.isEmpty ? 'live' : 'degraded';
  }

  /** Nothing is told after this was called. */
  async close(): Promise<void> {
    this.isClosed = true;
    this.shape.close();
    this.signIns.close();
    for (const timer of this.timers) clearInterval(timer);
    await this.watcher?.close();
  }

  private openFor(job: WatchJob): LastingWatcher {
    const { workers, clock, lasting } = this.deps;
    const open: OpenWatcher = (again, listener) => openWatcher(workers, again, listener);
    const listener = {
      told: (message: FromWatcher) => this.hear(message),
      lost: (error: Error) => this.lose(error),
    };
    return new LastingWatcher(job, listener, { open, after: afterAWhile, clock, ...lasting });
  }

  /** The watcher died: until it is opened again nothing is followed, and that is said. */
  private lose(error: Error): void {
    this.deps.onUnexpected(error);
    this.hotEntries = 0;
    this.troubles.lose((this.watcher?.rootIds ?? []).filter((id) => this.gone.get(id) === undefined));
    this.deps.onChanged();
  }

  private every(ms: number, work: () => void): void {
    this.timers.push(setInterval(work, ms).unref());
  }

  private async attempt(work: () => Promise<void>): Promise<void> {
    if (this.isClosed) return;
    await work().catch((error: unknown) => {
      if (!this.isClosed) this.deps.onUnexpected(error);
    });
  }

  private hear(message: FromWatcher): void {
    if (message.kind === 'ready' || message.kind === 'hot') {
      this.hotEntries = message.hotEntries;
      this.isReady = true;
      if (message.kind === 'ready') this.troubles.findAgain();
      // accounts that came between the look for them and the first listing
      if (message.kind === 'ready') this.shape.ask();
      this.deps.onChanged();
    } else if (message.kind === 'surveyed') {
      const missed = this.sumsBefore.survey(message.sums, this.timeline.view().changes);
      if (missed.length > 0) this.tellChanges(missed, []);
      this.shape.ask();
      this.deps.onChanged();
    } else if (message.kind === 'changes') this.tellChanges(message.changes, message.received);
    else if (message.kind === 'trouble') this.troubles.set(message.rootId, message.trouble);
    else (message.kind === 'shape' ? this.shape : this.signIns).ask();
  }

  private tellChanges(changes: readonly CellChange[], received: readonly ReceivedFile[]): void {
    const at = this.deps.clock.now();
    const files = received.map((file) => ({ ...file, ...this.ownerIfNone(file) }));
    for (const change of changes) this.timeline.change(change);
    for (const file of files) this.timeline.receive(at, file);
    const told = changeHappenings(changes, files, (root, account) => this.productOf(root, account));
    for (const happening of told) this.tell(happening);
    this.deps.onChanged();
  }

  /** a file of an account that was made while it was on its way */
  private ownerIfNone({ rootId, accountId, top }: ReceivedFile): ReturnType<OwnerOf> {
    return accountId === null && top !== null ? this.ownerOf(rootId, top) : null;
  }

  private readonly ownerOf: OwnerOf = (rootId, top) => {
    const root = this.discovery?.roots.find(({ id }) => id === rootId);
    const account = root?.accounts.find(({ folder }) => folder === top);
    if (root === undefined || account === undefined) return null;
    return { accountId: account.id, product: lineOf(root.platform, account).product };
  };

  private tell(happening: Happening): void {
    if (this.isClosed) return;
    this.deps.onEvent(this.timeline.add(this.deps.clock.now(), happening));
  }

  private productOf(rootId: string, accountId: string | null): Happening['product'] {
    const root = this.discovery?.roots.find(({ id }) => id === rootId) ?? this.gone.get(rootId);
    const account = root?.accounts.find(({ id }) => id === accountId);
    if (root === undefined) return 'wechat';
    return account === undefined ? root.platform.product : lineOf(root.platform, account).product;
  }

  private tellTrouble(rootId: string, trouble: WatchTrouble | null): void {
    const said = { rootId, product: this.productOf(rootId, null) };
    this.tell(trouble === null ? { kind: 'recovered', ...said } : { kind: 'degraded', ...said, trouble });
    this.deps.onChanged();
  }

  /** Discovers again, tells what is other than before, and hands the watcher what to follow from now on. */
  private async lookAgain(): Promise<void> {
    const before = this.discovery;
    const now = await this.deps.discover();
    const { job, closed } = await watchJob(this.deps, now, this.since);
    if (this.isClosed || before === null) return;
    this.discovery = now;
    this.timeline.claim(this.ownerOf);
    this.gone.lose(before, now);
    this.troubles.setClosed(closed);
    const happenings = rootChanges(before, now);
    // a sign-in that moved along is no new one
    if (happenings.some(({ kind }) => kind === 'root-moved')) this.signIn = await this.deps.checkSignIn(now);
    for (const happening of happenings) {
      this.tell(happening);
      if (happening.kind === 'root-gone')
        this.troubles.setGone(happening.rootId, await this.gone.trouble(happening.rootId));
      if (happening.kind === 'root-moved')
        for (const id of this.gone.takeMoved(now)) this.troubles.forget(id);
    }
    for (const id of this.gone.takeFound(now)) this.troubles.set(id, null);
    this.deps.onSeen(now);
    this.watcher?.follow(job);
    this.signIns.ask();
    this.deps.onChanged();
  }

  private async checkSignIns(): Promise<void> {
    const { discovery } = this;
    if (discovery === null) return;
    const now = await this.deps.checkSignIn(discovery);
    if (this.isClosed) return;
    for (const happening of signInChanges(this.signIn, now, discovery)) this.tell(happening);
    this.signIn = now;
    this.deps.onChanged();
  }
}
