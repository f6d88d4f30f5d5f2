import { joined } from './survey.ts';
import type { Survey } from './survey.ts';
import type { YoungFolders } from './young-folders.ts';

/** What a sweep has to know of folders. */
export interface Around {
  /** somebody tells at once what happens in it */
  isWatched(row: number): boolean;
  readonly young: YoungFolders;
}

/**
 * One pass over all folders: each is asked when it changed, and only those that did are listed again. Works in steps.
 * The table may change between two steps, but gives out no old number again before the pass is over.
 */
export class Sweep {
  /** folders that were asked */
  asked = 0;
  /** folders that had changed although nobody watches them */
  moved = 0;
  /** time at work, without the pauses between steps */
  workedMs = 0;
  /** what it found so far was told while it went on */
  hasTold = false;
  private readonly survey: Survey;
  private readonly around: Around;
  private readonly isPassing: boolean;
  private readonly rows: number[] = [];
  private readonly depths: number[] = [];
  /** of the folder that was visited last at each depth: the parent of whatever comes next one deeper */
  private readonly paths: string[] = [];

  /** `isPassing`: there is time to list folders again in which something may still grow */
  constructor(survey: Survey, around: Around, isPassing = false) {
    [this.survey, this.around, this.isPassing] = [survey, around, isPassing];
    for (const row of survey.roots.values()) this.push(row, 0);
  }

  /** Works for so long, or on until so many folders were asked; true when every folder was. */
  step(forMs: number, atLeast = 1): boolean {
    const began = performance.now();
    const enough = this.asked + atLeast;
    let row = this.rows.pop();
    while (row !== undefined) {
      this.visit(row, this.depths.pop() ?? 0);
      if (this.asked >= enough && performance.now() - began >= forMs) break;
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
    this.asked += 1;
    if (!table.isAlive(row)) return;
    const name = table.name(row);
    const path = depth === 0 ? name : joined(this.paths[depth - 1] ?? '', name);
    this.paths[depth] = path;
    const wasListed = table.isListed(row);
    const state = survey.state(row, path);
    if (state === 'same' && this.isPassing) this.listYoung(row, path);
    const found = state === 'moved' ? survey.list(row, path) : state;
    if (state !== 'same' && !this.around.isWatched(row)) {
      this.moved += 1;
      if (wasListed) this.around.young.add(row);
    }
    if (found === 'gone') {
      survey.leave(row);
      return;
    }
    for (const child of table.children(row)) this.push(child, depth + 1);
  }

  private listYoung(row: number, path: string): void {
    const { survey, around } = this;
    if (!around.young.take(row)) return;
    const before = bytesIn(survey, row);
    survey.list(row, path);
    if (bytesIn(survey, row) !== before) around.young.add(row);
  }
}

function bytesIn({ table }: Survey, row: number): number {
  return table.shares(row).reduce((sum, { bytes }) => sum + bytes, 0);
}
