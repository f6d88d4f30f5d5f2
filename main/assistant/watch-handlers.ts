import type { Handlers } from '../../app/contract/contract.ts';
import type { Watch } from '../engine/watch/watch.ts';

/** The methods of the watch. */
export function watched(watch: Watch) {
  return {
    'watch.get': () => watch.get(),
    'watch.start': () => watch.start(),
    'watch.stop': () => watch.stop(),
    'watch.answerGrowth': () => watch.answerGrowth(),
  } satisfies Partial<Handlers>;
}
