import type { Koffi, Library, NativeFloor } from './native-floor.ts';
import { declareCalls, wideText } from './windows-libraries.ts';

export interface RestartCalls {
  /**
   * Asks one process to end as at log-off (RmShutdown without force): a program in the tray ends, one that refuses
   * goes on. False if it refuses, does not answer within the time limit, or has no window to ask.
   * `startedAt`: FILETIME of the process, so that another one with its id is not asked
   */
  shutDown(pid: number, startedAt: bigint, limitMs: number): Promise<boolean>;
  /** Programs that have the file open (RmGetList), as Windows shows them to a person; empty if it does not tell */
  holdersOf(path: string): Promise<readonly string[]>;
}

/** RM_PROCESS_INFO, and in it the name after RM_UNIQUE_PROCESS. */
const holder = { bytes: 668, name: 12, nameEnd: 12 + 256 * 2 } as const;
const mostHolders = 16;

/** Names in an array of RM_PROCESS_INFO, each once. */
function holderNames(list: Buffer, count: number): readonly string[] {
  const names = Array.from({ length: Math.min(count, mostHolders) }, (_, index) =>
    wideText(list, index * holder.bytes + holder.name, index * holder.bytes + holder.nameEnd),
  );
  return [...new Set(names.filter((name) => name !== ''))];
}

/** CCH_RM_SESSION_KEY and a NUL, in UTF-16. */
const keyBytes = 33 * 2;

/** RM_UNIQUE_PROCESS: the id and the time of creation. */
export function uniqueProcess(pid: number, startedAt: bigint): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeUInt32LE(pid, 0);
  bytes.writeBigUInt64LE(startedAt, 4);
  return bytes;
}

function declare(koffi: Koffi) {
  const manager = koffi.load('rstrtmgr.dll');
  const shutDown = manager.func('uint32 RmShutdown(uint32 session, uint32 flags, void *progress)');
  const getList = manager.func(
    'uint32 RmGetList(uint32 session, _Out_ uint32 *needed, _Inout_ uint32 *count, uint8_t *list, _Out_ uint32 *reasons)',
  );
  return {
    start: manager.func('uint32 RmStartSession(_Out_ uint32 *session, uint32 flags, _Out_ uint8_t *key)') as (
      session: [number],
      flags: number,
      key: Buffer,
    ) => number,
    register: manager.func(
      'uint32 RmRegisterResources(uint32 session, uint32 files, uint8_t *names, uint32 count, uint8_t *processes, uint32 services, void *serviceNames)',
    ) as (
      session: number,
      files: number,
      names: Buffer | null,
      count: number,
      processes: Buffer | null,
      services: number,
      serviceNames: null,
    ) => number,
    cancel: manager.func('uint32 RmCancelCurrentTask(uint32 session)') as (session: number) => number,
    end: manager.func('uint32 RmEndSession(uint32 session)') as (session: number) => number,
    address: (buffer: Buffer): bigint => koffi.address(buffer),
    /** on a thread of its own: Windows asks each program */
    getList: (session: number, count: [number], list: Buffer): Promise<number> =>
      new Promise((resolve, reject) => {
        getList.async(session, [0], count, list, [0], (error: unknown, answer: number) => {
          if (error === null || error === undefined) resolve(answer);
          else reject(error instanceof Error ? error : new Error('RmGetList'));
        });
      }),
    /** on a thread of its own: Windows waits up to 30 s for a program that does not answer */
    shutDown: (session: number): Promise<number> =>
      new Promise((resolve, reject) => {
        shutDown.async(session, 0, null, (error: unknown, answer: number) => {
          if (error === null || error === undefined) resolve(answer);
          else reject(error instanceof Error ? error : new Error('RmShutdown'));
        });
      }),
  };
}

type Calls = ReturnType<typeof declare>;

async function shutDownIn(calls: Calls, session: number, limitMs: number): Promise<boolean> {
  const limit = setTimeout(() => calls.cancel(session), limitMs);
  try {
    return (await calls.shutDown(session)) === 0;
  } finally {
    clearTimeout(limit);
  }
}

/** Runs `work` in a session of its own; null if there is none. */
async function inSession<Result>(
  calls: Calls,
  work: (session: number) => Promise<Result>,
): Promise<Result | null> {
  const session: [number] = [0];
  if (calls.start(session, 0, Buffer.alloc(keyBytes)) !== 0) return null;
  try {
    return await work(session[0]);
  } finally {
    calls.end(session[0]);
  }
}

async function holdersIn(calls: Calls, session: number, path: string): Promise<readonly string[]> {
  const name = Buffer.from(`${path}\0`, 'utf16le');
  const names = Buffer.alloc(8);
  names.writeBigUInt64LE(calls.address(name));
  // the session knows only the name's address, so it is read once more to keep it alive
  if (calls.register(session, 1, names, 0, null, 0, null) !== 0 || name.length === 0) return [];
  const list = Buffer.alloc(holder.bytes * mostHolders);
  const count: [number] = [mostHolders];
  return (await calls.getList(session, count, list)) === 0 ? holderNames(list, count[0]) : [];
}

/** The Restart Manager, rstrtmgr: one session for each request, for one process or file. */
export function restartCalls(floor: NativeFloor): Library<RestartCalls> {
  return declareCalls(floor, (koffi) => {
    const calls = declare(koffi);
    return {
      shutDown: async (pid, startedAt, limitMs) =>
        (await inSession(calls, async (session) => {
          if (calls.register(session, 0, null, 1, uniqueProcess(pid, startedAt), 0, null) !== 0) return false;
          return shutDownIn(calls, session, limitMs);
        })) ?? false,
      holdersOf: async (path) => (await inSession(calls, (session) => holdersIn(calls, session, path))) ?? [],
    };
  });
}
