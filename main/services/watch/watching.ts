import type { WatchEvent, WatchTrouble, WatchView } from '../../../app/contract/watch-views.ts';
import type { SignInView } from '../../../app/contract/views.ts';
import { existsSync } from 'node:fs';
import { lineOf } from '../discovery/discovery.ts';
import type { Discovery, Root } from '../discovery/discovery.ts';
import type { WorkerPlace } from '../scanning/workers.ts';
import { changeHappenings } from './change-happenings.ts';
import { soon } from './once-at-a-time.ts';
import type { Soon } from './once-at-a-time.ts';
import { rootChanges } from './root-changes.ts';
import { signInChanges } from './sign-in-changes.ts';
import { rootTrouble } from './sweep.ts';
import { Timeline } from './timeline.ts';
import type { Happening, OwnerOf } from './timeline.ts';
import { openWatcher } from './watcher.ts';
import type { Watcher } from './watcher.ts';
import { watchJob } from './watch-job.ts';
import type { JobDeps } from './watch-job.ts';
import type { CellChange, FromWatcher, ReceivedFile } from './watch-messages.ts';

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
  private readonly troubles = new Map<string, WatchTrouble>();
  private readonly gone = new Map<string, Root>();
  private readonly shape: Soon;
  private readonly signIns: Soon;
  private readonly timers: NodeJS.Timeout[] = [];
  private discovery: Discovery | null = null;
  private signIn: SignInView = nobody;
  private watcher: Watcher | null = null;
  private hotEntries = 0;
  private isReady = false;
  private isClosed = false;
  private before: number | null = null;

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
    this.setClosed(closed);
    for (const happening of rootChanges(deps.shown() ?? first, discovery)) this.tell(happening);
    deps.onSeen(discovery);
    this.watcher = openWatcher(this.deps.workers, job, {
      told: (message) => this.hear(message),
      failed: (error) => {
        this.deps.onUnexpected(error);
        for (const { id } of discovery.roots) this.setTrouble(id, 'unavailable');
      },
    });
    this.every(lookAgainMs, () => this.shape.ask());
    this.every(waitForRootMs, () => {
      if ([...this.gone.values()].some((root) => existsSync(root.realPath))) this.shape.ask();
    });
  }

  growth(): { readonly bytes: number; readonly before: number | null } {
    return { bytes: this.timeline.grown(), before: this.before };
  }

  view(): Omit<WatchView, 'growth'> {
    return {
      state: !this.isReady ? 'starting' : this.troubles.size > 0 ? 'degraded' : 'live',
      since: this.since,
      surveyed: this.before !== null,
      hotEntries: this.hotEntries,
      troubles: [...this.troubles].map(([rootId, trouble]) => ({ rootId, trouble })),
      ...this.timeline.view(),
    };
  }

  /** Nothing is told after this was called. */
  async close(): Promise<void> {
    this.isClosed = true;
    this.shape.close();
    this.signIns.close();
    for (const timer of this.timers) clearInterval(timer);
    await this.watcher?.close();
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
      // accounts that came between the look for them and the first listing
      if (message.kind === 'ready') this.shape.ask();
      this.deps.onChanged();
    } else if (message.kind === 'surveyed') {
      this.before = message.bytes - this.timeline.grown();
      this.shape.ask();
      this.deps.onChanged();
    } else if (message.kind === 'changes') this.tellChanges(message.changes, message.received);
    else if (message.kind === 'trouble') this.setTrouble(message.rootId, message.trouble);
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
    this.deps.onEvent(this.timeline.add(this.deps.clock.now(), happening));
  }

  private productOf(rootId: string, accountId: string | null): Happening['product'] {
    const root = this.discovery?.roots.find(({ id }) => id === rootId) ?? this.gone.get(rootId);
    const account = root?.accounts.find(({ id }) => id === accountId);
    if (root === undefined) return 'wechat';
    return account === undefined ? root.platform.product : lineOf(root.platform, account).product;
  }

  private setTrouble(rootId: string, trouble: WatchTrouble | null): void {
    const before = this.troubles.get(rootId) ?? null;
    if (before === trouble) return;
    const product = this.productOf(rootId, null);
    if (trouble === null) {
      this.troubles.delete(rootId);
      this.tell({ kind: 'recovered', rootId, product });
    } else {
      this.troubles.set(rootId, trouble);
      this.tell({ kind: 'degraded', rootId, product, trouble });
    }
    this.deps.onChanged();
  }

  private setClosed(closed: readonly string[]): void {
    for (const id of closed) this.setTrouble(id, 'no-permission');
    for (const [id, trouble] of this.troubles)
      if (trouble === 'no-permission' && !closed.includes(id)) this.setTrouble(id, null);
  }

  /** Discovers again, tells what is other than before, and hands the watcher what to follow from now on. */
  private async lookAgain(): Promise<void> {
    const before = this.discovery;
    const now = await this.deps.discover();
    const { job, closed } = await watchJob(this.deps, now, this.since);
    if (this.isClosed || before === null) return;
    this.discovery = now;
    this.timeline.claim(this.ownerOf);
    for (const root of before.roots)
      if (!now.roots.some(({ id }) => id === root.id)) this.gone.set(root.id, root);
    this.setClosed(closed);
    const happenings = rootChanges(before, now);
    // a sign-in that moved along is no new one
    if (happenings.some(({ kind }) => kind === 'root-moved')) this.signIn = await this.deps.checkSignIn(now);
    for (const happening of happenings) {
      this.tell(happening);
      if (happening.kind === 'root-gone') this.lose(happening.rootId);
      // where it was is not waited for any more
      if (happening.kind === 'root-moved') this.forgetGone(now);
    }
    for (const { id } of now.roots) if (this.gone.delete(id)) this.setTrouble(id, null);
    this.deps.onSeen(now);
    this.watcher?.say({ kind: 'job', job });
    this.signIns.ask();
    this.deps.onChanged();
  }

  private lose(rootId: string): void {
    const root = this.gone.get(rootId);
    const trouble = root === undefined ? null : rootTrouble(root.realPath);
    if (!this.troubles.has(rootId)) this.setTrouble(rootId, trouble ?? 'root-gone');
  }

  private forgetGone(now: Discovery): void {
    const living = new Set(now.roots.map(({ platform, kind }) => `${platform.id} ${kind}`));
    for (const [id, root] of this.gone) {
      if (!living.has(`${root.platform.id} ${root.kind}`)) continue;
      this.gone.delete(id);
      this.troubles.delete(id);
    }
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
