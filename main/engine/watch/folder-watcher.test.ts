import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { makeSmallHome } from '../../testing/small-home.ts';
import type { SmallHome } from '../../testing/small-home.ts';
import { chokidarWatcher } from './folder-watcher.ts';
import type { FolderWatcher } from './folder-watcher.ts';

interface Watched {
  readonly home: SmallHome;
  readonly watcher: FolderWatcher;
  readonly changed: string[];
}

async function watched(...folders: readonly string[]): Promise<Watched> {
  const home = await makeSmallHome();
  await home.put(['watched/below/a', 'beside/b']);
  const changed: string[] = [];
  const watcher = chokidarWatcher(
    (folder) => changed.push(folder),
    (code) => changed.push(code),
  );
  onTestFinished(() => watcher.close());
  await watcher.set(folders.map((folder) => home.at(folder)));
  return { home, watcher, changed };
}

/** Writes until it is reported, because the system begins to watch when it likes. */
async function untilReported({ home, changed }: Watched, path: string, folder: string): Promise<void> {
  changed.length = 0;
  await vi.waitFor(
    () => {
      writeFileSync(home.at(path), 'x');
      expect(changed).toContain(home.at(folder));
    },
    { interval: 25 },
  );
}

describe('the watcher of a few folders', { timeout: 90_000 }, () => {
  test('reports changes in them, and none below or beside', async () => {
    const all = await watched('watched');
    await untilReported(all, 'watched/new', 'watched');
    writeFileSync(all.home.at('watched/below/new'), 'x');
    writeFileSync(all.home.at('beside/new'), 'x');
    await untilReported(all, 'watched/last', 'watched');
    expect(new Set(all.changed)).toEqual(new Set([all.home.at('watched')]));
  });

  test.each([1, 2, 3])('follows a folder that is deleted and made again at once, turn %i', async () => {
    const all = await watched('watched');
    await untilReported(all, 'watched/new', 'watched');
    rmSync(all.home.at('watched'), { recursive: true });
    mkdirSync(all.home.at('watched'));
    await untilReported(all, 'watched/new', 'watched');
    // the event must come from the new folder, not from the removal of the old one
    all.changed.length = 0;
    await vi.waitFor(() => expect(all.changed.length).toBeGreaterThan(0));
    await untilReported(all, 'watched/newer', 'watched');
  });

  test('reports nothing of folders that it no longer watches', async () => {
    const all = await watched('watched', 'beside');
    await untilReported(all, 'beside/new', 'beside');
    await all.watcher.set([all.home.at('beside')]);
    all.changed.length = 0;
    writeFileSync(all.home.at('watched/new'), 'x');
    await untilReported(all, 'beside/newer', 'beside');
    expect(all.changed).not.toContain(all.home.at('watched'));
  });
});
