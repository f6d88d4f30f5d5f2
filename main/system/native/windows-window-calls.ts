import type { Library, Koffi, NativeFloor } from './native-floor.ts';
import { declareCalls } from './windows-libraries.ts';
import type { Handle } from './windows-libraries.ts';

export interface WindowCalls {
  /**
   * Posts WM_CLOSE to the visible windows of a process that no other window owns, as the task manager's "End task"
   * does. Windows that a program hides, as in the tray, are for its own messages and stay. Returns how many got it
   */
  closeWindowsOf(pid: number): number;
}

function declare(koffi: Koffi) {
  const user = koffi.load('user32.dll');
  const visitor = koffi.proto('bool', ['intptr_t', 'intptr_t']);
  return {
    each: user.func('EnumWindows', 'bool', [koffi.pointer(visitor), 'intptr_t']) as (
      visit: (window: Handle) => boolean,
      any: number,
    ) => boolean,
    processOf: user.func('uint32 GetWindowThreadProcessId(intptr_t window, _Out_ uint32 *pid)') as (
      window: Handle,
      pid: [number],
    ) => number,
    isVisible: user.func('bool IsWindowVisible(intptr_t window)') as (window: Handle) => boolean,
    related: user.func('intptr_t GetWindow(intptr_t window, uint32 how)') as (
      window: Handle,
      how: number,
    ) => Handle,
    post: user.func('bool PostMessageW(intptr_t window, uint32 message, uintptr_t w, intptr_t l)') as (
      window: Handle,
      message: number,
      w: number,
      l: number,
    ) => boolean,
  };
}

const owner = 4;
const wmClose = 0x10;

/** Top-level windows by user32: EnumWindows, GetWindowThreadProcessId, PostMessageW. */
export function windowCalls(floor: NativeFloor): Library<WindowCalls> {
  return declareCalls(floor, (koffi) => {
    const calls = declare(koffi);
    return {
      closeWindowsOf(wanted) {
        const windows: Handle[] = [];
        calls.each((window) => windows.push(window) > 0, 0);
        const own = windows.filter((window) => {
          const pid: [number] = [0];
          calls.processOf(window, pid);
          return pid[0] === wanted && calls.isVisible(window) && Number(calls.related(window, owner)) === 0;
        });
        return own.filter((window) => calls.post(window, wmClose, 0, 0)).length;
      },
    };
  });
}
