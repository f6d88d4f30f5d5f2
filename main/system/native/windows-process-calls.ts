import type { Koffi, Library, NativeFloor } from './native-floor.ts';
import { declareCalls, wideText } from './windows-libraries.ts';
import type { Handle } from './windows-libraries.ts';

/** A process that is held open: its id is not given to another one meanwhile. */
export interface OpenedProcess {
  /** full path of the executable in Win32 form; null if Windows does not tell (QueryFullProcessImageNameW) */
  path(): string | null;
  /** bytes of the owner's SID in hexadecimal; null if Windows does not tell (GetTokenInformation, TokenUser) */
  owner(): string | null;
  /** time of creation as a FILETIME, 100 ns since 1601; null if Windows does not tell (GetProcessTimes) */
  startedAt(): bigint | null;
  /**
   * An ended process can be opened while another one holds it. A program that ends with the code 259, which Windows
   * gives for running ones, counts as running (GetExitCodeProcess)
   */
  hasEnded(): boolean;
  /** TerminateProcess with exit code 1; false if Windows refuses */
  terminate(): boolean;
  close(): void;
}

/** One entry of the system's list. */
export interface ListedProcess {
  readonly pid: number;
  /** executable name without folders */
  readonly name: string;
}

/** What a process is opened for: to look at it, or to end it as well. */
export type ProcessRight = 'query' | 'end';

export interface ProcessCalls {
  /** every process of the system; null if the snapshot fails (CreateToolhelp32Snapshot, Process32FirstW) */
  list(): readonly ListedProcess[] | null;
  /** `gone`: no process has this id; `denied`: Windows refuses for another reason (OpenProcess) */
  open(pid: number, right: ProcessRight): OpenedProcess | 'gone' | 'denied';
  /** session ids by process id, also of processes that cannot be opened; empty on failure (WTSEnumerateProcessesW) */
  sessions(): ReadonlyMap<number, number>;
}

/** PROCESSENTRY32W of 64-bit Windows: size, offset of the id and of the name. */
const entry = { bytes: 568, pid: 8, name: 44, nameEnd: 44 + 260 * 2 } as const;
/** WTS_PROCESS_INFOW of 64-bit Windows. */
const sessionInfo = { bytes: 24, session: 0, pid: 4 } as const;

const snapshotOfProcesses = 0x2;
const invalidHandle = -1;
const tokenQuery = 0x8;
const tokenUser = 1;
const invalidParameter = 87;
const stillActive = 259;
/** longest path in UTF-16 units that Windows knows */
const pathUnits = 32_768;
/** PROCESS_QUERY_LIMITED_INFORMATION, PROCESS_TERMINATE */
const rights: Readonly<Record<ProcessRight, number>> = { query: 0x1000, end: 0x1000 | 0x1 };

/**
 * SID of a TOKEN_USER, which begins with its address; null if it is not inside the buffer.
 * SID: revision, number of sub-authorities, six bytes of authority, four bytes for each sub-authority.
 */
export function sidOf(tokenUserInfo: Buffer, address: bigint): string | null {
  const start = Number(tokenUserInfo.readBigUInt64LE(0) - address);
  if (start < 0 || start + 8 > tokenUserInfo.length) return null;
  const end = start + 8 + 4 * tokenUserInfo.readUInt8(start + 1);
  return tokenUserInfo.readUInt8(start) !== 1 || end > tokenUserInfo.length
    ? null
    : tokenUserInfo.toString('hex', start, end);
}

function declare(koffi: Koffi) {
  const kernel = koffi.load('kernel32.dll');
  const advapi = koffi.load('advapi32.dll');
  const terminal = koffi.load('wtsapi32.dll');
  return {
    address: (buffer: Buffer): bigint => koffi.address(buffer),
    bytesAt: (place: Handle, length: number): Buffer =>
      Buffer.from(koffi.decode(BigInt(place), koffi.array('uint8_t', length, 'Typed')) as Uint8Array),
    lastError: kernel.func('uint32 GetLastError()') as () => number,
    closeHandle: kernel.func('bool CloseHandle(intptr_t h)') as (handle: Handle) => boolean,
    snapshot: kernel.func('intptr_t CreateToolhelp32Snapshot(uint32 flags, uint32 pid)') as (
      flags: number,
      pid: number,
    ) => Handle,
    first: kernel.func('bool Process32FirstW(intptr_t h, _Inout_ uint8_t *entry)') as EntryCall,
    next: kernel.func('bool Process32NextW(intptr_t h, _Inout_ uint8_t *entry)') as EntryCall,
    open: kernel.func('intptr_t OpenProcess(uint32 access, bool inherit, uint32 pid)') as (
      access: number,
      inherit: boolean,
      pid: number,
    ) => Handle,
    imageName: kernel.func(
      'bool QueryFullProcessImageNameW(intptr_t h, uint32 flags, _Out_ uint8_t *name, _Inout_ uint32 *units)',
    ) as (handle: Handle, flags: number, name: Buffer, units: [number]) => boolean,
    times: kernel.func(
      'bool GetProcessTimes(intptr_t h, _Out_ uint8_t *made, _Out_ uint8_t *end, _Out_ uint8_t *kernel, _Out_ uint8_t *user)',
    ) as (handle: Handle, made: Buffer, end: Buffer, kernelTime: Buffer, user: Buffer) => boolean,
    exitCode: kernel.func('bool GetExitCodeProcess(intptr_t h, _Out_ uint32 *code)') as (
      handle: Handle,
      code: [number],
    ) => boolean,
    terminate: kernel.func('bool TerminateProcess(intptr_t h, uint32 code)') as (
      handle: Handle,
      code: number,
    ) => boolean,
    openToken: advapi.func('bool OpenProcessToken(intptr_t h, uint32 access, _Out_ intptr_t *token)') as (
      handle: Handle,
      access: number,
      token: [Handle],
    ) => boolean,
    tokenInformation: advapi.func(
      'bool GetTokenInformation(intptr_t token, int class, _Out_ uint8_t *info, uint32 bytes, _Out_ uint32 *needed)',
    ) as (token: Handle, infoClass: number, info: Buffer, bytes: number, needed: [number]) => boolean,
    sessionsOf: terminal.func(
      'bool WTSEnumerateProcessesW(intptr_t server, uint32 reserved, uint32 version, _Out_ intptr_t *info, _Out_ uint32 *count)',
    ) as (server: Handle, reserved: number, version: number, info: [Handle], count: [number]) => boolean,
    freeSessions: terminal.func('void WTSFreeMemory(intptr_t memory)') as (memory: Handle) => void,
  };
}

