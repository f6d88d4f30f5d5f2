import type { Koffi, Library, NativeFloor } from './native-floor.ts';
import { windowsError } from './windows-error.ts';
import { declareCalls } from './windows-libraries.ts';
import type { Handle } from './windows-libraries.ts';

export interface ClipboardCalls {
  /**
   * OpenClipboard without a window, EmptyClipboard, CloseClipboard. False while another program has the clipboard open;
   * throws where Windows refuses for another reason. Synchronous, because the thread that opens must close
   */
  empty(): boolean;
}

/** ERROR_ACCESS_DENIED: what OpenClipboard leaves while another window has the clipboard open. */
const accessDenied = 5;

function declare(koffi: Koffi) {
  const user = koffi.load('user32.dll');
  const kernel = koffi.load('kernel32.dll');
  return {
    lastError: kernel.func('uint32 GetLastError()') as () => number,
    open: user.func('bool OpenClipboard(intptr_t owner)') as (owner: Handle) => boolean,
    empty: user.func('bool EmptyClipboard()') as () => boolean,
    close: user.func('bool CloseClipboard()') as () => boolean,
  };
}

/** The clipboard by user32. It is never read. */
export function clipboardCalls(floor: NativeFloor): Library<ClipboardCalls> {
  return declareCalls(floor, (koffi) => {
    const calls = declare(koffi);
    return {
      empty() {
        if (!calls.open(0)) {
          const code = calls.lastError();
          if (code === accessDenied) return false;
          throw windowsError(code, 'OpenClipboard');
        }
        try {
          if (!calls.empty()) throw windowsError(calls.lastError(), 'EmptyClipboard');
        } finally {
          calls.close();
        }
        return true;
      },
    };
  });
}
