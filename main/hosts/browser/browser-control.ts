import type { Readable, Writable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';

/** The window of a browser that was started with `--remote-debugging-pipe`. */
export interface BrowserControl {
  /** brings the window to the front; false unless the page then has the focus */
  raise(): Promise<boolean>;
}

/** How long the browser may take to answer, and then the desktop to give the focus, ms. */
const answerLimitMs = 1_500;
const focusLimitMs = 600;
const focusEveryMs = 50;

type Answer = Readonly<Record<string, unknown>>;

interface Target {
  readonly targetId: string;
  readonly type: string;
}

/** Requests over the pipe: JSON, each message ended by a zero byte. Answers null for an error, and once the pipe is closed. */
function createRequests(commands: Writable, answers: Readable) {
  const waiting = new Map<number, (answer: Answer | null) => void>();
  let nextId = 1;
  let text = '';
  const take = (line: string): void => {
    const { id, result } = JSON.parse(line) as { readonly id?: number; readonly result?: Answer };
    if (id === undefined) return;
    waiting.get(id)?.(result ?? null);
    waiting.delete(id);
  };
  const stop = (): void => {
    for (const answer of waiting.values()) answer(null);
    waiting.clear();
  };
  answers.setEncoding('utf8');
  answers.on('data', (chunk: string) => {
    const lines = (text + chunk).split('\0');
    text = lines.pop() ?? '';
    for (const line of lines) take(line);
  });
  answers.on('close', stop);
  // a browser that ends breaks the pipe; its exit is reported elsewhere
  for (const stream of [commands, answers]) stream.on('error', stop);

  return (method: string, params: object, sessionId?: string): Promise<Answer | null> => {
    if (!commands.writable || answers.destroyed) return Promise.resolve(null);
    const id = nextId++;
    const answer = new Promise<Answer | null>((resolve) => waiting.set(id, resolve));
    commands.write(
      `${JSON.stringify({ id, method, params, ...(sessionId === undefined ? {} : { sessionId }) })}\0`,
    );
    const limit = pause(answerLimitMs, null, { ref: false });
    return Promise.race([answer, limit]).finally(() => waiting.delete(id));
  };
}

/**
 * Controls the browser through its DevTools pipe (Chromium: content/browser/devtools, domains Target and Browser). A
 * desktop may refuse to give the focus away. Under Wayland the page then has none; under X11 Chromium takes it for
 * given (ui/ozone/platform/x11, `X11Window::Activate`), so there only a window that stays minimised shows the refusal.
 */
export function openControl(commands: Writable, answers: Readable): BrowserControl {
  const request = createRequests(commands, answers);

  /** the number of the window if it is minimised; null if it is not */
  const minimisedWindow = async (targetId: string): Promise<unknown> => {
    const found = await request('Browser.getWindowForTarget', { targetId });
    const bounds = found?.['bounds'] as { readonly windowState?: string } | undefined;
    return bounds?.windowState === 'minimized' ? found?.['windowId'] : null;
  };

  const hasFocus = async (sessionId: string): Promise<boolean> => {
    const evaluated = await request('Runtime.evaluate', { expression: 'document.hasFocus()' }, sessionId);
    const { value } = (evaluated?.['result'] ?? {}) as { readonly value?: unknown };
    return value === true;
  };

  const isInFront = async (targetId: string): Promise<boolean> => {
    const attached = await request('Target.attachToTarget', { targetId, flatten: true });
    const sessionId = attached?.['sessionId'];
    if (typeof sessionId !== 'string') return false;
    try {
      const giveUpAt = Date.now() + focusLimitMs;
      while (Date.now() < giveUpAt) {
        if ((await minimisedWindow(targetId)) === null && (await hasFocus(sessionId))) return true;
        await pause(focusEveryMs);
      }
      return false;
    } finally {
      await request('Target.detachFromTarget', { sessionId });
    }
  };

  return {
    async raise() {
      const listed = await request('Target.getTargets', {});
      const targets = (listed?.['targetInfos'] ?? []) as readonly Target[];
      const page = targets.find(({ type }) => type === 'page');
      if (page === undefined) return false;
      const windowId = await minimisedWindow(page.targetId);
      if (windowId !== null)
        await request('Browser.setWindowBounds', { windowId, bounds: { windowState: 'normal' } });
      if ((await request('Target.activateTarget', { targetId: page.targetId })) === null) return false;
      return isInFront(page.targetId);
    },
  };
}
