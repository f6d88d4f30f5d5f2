import type { MessageBoxOptions } from 'electron';
import { expect, it, vi } from 'vitest';
import { languages } from '../../../../app/locale/dictionary.ts';
import { askBeforeQuit } from './quit-question.ts';

function ask(response: number, language: (typeof languages)[number] = 'zh-CN') {
  const showMessageBox = vi.fn((_parent: unknown, options: MessageBoxOptions) =>
    Promise.resolve({ response, options }),
  );
  const answer = askBeforeQuit({ parent: () => null, showMessageBox, language: () => language });
  return { answer, box: showMessageBox.mock.calls[0]?.[1] };
}

it.each([
  [0, 'stop'],
  [1, 'background'],
  [2, 'cancel'],
  [9, 'cancel'],
])('button %i is “%s”', async (response, expected) => {
  expect(await ask(response).answer).toBe(expected);
});

it.each(languages)('closing the box changes nothing, and Enter loses nothing (%s)', (language) => {
  const { box } = ask(0, language);
  expect(box?.buttons).toHaveLength(3);
  expect(box).toMatchObject({ cancelId: 2, defaultId: 1 });
});
