import { lstat } from 'node:fs/promises';
import type { WatchTrouble } from '../../../app/contract/watch.ts';
import { diskPath } from '../fs/disk-names.ts';
import { codeOf, emptyFacts, readFacts } from '../fs/walk.ts';

/** a disk that does not answer in this time is not there for now */
const answerWithinMs = 1_000;

/** Why a root cannot be listed, from the error that said so. */
function troubleOf(error: unknown): WatchTrouble {
  const code = codeOf(error);
  if (code === 'ENOENT') return 'root-gone';
  if (code === 'ENOTDIR') return 'not-a-folder';
  return code === 'EACCES' || code === 'EPERM' ? 'no-permission' : 'unavailable';
}

/** Why a root cannot be followed right now, or null. Only looks at the root folder itself. Waits for the disk. */
export function rootTrouble(path: string): WatchTrouble | null {
  const facts = emptyFacts();
  try {
    if (!readFacts(path, facts)) return 'root-gone';
  } catch (error) {
    return troubleOf(error);
  }
  return facts.kind === 'folder' ? null : 'not-a-folder';
}

/** What a disk answered: what lies there, or why nobody can say. */
type Answer = { readonly isFolder: boolean } | { readonly error: unknown };

/**
 * The same for a thread that a person looks at, which must never wait for a disk. A folder whose answer is still out is
 * not asked again: each question that hangs keeps one of the few threads that ask disks.
 */
export class RootAsker {
  private readonly asking = new Map<string, Promise<Answer>>();
  private readonly look: typeof lstat;

  constructor(look: typeof lstat = lstat) {
    this.look = look;
  }

  /** a disk that does not answer is no place to follow anything */
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

  /** null = not yet */
  private async answer(path: string): Promise<Answer | null> {
    const asked = this.asking.get(path) ?? this.ask(path);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<null>((resolve) => {
      timer = setTimeout(() => resolve(null), answerWithinMs);
      timer.unref();
    });
    const answer = await Promise.race([asked, late]);
    clearTimeout(timer);
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
