import { describe, expect, it, vi } from 'vitest';
import type { BrowserWindow } from './browser-window.ts';
import { WindowKeeper } from './window-keeper.ts';

/** A browser that a test lets connect and end; it cannot end twice. */
function createBrowser() {
  let settle: (code: number | null) => void = () => undefined;
  let hasEnded = false;
  const end = (code: number | null): void => {
    if (hasEnded) throw new Error('the browser has ended already');
    hasEnded = true;
    settle(code);
  };
  const raise = vi.fn(() => Promise.resolve(!hasEnded));
  const close = vi.fn(() => {
    if (!hasEnded) end(null);
    return Promise.resolve();
  });
  const ended = new Promise<number | null>((resolve) => (settle = resolve));
  const window: BrowserWindow = { ended, raise, close, hasEnded: () => hasEnded };
  return { window, raise, close, end };
}

async function scene({ startMs = 5_000, awayMs = 50 } = {}) {
  const browsers: ReturnType<typeof createBrowser>[] = [];
  const places: (string | null)[] = [];
  let isConnected = false;
  const told = { goTo: vi.fn(), onGone: vi.fn(), onBehind: vi.fn(), onFailed: vi.fn() };
  const open = vi.fn((place: string | null) => {
    const browser = createBrowser();
    browsers.push(browser);
    places.push(place);
    return Promise.resolve<BrowserWindow | null>(browser.window);
  });
  const timings = { startMs, awayMs };
  const keeper = new WindowKeeper({ ...told, open, timings, isConnected: () => isConnected });
  await keeper.start();
  const connect = (): void => {
    isConnected = true;
    keeper.connected();
  };
  const disconnect = (): void => void (isConnected = false);
  const opened = (count: number): Promise<void> => vi.waitFor(() => expect(browsers).toHaveLength(count));
  return { keeper, browsers, places, open, connect, disconnect, opened, ...told };
}

describe('the first window', () => {
  it('reports its end before it connected, and its end afterwards as gone', async () => {
    const failing = await scene();
    failing.browsers[0]?.end(1);
    expect(await failing.keeper.firstEnded).toBe(1);
    expect(failing.onFailed).not.toHaveBeenCalled();
    const closing = await scene();
    closing.connect();
    closing.browsers[0]?.end(0);
    await vi.waitFor(() => expect(closing.onGone).toHaveBeenCalledOnce());
  });

  it('rejects with the error of a launch file that cannot be written', async () => {
    const keeper = new WindowKeeper({
      ...{ goTo: vi.fn(), onGone: vi.fn(), onBehind: vi.fn(), onFailed: vi.fn() },
      open: () => Promise.reject(new Error('disk full')),
      isConnected: () => false,
      timings: { startMs: 1, awayMs: 1 },
    });
    await expect(keeper.start()).rejects.toThrow('disk full');
  });
});

describe('showing the window', () => {
  it('brings an open one to the front, or says that it is behind', async () => {
    const { keeper, browsers, connect, onBehind, goTo } = await scene();
    connect();
    keeper.show('#/leave/all');
    await vi.waitFor(() => expect(browsers[0]?.raise).toHaveBeenCalledOnce());
    expect([goTo.mock.calls, onBehind.mock.calls]).toEqual([[['#/leave/all']], []]);
    browsers[0]!.raise.mockResolvedValue(false);
    keeper.show(null);
    await vi.waitFor(() => expect(onBehind).toHaveBeenCalledOnce());
  });

  it('waits for one that is coming, and leads it to the place', async () => {
    const { keeper, browsers, connect, goTo } = await scene();
    keeper.show(null);
    keeper.show('#/leave/deep');
    keeper.show(null);
    connect();
    await vi.waitFor(() => expect(goTo.mock.calls).toEqual([['#/leave/deep']]));
    expect(browsers).toHaveLength(1);
  });

  it('opens a closed one once, however often it is asked', async () => {
    const { keeper, browsers, places, connect, disconnect, opened, goTo } = await scene();
    connect();
    disconnect();
    browsers[0]?.end(0);
    for (let time = 0; time < 50; time += 1) keeper.show('#/leave/all');
    await opened(2);
    connect();
    await vi.waitFor(() => expect(goTo).toHaveBeenCalledOnce());
    expect(places).toEqual([null, '#/leave/all']);
    expect(browsers).toHaveLength(2);
  });

  it('leaves one alone that is only reloading', async () => {
    const { keeper, browsers, connect, disconnect } = await scene({ awayMs: 5_000 });
    connect();
    disconnect();
    keeper.show(null);
    connect();
    await vi.waitFor(() => expect(browsers[0]?.raise).toHaveBeenCalledOnce());
    expect(browsers).toHaveLength(1);
  });

  it('closes a browser whose page is gone, and one that never showed its window, and opens another', async () => {
    const crashed = await scene();
    crashed.connect();
    crashed.disconnect();
    crashed.keeper.show(null);
    await crashed.opened(2);
    expect(crashed.browsers[0]?.close).toHaveBeenCalledOnce();
    const slow = await scene({ startMs: 30 });
    slow.keeper.show('#/leave/all');
    await slow.opened(2);
  });

  it('tells when the browser does not start again, and tries anew at the next click', async () => {
    const { keeper, browsers, connect, disconnect, opened, onFailed, open } = await scene();
    connect();
    disconnect();
    browsers[0]?.end(0);
    keeper.show(null);
    await opened(2);
    browsers[1]?.end(1);
    await vi.waitFor(() => expect(onFailed.mock.calls).toEqual([[null]]));
    open.mockRejectedValueOnce(new Error('read-only'));
    keeper.show(null);
    await vi.waitFor(() => expect(onFailed).toHaveBeenCalledTimes(2));
    keeper.show(null);
    await opened(3);
  });

  it('opens none after it was closed', async () => {
    const { keeper, browsers } = await scene();
    await keeper.close();
    keeper.show(null);
    await keeper.close();
    expect(browsers).toHaveLength(1);
    expect(browsers[0]?.close).toHaveBeenCalled();
  });
});
