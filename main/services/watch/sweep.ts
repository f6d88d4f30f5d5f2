import type { WatchTrouble } from '../../../app/contract/watch-views.ts';
import { codeOf, emptyFacts, readFacts } from '../scanning/walk.ts';
import { joined } from './survey.ts';
import type { Survey } from './survey.ts';

/** Why a root cannot be listed, from the error that said so. */
function troubleOf(code: string): WatchTrouble {
  if (code === 'ENOENT') return 'root-gone';
  if (code === 'ENOTDIR') return 'not-a-folder';
  return code === 'EACCES' || code === 'EPERM' ? 'no-permission' : 'unavailable';
}

/** Why a root cannot be followed right now, or null. Only looks at the root folder itself. */
export function rootTrouble(path: string): WatchTrouble | null {
  const facts = emptyFacts();
  try {
    if (!readFacts(path, facts)) return 'root-gone';
  } catch (error) {
    return troubleOf(codeOf(error));
  }
  return facts.kind === 'folder' ? null : 'not-a-folder';
}

/**
 * One pass over all folders: each is asked when it changed, and only those that did are listed again. Works in steps.
 * The table may change between two steps, but gives out no old number again before the pass is over.
 */
export class Sweep {
  /** folders that were listed */
  listed = 0;
  /** time at work, without the pauses between steps */
  workedMs = 0;
  private readonly survey: Survey;
  private readonly rows: number[] = [];
  private readonly depths: number[] = [];
  /** of the folder that was visited last at each depth: the parent of whatever comes next one deeper */
  private readonly paths: string[] = [];

  constructor(survey: Survey) {
    this.survey = survey;
    for (const row of survey.roots.values()) this.push(row, 0);
  }

  /** true when every folder was asked */
  step(forMs: number): boolean {
    const began = performance.now();
    let row = this.rows.pop();
    while (row !== undefined) {
      this.visit(row, this.depths.pop() ?? 0);
      if (performance.now() - began >= forMs) break;
      row = this.rows.pop();
    }
    this.workedMs += performance.now() - began;
    return this.rows.length === 0;
  }

  private push(row: number, depth: number): void {
    this.rows.push(row);
    this.depths.push(depth);
  }

  private visit(row: number, depth: number): void {
    const { survey } = this;
    const { table } = survey;
    if (!table.isAlive(row)) return;
    const name = table.name(row);
    const path = depth === 0 ? name : joined(this.paths[depth - 1] ?? '', name);
    this.paths[depth] = path;
    const state = survey.state(row, path);
    const found = state === 'moved' ? survey.list(row, path) : state;
    if (state === 'moved') this.listed += 1;
    if (found === 'gone') {
      survey.leave(row);
      this.listed += 1;
      return;
    }
    for (const child of table.children(row)) this.push(child, depth + 1);
  }
}

/** Lists every folder again, a few at a time: the only way to see a file that grows where nobody watches. */
export class SlowPass {
  private readonly survey: Survey;
  private at = 0;

  constructor(survey: Survey) {
    this.survey = survey;
  }

  step(forMs: number): void {
    const began = performance.now();
    const { table } = this.survey;
    do {
      if (this.at >= table.limit) this.at = 0;
      const row = this.at;
      this.at += 1;
      if (table.isAlive(row) && table.isListed(row)) this.survey.list(row, this.survey.pathOf(row));
    } while (performance.now() - began < forMs && this.at < table.limit);
  }
}
