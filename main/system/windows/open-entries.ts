import { lstatSync } from 'node:fs';
import { basename, dirname, toNamespacedPath } from 'node:path/win32';
import { fileTimeMs } from '../../../app/cleanup/file-time.ts';
import { errorCode, throwFileLimit } from '../../engine/fs/errors.ts';
import { windowsError } from '../native/windows-error.ts';
import {
  access,
  infoClass,
  longestName,
  objectFlags,
  openOptions,
  share,
  volumeClass,
} from '../native/windows-file-calls.ts';
import type { HowToOpen, WindowsFileCalls } from '../native/windows-file-calls.ts';
import type { Library } from '../native/native-floor.ts';
import type { Handle } from '../native/windows-libraries.ts';
import type { PinnedStat } from '../ports.ts';

/** An open file, folder or link, as Windows knows it. */
export interface OpenFacts extends Omit<PinnedStat, 'dev' | 'bytes'> {
  /** of a link 0: Node's is the length of its text */
  readonly bytes: number;
  readonly isReadOnly: boolean;
  readonly names: number;
  readonly attributes: number;
}

/**
 * What the native pins ask of Windows, by handle and never through a link. Errors are like Node's own; ENOTSUP is a
 * volume that has no such call. One instance serves one thread.
 */
export interface OpenEntries {
  /** a folder by its path; a link at its end is opened itself */
  openPath(path: string): Handle;
  openFolder(parent: Handle, name: string): Handle;
  /** for `factsOf` only: shares with every other program */
  openToLook(parent: Handle, name: string): Handle;
  /** for `factsOf` and `removeFile` */
  openToRemove(parent: Handle, name: string): Handle;
  /** for `factsOf` and `removeFolder` */
  openFolderToRemove(parent: Handle, name: string): Handle;
  factsOf(file: Handle): OpenFacts;
  /** the serial number of its volume, which is Node's `dev` */
  volumeOf(file: Handle): bigint;
  /** where it is now, as `realpathSync.native` writes it; null if Windows does not tell */
  placeOf(file: Handle): string | null;
  /** the file or link itself, read-only or not; its name is gone once the handle is closed */
  removeFile(file: Handle, facts: OpenFacts): void;
  /** ENOTEMPTY unless it is empty, EPERM if it is read-only */
  removeFolder(file: Handle): void;
  close(file: Handle): void;
}

const look = access.readAttributes | access.synchronize;
const always = openOptions.synchronous | openOptions.forBackup | openOptions.reparsePoint;
const folderLook = { access: look, share: share.all, options: always | openOptions.folder };

/** `\??\C:` is a link of Windows' own, which `dontReparse` would refuse. */
const byPath: HowToOpen = { ...folderLook, attributes: objectFlags.caseInsensitive };

/** How an entry is opened below its folder. A name is one component, so `dontReparse` is a second lock only. */
function howBelow(doesRefuseLinks: boolean) {
  const attributes = objectFlags.caseInsensitive | (doesRefuseLinks ? objectFlags.dontReparse : 0);
  /** no other program moves or removes what is open so; what one has open to remove is in use */
  const alone = { access: look | access.delete, share: share.readAndWrite, attributes };
  return {
    folder: { ...folderLook, attributes },
    look: { access: look, share: share.all, options: always, attributes },
    remove: { ...alone, access: alone.access | access.writeAttributes, options: always },
    removeFolder: { ...alone, options: always | openOptions.folder },
  } satisfies Record<string, HowToOpen>;
}

/** STATUS_… by which Windows, a file system or a network drive says that it has no such call or flag. */
const notOffered: ReadonlySet<number> = new Set([
  // NOT_IMPLEMENTED, INVALID_INFO_CLASS, INVALID_PARAMETER, INVALID_DEVICE_REQUEST, NOT_SUPPORTED
  0xc000_0002, 0xc000_0003, 0xc000_000d, 0xc000_0010, 0xc000_00bb,
]);
/** NT_SUCCESS, and STATUS_BUFFER_OVERFLOW: all but a name at the end was filled in */
const firstError = 0x8000_0000;
const moreData = 0x8000_0005;
/** ERROR_NOT_SUPPORTED and ERROR_FILENAME_EXCED_RANGE */
const [notSupported, tooLong] = [50, 206];

