import type { Koffi, Library, NativeFloor } from './native-floor.ts';
import { declareCalls, wideText } from './windows-libraries.ts';
import type { Handle } from './windows-libraries.ts';

/** How NtOpenFile opens: DesiredAccess, ShareAccess, OpenOptions, and flags of OBJECT_ATTRIBUTES. */
export interface HowToOpen {
  readonly access: number;
  readonly share: number;
  readonly options: number;
  readonly attributes: number;
}

/**
 * Calls of ntdll and kernel32 about open files. A status below 0x80000000 is success; the buffers have the structures of 64-bit
 * Windows. A handle from here is closed by `close` of here: Node does not know it.
 */
export interface WindowsFileCalls {
  /**
   * NtOpenFile. `name` relative to an open folder, or with the folder 0 a path below `\??\`, at most `longestName`
   * units. Answers the status, and the handle in `opened`
   */
  open(folder: Handle, name: string, how: HowToOpen, opened: [Handle]): number;
  /** NtQueryInformationFile with a FILE_INFORMATION_CLASS */
  query(file: Handle, what: number, into: Buffer): number;
  /** NtQueryVolumeInformationFile with an FS_INFORMATION_CLASS */
  queryVolume(file: Handle, what: number, into: Buffer): number;
  /** NtSetInformationFile with a FILE_INFORMATION_CLASS */
  set(file: Handle, what: number, from: Buffer): number;
  /** GetFinalPathNameByHandleW, normalized, with a drive letter and the prefix `\\?\`; null if Windows does not tell */
  pathOf(file: Handle): string | null;
  /** RtlNtStatusToDosError: the code that GetLastError would answer */
  errorOf(status: number): number;
  /** NtClose */
  close(file: Handle): number;
}

/** UTF-16 units in a UNICODE_STRING, whose length in bytes is a 16-bit number. */
export const longestName = 0x7fff;

export const access = {
  delete: 0x1_0000,
  synchronize: 0x10_0000,
  readAttributes: 0x80,
  writeAttributes: 0x100,
} as const;
/** FILE_SHARE_… */
export const share = { readAndWrite: 0x3, all: 0x7 } as const;
export const openOptions = {
  folder: 0x1,
  synchronous: 0x20,
  forBackup: 0x4000,
  reparsePoint: 0x20_0000,
} as const;
/** OBJ_… of OBJECT_ATTRIBUTES; `dontReparse` since Windows 10 1607, without effect before */
export const objectFlags = { caseInsensitive: 0x40, dontReparse: 0x1000 } as const;
export const infoClass = { basic: 4, disposition: 13, all: 18, attributeTag: 35, dispositionEx: 64 } as const;
export const volumeClass = { volume: 1 } as const;

/** OBJECT_ATTRIBUTES, and after it in the same memory a UNICODE_STRING and the name it leads to. */
const object = { bytes: 48, folder: 8, name: 16, flags: 24 } as const;
const string = { start: 48, address: 8 } as const;
const nameStart = 64;
const pathUnits = 0x8000;

function declare(koffi: Koffi) {
  const nt = koffi.load('ntdll.dll');
  const kernel = koffi.load('kernel32.dll');
  type Information = (file: Handle, io: Buffer, buffer: Buffer, bytes: number, what: number) => number;
  const information = (name: string): Information =>
    nt.func(
      `uint32 ${name}(intptr_t file, uint8_t *io, uint8_t *buffer, uint32 bytes, uint32 what)`,
    ) as Information;
  return {
    address: (buffer: Buffer): bigint => koffi.address(buffer),
    open: nt.func(
      'uint32 NtOpenFile(_Out_ intptr_t *opened, uint32 access, uint8_t *object, uint8_t *io, uint32 share, uint32 options)',
    ) as (
      opened: [Handle],
      access: number,
      object: Buffer,
      io: Buffer,
      share: number,
      options: number,
    ) => number,
    query: information('NtQueryInformationFile'),
    queryVolume: information('NtQueryVolumeInformationFile'),
    set: information('NtSetInformationFile'),
    errorOf: nt.func('uint32 RtlNtStatusToDosError(uint32 status)') as (status: number) => number,
    close: nt.func('uint32 NtClose(intptr_t file)') as (file: Handle) => number,
    pathOf: kernel.func(
      'uint32 GetFinalPathNameByHandleW(intptr_t file, _Out_ uint8_t *path, uint32 units, uint32 flags)',
    ) as (file: Handle, path: Buffer, units: number, flags: number) => number,
  };
}

/** Files by ntdll. One instance serves one thread: its buffers are used again by each call. */
export function windowsFileCalls(floor: NativeFloor): Library<WindowsFileCalls> {
  return declareCalls(floor, (koffi) => {
    const calls = declare(koffi);
    // not from Node's pool, and outside V8's heap: its address stays while the structures in it point into it
    const memory = Buffer.allocUnsafeSlow(nameStart + longestName * 2).fill(0, 0, nameStart);
    const start = calls.address(memory);
    memory.writeUInt32LE(object.bytes, 0);
    memory.writeBigUInt64LE(start + BigInt(string.start), object.name);
    memory.writeBigUInt64LE(start + BigInt(nameStart), string.start + string.address);
    const io = Buffer.allocUnsafeSlow(16);
    const path = Buffer.allocUnsafeSlow(pathUnits * 2);
    return {
      open(folder, name, how, opened) {
        if (name.length > longestName) throw new RangeError('longer than a UNICODE_STRING');
        const bytes = memory.write(name, nameStart, 'utf16le');
        memory.writeUInt16LE(bytes, string.start);
        memory.writeUInt16LE(bytes, string.start + 2);
        memory.writeBigInt64LE(BigInt(folder), object.folder);
        memory.writeUInt32LE(how.attributes, object.flags);
        return calls.open(opened, how.access, memory, io, how.share, how.options);
      },
      query: (file, what, into) => calls.query(file, io, into, into.length, what),
      queryVolume: (file, what, into) => calls.queryVolume(file, io, into, into.length, what),
      set: (file, what, from) => calls.set(file, io, from, from.length, what),
      pathOf(file) {
        const units = calls.pathOf(file, path, pathUnits, 0);
        return units === 0 || units >= pathUnits ? null : wideText(path, 0, units * 2);
      },
      errorOf: (status) => calls.errorOf(status),
      close: (file) => calls.close(file),
    };
  });
}
