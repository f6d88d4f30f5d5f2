import { describe, expect, test } from 'vitest';
import { inodeSignal, recursiveSignal } from './signals.ts';

describe('the count of used inodes', () => {
  test('is read once for all roots of a volume, from one that is there', () => {
    const read: string[] = [];
    const signal = inodeSignal((path) => {
      read.push(path);
      if (path === '/gone') throw new Error('ENOENT');
      return { files: 1000, ffree: 500 };
    });
    signal.follow([
      { realPath: '/a', dev: 1n },
      { realPath: '/b', dev: 1n },
      { realPath: '/gone', dev: 2n },
      { realPath: '/c', dev: 2n },
    ]);
    expect(signal.poll()).toBe(false);
    expect(read).toEqual(['/a', '/gone', '/c']);
  });

  test('adds up small steps until they are a signal, up or down', () => {
    let ffree = 500;
    const signal = inodeSignal(() => ({ files: 1000, ffree }));
    signal.follow([{ realPath: '/a', dev: 1n }]);
    const poll = (used: number): boolean => {
      ffree -= used;
      return signal.poll();
    };
    expect([0, 5, 5, 0, -2000, 0].map(poll)).toEqual([false, false, true, false, true, false]);
  });

  test('is no signal where free space changes the number of possible inodes', () => {
    let spare = 500;
    const signal = inodeSignal(() => ({ files: 1000 + spare, ffree: spare }));
    signal.follow([{ realPath: '/a', dev: 1n }]);
    signal.poll();
    spare += 4000;
    expect(signal.poll()).toBe(false);
  });

  test('gives no signal where the file system counts none', () => {
    const signal = inodeSignal(() => ({ files: 0, ffree: 0 }));
    signal.follow([{ realPath: '/a', dev: 1n }]);
    expect([signal.poll(), signal.poll()]).toEqual([false, false]);
  });
});

describe('the recursive watch', () => {
  function scene() {
    const opened: { root: string; onEvent: (path: string | null) => void; fail: () => void }[] = [];
    const closed: string[] = [];
    let isRefused = false;
    const signal = recursiveSignal(
      (folder) => folder === '/a/watched',
      (root, onEvent) => {
        if (isRefused) throw new Error('ENOENT');
        const one = { root, onEvent, fail: (): void => undefined };
        opened.push(one);
        return { on: (_event, listener) => (one.fail = listener), close: () => closed.push(root) };
      },
    );
    signal.follow([{ realPath: '/a', dev: 1n }]);
    return { signal, opened, closed, refuse: (is: boolean) => (isRefused = is) };
  }

  test('is a signal for every folder but those that chokidar reports', () => {
    const { signal, opened } = scene();
    signal.poll();
    opened[0]?.onEvent('watched/new');
    expect(signal.poll()).toBe(false);
    opened[0]?.onEvent('other/new');
    expect([signal.poll(), signal.poll()]).toEqual([true, false]);
  });

  test('is a signal when the system lost events', () => {
    const { signal, opened } = scene();
    signal.poll();
    opened[0]?.onEvent(null);
    expect(signal.poll()).toBe(true);
  });

  test('is opened again after an error, which is a signal', () => {
    const { signal, opened, closed, refuse } = scene();
    signal.poll();
    refuse(true);
    opened[0]?.fail();
    expect(closed).toEqual(['/a']);
    expect([signal.poll(), signal.poll()]).toEqual([false, false]);
    refuse(false);
    expect([signal.poll(), signal.poll()]).toEqual([true, false]);
    expect(opened).toHaveLength(2);
  });

  test('stays open for roots that stay, and is closed for others', () => {
    const { signal, opened, closed } = scene();
    signal.poll();
    signal.follow([
      { realPath: '/a', dev: 1n },
      { realPath: '/b', dev: 1n },
    ]);
    signal.poll();
    expect(opened.map(({ root }) => root)).toEqual(['/a', '/b']);
    signal.follow([{ realPath: '/b', dev: 1n }]);
    expect(closed).toEqual(['/a']);
    signal.close();
    expect(closed).toEqual(['/a', '/b']);
  });
});
