import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { StoredValue } from '../native/windows-registry-calls.ts';
import type { WindowsVolume } from '../native/windows-volume-calls.ts';
import type { Run, RunAnswer } from '../portable/run.ts';
import type { RegistryAnswer } from '../ports.ts';
import { expandVariables } from './system-environment.ts';
import { windowsFolders } from './windows-folders.ts';
import { windowsProcesses } from './windows-processes.ts';
import { windowsRegistry } from './windows-registry.ts';
import { windowsVolumes } from './windows-volumes.ts';

/** Recorded answers of the system's programs, by name; these adapters cannot run on this machine. */
function recorded(answers: Readonly<Record<string, RunAnswer>>): { run: Run; asked: string[] } {
  const asked: string[] = [];
  const run: Run = (file, args) => {
    asked.push([file, ...args].join(' '));
    const name = file.split('\\').at(-1) ?? '';
    return Promise.resolve(answers[name] ?? { kind: 'could-not-tell', reason: `${name}: ENOENT` });
  };
  return { run, asked };
}

function exited(stdout: string | Uint8Array, code = 0): RunAnswer {
  return { kind: 'exited', code, stdout: Buffer.from(stdout) };
}

const env = {
  SYSTEMROOT: 'C:\\Windows',
  UserProfile: 'C:\\Users\\u',
  APPDATA: 'C:\\Users\\u\\AppData\\Roaming',
};

describe('the registry', () => {
  const key = 'HKCU\\Software\\Tencent\\WeChat';

  async function reading(answer: RunAnswer): Promise<RegistryAnswer> {
    return windowsRegistry(env, recorded({ 'reg.exe': answer }).run).read(key, 'FileSavePath');
  }

  test('is read with the system folder’s program, without a shell', async () => {
    const { run, asked } = recorded({});
    await windowsRegistry(env, run).read(key, 'FileSavePath');
    expect(asked).toEqual([`C:\\Windows\\System32\\reg.exe query ${key} /v FileSavePath`]);
  });

  test('decodes a value in the console’s code page', async () => {
    const line = (value: string): string =>
      `\r\nHKEY_CURRENT_USER\\X\r\n    FileSavePath    REG_SZ    ${value}\r\n\r\n`;
    expect(await reading(exited(line('D:\\my  data')))).toEqual({ kind: 'value', value: 'D:\\my  data' });
    const [before, after] = line('D:\\|').split('|');
    const bytes = Buffer.concat([
      Buffer.from(before ?? ''),
      Buffer.from([0xce, 0xa2]),
      Buffer.from(after ?? ''),
    ]);
    const withCodePage =
      (oem: string): Run =>
      (_, args) =>
        Promise.resolve(
          args.includes('OEMCP') ? exited(`\r\n    OEMCP    REG_SZ    ${oem}\r\n`) : exited(bytes),
        );
    const read = (oem: string) => windowsRegistry(env, withCodePage(oem)).read(key, 'FileSavePath');
    expect(await read('936')).toEqual({ kind: 'value', value: 'D:\\微' });
    expect(await read('65001')).toEqual({ kind: 'value', value: 'D:\\΢' });
    expect((await read('437')).kind).toBe('could-not-tell');
  });

  test('distinguishes absent from could-not-tell', async () => {
    expect(await reading(exited('', 1))).toEqual({ kind: 'absent' });
    expect((await reading(exited('', 5))).kind).toBe('could-not-tell');
    expect((await reading(exited('unexpected'))).kind).toBe('could-not-tell');
    expect((await reading({ kind: 'could-not-tell', reason: 'x' })).kind).toBe('could-not-tell');
  });
});

describe('the registry by Windows’ own calls', () => {
  const reading = (stored: StoredValue): Promise<RegistryAnswer> =>
    windowsRegistry(env, recorded({}).run, () => ({ kind: 'ready', calls: { read: () => stored } })).read(
      'HKCU\\X',
      'name',
    );

  test.each<readonly [StoredValue, RegistryAnswer['kind'], string | undefined]>([
    [{ kind: 'text', text: 'D:\\%APPDATA%', expands: false }, 'value', 'D:\\%APPDATA%'],
    [{ kind: 'text', text: '%appdata%\\x', expands: true }, 'value', 'C:\\Users\\u\\AppData\\Roaming\\x'],
    [{ kind: 'text', text: '%NOPE%\\x', expands: true }, 'value', '%NOPE%\\x'],
    [{ kind: 'absent' }, 'absent', undefined],
    [{ kind: 'number', value: 1 }, 'could-not-tell', undefined],
    [{ kind: 'failed', reason: 'error 5' }, 'could-not-tell', undefined],
  ])('%o: %s', async (stored, kind, value) => {
    expect(await reading(stored)).toMatchObject({ kind, ...(value === undefined ? {} : { value }) });
  });
});

