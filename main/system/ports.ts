import type { KnownFolder } from '../../app/platforms/platform.ts';

/** The ports: what the engine needs from an operating system. Probes have a third answer, could-not-tell. */

export interface Clock {
  /** milliseconds since the epoch */
  now(): number;
}

export interface KnownFolders {
  /** absolute paths, best first; they may not exist. Empty if the system has no such folder */
  resolve(folder: KnownFolder): Promise<readonly string[]>;
  /** files that define a known folder but could not be read, so that it may lie elsewhere */
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
  /** absolute path of the executable; null if unknown */
  readonly path: string | null;
  readonly ownUser: boolean;
}

export type ProcessList =
  | { readonly kind: 'known'; readonly processes: readonly ProcessInfo[] }
  | { readonly kind: 'could-not-tell'; readonly reason: string };

export interface Processes {
  /** could-not-tell instead of an empty list; cleaning then refuses */
  list(): Promise<ProcessList>;
}

/** `sent`: the request or signal was sent; the program may still ignore it */
export type ControlAnswer = 'sent' | 'not-possible';

/**
 * The only way to reach other programs. Checks identity again right before: the pid must still run the same
 * executable for the own user. Never by name, never this process.
 */
export interface ProcessControl {
  /** sends the system's quit request; the program may ask back, stay in the tray or decline */
  askToQuit(process: ProcessInfo): Promise<ControlAnswer>;
  /** ends the program without asking; unsaved data is lost */
  end(process: ProcessInfo): Promise<ControlAnswer>;
}

export interface FileHolders {
  /** names of programs that have a file open, as the system shows them; empty if it does not tell */
  of(path: string): Promise<readonly string[]>;
}

export type MountList =
  | { readonly kind: 'known'; readonly paths: readonly string[] }
  | { readonly kind: 'could-not-tell'; readonly reason: string };

export interface Mounts {
  /** absolute mount points strictly below `realPath`, bind mounts included */
  below(realPath: string): Promise<MountList>;
  /**
   * disk and path on it: the same for every mount that shows the folder. Null if unknown; absent where a folder can
   * be mounted only once
   */
  onDisk?(realPath: string): Promise<string | null>;
}

/** Identity of a file, compared before every removal. */
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
 * A folder that was opened and checked once; removals through it cannot be redirected. Synchronous, for the worker.
 * Errors are Node's own, with `code`.
 */
export interface PinnedFolder {
  stat(name: string): PinnedStat;
  /** unlinks a file, or a link itself; never follows */
  removeFile(name: string): void;
  /** removes an empty folder; ENOTEMPTY otherwise */
  removeFolder(name: string): void;
  /**
   * A path to `name` in this folder, valid while it is pinned, for immediate use only. Throws PinLost if the folder
   * has moved.
   */
  pathFor(name: string): string | Buffer;
  close(): void;
}

export type PinRefusal = 'vanished' | 'replaced' | 'outside-root' | 'link' | 'mount';

export interface FolderPins {
  /**
   * Opens `path` without following a final link and compares place and identity with `expected` and, by components,
   * with `rootRealPath`. Throws Node errors that are not refusals.
   */
  pin(path: string, expected: Identity, rootRealPath: string): PinnedFolder | PinRefusal;
}

/**
 * The system's trash, used by the removal threads. Takes a whole entry or leaves it; an entry that it refuses is
 * never deleted instead.
 */
export interface TrashBin {
  /** moves `name`, planned at `path`, into the trash; `unknown`: no answer yet, so the entry may still be moved */
  put(folder: PinnedFolder, name: string, path: string): 'taken' | 'refused' | 'unknown';
}

/** Checks after an interrupted run what was moved to the trash; changes no entry. */
export interface TrashLook {
  /** true only if this very entry, from `path`, is there; a name alone is not enough */
  holds(path: string, thing: Identity): boolean;
  /**
   * Removes info files without an entry that the run announced after `since`, because they name a file. Calls
   * `announced` only for such info files, in the trash folders of `within`
   */
  dropNotes(
    within: { readonly path: string; readonly dev: bigint },
    since: number,
    announced: () => Iterable<string>,
  ): void;
}

/** How a removal thread reaches the trash; can be sent to a thread. */
export type TrashPlace =
  | {
      readonly kind: 'xdg';
      /** XDG_DATA_HOME or its default, absolute */
      readonly dataHome: string;
    }
  | {
      /** Windows' own, by the system's calls */
      readonly kind: 'recycle-bin';
    }
  | {
      /** through the main thread */
      readonly kind: 'asked';
      /** name of the channel */
      readonly channel: string;
      /** one number; not 0 once the main thread has stopped listening */
      readonly closed: Int32Array;
    };

/** An answer of a volume probe. */
export type VolumeAnswer = 'yes' | 'no' | 'could-not-tell';

/** Facts about a volume, as far as the system reports them without extra rights. */
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

/** `held`: another program has the clipboard open; `failed`: the system refused for another reason. */
export type ClipboardAnswer =
  { readonly kind: 'cleared' | 'held' } | { readonly kind: 'failed'; readonly reason: string };

/** The clipboard of the desktop. It is emptied and never read. */
export interface Clipboard {
  /** whether this program can empty it here */
  isAvailable(): boolean;
  /** empties what would be pasted now; no history that the system or another program keeps */
  clear(): Promise<ClipboardAnswer>;
}

export type ShownAnswer = { readonly kind: 'shown' } | { readonly kind: 'failed'; readonly reason: string };

/** The system's file manager. It shows an entry in the folder around it; the entry itself is never opened or run. */
export interface FileManager {
  isAvailable(): boolean;
  show(path: string): Promise<ShownAnswer>;
}

/** Distinguishes processes that had the same pid, so that a stale lock is recognised. */
export interface ProcessMarks {
  /** a text unique to this process; `dead` if it does not exist; null if unknown */
  markOf(pid: number): string | null;
}

/** Thrown by a PinnedFolder that has moved: nothing may be removed through it. */
export class PinLost extends Error {
  override readonly name = 'PinLost';
  readonly refusal: PinRefusal;

  constructor(refusal: PinRefusal) {
    super(refusal);
    this.refusal = refusal;
  }
}
