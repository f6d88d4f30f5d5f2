import { setTimeout as pause } from 'node:timers/promises';
import { nativeFloor } from '../native/native-floor.ts';
import type { Library } from '../native/native-floor.ts';
import { clipboardCalls } from '../native/windows-clipboard-calls.ts';
import type { ClipboardCalls } from '../native/windows-clipboard-calls.ts';
import { onFirstUse } from '../native/windows-libraries.ts';
import type { Clipboard, ClipboardAnswer } from '../ports.ts';

const nativeClipboard = onFirstUse(() => clipboardCalls(nativeFloor()));

/** Programs open the clipboard for moments only, so one that holds it longer than this is named as the reason. */
const tries = 10;
const pauseMs = 100;

/** The clipboard of Windows by its own calls; not available where they are missing. */
export function windowsClipboard(
  library: () => Library<ClipboardCalls> = nativeClipboard,
  wait: (ms: number) => Promise<unknown> = pause,
): Clipboard {
  return {
    isAvailable: () => library().kind === 'ready',
    async clear(): Promise<ClipboardAnswer> {
      const found = library();
      if (found.kind === 'missing') return { kind: 'failed', reason: found.reason };
      try {
        for (let left = tries; left > 0; left -= 1) {
          if (found.calls.empty()) return { kind: 'cleared' };
          if (left > 1) await wait(pauseMs);
        }
        return { kind: 'held' };
      } catch (error) {
        return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) };
      }
    },
  };
}