describe('a registry value outside the console’s code page', () => {
  const key = 'HKCU\\Software\\Tencent\\WeChat';
  const printed = exited('\r\nHKEY_CURRENT_USER\\X\r\n    FileSavePath    REG_SZ    D:\\??\r\n\r\n');
  let temp: string;
  beforeEach(() => {
    temp = mkdtempSync(join(tmpdir(), 'signoff-registry-'));
  });
  afterEach(() => rmSync(temp, { recursive: true, force: true }));

  function reading(lines: readonly string[], code = 0): Promise<RegistryAnswer> {
    const run: Run = (_, args) => {
      if (args[0] === 'query') return Promise.resolve(printed);
      writeFileSync(
        args[2] ?? '',
        `\ufeffWindows Registry Editor Version 5.00\r\n\r\n${lines.join('\r\n')}\r\n`,
        'utf16le',
      );
      return Promise.resolve(exited('', code));
    };
    return windowsRegistry({ ...env, TEMP: temp }, run).read(key, 'FileSavePath');
  }

  const section = '[HKEY_CURRENT_USER\\Software\\Tencent\\WeChat]';

  test('is read from an export, as text and as UTF-16 bytes, and the export is removed', async () => {
    const value = { kind: 'value', value: 'D:\\聊天 "1"' };
    expect(await reading([section, '"Other"="x"', '"filesavepath"="D:\\\\聊天 \\"1\\""'])).toEqual(value);
    const bytes = [...Buffer.from('D:\\聊天 "1"\0', 'utf16le')].map((byte) =>
      byte.toString(16).padStart(2, '0'),
    );
    const hex = `"FileSavePath"=hex(2):${bytes.slice(0, 9).join(',')},\\\r\n  ${bytes.slice(9).join(',')}`;
    expect(await reading([section, hex])).toEqual(value);
    expect(readdirSync(temp)).toEqual([]);
  });

  test('is could-not-tell if the export fails or has other keys', async () => {
    expect((await reading([section, '"FileSavePath"="D:\\\\x"'], 1)).kind).toBe('could-not-tell');
    expect((await reading([`${section.slice(0, -1)}\\Sub]`, '"FileSavePath"="D:\\\\x"'])).kind).toBe(
      'could-not-tell',
    );
    expect((await reading([section, '"FileSavePath"=dword:00000001'])).kind).toBe('could-not-tell');
    const run: Run = () => Promise.resolve(printed);
    expect((await windowsRegistry(env, run).read(key, 'FileSavePath')).kind).toBe('could-not-tell');
    expect(readdirSync(temp)).toEqual([]);
  });
});

describe('known folders', () => {
  const none = { read: () => Promise.resolve({ kind: 'absent' } as const) };
  const personal = (value: string) => ({ read: () => Promise.resolve({ kind: 'value', value } as const) });

  test('documents follow the registry with its variables, then the usual place', async () => {
    const folders = windowsFolders(env, personal('%USERPROFILE%\\OneDrive\\文档'));
    expect(await folders.resolve('documents')).toEqual([
      'C:\\Users\\u\\OneDrive\\文档',
      'C:\\Users\\u\\Documents',
    ]);
    expect(await windowsFolders(env, none).resolve('documents')).toEqual(['C:\\Users\\u\\Documents']);
    expect(await windowsFolders(env, personal('%NOPE%\\x')).resolve('documents')).toEqual([
      'C:\\Users\\u\\Documents',
    ]);
    const drives = { ...env, OneDrive: 'C:\\Users\\u\\OneDrive', OneDriveCommercial: 'D:\\OneDrive - Firm' };
    expect(await windowsFolders(drives, none).resolve('documents')).toEqual([
      'C:\\Users\\u\\Documents',
      'C:\\Users\\u\\OneDrive\\Documents',
      'C:\\Users\\u\\OneDrive\\文档',
      'D:\\OneDrive - Firm\\Documents',
      'D:\\OneDrive - Firm\\文档',
    ]);
    expect(expandVariables('%appdata%\\x', env)).toBe('C:\\Users\\u\\AppData\\Roaming\\x');
  });

  describe('as Windows itself says', () => {
    const told = (folders: Readonly<Record<string, string>>) => () =>
      ({ kind: 'ready', calls: { pathOf: (name: string) => folders[name] ?? null } }) as const;
    const moved = {
      profile: 'c:\\users\\U',
      documents: 'D:\\文档',
      roaming: 'C:\\Users\\u\\appdata\\Roaming',
    };

    test('come first, each once whatever its case, and the registry is not asked', async () => {
      const registry = {
        read: (): never => {
          throw new Error('asked');
        },
      };
      const folders = windowsFolders(env, registry, undefined, told(moved));
      expect(await folders.resolve('documents')).toEqual(['D:\\文档', 'C:\\Users\\u\\Documents']);
      expect(await folders.resolve('roaming')).toEqual(['C:\\Users\\u\\appdata\\Roaming']);
      expect(await folders.resolve('local')).toEqual([]);
    });

    test('are not asked for a home that is not this user’s, such as a demo', async () => {
      const demo = { ...env, UserProfile: 'D:\\demo' };
      const folders = windowsFolders(demo, none, undefined, told(moved));
      expect(await folders.resolve('documents')).toEqual(['D:\\demo\\Documents']);
    });

    test('fall back to the registry for documents that Windows does not know', async () => {
      const folders = windowsFolders(env, personal('E:\\x'), undefined, told({ profile: moved.profile }));
      expect(await folders.resolve('documents')).toEqual(['E:\\x', 'C:\\Users\\u\\Documents']);
    });
  });

  test('start the registry’s program once per search', async () => {
    let asked = 0;
    const registry = {
      read: () => {
        asked += 1;
        return Promise.resolve({ kind: 'absent' } as const);
      },
    };
    const folders = windowsFolders(env, registry);
    await Promise.all([folders.resolve('documents'), folders.resolve('documents')]);
    await folders.resolve('documents');
    expect(asked).toBe(1);
  });

  test('drives are those that answer', async () => {
    const folders = windowsFolders(env, none, (path) => Promise.resolve(['C:\\', 'E:\\'].includes(path)));
    expect(await folders.resolve('drives')).toEqual(['C:\\', 'E:\\']);
    expect(await folders.resolve('xdgConfig')).toEqual([]);
  });
});

