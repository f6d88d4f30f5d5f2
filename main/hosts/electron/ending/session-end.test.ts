import { EventEmitter } from 'node:events';
import type { BrowserWindow, PowerMonitor } from 'electron';
import { describe, expect, it, vi } from 'vitest';
import { followSessionEnd, followSignals } from './session-end.ts';

function scene(busy: boolean) {
  const window = new EventEmitter();
  const power = new EventEmitter();
  const leave = vi.fn();
  followSessionEnd({
    window: window as unknown as BrowserWindow,
    power: power as unknown as PowerMonitor,
    isBusy: () => busy,
    leave,
  });
  const send = (from: EventEmitter, name: string): boolean => {
    const preventDefault = vi.fn();
    from.emit(name, { preventDefault, reasons: ['logoff'] });
    return preventDefault.mock.calls.length > 0;
  };
  return { window, power, leave, send };
}

describe('the end of the session', () => {
  it('on Windows waits in mid-run until the current entry is finished', () => {
    const { window, leave, send } = scene(true);
    expect(send(window, 'query-session-end')).toBe(true);
    expect(leave).toHaveBeenCalledOnce();
  });

  it('on Windows is not held up while nothing runs', () => {
    const { window, leave, send } = scene(false);
    expect(send(window, 'query-session-end')).toBe(false);
    expect(leave).not.toHaveBeenCalled();
    send(window, 'session-end');
    expect(leave).toHaveBeenCalledOnce();
  });

  it.each([true, false])('on Linux and macOS waits for an orderly end (busy: %s)', (busy) => {
    const { power, leave, send } = scene(busy);
    expect(send(power, 'shutdown')).toBe(true);
    expect(leave).toHaveBeenCalledOnce();
  });

  it('on Linux and macOS is heard also without an event object', () => {
    const { power, leave } = scene(true);
    power.emit('shutdown');
    expect(leave).toHaveBeenCalledOnce();
  });
});

it('every signal is heard each time it comes', () => {
  const process = new EventEmitter();
  const leave = vi.fn();
  followSignals(process as unknown as NodeJS.Process, leave);
  for (const signal of ['SIGINT', 'SIGINT', 'SIGTERM', 'SIGHUP']) process.emit(signal);
  expect(leave).toHaveBeenCalledTimes(4);
});
