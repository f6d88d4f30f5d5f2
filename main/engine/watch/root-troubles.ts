import { lstat } from 'node:fs/promises';
import type { WatchTrouble, WatchView } from '../../../app/contract/watch.ts';
import type { Discovery, Root } from '../discovery/discovery.ts';
import { diskPath } from '../fs/disk-names.ts';
import { emptyFacts, readFacts } from '../fs/walk.ts';
import { errorCode } from '../fs/errors.ts';
import type { Timers } from './pacing.ts';
import { pollMs } from './policy.ts';
import type { WatchJob } from './protocol.ts';

/** Why a root cannot be listed, from the error that said so. */
function troubleOf(error: unknown): WatchTrouble {
  const code = errorCode(error);
  if (code === 'ENOENT') return 'root-gone';
  if (code === 'ENOTDIR') return 'not-a-folder';
  return code === 'EACCES' || code === 'EPERM' ? 'no-permission' : 'unavailable';
}

/** Why a root cannot be followed right now, or null. Waits for the disk. */
function rootTrouble(path: string): WatchTrouble | null {
  const facts = emptyFacts();
  try {
    if (!readFacts(path, facts)) return 'root-gone';
  } catch (error) {
    return troubleOf(error);
  }
  return facts.kind === 'folder' ? null : 'not-a-folder';
}

/** In the watch thread: polls the root folders themselves and reports each change of their trouble once. */
export class RootPoll {
  private readonly report: (rootId: string, trouble: WatchTrouble | null) => void;
  private readonly troubles = new Map<string, WatchTrouble>();

  constructor(report: (rootId: string, trouble: WatchTrouble | null) => void) {
    this.report = report;
  }

  /** Returns whether one of them changed: everything below it may have changed as well. */
  check({ rootIds, networkRoots, scan }: WatchJob, isLimited: boolean): boolean {
    for (const id of this.troubles.keys()) if (!rootIds.includes(id)) this.troubles.delete(id);
    let isOther = false;
    for (const [index, id] of rootIds.entries()) {
      const path = scan.roots[index]?.realPath;
      if (path === undefined) continue;
      const polled = networkRoots.includes(id) ? 'network' : isLimited ? 'watch-limit' : null;
      isOther = this.set(id, rootTrouble(path) ?? polled) || isOther;
    }
    return isOther;
  }

  private set(rootId: string, trouble: WatchTrouble | null): boolean {
    if ((this.troubles.get(rootId) ?? null) === trouble) return false;
    if (trouble === null) this.troubles.delete(rootId);
    else this.troubles.set(rootId, trouble);
    this.report(rootId, trouble);
    return true;
  }
}

type Answer = { readonly isFolder: boolean } | { readonly error: unknown };

/**
 * In the main thread, which must never wait for a disk. A path whose answer is still out is not asked again: each
 * question that hangs keeps one of the few threads that read disks.
 */
export class DiskQuestions {
  private readonly asking = new Map<string, Promise<Answer>>();
  private readonly timers: Timers;
  private readonly look: typeof lstat;

  constructor(timers: Timers, look: typeof lstat = lstat) {
    this.timers = timers;
    this.look = look;
  }

  /** A disk that does not answer is `unavailable`. */
  async trouble(path: string): Promise<WatchTrouble | null> {
    const answer = await this.answer(path);
    if (answer === null) return 'unavailable';
    if ('error' in answer) return troubleOf(answer.error);
    return answer.isFolder ? null : 'not-a-folder';
  }

  async isThere(path: string): Promise<boolean> {
    const answer = await this.answer(path);
    return answer !== null && 'isFolder' in answer;
  }

  /** Null when there is none before the next poll. */
  private async answer(path: string): Promise<Answer | null> {
    const asked = this.asking.get(path) ?? this.ask(path);
    let cancel = (): void => undefined;
    const late = new Promise<null>((resolve) => {
      cancel = this.timers.after(pollMs, () => resolve(null));
    });
    const answer = await Promise.race([asked, late]);
    cancel();
    return answer;
  }