/** FILE_ALL_INFORMATION and FILE_FS_VOLUME_INFORMATION, each with the first unit of a name. The first begins with a
 * FILE_BASIC_INFORMATION. */
const all = { bytes: 104, mtime: 16, attributes: 32, size: 48, names: 56, id: 64 } as const;
const basicBytes = 40;
const volume = { bytes: 24, serial: 8 } as const;
const attribute = { readOnly: 0x1, folder: 0x10, device: 0x40, normal: 0x80, reparsePoint: 0x400 } as const;
/** any tag with this bit stands for another place; IO_REPARSE_TAG_APPEXECLINK is a link to Node as well */
const nameSurrogate = 0x2000_0000;
const appExecLink = 0x8000_001b;
/** FILE_DISPOSITION_…, Windows 10 1607 and 1809 */
const disposition = { remove: 0x1, posix: 0x2, ignoreReadOnly: 0x10 } as const;
/** 100-nanosecond steps from 1601 to 1970 */
const epoch = 116_444_736_000_000_000n;

function number32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes;
}

const plainDisposition = Buffer.of(1);
const forFile = number32(disposition.remove | disposition.posix | disposition.ignoreReadOnly);
const forFolder = number32(disposition.remove | disposition.posix);

type Demand = (status: number, call: string) => void;

/** Throws unless a call went well. */
function demandOf(calls: WindowsFileCalls): Demand {
  return (status, call) => {
    if (status < firstError || status === moreData) return;
    throw windowsError(notOffered.has(status) ? notSupported : calls.errorOf(status), call);
  };
}

type Looking = Pick<OpenEntries, 'factsOf' | 'volumeOf' | 'placeOf'>;

function looking(calls: WindowsFileCalls, demand: Demand): Looking {
  const information = Buffer.alloc(all.bytes);
  const tag = Buffer.alloc(8);
  const volumeInformation = Buffer.alloc(volume.bytes);
  const kindOf = (file: Handle, attributes: number): PinnedStat['kind'] => {
    if ((attributes & attribute.reparsePoint) !== 0) {
      demand(calls.query(file, infoClass.attributeTag, tag), 'NtQueryInformationFile');
      const reparse = tag.readUInt32LE(4);
      if ((reparse & nameSurrogate) !== 0 || reparse === appExecLink) return 'link';
    }
    if ((attributes & attribute.device) !== 0) return 'special';
    return (attributes & attribute.folder) === 0 ? 'file' : 'folder';
  };
  return {
    factsOf(file) {
      demand(calls.query(file, infoClass.all, information), 'NtQueryInformationFile');
      const attributes = information.readUInt32LE(all.attributes);
      const names = information.readUInt32LE(all.names);
      const kind = kindOf(file, attributes);
      return {
        ino: information.readBigUInt64LE(all.id),
        kind,
        bytes: kind === 'file' ? Number(information.readBigInt64LE(all.size)) : 0,
        mtimeMs: fileTimeMs((information.readBigInt64LE(all.mtime) - epoch) * 100n),
        isReadOnly: (attributes & attribute.readOnly) !== 0,
        names,
        attributes,
      };
    },
    volumeOf(file) {
      demand(calls.queryVolume(file, volumeClass.volume, volumeInformation), 'NtQueryVolumeInformationFile');
      return BigInt(volumeInformation.readUInt32LE(volume.serial));
    },
    placeOf: (file) =>
      calls
        .pathOf(file)
        ?.replace(/^\\\\\?\\UNC\\/iu, '\\\\')
        .replace(/^\\\\\?\\/u, '') ?? null,
  };
}

type Removing = Pick<OpenEntries, 'removeFile' | 'removeFolder'>;

