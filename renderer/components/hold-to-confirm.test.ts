import type { KeyboardEvent, PointerEvent } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createHold } from './hold-to-confirm.tsx';

type Key = KeyboardEvent<HTMLButtonElement>;
type Pointer = PointerEvent<HTMLButtonElement>;

const onHolding = vi.fn<(holding: boolean) => void>();
const onHeld = vi.fn<() => void>();

function button(disabled = false) {
  const handlers = createHold(onHolding).handlers(disabled ? null : onHeld);
  return {
    key: (key: string, repeat = false) =>
      handlers.onKeyDown?.({ key, repeat, preventDefault: vi.fn() } as unknown as Key),
    keyUp: () => handlers.onKeyUp?.({} as Key),
    press: (mouseButton = 0) => handlers.onPointerDown?.({ button: mouseButton } as Pointer),
    leave: () => handlers.onPointerLeave?.({} as Pointer),
    release: () => handlers.onPointerUp?.({} as Pointer),
  };
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.resetAllMocks();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a held button', () => {
  it('acts once after 1.5 s with the pointer', () => {
    button().press();
    vi.advanceTimersByTime(1499);
    expect(onHeld).not.toHaveBeenCalled();
    vi.advanceTimersByTime(10_000);
    expect(onHeld).toHaveBeenCalledOnce();
    expect(onHolding.mock.calls).toEqual([[true], [false]]);
  });

  it('does not act when the pointer leaves before 1.5 s are over', () => {
    const { press, leave } = button();
    press();
    vi.advanceTimersByTime(1400);
    leave();
    vi.advanceTimersByTime(10_000);
    expect(onHeld).not.toHaveBeenCalled();
    expect(onHolding).toHaveBeenLastCalledWith(false);
  });

  it('starts nothing while it is disabled', () => {
    const disabled = button(true);
    disabled.press();
    disabled.key('Enter');
    vi.advanceTimersByTime(10_000);
    expect(onHolding).not.toHaveBeenCalled();
  });

  it('does not add up several short presses', () => {
    const { press, release } = button();
    for (let count = 0; count < 5; count += 1) {
      press();
      vi.advanceTimersByTime(1000);
      release();
    }
    expect(onHeld).not.toHaveBeenCalled();
  });

  it.each(['Enter', ' '])('acts once while the key %j repeats for longer than 1.5 s', (key) => {
    const held = button();
    held.key(key);
    for (let ms = 0; ms < 5000; ms += 30) {
      vi.advanceTimersByTime(30);
      held.key(key, true);
    }
    held.keyUp();
    expect(onHeld).toHaveBeenCalledOnce();
  });

  it('does not start by a repeat of a key that was pressed before the button had the focus', () => {
    const held = button();
    for (let ms = 0; ms < 5000; ms += 30) {
      held.key('Enter', true);
      vi.advanceTimersByTime(30);
    }
    expect(onHeld).not.toHaveBeenCalled();
  });

  it('does not act when the key is let go early, by another key or by the right mouse button', () => {
    const held = button();
    held.key('Enter');
    vi.advanceTimersByTime(1400);
    held.keyUp();
    held.key('a');
    held.press(2);
    vi.advanceTimersByTime(10_000);
    expect(onHeld).not.toHaveBeenCalled();
  });
});
