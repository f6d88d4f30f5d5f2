import type { WatchTrouble } from '../../../app/contract/watch.ts';
import { rootTrouble } from './root-trouble.ts';
import type { FromWatcher, WatchJob } from './watch-messages.ts';

/** What is wrong with each root at the moment, each change of it said once. */
export class RootWatch {
  private readonly say: (message: FromWatcher) => void;
  private readonly troubles = new Map<string, WatchTrouble>();

  constructor(say: (message: FromWatcher) => void) {
    this.say = say;
  }

  /** true when one of them is other than before: everything below it may be, too */
  check({ rootIds, networkRoots, scan }: WatchJob, isLimited: boolean): boolean {
    for (const id of this.troubles.keys()) if (!rootIds.includes(id)) this.troubles.delete(id);
    let isOther = false;
    for (const [index, id] of rootIds.entries()) {
      const path = scan.roots[index]?.realPath;
      if (path === undefined) continue;
      const asked = networkRoots.includes(id) ? 'network' : isLimited ? 'watch-limit' : null;
      isOther = this.set(id, rootTrouble(path) ?? asked) || isOther;
    }
    return isOther;
  }

  private set(rootId: string, trouble: WatchTrouble | null): boolean {
    if ((this.troubles.get(rootId) ?? null) === trouble) return false;
    if (trouble === null) this.troubles.delete(rootId);
    else this.troubles.set(rootId, trouble);
    this.say({ kind: 'trouble', rootId, trouble });
    this.say({ kind: 'shape' });
    return true;
  }
}
