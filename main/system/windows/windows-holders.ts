import { nativeFloor } from '../native/native-floor.ts';
import type { Library } from '../native/native-floor.ts';
import { onFirstUse } from '../native/windows-libraries.ts';
import { restartCalls } from '../native/windows-restart-calls.ts';
import type { RestartCalls } from '../native/windows-restart-calls.ts';
import type { FileHolders } from '../ports.ts';

const nativeRestart = onFirstUse(() => restartCalls(nativeFloor()));

/** Who holds a file, by the Restart Manager. It is a hint for a person, so an error says nothing. */
export function windowsHolders(
  calls: () => Library<Pick<RestartCalls, 'holdersOf'>> = nativeRestart,
): FileHolders {
  return {
    async of(path) {
      try {
        const library = calls();
        return library.kind === 'ready' ? await library.calls.holdersOf(path) : [];
      } catch {
        return [];
      }
    },
  };
}
