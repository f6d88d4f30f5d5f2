import type { Koffi, Library, NativeFloor } from './native-floor.ts';
import { declareCalls, wideText } from './windows-libraries.ts';

/** DRIVE_… of GetDriveTypeW, by their number. */
export const driveTypes = ['unknown', 'no-root', 'removable', 'fixed', 'remote', 'cdrom', 'ramdisk'] as const;

export type DriveType = (typeof driveTypes)[number];

export interface WindowsVolume {
  /** where it is mounted, such as `C:\` */
  readonly root: string;
  readonly drive: DriveType;
  /** name of the file system, such as `NTFS`, and FILE_… flags; null if Windows does not tell */
  readonly system: { readonly name: string; readonly flags: number } | null;
}

export interface VolumeCalls {
  /**
   * GetVolumePathNameW, GetDriveTypeW and GetVolumeInformationW on a thread of koffi, because a sleeping network drive
   * can take half a minute. Null if there is no volume
   */
  volumeOf(path: string): Promise<WindowsVolume | null>;
}

/** FILE_READ_ONLY_VOLUME */
export const readOnlyVolume = 0x8_0000;

type Async = (...args: readonly unknown[]) => Promise<unknown>;

function onThread(call: { readonly async: (...args: unknown[]) => unknown }): Async {
  return (...args) =>
    new Promise((resolve, reject) => {
      call.async(...args, (error: unknown, answer: unknown) => {
        if (error instanceof Error) reject(error);
        else resolve(answer);
      });
    });
}

function declare(koffi: Koffi) {
  const kernel = koffi.load('kernel32.dll');
  return {
    rootOf: onThread(kernel.func('bool GetVolumePathNameW(str16 path, _Out_ uint8_t *root, uint32 units)')),
    driveType: onThread(kernel.func('uint32 GetDriveTypeW(str16 root)')),
    information: onThread(
      kernel.func(
        'bool GetVolumeInformationW(str16 root, void *label, uint32 labelUnits, void *serial, void *longest, _Out_ uint8_t *flags, _Out_ uint8_t *system, uint32 systemUnits)',
      ),
    ),
  };
}

const [rootUnits, systemUnits] = [1024, 64];

/** Facts of volumes by kernel32. */
export function volumeCalls(floor: NativeFloor): Library<VolumeCalls> {
  return declareCalls(floor, (koffi) => {
    const calls = declare(koffi);
    return {
      async volumeOf(path) {
        const place = Buffer.alloc(rootUnits * 2);
        if ((await calls.rootOf(path, place, rootUnits)) !== true) return null;
        const root = wideText(place);
        const drive = driveTypes[Number(await calls.driveType(root))] ?? 'unknown';
        const [flags, name] = [Buffer.alloc(4), Buffer.alloc(systemUnits * 2)];
        const isKnown = await calls.information(root, null, 0, null, null, flags, name, systemUnits);
        const system = isKnown === true ? { name: wideText(name), flags: flags.readUInt32LE(0) } : null;
        return { root, drive, system };
      },
    };
  });
}
