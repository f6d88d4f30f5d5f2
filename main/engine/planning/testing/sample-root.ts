import { lstatSync, mkdirSync, mkdtempSync, realpathSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { catalogue } from '../../../../app/platforms/catalogue.ts';
import type { Platform } from '../../../../app/platforms/platform.ts';
import type { Mounts } from '../../../system/ports.ts';
import type { Discovery, Root } from '../../discovery/discovery.ts';
import type { JobControl } from '../../jobs/jobs.ts';
import type { ScanDependencies } from '../scan.ts';

/** The current time in tests. */
export const now = Date.parse('2026-11-20T12:00:00Z');

export const dayMs = 86_400_000;

export function platformById(id: string): Platform {
  const platform = catalogue.find((one) => one.id === id);
  if (platform === undefined) throw new Error(`no platform ${id}`);
  return platform;
}

/** A new temporary folder, by its real path, in the system's temporary folder or in `parent`. `release` removes it. */
export function scratchFolder(parent = tmpdir()): { path: string; release: () => void } {
  const path = realpathSync(mkdtempSync(join(parent, 'signoff-scan-')));
  return { path, release: () => rmSync(path, { recursive: true, force: true }) };
}

/** Writes files below `folder`, given as path → size and age. */
export function writeTree(
  folder: string,
  files: Readonly<Record<string, { bytes?: number; ageDays?: number }>>,
): void {
  for (const [path, { bytes = 10, ageDays = 100 }] of Object.entries(files)) {
    const full = join(folder, path);
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, Buffer.alloc(bytes, 1));
    const at = (now - ageDays * dayMs) / 1000;
    utimesSync(full, at, at);
  }
}

/** A root as discovery returns it. Each account folder's name is its key by default. */
export function rootOf(
  platform: Platform,
  realPath: string,
  accounts: readonly string[],
  more: Partial<Root> = {},
): Root {
  const { dev, ino } = lstatSync(realPath, { bigint: true });
  const id = more.id ?? `root-${platform.id}`;
  return {
    id,
    platform,
    kind: 'data',
    path: realPath,
    realPath,
    identity: { dev, ino },
    layout: 'recognised',
    access: 'ok',
    foundBy: [],
    accounts: accounts.map((folder) => ({
      id: `id-${folder}`,
      rootId: id,
      folder,
      key: folder,
      displayName: null,
      access: 'ok',
    })),
    accountIdByKey: new Map(accounts.map((folder) => [folder, `id-${folder}`])),
    ...more,
  };
}

export function discoveryOf(...roots: readonly Root[]): Discovery {
  return { at: now, roots, notes: [], lookedIn: [], own: [] };
}

export function mountsAt(paths: readonly string[]): Mounts {
  return {
    below: (root) =>
      Promise.resolve({ kind: 'known', paths: paths.filter((path) => path.startsWith(`${root}/`)) }),
  };
}

export function inline(mounts: Mounts = mountsAt([])): ScanDependencies {
  return { workers: { kind: 'inline' }, mounts, clock: { now: () => now } };
}

export function freeControl(signal: AbortSignal = new AbortController().signal): JobControl {
  return { signal, progress: () => undefined };
}
