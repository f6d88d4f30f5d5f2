import type { Koffi, Library, NativeFloor } from './native-floor.ts';
import { declareCalls } from './windows-libraries.ts';
import type { Handle } from './windows-libraries.ts';

/** Known folders by their FOLDERID, https://learn.microsoft.com/windows/win32/shell/knownfolderid */
const folderIds = {
  profile: '5E6C858F-0E22-4760-9AFE-EA3317B67173',
  documents: 'FDD39AD0-238F-46AF-ADB4-6C85480369C7',
  roaming: '3EB685DB-65F9-4CF6-A03A-E3EF65729F3D',
  local: 'F1B32785-6FBA-4FCF-9D55-7B8E7F157091',
  publicDocuments: 'ED4824AF-DCE4-45A8-81E2-FC7965083634',
  programData: '62AB5D82-FDC1-4DC3-A9DD-070D1D495D97',
} as const;

export type WindowsFolder = keyof typeof folderIds;

export interface FolderCalls {
  /** SHGetKnownFolderPath for this process's user; null if Windows does not know it. The folder may not exist */
  pathOf(folder: WindowsFolder): string | null;
}

/** A GUID in memory: the first three groups little-endian, the rest as written. */
export function guidBytes(text: string): Buffer {
  const [first = '', second = '', third = '', ...rest] = text.split('-');
  const swapped = [first, second, third].map((group) => Buffer.from(group, 'hex').reverse());
  return Buffer.concat([...swapped, Buffer.from(rest.join(''), 'hex')]);
}

function declare(koffi: Koffi) {
  const shell = koffi.load('shell32.dll');
  const ole = koffi.load('ole32.dll');
  return {
    textAt: (place: Handle): string => koffi.decode.string16(BigInt(place)),
    pathOf: shell.func(
      'int32 SHGetKnownFolderPath(uint8_t *id, uint32 flags, intptr_t token, _Out_ intptr_t *path)',
    ) as (id: Buffer, flags: number, token: Handle, path: [Handle]) => number,
    free: ole.func('void CoTaskMemFree(intptr_t memory)') as (memory: Handle) => void,
  };
}

/** KF_FLAG_DONT_VERIFY: returns a folder on a disconnected drive as well, without waiting for the drive. */
const withoutChecking = 0x4000;

/** Known folders by shell32. */
export function folderCalls(floor: NativeFloor): Library<FolderCalls> {
  return declareCalls(floor, (koffi) => {
    const calls = declare(koffi);
    return {
      pathOf(folder) {
        const place: [Handle] = [0];
        const answer = calls.pathOf(guidBytes(folderIds[folder]), withoutChecking, 0, place);
        try {
          return answer === 0 && Number(place[0]) !== 0 ? calls.textAt(place[0]) : null;
        } finally {
          calls.free(place[0]);
        }
      },
    };
  });
}
