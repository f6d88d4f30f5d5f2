import type { WatchTrouble } from '../../../app/contract/watch.ts';
import type { Discovery, Root } from '../discovery/discovery.ts';
import { RootAsker } from './root-trouble.ts';

/** Roots that were followed and are not there any more: they are waited for, and nobody waits for their disks. */
export class GoneRoots {
  private readonly roots = new Map<string, Root>();
  private readonly asker = new RootAsker();

  get(id: string): Root | undefined {
    return this.roots.get(id);
  }

  lose(before: Discovery, now: Discovery): void {
    for (const root of before.roots)
      if (!now.roots.some(({ id }) => id === root.id)) this.roots.set(root.id, root);
  }

  async trouble(id: string): Promise<WatchTrouble> {
    const root = this.roots.get(id);
    const trouble = root === undefined ? null : await this.asker.trouble(root.realPath);
    return trouble ?? 'root-gone';
  }

  /** something lies again where one of them was */
  async isOneBack(): Promise<boolean> {
    const found = await Promise.all(
      [...this.roots.values()].map(({ realPath }) => this.asker.isThere(realPath)),
    );
    return found.includes(true);
  }

  /** Those that are found again, and are gone no more. */
  takeFound(now: Discovery): readonly string[] {
    return now.roots.map(({ id }) => id).filter((id) => this.roots.delete(id));
  }

  /** Those whose like is found elsewhere: where they were is not waited for any more. */
  takeMoved(now: Discovery): readonly string[] {
    const living = new Set(now.roots.map(({ platform, kind }) => `${platform.id} ${kind}`));
    const moved = [...this.roots.values()].filter(({ platform, kind }) =>
      living.has(`${platform.id} ${kind}`),
    );
    return moved.map(({ id }) => id).filter((id) => this.roots.delete(id));
  }
}