describe('processes', () => {
  const cim = exited(
    '\ufeff0|0|System Idle Process|\r\n4|0|System|\r\n50|1|node.exe|C:\\node.exe\r\n' +
      '60|1|Weixin.exe|C:\\Program Files\\Tencent\\Weixin\\Weixin.exe\r\n70|2|Weixin.exe|\r\n',
  );
  const tasklist = exited(
    '"System Idle Process","0","Services","0","8 K"\r\n"node.exe","50","Console","1","30,000 K"\r\n' +
      '"Weixin.exe","60","Console","1","200,000 K"\r\n',
  );

  test('have paths and sessions', async () => {
    const { run } = recorded({ 'powershell.exe': cim });
    expect(await windowsProcesses(env, run, 50).list()).toEqual({
      kind: 'known',
      processes: [
        { pid: 4, name: 'System', path: null, ownUser: false },
        { pid: 50, name: 'node.exe', path: 'C:\\node.exe', ownUser: true },
        {
          pid: 60,
          name: 'Weixin.exe',
          path: 'C:\\Program Files\\Tencent\\Weixin\\Weixin.exe',
          ownUser: true,
        },
        { pid: 70, name: 'Weixin.exe', path: null, ownUser: false },
      ],
    });
  });

  test('come from tasklist if PowerShell is blocked, as names without paths', async () => {
    const { run, asked } = recorded({ 'tasklist.exe': tasklist });
    const list = await windowsProcesses(env, run, 50).list();
    expect(list.kind === 'known' ? list.processes.at(-1) : null).toEqual({
      pid: 60,
      name: 'Weixin.exe',
      path: null,
      ownUser: true,
    });
    expect(asked.every((line) => line.startsWith('C:\\Windows\\System32\\'))).toBe(true);
  });

  test.each([
    ['nothing runs', {}],
    ['empty output', { 'powershell.exe': exited(''), 'tasklist.exe': exited('') }],
    ['a list without this very process', { 'powershell.exe': exited('4|0|System|\r\n') }],
    ['a failure', { 'powershell.exe': exited(cim.kind === 'exited' ? cim.stdout : '', 1) }],
  ])('%s: could-not-tell', async (_, answers: Readonly<Record<string, RunAnswer>>) => {
    expect((await windowsProcesses(env, recorded(answers).run, 50).list()).kind).toBe('could-not-tell');
  });
});

describe('volumes by Windows’ own calls', () => {
  const facts = (volume: WindowsVolume | null) =>
    windowsVolumes(() => ({ kind: 'ready', calls: { volumeOf: () => Promise.resolve(volume) } })).factsOf(
      'C:\\x',
    );
  const ntfs = { root: 'C:\\', drive: 'fixed', system: { name: 'NTFS', flags: 0 } } as const;

  test('are told as far as Windows tells them', async () => {
    expect(await facts(ntfs)).toEqual({
      ...{ fileSystem: 'NTFS', copyOnWrite: 'no', network: 'no', readOnly: 'no' },
      ...{ medium: 'could-not-tell', encrypted: 'could-not-tell' },
    });
    expect(await facts({ ...ntfs, drive: 'remote' })).toMatchObject({ network: 'yes' });
    expect(await facts({ ...ntfs, system: { name: 'ReFS', flags: 0x8_0000 } })).toMatchObject({
      ...{ copyOnWrite: 'could-not-tell', readOnly: 'yes' },
    });
    expect(await facts({ ...ntfs, drive: 'unknown', system: null })).toMatchObject({
      ...{ fileSystem: null, network: 'could-not-tell', readOnly: 'could-not-tell' },
    });
    expect(await facts(null)).toMatchObject({ network: 'could-not-tell' });
  });
});