function removing(calls: WindowsFileCalls, demand: Demand): Removing {
  const basic = Buffer.alloc(basicBytes);
  const setAttributes = (file: Handle, attributes: number): void => {
    // times of 0 stay as they are
    basic.writeUInt32LE(attributes === 0 ? attribute.normal : attributes, all.attributes);
    demand(calls.set(file, infoClass.basic, basic), 'NtSetInformationFile');
  };
  /** False where the newer call is not offered. */
  const isRemoved = (file: Handle, how: Buffer): boolean => {
    const status = calls.set(file, infoClass.dispositionEx, how);
    if (notOffered.has(status)) return false;
    demand(status, 'NtSetInformationFile');
    return true;
  };
  const removePlainly = (file: Handle): void =>
    demand(calls.set(file, infoClass.disposition, plainDisposition), 'NtSetInformationFile');
  return {
    removeFile(file, { isReadOnly, attributes, names }) {
      if (isRemoved(file, forFile)) return;
      if (!isReadOnly) {
        removePlainly(file);
        return;
      }
      setAttributes(file, attributes & ~attribute.readOnly);
      let isDone = false;
      try {
        removePlainly(file);
        isDone = true;
      } finally {
        // what stays keeps its mark, also under another name
        if (!isDone || names > 1) setAttributes(file, attributes);
      }
    },
    removeFolder(file) {
      if (!isRemoved(file, forFolder)) removePlainly(file);
    },
  };
}

/** `doesRefuseLinks`: false before Windows 10 1607, which has no such flag. */
export function openEntries(calls: WindowsFileCalls, doesRefuseLinks: boolean): OpenEntries {
  const demand = demandOf(calls);
  const below = howBelow(doesRefuseLinks);
  const opened: [Handle] = [0];
  const open = (folder: Handle, name: string, how: HowToOpen): Handle => {
    if (name.length > longestName) throw windowsError(tooLong, 'NtOpenFile');
    demand(calls.open(folder, name, how, opened), 'NtOpenFile');
    return opened[0];
  };
  return {
    openPath: (path) => open(0, toNamespacedPath(path).replace(/^\\\\\?\\/u, '\\??\\'), byPath),
    openFolder: (parent, name) => open(parent, name, below.folder),
    openToLook: (parent, name) => open(parent, name, below.look),
    openToRemove: (parent, name) => open(parent, name, below.remove),
    openFolderToRemove: (parent, name) => open(parent, name, below.removeFolder),
    ...looking(calls, demand),
    ...removing(calls, demand),
    close: (file) => void calls.close(file),
  };
}

/** Ids of volumes that have none: FAT by some drivers, a share by some servers. */
export function isIdentity(ino: bigint): boolean {
  return ino !== 0n && ino !== 0xffff_ffff_ffff_ffffn;
}

/** The difference between what the calls and Node say of a folder that every Windows has; null if they agree. */
function whyUnusable(asked: OpenEntries, path: string): string | null {
  const { dev, ino } = lstatSync(path, { bigint: true });
  const parent = asked.openPath(dirname(path));
  let folder: Handle | null = null;
  try {
    folder = asked.openFolder(parent, basename(path));
    const facts = asked.factsOf(folder);
    if (facts.ino !== ino || facts.kind !== 'folder')
      return 'NtQueryInformationFile: another folder than Node';
    if (asked.volumeOf(folder) !== dev) return 'NtQueryVolumeInformationFile: another volume than Node';
    return asked.placeOf(folder) === null ? 'GetFinalPathNameByHandleW: no path of an open folder' : null;
  } finally {
    if (folder !== null) asked.close(folder);
    asked.close(parent);
  }
}

function tried(calls: WindowsFileCalls, folder: string, doesRefuseLinks: boolean): Library<OpenEntries> {
  try {
    const made = openEntries(calls, doesRefuseLinks);
    const reason = whyUnusable(made, folder);
    return reason === null ? { kind: 'ready', calls: made } : { kind: 'missing', reason };
  } catch (error) {
    throwFileLimit(error);
    if (doesRefuseLinks && errorCode(error) === 'ENOTSUP') return tried(calls, folder, false);
    return { kind: 'missing', reason: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * Tries the calls on `folder` before anything is removed through them. `missing` where one fails or answers otherwise
 * than Node. Throws where no further file can be opened.
 */
export function openEntriesOf(library: Library<WindowsFileCalls>, folder: string): Library<OpenEntries> {
  return library.kind === 'missing' ? library : tried(library.calls, folder, true);
}
