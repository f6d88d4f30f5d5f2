import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { makeSmallHome } from '../../testing/small-home.ts';
import type { SmallHome } from '../../testing/small-home.ts';
import { chokidarWatcher } from './hot-watcher.ts';
import type { HotWatcher } from './hot-watcher.ts';
import { until } from './testing/watched-home.ts';

interface Watched {
  readonly home: SmallHome;
  readonly watcher: HotWatcher;
  readonly touched: string[];
}

async function watched(...folders: readonly string[]): Promise<Watched> {
  const home = await makeSmallHome();
  await home.put(['hot/below/a', 'beside/b']);
  const touched: string[] = [];
  const watcher = chokidarWatcher(
    (folder) => touched.push(folder),
    (code) => touched.push(code),
  );
  onTestFinished(() => watcher.close());
  await watcher.set(folders.map((folder) => home.at(folder)));
  return { home, watcher, touched };
}

/** Writes until it is told, because the system begins to watch when it likes. */
async function untilTold({ home, touched }: Watched, path: string, folder: string): Promise<void> {
  touched.length = 0;
  await until(() => {
    writeFileSync(home.at(path), 'x');
    expect(touched).toContain(home.at(folder));
  });
}

describe('the watcher of a few folders', { timeout: 30_000 }, () => {
  test('tells what happens in them, and nothing of what is below or beside', async () => {
    const all = await watched('hot');
    await untilTold(all, 'hot/new', 'hot');
    writeFileSync(all.home.at('hot/below/new'), 'x');
    writeFileSync(all.home.at('beside/new'), 'x');
    await untilTold(all, 'hot/last', 'hot');
    expect(new Set(all.touched)).toEqual(new Set([all.home.at('hot')]));
  });

  test.each([1, 2, 3])('follows a folder that is deleted and made again at once, turn %i', async () => {
    const all = await watched('hot');
    await untilTold(all, 'hot/new', 'hot');
    rmSync(all.home.at('hot'), { recursive: true });
    mkdirSync(all.home.at('hot'));
    await untilTold(all, 'hot/new', 'hot');
    // by the folder that lies there now, not by the end of the one before
    all.touched.length = 0;
    await vi.waitFor(() => expect(all.touched.length).toBeGreaterThan(0), { timeout: 5_000 });
    await untilTold(all, 'hot/newer', 'hot');
  });

  test('tells nothing of folders that it no longer watches', async () => {
    const all = await watched('hot', 'beside');
    await untilTold(all, 'beside/new', 'beside');
    await all.watcher.set([all.home.at('beside')]);
    all.touched.length = 0;
    writeFileSync(all.home.at('hot/new'), 'x');
    await untilTold(all, 'beside/newer', 'beside');
    expect(all.touched).not.toContain(all.home.at('hot'));
  });
});
