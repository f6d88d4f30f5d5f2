import { expect, test } from 'vitest';
import type { Koffi } from './native-floor.ts';
import { clipboardCalls } from './windows-clipboard-calls.ts';
import { guidBytes } from './windows-folder-calls.ts';
import { processCalls, sidOf } from './windows-process-calls.ts';
import { registryCalls } from './windows-registry-calls.ts';
import { windowsHolders } from '../windows/windows-holders.ts';
import { restartCalls, uniqueProcess } from './windows-restart-calls.ts';

type Function = (...args: never[]) => unknown;

/** Libraries whose functions are the given ones, by the system's name; all others are not there. */
function floorOf(functions: Readonly<Record<string, Function>>, address = 0n) {
  const func = (declaration: string): unknown => {
    const name = /(\w+)\(/u.exec(declaration)?.[1] ?? '';
    const found = functions[name];
    if (found === undefined) throw new Error(`Cannot find function '${name}' in shared library`);
    return found;
  };
  const koffi = { load: () => ({ func }), address: () => address };
  return { kind: 'ready', koffi: koffi as unknown as Koffi } as const;
}

/** A TOKEN_USER as Windows fills it: address of the SID, attributes, padding, SID. */
function tokenUser(address: bigint, sid: string): Buffer {
  const buffer = Buffer.alloc(64);
  buffer.writeBigUInt64LE(address, 0);
  buffer.write(sid, 16, 'hex');
  return buffer;
}

const sid = '010500000000000515000000000000000000000000000000e8030000';

test('a SID is read where its address says, and only inside the buffer', () => {
  expect(sidOf(tokenUser(0x1010n, sid), 0x1000n)).toBe(sid);
  expect(sidOf(tokenUser(0x0f00n, sid), 0x1000n)).toBeNull();
  expect(sidOf(tokenUser(0x1039n, sid), 0x1000n)).toBeNull();
  expect(sidOf(tokenUser(0x1010n, '01ff'), 0x1000n)).toBeNull();
  expect(sidOf(tokenUser(0x1010n, '02'), 0x1000n)).toBeNull();
});

test('a process is named for the Restart Manager by id and start', () => {
  const bytes = uniqueProcess(0x01020304, 0x0a0b0c0d0e0f1011n);
  expect(bytes.toString('hex')).toBe('0403020111100f0e0d0c0b0a');
});

test('a GUID has its first three groups in the order of the processor', () => {
  expect(guidBytes('FDD39AD0-238F-46AF-ADB4-6C85480369C7').toString('hex')).toBe(
    'd09ad3fd8f23af46adb46c85480369c7',
  );
});

const processFunctions: Readonly<Record<string, Function>> = Object.fromEntries(
  [
    ...['GetLastError', 'CloseHandle', 'CreateToolhelp32Snapshot', 'Process32FirstW', 'Process32NextW'],
    ...['OpenProcess', 'QueryFullProcessImageNameW', 'GetProcessTimes', 'GetExitCodeProcess'],
    ...[
      'TerminateProcess',
      'OpenProcessToken',
      'GetTokenInformation',
      'WTSEnumerateProcessesW',
      'WTSFreeMemory',
    ],
  ].map((name) => [name, () => 0]),
);

function callsWith(functions: Readonly<Record<string, Function>>) {
  const library = processCalls(floorOf({ ...processFunctions, ...functions }));
  if (library.kind === 'missing') throw new Error(library.reason);
  return library.calls;
}

/** Fills PROCESSENTRY32W entries one after the other, as Process32FirstW and Process32NextW do. */
function snapshotOf(rows: readonly (readonly [number, string])[]): Readonly<Record<string, Function>> {
  const left = [...rows];
  const fill = (_: number, buffer: Buffer): boolean => {
    const row = left.shift();
    if (buffer.readUInt32LE(0) !== 568 || row === undefined) return false;
    buffer.fill(0xff);
    buffer.writeUInt32LE(row[0], 8);
    buffer.write(`${row[1]}\0`, 44, 'utf16le');
    return true;
  };
  return { CreateToolhelp32Snapshot: () => 7, Process32FirstW: fill, Process32NextW: fill };
}

test('entries of a snapshot are read up to the end of their names, and it is closed', () => {
  const closed: number[] = [];
  const rows = [
    [4, 'System'],
    [60, '微信.exe'],
  ] as const;
  const calls = callsWith({
    ...snapshotOf(rows),
    CloseHandle: (handle: number) => closed.push(handle) > 0,
  });
  expect(calls.list()).toEqual(rows.map(([pid, name]) => ({ pid, name })));
  expect(closed).toEqual([7]);
  expect(callsWith({ CreateToolhelp32Snapshot: () => -1 }).list()).toBeNull();
});

test('only the code for an unknown id means that a process is gone', () => {
  const open = (code: number) =>
    callsWith({ OpenProcess: () => 0, GetLastError: () => code }).open(60, 'query');
  expect([open(87), open(5)]).toEqual(['gone', 'denied']);
});

test('a function that Windows does not have makes the calls missing, by its name', () => {
  const rest = Object.entries(processFunctions).filter(([name]) => name !== 'WTSFreeMemory');
  const library = processCalls(floorOf(Object.fromEntries(rest)));
  expect(library.kind === 'missing' ? library.reason : '').toContain('WTSFreeMemory');
  expect(processCalls({ kind: 'missing', reason: 'policy' })).toEqual({ kind: 'missing', reason: 'policy' });
});

/** A value of the registry; `grows`: bytes that it has when it is read for the first time. */
function reading(type: number, bytes: Buffer, codes: readonly number[] = []) {
  const left = [...codes];
  const library = registryCalls(
    floorOf({
      RegOpenKeyExW: (_hive: number, _key: string, _options: number, _access: number, opened: [number]) => {
        opened[0] = 9;
        return 0;
      },
      RegQueryValueExW: (
        _key: number,
        _name: string,
        _reserved: null,
        typeOut: [number],
        data: Buffer,
        size: [number],
      ) => {
        const code = left.shift() ?? (bytes.length > data.length ? 234 : 0);
        size[0] = bytes.length;
        typeOut[0] = type;
        if (code === 0) bytes.copy(data);
        return code;
      },
      RegCloseKey: () => 0,
    }),
  );
  if (library.kind === 'missing') throw new Error(library.reason);
  return library.calls.read('HKCU\\Software\\x', 'name');
}

const wide = (text: string): Buffer => Buffer.from(text, 'utf16le');

test.each([
  ['with its end', wide('D:\\聊天\0'), 'D:\\聊天'],
  ['without its end', wide('D:\\聊天'), 'D:\\聊天'],
  ['of half a character', wide('D:').subarray(0, 3), 'D'],
  ['that is empty', Buffer.alloc(0), ''],
  ['longer than the first buffer', wide(`${'长'.repeat(2_000)}\0`), '长'.repeat(2_000)],
])('a registry text %s', (_, bytes, text) => {
  expect(reading(1, bytes)).toEqual({ kind: 'text', text, expands: false });
  expect(reading(2, bytes)).toEqual({ kind: 'text', text, expands: true });
});

test('a registry value that is a number, absent, of another type, denied or grows for ever', () => {
  expect(reading(1, wide('x'), [2])).toEqual({ kind: 'absent' });
  expect(reading(4, Buffer.from([1, 2, 0, 0]))).toEqual({ kind: 'number', value: 0x201 });
  expect(reading(3, Buffer.alloc(4)).kind).toBe('failed');
  expect(reading(1, wide('x'), [5])).toEqual({ kind: 'failed', reason: 'error 5' });
  expect(reading(1, wide('x'), [234, 234, 234, 234, 234])).toEqual({ kind: 'failed', reason: 'error 234' });
});

/** The Restart Manager of a file that `holders` have open; `ended`: sessions that were ended. */
function restartManager(holders: readonly string[], answers: { register?: number; list?: number } = {}) {
  const ended: number[] = [];
  const start = (session: [number]): number => {
    session[0] = 5;
    return 0;
  };
  const list = (_session: number, _needed: [number], count: [number], into: Buffer): number => {
    count[0] = holders.length;
    holders.forEach((name, index) => into.write(`${name}\0`, index * 668 + 12, 'utf16le'));
    return answers.list ?? 0;
  };
  const getList = Object.assign(list, {
    async: (...args: [number, [number], [number], Buffer, [number], (error: null, code: number) => void]) =>
      args[5](null, list(args[0], args[1], args[2], args[3])),
  });
  const library = restartCalls(
    floorOf({
      RmStartSession: start,
      RmRegisterResources: () => answers.register ?? 0,
      RmGetList: getList,
      RmShutdown: () => 0,
      RmCancelCurrentTask: () => 0,
      RmEndSession: (session: number) => ended.push(session),
    }),
  );
  if (library.kind === 'missing') throw new Error(library.reason);
  return { calls: library.calls, ended };
}

test('the programs that hold a file are named once each, and the session is ended', async () => {
  const { calls, ended } = restartManager(['微信', 'Viewer', '微信', '']);
  expect(await calls.holdersOf('C:\\x')).toEqual(['微信', 'Viewer']);
  expect(ended).toEqual([5]);
});

test('a file that cannot be asked about, or a list that is longer than expected, yields no name', async () => {
  const refused = restartManager(['微信'], { register: 5 });
  const longer = restartManager(['微信'], { list: 234 });
  for (const { calls, ended } of [refused, longer]) {
    expect(await calls.holdersOf('C:\\x')).toEqual([]);
    expect(ended).toEqual([5]);
  }
});

test('who holds a file is a hint: without the call, or with an error, there is no name', async () => {
  const broken = { holdersOf: () => Promise.reject(new Error('RmGetList')) };
  expect(await windowsHolders(() => ({ kind: 'ready', calls: broken })).of('C:\\x')).toEqual([]);
  expect(await windowsHolders(() => ({ kind: 'missing', reason: 'policy' })).of('C:\\x')).toEqual([]);
  const { calls } = restartManager(['Viewer']);
  expect(await windowsHolders(() => ({ kind: 'ready', calls })).of('C:\\x')).toEqual(['Viewer']);
});

/** The clipboard of a Windows that answers so; `did`: the calls in their order. */
function clipboard(answers: { open?: boolean; empty?: boolean; code?: number } = {}) {
  const did: string[] = [];
  const library = clipboardCalls(
    floorOf({
      GetLastError: () => answers.code ?? 0,
      OpenClipboard: (owner: number) => did.push(`open ${owner}`) > 0 && answers.open !== false,
      EmptyClipboard: () => did.push('empty') > 0 && answers.empty !== false,
      CloseClipboard: () => did.push('close') > 0,
    }),
  );
  if (library.kind === 'missing') throw new Error(library.reason);
  return { calls: library.calls, did };
}

test('the clipboard is opened, emptied and closed, and closed as well where emptying fails', () => {
  const usual = clipboard();
  expect(usual.calls.empty()).toBe(true);
  expect(usual.did).toEqual(['open 0', 'empty', 'close']);
  const failing = clipboard({ empty: false, code: 8 });
  expect(() => failing.calls.empty()).toThrow(
    expect.objectContaining({ code: 'ENOMEM', syscall: 'EmptyClipboard' }) as Error,
  );
  expect(failing.did).toEqual(['open 0', 'empty', 'close']);
});

test('a clipboard that another program has open is not touched, and another refusal is an error', () => {
  const held = clipboard({ open: false, code: 5 });
  expect(held.calls.empty()).toBe(false);
  expect(held.did).toEqual(['open 0']);
  const refused = clipboard({ open: false, code: 1400 });
  expect(() => refused.calls.empty()).toThrow('Windows error 1400, OpenClipboard');
  expect(refused.did).toEqual(['open 0']);
});
