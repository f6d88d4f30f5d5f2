import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { openControl } from './browser-control.ts';

type Answers = Readonly<Record<string, object>>;

/** A browser's end of the pipe: answers the commands that it is given answers for, and refuses all others. */
function scene(given: Answers) {
  const commands = new PassThrough();
  const answers = new PassThrough();
  const asked: string[] = [];
  commands.setEncoding('utf8');
  commands.on('data', (text: string) => {
    for (const line of text.split('\0').filter((one) => one !== '')) {
      const { id, method } = JSON.parse(line) as { id: number; method: string };
      asked.push(method);
      const result = given[method];
      const reply = result === undefined ? { id, error: { message: 'not allowed' } } : { id, result };
      // in pieces, as a pipe may deliver it, after an event without a request
      const bytes = `{"method":"Target.targetCreated"}\0${JSON.stringify(reply)}\0`;
      answers.write(bytes.slice(0, 20));
      answers.write(bytes.slice(20));
    }
  });
  return { control: openControl(commands, answers), asked, answers };
}

const shown = (state: string, focus: boolean): Answers => ({
  'Target.getTargets': {
    targetInfos: [
      { targetId: 't0', type: 'service_worker' },
      { targetId: 't1', type: 'page' },
    ],
  },
  'Browser.getWindowForTarget': { windowId: 7, bounds: { windowState: state } },
  'Browser.setWindowBounds': {},
  'Target.activateTarget': {},
  'Target.attachToTarget': { sessionId: 's1' },
  'Runtime.evaluate': { result: { type: 'boolean', value: focus } },
  'Target.detachFromTarget': {},
});

it('a window with the focus is in front, and nothing stays attached to its page', async () => {
  const { control, asked } = scene(shown('normal', true));
  expect(await control.raise()).toBe(true);
  expect(asked).not.toContain('Browser.setWindowBounds');
  expect(asked.at(-1)).toBe('Target.detachFromTarget');
});

it('a window without the focus, and one that stays minimised, is not', async () => {
  expect(await scene(shown('normal', false)).control.raise()).toBe(false);
  const minimised = scene(shown('minimized', true));
  expect(await minimised.control.raise()).toBe(false);
  expect(minimised.asked).toContain('Browser.setWindowBounds');
});

it('a browser that refuses, has no page, or is gone brings nothing to the front', async () => {
  expect(await scene({}).control.raise()).toBe(false);
  expect(await scene({ 'Target.getTargets': { targetInfos: [] } }).control.raise()).toBe(false);
  const gone = scene(shown('normal', true));
  gone.answers.destroy();
  expect(await gone.control.raise()).toBe(false);
});
