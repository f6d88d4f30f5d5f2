import type { WatchTrouble, WatchView } from '../../../app/contract/watch.ts';

/** What keeps each root from being followed; each change of it is told once. */
export class Troubles {
  /** nobody follows anything: the watcher died, and is not there again yet */
  isLost = false;
  private readonly byRoot = new Map<string, WatchTrouble>();
  /** roots that are not followed for that reason alone */
  private readonly lost = new Set<string>();
  private readonly told: (rootId: string, trouble: WatchTrouble | null) => void;

  constructor(told: (rootId: string, trouble: WatchTrouble | null) => void) {
    this.told = told;
  }

  get isEmpty(): boolean {
    return this.byRoot.size === 0 && !this.isLost;
  }

  view(): WatchView['troubles'] {
    return [...this.byRoot].map(([rootId, trouble]) => ({ rootId, trouble }));
  }

  set(rootId: string, trouble: WatchTrouble | null): void {
    this.lost.delete(rootId);
    if ((this.byRoot.get(rootId) ?? null) === trouble) return;
    if (trouble === null) this.byRoot.delete(rootId);
    else this.byRoot.set(rootId, trouble);
    this.told(rootId, trouble);
  }

  /** the root is no more: unless it is known why already */
  setGone(rootId: string, trouble: WatchTrouble): void {
    if (this.lost.has(rootId) || !this.byRoot.has(rootId)) this.set(rootId, trouble);
  }

  /** exactly these cannot be looked into */
  setClosed(closed: readonly string[]): void {
    for (const id of closed) this.set(id, 'no-permission');
    for (const [id, trouble] of this.byRoot)
      if (trouble === 'no-permission' && !closed.includes(id)) this.set(id, null);
  }

  /** nobody waits for it any more, and nothing is told */
  forget(rootId: string): void {
    this.byRoot.delete(rootId);
    this.lost.delete(rootId);
  }

  lose(rootIds: readonly string[]): void {
    this.isLost = true;
    for (const id of rootIds) {
      this.set(id, 'unavailable');
      this.lost.add(id);
    }
  }

  findAgain(): void {
    this.isLost = false;
    for (const id of [...this.lost]) this.set(id, null);
  }
}
