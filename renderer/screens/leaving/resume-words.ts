import type { RemovalMode } from '../../../app/cleanup/outcomes.ts';
import type { useTexts } from '../../language/use-texts.ts';

type Words = ReturnType<typeof useTexts>['records']['interrupted'];

/** The held button of a run that goes on says what it does, in the words of that run's own way. */
export function resumeWords(words: Words, mode: RemovalMode) {
  return {
    hold: words.resume[mode],
    holdHint: words.resumeHold,
    understand: words.understand[mode],
    start: words.start[mode],
  };
}
