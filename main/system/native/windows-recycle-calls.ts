import type { Koffi, Library, NativeFloor } from './native-floor.ts';
import { declareCalls, wideText } from './windows-libraries.ts';
import { driveTypes } from './windows-volume-calls.ts';
import type { DriveType } from './windows-volume-calls.ts';

export interface RecycleCalls {
  /** moves one file or folder to the recycle bin (SHFileOperationW); false if Windows refuses. `path` without `\\?\` */
  recycle(path: string): boolean;
  /** where the volume of `path` is mounted, such as `C:\` (GetVolumePathNameW), and its kind (GetDriveTypeW) */
  driveOf(path: string): { readonly root: string; readonly type: DriveType } | null;
  /** whether Windows tells about a bin of this volume (SHQueryRecycleBinW) */
  hasBin(root: string): boolean;
  /** the name by which the bin's settings are kept, such as `{…}` (GetVolumeNameForVolumeMountPointW) */
  volumeId(root: string): string | null;
}

/** SHFILEOPSTRUCTW of 64-bit Windows. */
const operation = { bytes: 56, what: 8, from: 16, flags: 32, aborted: 36 } as const;
const deleteFile = 3;
/**
 * FOF_ALLOWUNDO, FOF_NOCONFIRMATION, FOF_SILENT, FOF_NOERRORUI; and FOF_WANTNUKEWARNING, so that Windows asks the person
 * instead of deleting for good
 */
const flags = 0x40 | 0x10 | 0x4 | 0x400 | 0x4000;
const queryBytes = 24;
const units = 1024;

function declare(koffi: Koffi) {
  const kernel = koffi.load('kernel32.dll');
  const shell = koffi.load('shell32.dll');
  return {
    address: (buffer: Buffer): bigint => koffi.address(buffer),
    operate: shell.func('int32 SHFileOperationW(_Inout_ uint8_t *operation)') as (what: Buffer) => number,
    query: shell.func('int32 SHQueryRecycleBinW(str16 root, _Inout_ uint8_t *info)') as (
      root: string,
      info: Buffer,
    ) => number,
    rootOf: kernel.func('bool GetVolumePathNameW(str16 path, _Out_ uint8_t *root, uint32 units)') as (
      path: string,
      root: Buffer,
      length: number,
    ) => boolean,
    driveType: kernel.func('uint32 GetDriveTypeW(str16 root)') as (root: string) => number,
    volumeName: kernel.func(
      'bool GetVolumeNameForVolumeMountPointW(str16 root, _Out_ uint8_t *name, uint32 units)',
    ) as (root: string, name: Buffer, length: number) => boolean,
  };
}

type Calls = ReturnType<typeof declare>;

function recycled(calls: Calls, path: string): boolean {
  // a list of paths, which an empty one ends
  const from = Buffer.from(`${path}\0\0`, 'utf16le');
  const what = Buffer.alloc(operation.bytes);
  what.writeUInt32LE(deleteFile, operation.what);
  what.writeBigUInt64LE(calls.address(from), operation.from);
  what.writeUInt16LE(flags, operation.flags);
  const answer = calls.operate(what);
  // read afterwards as well: the operation knows only its address, so nothing else keeps the list alive
  return answer === 0 && from.length > 0 && what.readUInt32LE(operation.aborted) === 0;
}

/** The recycle bin by shell32. */
export function recycleCalls(floor: NativeFloor): Library<RecycleCalls> {
  return declareCalls(floor, (koffi) => {
    const calls = declare(koffi);
    return {
      recycle: (path) => recycled(calls, path),
      driveOf(path) {
        const place = Buffer.alloc(units * 2);
        if (!calls.rootOf(path, place, units)) return null;
        const root = wideText(place);
        return { root, type: driveTypes[calls.driveType(root)] ?? 'unknown' };
      },
      hasBin(root) {
        const info = Buffer.alloc(queryBytes);
        info.writeUInt32LE(queryBytes, 0);
        return calls.query(root, info) === 0;
      },
      volumeId(root) {
        const name = Buffer.alloc(units * 2);
        return calls.volumeName(root, name, units) ? (/\{[^}]+\}/u.exec(wideText(name))?.[0] ?? null) : null;
      },
    };
  });
}
