import type { KnownFolder } from '../../app/platforms/platform.ts';

/** What services need from an operating system. At most five methods each; a probe that cannot tell says so. */

export interface Clock {
  /** milliseconds since the epoch */
  now(): number;
}

export interface KnownFolders {
  /** absolute paths, best first; empty where this system has no such folder. Existence is not promised. */
  resolve(folder: KnownFolder): Promise<readonly string[]>;
  /** files that name a known folder and could not be read, so that the folder may lie elsewhere */
  unread?(): Promise<readonly { readonly path: string; readonly code: string }[]>;
}

export type RegistryAnswer =
  | { readonly kind: 'value'; readonly value: string }
  | { readonly kind: 'absent' }
  | { readonly kind: 'could-not-tell'; readonly reason: string };

export interface Registry {
  /** `key` such as `HKCU\Software\Tencent\WeChat` */
  read(key: string, value: string): Promise<RegistryAnswer>;
}

export interface ProcessInfo {
  readonly pid: number;
  /** executable name without folders */
  readonly name: string;
  /** absolute path of the executable, null where the system does not say */
  readonly path: string | null;
  readonly ownUser: boolean;
}

export type ProcessList =
  | { readonly kind: 'known'; readonly processes: readonly ProcessInfo[] }
  | { readonly kind: 'could-not-tell'; readonly reason: string };

export interface Processes {
  /** never an empty list for "I do not know": that is could-not-tell, and cleaning refuses */
  list(): Promise<ProcessList>;
}

/** `sent`: the request or the signal is on its way, which says nothing yet about what the program does with it */
export type ControlAnswer = 'sent' | 'not-possible';

/**
 * The only way in which the assistant reaches another program. Identity is looked up again right before: the same
 * process id must still run the same executable for the own user. Never by name, never the assistant itself.
 */
export interface ProcessControl {
  /** as the system asks a program to quit; the program may ask back, stay in the tray or decline */
  askToQuit(process: ProcessInfo): Promise<ControlAnswer>;
  /** takes the program away without asking it; what it has not saved is lost */
  end(process: ProcessInfo): Promise<ControlAnswer>;
}

export type MountList =
  | { readonly kind: 'known'; readonly paths: readonly string[] }
  | { readonly kind: 'could-not-tell'; readonly reason: string };

export interface Mounts {
  /** absolute mount points strictly below `realPath`, bind mounts included */
  below(realPath: string): Promise<MountList>;
  /**
   * Disk and place on it, as an absolute path: the same for every mount that shows the folder. Null where it is not known,
   * left out where a folder can be mounted in one place only
   */
  onDisk?(realPath: string): Promise<string | null>;
}

/** What makes a file this file and no other; compared before every removal. */
export interface Identity {
  readonly dev: bigint;
  readonly ino: bigint;
}

export interface PinnedStat extends Identity {
  readonly kind: 'file' | 'folder' | 'link' | 'special';
  readonly bytes: number;
  readonly mtimeMs: number;
}

/**
 * A folder that was opened and checked once, so that what is removed through it cannot be moved out from under the
 * check. Methods are synchronous: the sink runs in a worker. Errors are Node's own, with `code`.
 */
export interface PinnedFolder {
  stat(name: string): PinnedStat;
  /** unlinks a file or the link itself; never follows */
  removeFile(name: string): void;
  /** removes an empty folder; ENOTEMPTY otherwise */
  removeFolder(name: string): void;
  /**
   * A path that leads to `name` in this very folder while it is pinned, for open, rename, link and mkdir right now;
   * never kept for later. Throws PinLost when the folder is no longer where it was pinned.
   */
  pathFor(name: string): string | Buffer;
  close(): void;
}

export type PinRefusal = 'vanished' | 'replaced' | 'outside-root' | 'link' | 'mount';

export interface FolderPins {
  /**
   * Opens `path` without following a link in its last component, resolves where it really is now and compares with
   * `expected` and, by components, with `rootRealPath`. Throws Node errors only for what is not a refusal.
   */
  pin(path: string, expected: Identity, rootRealPath: string): PinnedFolder | PinRefusal;
}

/**
 * The system's bin, asked from the removal thread. It takes the whole thing or leaves it where it is; what it does not
 * take is never deleted instead.
 */
export interface TrashBin {
  /**
   * `name` in the pinned folder, whose full path was `path` when it was planned; `unknown`: it was asked and has not
   * answered, so the thing may still go
   */
  put(folder: PinnedFolder, name: string, path: string): 'taken' | 'refused' | 'unknown';
}

/** Looks into the system's bin for what a run that was cut off may have put there; it takes nothing out. */
export interface TrashLook {
  /** true only when this very thing lies there as what was at `path`: never by its name alone */
  holds(path: string, thing: Identity): boolean;
  /**
   * Removes notes of things that were announced to the bin after `since` and never came: they name a file and stand for
   * nothing. `announced` is asked only where there is such a note; bins are those of `within`
   */
  dropNotes(
    within: { readonly path: string; readonly dev: bigint },
    since: number,
    announced: () => Iterable<string>,
  ): void;
}

/** Where a removal thread finds the bin: plain enough to be handed to it. */
export type TrashPlace =
  | {
      readonly kind: 'xdg';
      /** XDG_DATA_HOME or its default, absolute */
      readonly dataHome: string;
    }
  | {
      /** the main thread is asked */
      readonly kind: 'asked';
      /** the name of the channel on which it listens */
      readonly channel: string;
      /** one number: not 0 when nobody listens any more */
      readonly closed: Int32Array;
    };

/** A third answer than yes and no: could not tell. */
export type VolumeAnswer = 'yes' | 'no' | 'could-not-tell';

/** What a volume is made of, as far as the system says without asking for rights. */
export interface VolumeFacts {
  readonly fileSystem: string | null;
  readonly medium: 'solid-state' | 'magnetic' | 'could-not-tell';
  readonly copyOnWrite: VolumeAnswer;
  readonly encrypted: VolumeAnswer;
  readonly network: VolumeAnswer;
  readonly readOnly: VolumeAnswer;
}

export interface Volumes {
  factsOf(path: string): Promise<VolumeFacts>;
}

/** Tells processes apart that had the same number one after the other, so that a stale lock is not taken for a living one. */
export interface ProcessMarks {
  /** a text that no later process of this number shares; `dead` when there is none; null when the system does not say */
  markOf(pid: number): string | null;
}

/** Thrown by a PinnedFolder when its folder is no longer where it was pinned: nothing may be removed through it. */
export class PinLost extends Error {
  override readonly name = 'PinLost';
  readonly refusal: PinRefusal;

  constructor(refusal: PinRefusal) {
    super(refusal);
    this.refusal = refusal;
  }
}
