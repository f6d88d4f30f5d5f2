import { EventEmitter } from 'node:events';
import type { WebContents } from 'electron';
import { describe, expect, it, vi } from 'vitest';
import { dictionaries } from '../../../../app/locale/dictionaries.ts';
import { languages } from '../../../../app/locale/dictionary.ts';
import { followCrashes, gonePage } from './gone-page.ts';

function scene(state: { quitting?: boolean; destroyed?: boolean } = {}) {
  const contents = new EventEmitter();
  const window = { go: vi.fn(), isDestroyed: () => state.destroyed === true };
  const giveUp = vi.fn();
  const warn = vi.fn();
  followCrashes(contents as unknown as WebContents, {
    ...{ window, giveUp, warn },
    isQuitting: () => state.quitting === true,
  });
  const crash = async (reason = 'crashed'): Promise<void> => {
    contents.emit('render-process-gone', {}, { reason, exitCode: 139 });
    await new Promise((resolve) => setImmediate(resolve));
  };
  const arrive = (url: string): boolean => contents.emit('did-navigate', {}, url);
  return { window, giveUp, warn, crash, arrive };
}

describe('a page whose process ends', () => {
  it.each(['crashed', 'oom', 'killed', 'abnormal-exit'])(
    'gives way to one that says so (%s)',
    async (reason) => {
      const { window, warn, crash } = scene();
      await crash(reason);
      expect(window.go.mock.calls).toEqual([['app://signoff/gone']]);
      expect(warn).toHaveBeenCalledOnce();
    },
  );

  it('does so again after the person has opened it again', async () => {
    const { window, giveUp, crash, arrive } = scene();
    await crash();
    arrive('app://signoff/gone');
    arrive('app://signoff/');
    await crash();
    expect(window.go).toHaveBeenCalledTimes(2);
    expect(giveUp).not.toHaveBeenCalled();
  });

  it('is given up when the page that says so ends as well', async () => {
    const { window, giveUp, crash, arrive } = scene();
    await crash();
    arrive('app://signoff/gone');
    await crash();
    expect(window.go).toHaveBeenCalledOnce();
    expect(giveUp).toHaveBeenCalledOnce();
  });

  it('is left alone when it was ended on purpose, while quitting, and after the window', async () => {
    for (const [state, reason] of [
      [{}, 'clean-exit'],
      [{ quitting: true }, 'killed'],
      [{ destroyed: true }, 'crashed'],
    ] as const) {
      const { window, giveUp, crash } = scene(state);
      await crash(reason);
      expect(window.go).not.toHaveBeenCalled();
      expect(giveUp).not.toHaveBeenCalled();
    }
  });
});

it.each(languages)('says what happened and has one link, back to the window (%s)', (language) => {
  const page = gonePage(language, 'n0nce');
  const { title, body, again } = dictionaries[language].host.gone;
  for (const words of [title, body, again]) expect(page).toContain(words);
  expect(page.match(/href="[^"]*"/g)).toEqual(['href="/"']);
  expect(page).not.toMatch(/<script|https?:|style="/);
  expect(page).toContain('<style nonce="n0nce">');
});
