import { expect, test } from 'vitest';
import { windowsClipboard } from './windows-clipboard.ts';

/** A clipboard that another program holds for the first `times` attempts, and the pauses between attempts. */
function heldFor(times: number) {
  let attempts = 0;
  const pauses: number[] = [];
  const empty = (): boolean => (attempts += 1) > times;
  const port = windowsClipboard(
    () => ({ kind: 'ready', calls: { empty } }),
    (ms) => Promise.resolve(pauses.push(ms)),
  );
  return { port, pauses, attempts: () => attempts };
}

test('a clipboard that is free is emptied at once', async () => {
  const { port, pauses } = heldFor(0);
  expect(port.isAvailable()).toBe(true);
  expect(await port.clear()).toEqual({ kind: 'cleared' });
  expect(pauses).toEqual([]);
});

test('one that another program holds for a moment is emptied after it', async () => {
  const { port, attempts } = heldFor(4);
  expect(await port.clear()).toEqual({ kind: 'cleared' });
  expect(attempts()).toBe(5);
});

test('one that stays held is given up within a second and said to be held', async () => {
  const { port, pauses, attempts } = heldFor(Infinity);
  expect(await port.clear()).toEqual({ kind: 'held' });
  expect(attempts()).toBe(pauses.length + 1);
  expect(pauses.length).toBeGreaterThan(3);
  expect(pauses.reduce((sum, ms) => sum + ms, 0)).toBeLessThan(1000);
});

test('a refusal of Windows is told with its reason and not tried again', async () => {
  let attempts = 0;
  const empty = (): boolean => {
    attempts += 1;
    throw new Error('ENOMEM: not enough memory, EmptyClipboard');
  };
  const port = windowsClipboard(() => ({ kind: 'ready', calls: { empty } }));
  expect(await port.clear()).toEqual({
    kind: 'failed',
    reason: 'ENOMEM: not enough memory, EmptyClipboard',
  });
  expect(attempts).toBe(1);
});

test('without the calls it is not available', async () => {
  const port = windowsClipboard(() => ({ kind: 'missing', reason: 'a policy' }));
  expect(port.isAvailable()).toBe(false);
  expect(await port.clear()).toEqual({ kind: 'failed', reason: 'a policy' });
});
