import type { Koffi, Library, NativeFloor } from './native-floor.ts';
import { declareCalls, wideText } from './windows-libraries.ts';
import type { Handle } from './windows-libraries.ts';

export type StoredValue =
  | {
      readonly kind: 'text';
      readonly text: string;
      /** REG_EXPAND_SZ: `%NAME%` stands for a variable */
      readonly expands: boolean;
    }
  /** REG_DWORD */
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'absent' }
  /** an error code of Windows, or a value of another type */
  | { readonly kind: 'failed'; readonly reason: string };

export interface RegistryCalls {
  /** RegOpenKeyExW with KEY_READ and RegQueryValueExW. `key` such as `HKCU\Software\Tencent\WeChat` */
  read(key: string, name: string): StoredValue;
}

/** Predefined keys, negative as Windows widens them to 64 bits. */
const hives: Readonly<Record<string, number>> = { HKCU: -0x7fff_ffff, HKLM: -0x7fff_fffe };

const keyRead = 0x2_0019;
const [fileNotFound, pathNotFound, moreData] = [2, 3, 234];
const [textType, expandableType, numberType] = [1, 2, 4];
const attempts = 4;

function declare(koffi: Koffi) {
  const advapi = koffi.load('advapi32.dll');
  return {
    open: advapi.func(
      'int32 RegOpenKeyExW(intptr_t hive, str16 key, uint32 options, uint32 access, _Out_ intptr_t *opened)',
    ) as (hive: Handle, key: string, options: number, access: number, opened: [Handle]) => number,
    query: advapi.func(
      'int32 RegQueryValueExW(intptr_t key, str16 name, void *reserved, _Out_ uint32 *type, _Out_ uint8_t *data, _Inout_ uint32 *bytes)',
    ) as (key: Handle, name: string, reserved: null, type: [number], data: Buffer, bytes: [number]) => number,
    close: advapi.func('int32 RegCloseKey(intptr_t key)') as (key: Handle) => number,
  };
}

type Calls = ReturnType<typeof declare>;

function failed(code: number): StoredValue {
  if (code === fileNotFound || code === pathNotFound) return { kind: 'absent' };
  return { kind: 'failed', reason: `error ${code}` };
}

function queried(calls: Calls, key: Handle, name: string): StoredValue {
  const type: [number] = [0];
  let data = Buffer.alloc(512);
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const bytes: [number] = [data.length];
    const code = calls.query(key, name, null, type, data, bytes);
    // the value may grow between two calls
    if (code === moreData) data = Buffer.alloc(bytes[0] + 2);
    else if (code !== 0) return failed(code);
    else if (type[0] === numberType && bytes[0] === 4) return { kind: 'number', value: data.readUInt32LE(0) };
    else if (type[0] !== textType && type[0] !== expandableType)
      return { kind: 'failed', reason: `value of type ${type[0]}` };
    // the terminating NUL may be missing
    else return { kind: 'text', text: wideText(data, 0, bytes[0] & ~1), expands: type[0] === expandableType };
  }
  return failed(moreData);
}

/** The registry by advapi32. */
export function registryCalls(floor: NativeFloor): Library<RegistryCalls> {
  return declareCalls(floor, (koffi) => {
    const calls = declare(koffi);
    return {
      read(path, name) {
        const [short = '', ...rest] = path.split('\\');
        const hive = hives[short.toUpperCase()];
        if (hive === undefined) return { kind: 'failed', reason: short };
        const opened: [Handle] = [0];
        const code = calls.open(hive, rest.join('\\'), 0, keyRead, opened);
        if (code !== 0) return failed(code);
        try {
          return queried(calls, opened[0], name);
        } finally {
          calls.close(opened[0]);
        }
      },
    };
  });
}