type EntryCall = (handle: Handle, entry: Buffer) => boolean;
type Calls = ReturnType<typeof declare>;

function ownerOf(calls: Calls, handle: Handle): string | null {
  const token: [Handle] = [0];
  if (!calls.openToken(handle, tokenQuery, token)) return null;
  try {
    const info = Buffer.alloc(256);
    const isKnown = calls.tokenInformation(token[0], tokenUser, info, info.length, [0]);
    return isKnown ? sidOf(info, calls.address(info)) : null;
  } finally {
    calls.closeHandle(token[0]);
  }
}

/** `name`: reused for every path, because one has room for the longest. */
function openedProcess(calls: Calls, handle: Handle, name: Buffer): OpenedProcess {
  return {
    path() {
      const units: [number] = [pathUnits];
      if (!calls.imageName(handle, 0, name, units) || units[0] === 0) return null;
      return name.toString('utf16le', 0, units[0] * 2);
    },
    owner: () => ownerOf(calls, handle),
    startedAt() {
      const [made, other] = [Buffer.alloc(8), Buffer.alloc(24)];
      const rest = [other.subarray(0, 8), other.subarray(8, 16), other.subarray(16)] as const;
      return calls.times(handle, made, ...rest) ? made.readBigUInt64LE(0) : null;
    },
    hasEnded() {
      const code: [number] = [stillActive];
      return calls.exitCode(handle, code) && code[0] !== stillActive;
    },
    terminate: () => calls.terminate(handle, 1),
    close: () => {
      calls.closeHandle(handle);
    },
  };
}

function listed(calls: Calls): readonly ListedProcess[] | null {
  const snapshot = calls.snapshot(snapshotOfProcesses, 0);
  if (Number(snapshot) === invalidHandle) return null;
  try {
    const found: ListedProcess[] = [];
    const buffer = Buffer.alloc(entry.bytes);
    buffer.writeUInt32LE(entry.bytes, 0);
    for (let has = calls.first(snapshot, buffer); has; has = calls.next(snapshot, buffer)) {
      found.push({ pid: buffer.readUInt32LE(entry.pid), name: wideText(buffer, entry.name, entry.nameEnd) });
      buffer.writeUInt32LE(entry.bytes, 0);
    }
    return found;
  } finally {
    calls.closeHandle(snapshot);
  }
}

function sessionsIn(calls: Calls): ReadonlyMap<number, number> {
  const [place, count]: [[Handle], [number]] = [[0], [0]];
  if (!calls.sessionsOf(0, 0, 1, place, count)) return new Map();
  try {
    const bytes = calls.bytesAt(place[0], count[0] * sessionInfo.bytes);
    const rows = Array.from({ length: count[0] }, (_, index) => index * sessionInfo.bytes);
    return new Map(
      rows.map((row) => [
        bytes.readUInt32LE(row + sessionInfo.pid),
        bytes.readUInt32LE(row + sessionInfo.session),
      ]),
    );
  } finally {
    calls.freeSessions(place[0]);
  }
}

/** Processes by Toolhelp, kernel32, advapi32 and wtsapi32. */
export function processCalls(floor: NativeFloor): Library<ProcessCalls> {
  return declareCalls(floor, (koffi) => {
    const calls = declare(koffi);
    const name = Buffer.alloc(pathUnits * 2);
    return {
      list: () => listed(calls),
      sessions: () => sessionsIn(calls),
      open(pid, right) {
        const handle = calls.open(rights[right], false, pid);
        if (Number(handle) !== 0) return openedProcess(calls, handle, name);
        // documented for an id that no process has
        return calls.lastError() === invalidParameter ? 'gone' : 'denied';
      },
    };
  });
}
