import type * as Fs from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Identity } from '../system/ports.ts';
import { followRemovals } from './followed-libc.ts';
import type { LibcModule } from './followed-libc.ts';

/**
 * What a power cut would leave on a disk that keeps nothing it was not asked to: content and names as they were at their
 * last sync. Linux only, because the kernel says which file a descriptor is.
 */
export interface DurableDisk {
  /** content under a path, or null where its name or its content was never synced */
  content(path: string): Buffer | null;
  /** content that was synced, whatever the name */
  contentOf(file: Identity): Buffer | null;
  /** names in a folder at its last sync; none before the first */
  names(folder: string): readonly string[];
  /** asked right before each change of names or content, with the paths that it is about */
  onChange(listener: ((change: Change) => void) | null): void;
}

export interface Change {
  readonly kind: 'unlink' | 'rename' | 'write';
  /** absolute and real; for `write`, where the file lies now */
  readonly path: string;
  /** where a rename leads */
  readonly to: string;
  /** what is removed, moved or written to */
  readonly file: Identity;
}

interface Mocked {
  readonly fs: typeof Fs;
  readonly disk: DurableDisk;
  /** the C library, whose removals are changes as well */
  readonly withCalls: (real: LibcModule) => LibcModule;
  /** also hears what file handles sync; once, before the work */
  readonly followHandles: () => Promise<void>;
}

function keyOf({ dev, ino }: Identity): string {
  return `${dev}:${ino}`;
}

/** The real file system with a memory of what was synced. */
export function withDurability(real: typeof Fs): Mocked {
  const contents = new Map<string, Buffer>();
  const folders = new Map<string, ReadonlyMap<string, string>>();
  let listener: ((change: Change) => void) | null = null;

  const keep = (fd: number): void => {
    const link = `/proc/self/fd/${fd}`;
    const stats = real.fstatSync(fd, { bigint: true });
    if (!stats.isDirectory()) {
      contents.set(keyOf(stats), real.readFileSync(link));
      return;
    }
    const path = real.readlinkSync(link);
    const fileOf = (name: string) => keyOf(real.lstatSync(join(path, name), { bigint: true }));
    folders.set(path, new Map(real.readdirSync(path).map((name) => [name, fileOf(name)])));
  };
  /** a path through an open folder, as the folder's own path */
  const placeOf = (path: unknown): string => {
    const text = String(path);
    return join(real.realpathSync(dirname(text)), basename(text));
  };
  const tell = (kind: Change['kind'], path: string, to: string): void => {
    if (listener === null) return;
    const stats = real.lstatSync(path, { bigint: true, throwIfNoEntry: false });
    listener({ kind, path, to, file: stats ?? { dev: 0n, ino: 0n } });
  };
  const fs = {
    ...real,
    fsyncSync(fd: number): void {
      real.fsyncSync(fd);
      keep(fd);
    },
    fdatasyncSync(fd: number): void {
      real.fdatasyncSync(fd);
      keep(fd);
    },
    unlinkSync(path: Fs.PathLike): void {
      tell('unlink', placeOf(path), '');
      real.unlinkSync(path);
    },
    renameSync(from: Fs.PathLike, to: Fs.PathLike): void {
      tell('rename', placeOf(from), placeOf(to));
      real.renameSync(from, to);
    },
    writeSync(fd: number, bytes: Buffer, ...place: number[]): number {
      tell('write', real.readlinkSync(`/proc/self/fd/${fd}`), '');
      return real.writeSync(fd, bytes, ...place);
    },
  } as unknown as typeof Fs;
  const withCalls = (library: LibcModule): LibcModule =>
    followRemovals(library, (folder, name, isFolder) => {
      if (typeof name !== 'string') throw new TypeError('this disk knows names of text only');
      if (!isFolder) tell('unlink', placeOf(`/proc/self/fd/${folder}/${name}`), '');
    });
  return {
    fs,
    withCalls,
    disk: {
      content(path) {
        const file = folders.get(dirname(path))?.get(basename(path));
        return file === undefined ? null : (contents.get(file) ?? null);
      },
      contentOf: (file) => contents.get(keyOf(file)) ?? null,
      names: (folder) => [...(folders.get(folder)?.keys() ?? [])],
      onChange: (next) => void (listener = next),
    },
    followHandles: () => followHandles(keep),
  };
}

type Syncing = Record<'sync' | 'datasync', (this: { readonly fd: number }) => Promise<void>>;

async function followHandles(keep: (fd: number) => void): Promise<void> {
  const handle = await open('/', 'r');
  const shared = Object.getPrototypeOf(handle) as Syncing;
  await handle.close();
  for (const name of ['sync', 'datasync'] as const) {
    const sync = shared[name];
    shared[name] = async function (this: { readonly fd: number }) {
      await sync.call(this);
      keep(this.fd);
    };
  }
}
