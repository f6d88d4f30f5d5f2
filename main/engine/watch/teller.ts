import type { Survey } from './survey.ts';
import type { FromWatcher } from './watch-messages.ts';

/** so long at most it waits to learn whose a new folder is */
const holdMs = 3_000;

/** Says what a survey has found since it was told last, each thing once. */
export class Teller {
  toldAt = 0;
  private readonly survey: Survey;
  private readonly say: (message: FromWatcher) => void;
  /** roots, and until when */
  private held = new Map<string, number>();
  private hasFolders = false;

  constructor(survey: Survey, say: (message: FromWatcher) => void) {
    this.survey = survey;
    this.say = say;
  }

  /** true when there was anything */
  tell(): boolean {
    const { survey } = this;
    const now = performance.now();
    this.toldAt = now;
    const isMoved = survey.foldersMoved;
    this.hasFolders ||= isMoved;
    survey.foldersMoved = false;
    if (survey.shapeMoved.size > 0) {
      // an account may lie there now: until that is known, nothing is told about these roots
      for (const id of survey.shapeMoved) this.held.set(id, now + holdMs);
      survey.shapeMoved.clear();
      this.say({ kind: 'shape' });
    }
    if (survey.credentialsMoved) this.say({ kind: 'credentials' });
    survey.credentialsMoved = false;
    const isHeld = (id: string): boolean => now < (this.held.get(id) ?? 0);
    const changes = survey.cells.takeChanges(isHeld);
    const received = survey.received.take(isHeld);
    if (changes.length > 0 || received.length > 0) this.say({ kind: 'changes', changes, received });
    return isMoved || changes.length > 0;
  }

  /** whether folders came or went since this was asked last */
  takeFolders(): boolean {
    const had = this.hasFolders;
    this.hasFolders = false;
    return had;
  }

  /** it is known now whose everything is */
  release(): void {
    this.held.clear();
  }
}