  private ask(path: string): Promise<Answer> {
    const answer = this.look(diskPath(path))
      .then(
        (stats) => ({ isFolder: stats.isDirectory() }),
        (error: unknown) => ({ error }),
      )
      .finally(() => this.asking.delete(path));
    this.asking.set(path, answer);
    return answer;
  }
}

/** Roots that were followed and are gone: the watch waits for their return. */
export class GoneRoots {
  private readonly roots = new Map<string, Root>();
  private readonly questions: DiskQuestions;

  constructor(timers: Timers) {
    this.questions = new DiskQuestions(timers);
  }

  get(id: string): Root | undefined {
    return this.roots.get(id);
  }

  /** Adds the roots that only the earlier discovery found. */
  add(before: Discovery, now: Discovery): void {
    for (const root of before.roots)
      if (!now.roots.some(({ id }) => id === root.id)) this.roots.set(root.id, root);
  }

  async trouble(id: string): Promise<WatchTrouble> {
    const root = this.roots.get(id);
    const trouble = root === undefined ? null : await this.questions.trouble(root.realPath);
    return trouble ?? 'root-gone';
  }

  /** Whether there is something at the path of one of them. */
  async isOneBack(): Promise<boolean> {
    const found = await Promise.all(
      [...this.roots.values()].map(({ realPath }) => this.questions.isThere(realPath)),
    );
    return found.includes(true);
  }

  /** Takes out those that are found again. */
  takeFound(now: Discovery): readonly string[] {
    return now.roots.map(({ id }) => id).filter((id) => this.roots.delete(id));
  }

  /** Takes out those whose like is found elsewhere: their old place is not waited for any more. */
  takeMoved(now: Discovery): readonly string[] {
    const living = new Set(now.roots.map(({ platform, kind }) => `${platform.id} ${kind}`));
    const moved = [...this.roots.values()].filter(({ platform, kind }) =>
      living.has(`${platform.id} ${kind}`),
    );
    return moved.map(({ id }) => id).filter((id) => this.roots.delete(id));
  }
}

/** What keeps each root from being followed, for the window; reports each change once. */
export class RootTroubles {
  /** The watch thread died and is not back yet. */
  isWatcherLost = false;
  private readonly byRoot = new Map<string, WatchTrouble>();
  /** Roots whose only trouble is the lost watch thread. */
  private readonly lost = new Set<string>();
  private readonly report: (rootId: string, trouble: WatchTrouble | null) => void;

  constructor(report: (rootId: string, trouble: WatchTrouble | null) => void) {
    this.report = report;
  }

  get isEmpty(): boolean {
    return this.byRoot.size === 0 && !this.isWatcherLost;
  }

  view(): WatchView['troubles'] {
    return [...this.byRoot].map(([rootId, trouble]) => ({ rootId, trouble }));
  }

  set(rootId: string, trouble: WatchTrouble | null): void {
    this.lost.delete(rootId);
    if ((this.byRoot.get(rootId) ?? null) === trouble) return;
    if (trouble === null) this.byRoot.delete(rootId);
    else this.byRoot.set(rootId, trouble);
    this.report(rootId, trouble);
  }

  /** The root is gone; a known reason stays. */
  setGone(rootId: string, trouble: WatchTrouble): void {
    if (this.lost.has(rootId) || !this.byRoot.has(rootId)) this.set(rootId, trouble);
  }

  /** Exactly these may not be read. */
  setClosed(closed: readonly string[]): void {
    for (const id of closed) this.set(id, 'no-permission');
    for (const [id, trouble] of this.byRoot)
      if (trouble === 'no-permission' && !closed.includes(id)) this.set(id, null);
  }

  /** Removes the entry without a report: the root is not waited for any more. */
  forget(rootId: string): void {
    this.byRoot.delete(rootId);
    this.lost.delete(rootId);
  }

  loseWatcher(rootIds: readonly string[]): void {
    this.isWatcherLost = true;
    for (const id of rootIds) {
      this.set(id, 'unavailable');
      this.lost.add(id);
    }
  }

  watcherIsBack(): void {
    this.isWatcherLost = false;
    for (const id of [...this.lost]) this.set(id, null);
  }
}
