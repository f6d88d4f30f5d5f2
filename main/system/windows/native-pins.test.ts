import { lstatSync } from 'node:fs';
import { tmpdir } from 'node:os';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { infoClass, longestName, objectFlags } from '../native/windows-file-calls.ts';
import type { HowToOpen, WindowsFileCalls } from '../native/windows-file-calls.ts';
import { windowsError } from '../native/windows-error.ts';
import type { Handle } from '../native/windows-libraries.ts';
import { PinLost } from '../ports.ts';
import type { FolderPins, PinnedFolder } from '../ports.ts';
import { createWindowsFolderPins } from './native-pins.ts';
import { openEntries, openEntriesOf } from './open-entries.ts';

const [noCall, noClass, badParameter, notSupported] = [0xc000_0002, 0xc000_0003, 0xc000_000d, 0xc000_00bb];
const [notFound, denied, sharing, notEmpty, noFolder] = [
  0xc000_0034, 0xc000_0022, 0xc000_0043, 0xc000_0101, 0xc000_0103,
];
const errors: Readonly<Record<number, number>> = {
  [notFound]: 2,
  [denied]: 5,
  [sharing]: 32,
  [notEmpty]: 145,
  [noFolder]: 267,
};
const attribute = { readOnly: 1, folder: 0x10, reparse: 0x400 };
const tags = { junction: 0xa000_0003, cloud: 0x9000_001a, app: 0x8000_001b };

/** A file, folder or link of the pretended volume. */
interface Thing {
  id: bigint;
  attributes: number;
  tag: number;
  size: bigint;
  names: number;
  /** null for a file */
  readonly inner: Map<string, Thing> | null;
}

type Name = Exclude<keyof WindowsFileCalls, 'errorOf' | 'pathOf'>;

/**
 * An NTFS in memory, with calls that answer as Windows documents them. `answers` may let a call fail with a status, or
 * do something before it.
 */
function volume(answers: (name: Name, what: number | string) => number | null = () => null) {
  let nextId = 0x1_0000_0000_0001n;
  const folder = (): Thing => made(attribute.folder, new Map());
  const made = (attributes: number, inner: Thing['inner'], size = 0n): Thing => {
    nextId += 1n;
    return { id: nextId, attributes, tag: 0, size, names: 1, inner };
  };
  const top = folder();
  const opened = new Map<Handle, { readonly thing: Thing; readonly path: string }>();
  const closedTwice: Handle[] = [];
  let nextHandle = 0;

  const childOf = (thing: Thing, name: string): Thing | undefined =>
    [...(thing.inner ?? [])].find(([own]) => own.toLowerCase() === name.toLowerCase())?.[1];
  const find = (path: string): Thing | undefined => {
    let thing: Thing | undefined = top;
    for (const name of path.split('\\').slice(1)) if (name !== '') thing = thing && childOf(thing, name);
    return thing;
  };
  const parentOf = (path: string): Thing | undefined => find(path.slice(0, path.lastIndexOf('\\')));
  const put = (path: string, thing: Thing): Thing => {
    let above = top;
    const names = path.split('\\').slice(1);
    for (const name of names.slice(0, -1)) {
      const next = childOf(above, name) ?? folder();
      above.inner?.set(name, next);
      above = next;
    }
    above.inner?.set(names.at(-1) ?? '', thing);
    return thing;
  };
  const drop = (path: string): void =>
    void parentOf(path)?.inner?.delete(path.slice(path.lastIndexOf('\\') + 1));
  const pathsOf = (thing: Thing, above = 'C:'): readonly string[] =>
    [...(thing.inner ?? [])].flatMap(([name, inner]) => [
      `${above}\\${name}`,
      ...pathsOf(inner, `${above}\\${name}`),
    ]);

  const open = (from: Handle, name: string, how: HowToOpen, into: [Handle]): number => {
    const base = opened.get(from);
    if (from !== 0 && base === undefined) return 0xc000_0008;
    const path = base === undefined ? name.replace('\\??\\', '') : `${base.path}\\${name}`;
    const thing = base === undefined ? find(path) : childOf(base.thing, name);
    if (thing === undefined) return notFound;
    if ((how.options & 1) !== 0 && thing.inner === null) return noFolder;
    nextHandle += 4;
    opened.set(nextHandle, { thing, path });
    into[0] = nextHandle;
    return 0;
  };
  const query = ({ thing }: { thing: Thing }, what: number, into: Buffer): number => {
    if (what === infoClass.attributeTag) into.writeUInt32LE(thing.tag, 4);
    if (what !== infoClass.all) return 0;
    into.writeBigInt64LE(133_500_000_000_000_000n, 16);
    into.writeUInt32LE(thing.attributes, 32);
    into.writeBigInt64LE(thing.size, 48);
    into.writeUInt32LE(thing.names, 56);
    into.writeBigUInt64LE(thing.id, 64);
    return 0x8000_0005;
  };
  const set = ({ thing, path }: { thing: Thing; path: string }, what: number, from: Buffer): number => {
    if (what === infoClass.basic) {
      thing.attributes = from.readUInt32LE(32);
      return 0;
    }
    const isPlain = what === infoClass.disposition;
    const mayBeReadOnly = !isPlain && (from.readUInt32LE(0) & 0x10) !== 0;
    if ((thing.attributes & attribute.readOnly) !== 0 && !mayBeReadOnly) return denied;
    if (thing.inner !== null && thing.inner.size > 0) return notEmpty;
    drop(path);
    return 0;
  };
  const through = (
    name: Name,
    what: number | string,
    file: Handle,
    call: (of: NonNullable<ReturnType<typeof opened.get>>) => number,
  ) => {
    const status = answers(name, what);
    const of = opened.get(file);
    if (of === undefined) throw new Error(`${name} of a closed handle`);
    return status ?? call(of);
  };
  const calls: WindowsFileCalls = {
    open: (from, name, how, into) => answers('open', name) ?? open(from, name, how, into),
    query: (file, what, into) => through('query', what, file, (of) => query(of, what, into)),
    queryVolume: (file, what, into) =>
      through('queryVolume', what, file, () => {
        into.writeUInt32LE(0xfe91_e472, 8);
        return 0x8000_0005;
      }),
    set: (file, what, from) => through('set', what, file, (of) => set(of, what, from)),
    pathOf: (file) => `\\\\?\\${opened.get(file)?.path ?? ''}`,
    errorOf: (status) => errors[status] ?? 317,
    close(file) {
      if (!opened.delete(file)) closedTwice.push(file);
      return 0;
    },
  };
  return {
    calls,
    closedTwice,
    handles: () => opened.size,
    file: (path: string, size = 7n): Thing => put(path, made(0x20, null, size)),
    folder: (path: string): Thing => put(path, folder()),
    find,
    drop,
    put,
    paths: () => pathsOf(top),
  };
}

const dev = 0xfe91_e472n;
const root = 'C:\\Users\\林\\root';
const inner = `${root}\\cache\\inner`;
const passes: PinnedFolder = {
  stat: () => {
    throw new Error('portable');
  },
  removeFile: () => undefined,
  removeFolder: () => undefined,
  pathFor: (name) => name,
  close: () => undefined,
};
/** A second look that finds nothing. */
const blind: FolderPins = { pin: () => passes };

function scene(answers?: Parameters<typeof volume>[0], second = blind) {
  const disk = volume(answers);
  disk.file(`${inner}\\file`);
  disk.file('C:\\Users\\林\\precious\\file');
  const pins = createWindowsFolderPins(openEntries(disk.calls, true), second);
  const identity = { dev, ino: disk.find(inner)?.id ?? 0n };
  const pinned = (): PinnedFolder => {
    const pin = pins.pin(inner, identity, root);
    if (typeof pin === 'string') throw new Error(pin);
    return pin;
  };
  return { ...disk, pins, identity, pinned };
}

function outcomeOf(work: () => unknown): string {
  try {
    work();
    return 'went through';
  } catch (error) {
    if (error instanceof PinLost) return error.refusal;
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
}

test('opens component by component below the root, shares, and asks for no link to be followed', () => {
  const names: string[] = [];
  const hows = new Map<string, HowToOpen>();
  const disk = volume();
  disk.file(`${inner}\\file`);
  const open: WindowsFileCalls['open'] = (from, name, how, into) => {
    names.push(name);
    hows.set(name, how);
    // FILE_OPEN_REPARSE_POINT, and OBJ_DONT_REPARSE for what is relative
    expect(how.options & 0x20_0000).not.toBe(0);
    expect((how.attributes & objectFlags.dontReparse) !== 0).toBe(from !== 0);
    return disk.calls.open(from, name, how, into);
  };
  const pins = createWindowsFolderPins(openEntries({ ...disk.calls, open }, true), blind);
  const pin = pins.pin(inner, { dev, ino: disk.find(inner)?.id ?? 0n }, root);
  if (typeof pin === 'string') throw new Error(pin);
  expect(names.slice(0, 3)).toEqual([`\\??\\${root}`, 'cache', 'inner']);
  names.length = 0;
  pin.removeFile('file');
  expect(names).toEqual(['file', `\\??\\${inner}`]);
  // DELETE without FILE_SHARE_DELETE: no other program renames or removes it meanwhile
  expect([(hows.get('file')?.access ?? 0) & 0x1_0000, hows.get('file')?.share]).toEqual([0x1_0000, 3]);
  expect(hows.get('inner')?.share).toBe(7);
  pin.close();
  expect([disk.handles(), disk.closedTwice]).toEqual([0, []]);
});

describe('is refused, and nothing stays open', () => {
  test.each<[string, (disk: ReturnType<typeof scene>) => void, string]>([
    ['another folder', ({ folder }) => void folder(inner), 'replaced'],
    ['no folder', ({ drop }) => drop(inner), 'vanished'],
    ['a file', ({ file }) => void file(inner), 'replaced'],
    ['a junction', ({ find }) => mark(find(inner), tags.junction), 'link'],
    ['a junction further up', ({ find }) => mark(find(`${root}\\cache`), tags.junction), 'link'],
    ['a junction at the root', ({ find }) => mark(find(root), tags.junction), 'link'],
    ['an app link', ({ find }) => mark(find(inner), tags.app), 'link'],
  ])('%s', (_name, change, refusal) => {
    const disk = scene();
    change(disk);
    expect(disk.pins.pin(inner, disk.identity, root)).toBe(refusal);
    expect([disk.handles(), disk.closedTwice]).toEqual([0, []]);
  });

  test('another volume, and a path outside the root', () => {
    const { pins, identity, handles } = scene();
    expect(pins.pin(inner, { ...identity, dev: 1n }, root)).toBe('mount');
    expect(pins.pin('C:\\Users\\林\\precious', identity, root)).toBe('outside-root');
    expect(pins.pin(`${root}-2`, identity, root)).toBe('outside-root');
    expect(handles()).toBe(0);
  });

  test('with the reason of the second look, which never leads to a pin', () => {
    const { pins, identity, drop } = scene(undefined, { pin: () => 'outside-root' });
    drop(inner);
    expect(pins.pin(inner, identity, root)).toBe('outside-root');
  });

  test('a folder in the cloud is entered, as Node enters it', () => {
    const { find, pinned } = scene();
    mark(find(inner), tags.cloud);
    const pin = pinned();
    pin.removeFile('file');
    expect(find(`${inner}\\file`)).toBeUndefined();
    pin.close();
  });
});

function mark(thing: Thing | undefined, tag: number): void {
  if (thing === undefined) throw new Error('not there');
  thing.attributes |= attribute.reparse;
  thing.tag = tag;
}

describe('falls back', () => {
  test.each([
    ['a volume whose ids are 0', 0n],
    ['a volume that answers “no id”', 0xffff_ffff_ffff_ffffn],
  ])('to the portable pins on %s', (_name, ino) => {
    const { pins, identity, find, handles } = scene();
    const folder = find(inner);
    if (folder !== undefined) folder.id = ino;
    expect(pins.pin(inner, { ...identity, ino }, root)).toBe(passes);
    expect(handles()).toBe(0);
  });

  test.each([noCall, badParameter, notSupported])(
    'to the portable pins where relative opening answers %d',
    (status) => {
      const { pins, identity, handles } = scene((name, what) =>
        name === 'open' && what === 'cache' ? status : null,
      );
      expect(pins.pin(inner, identity, root)).toBe(passes);
      expect(handles()).toBe(0);
    },
  );

  test.each([noCall, noClass, badParameter, notSupported])(
    'to FileDispositionInfo where the newer call answers %d; a read-only file loses its mark only to go',
    (status) => {
      const disk = scene((name, what) =>
        name === 'set' && what === infoClass.dispositionEx ? status : null,
      );
      disk.file(`${inner}\\marked`).attributes |= attribute.readOnly;
      disk.folder(`${inner}\\empty`);
      disk.folder(`${inner}\\marked folder`).attributes |= attribute.readOnly;
      const pin = disk.pinned();
      for (const name of ['file', 'marked']) pin.removeFile(name);
      pin.removeFolder('empty');
      expect(outcomeOf(() => pin.removeFolder('marked folder'))).toBe('EPERM');
      pin.close();
      expect([...(disk.find(inner)?.inner?.keys() ?? [])]).toEqual(['marked folder']);
      expect(disk.find(`${inner}\\marked folder`)?.attributes).toBe(attribute.folder | attribute.readOnly);
    },
  );

  test('a read-only file that cannot go keeps its mark, and so does its other name', () => {
    let isBroken = true;
    const disk = scene((name, what) => {
      if (name !== 'set') return null;
      if (what === infoClass.dispositionEx) return noClass;
      return what === infoClass.disposition && isBroken ? denied : null;
    });
    const file = disk.file(`${inner}\\marked`);
    const attributes = (file.attributes |= attribute.readOnly);
    const pin = disk.pinned();
    expect(outcomeOf(() => pin.removeFile('marked'))).toBe('EPERM');
    expect([file.attributes, disk.find(`${inner}\\marked`)]).toEqual([attributes, file]);
    isBroken = false;
    file.names = 2;
    pin.removeFile('marked');
    expect([file.attributes, disk.find(`${inner}\\marked`)]).toEqual([attributes, undefined]);
    pin.close();
  });
});

describe('between the look and the removal', () => {
  test.each<[string, (disk: ReturnType<typeof scene>) => void, string]>([
    ['another file takes the name', ({ file }) => void file(`${inner}\\file`), 'replaced'],
    ['the file grows', ({ find }) => void ((find(`${inner}\\file`) as Thing).size += 1n), 'replaced'],
    ['a junction takes the name', ({ file }) => mark(file(`${inner}\\file`), tags.junction), 'link'],
    ['a folder takes the name', ({ folder }) => void folder(`${inner}\\file`), 'replaced'],
    ['the file moves away', ({ drop }) => drop(`${inner}\\file`), 'ENOENT'],
    [
      'another folder takes the folder’s place',
      ({ put, find, folder, file }) => {
        put(`${root}\\old`, find(inner) as Thing);
        folder(inner);
        file(`${inner}\\file`);
      },
      'replaced',
    ],
  ])('%s: nothing is removed', (_name, change, outcome) => {
    const disk = scene();
    const pin = disk.pinned();
    pin.stat('file');
    change(disk);
    const before = disk.paths();
    expect(outcomeOf(() => pin.removeFile('file'))).toBe(outcome);
    expect(disk.paths()).toEqual(before);
    pin.close();
    expect([disk.handles(), disk.closedTwice]).toEqual([0, []]);
  });

  test('the folder moves away with nothing in it: the reason is that it moved', () => {
    const disk = scene();
    const pin = disk.pinned();
    disk.drop(`${inner}\\file`);
    disk.drop(inner);
    expect([outcomeOf(() => pin.removeFile('file')), outcomeOf(() => pin.stat('file'))]).toEqual([
      'vanished',
      'vanished',
    ]);
    pin.close();
  });

  test('a folder that was opened in the planned one’s place is no pin, although that one is back', () => {
    let back: (() => void) | null = null;
    const disk = scene((name, what) => {
      if (name === 'open' && what === `\\??\\${inner}`) back?.();
      return null;
    });
    const planned = disk.find(inner) as Thing;
    disk.folder(inner);
    back = () => disk.put(inner, planned);
    expect(disk.pins.pin(inner, disk.identity, root)).toBe('replaced');
    expect(disk.handles()).toBe(0);
  });

  test('a removed name may be used again, and a look at another name decides nothing', () => {
    const disk = scene();
    const pin = disk.pinned();
    pin.stat('file');
    pin.removeFile('file');
    disk.file(`${inner}\\file`, 9n);
    pin.removeFile('file');
    disk.file(`${inner}\\file`, 9n);
    disk.file(`${inner}\\other`);
    pin.stat('other');
    pin.removeFile('file');
    pin.stat('other');
    pin.pathFor('other');
    disk.file(`${inner}\\other`, 12n);
    pin.removeFile('other');
    expect(disk.find(inner)?.inner?.size).toBe(0);
    pin.close();
  });
});

test.each([
  [sharing, 'EBUSY'],
  [denied, 'EPERM'],
  [0xc000_0001, 'UNKNOWN'],
])('a file that opens with %d stays, with the code %s', (status, code) => {
  const disk = scene((name, what) => (name === 'open' && what === 'file' ? status : null));
  const pin = disk.pinned();
  expect(outcomeOf(() => pin.removeFile('file'))).toBe(code);
  pin.close();
  expect(disk.find(`${inner}\\file`)).toBeDefined();
});

test('a folder that is not empty stays, a folder is no file, a file no folder, a name no path', () => {
  const disk = scene();
  disk.file(`${inner}\\full\\x`);
  const pin = disk.pinned();
  expect(outcomeOf(() => pin.removeFolder('full'))).toBe('ENOTEMPTY');
  expect(outcomeOf(() => pin.removeFile('full'))).toBe('EPERM');
  expect(outcomeOf(() => pin.removeFolder('file'))).toBe('ENOTDIR');
  mark(disk.folder(`${inner}\\junction`), tags.junction);
  expect(outcomeOf(() => pin.removeFolder('junction'))).toBe('ENOTDIR');
  pin.removeFile('junction');
  expect(pin.stat('file')).toEqual({
    dev,
    ino: disk.find(`${inner}\\file`)?.id,
    kind: 'file',
    bytes: 7,
    mtimeMs: Date.UTC(2024, 0, 17, 21, 20),
  });
  expect(outcomeOf(() => pin.stat('x'.repeat(longestName + 1)))).toBe('ENAMETOOLONG');
  for (const name of ['', '..', 'a\\b', 'a/b', 'a:b', 'a.', 'a ', '\uDC00'])
    expect(() => pin.stat(name)).toThrow(TypeError);
  pin.close();
  expect(outcomeOf(() => pin.removeFile('file'))).toBe('EBADF');
  expect([disk.handles(), disk.paths().filter((path) => path.startsWith(inner)).length]).toEqual([0, 4]);
});

test('whatever fails whenever: only the looked-at file may be gone, and every handle is closed once', () => {
  const status = fc.constantFrom(noCall, notSupported, notFound, denied, sharing, 0xc000_0001);
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(25), status), { maxLength: 4 }),
      fc.boolean(),
      (faults, isMarked) => {
        let count = 0;
        const failing = new Map(faults);
        const disk = scene(() => {
          count += 1;
          return failing.get(count) ?? null;
        });
        if (isMarked) (disk.find(`${inner}\\file`) as Thing).attributes |= attribute.readOnly;
        const before = disk.paths();
        let pin: PinnedFolder | string = 'failed';
        const done = outcomeOf(() => {
          pin = disk.pins.pin(inner, disk.identity, root);
          if (typeof pin === 'string' || pin === passes) throw new Error('no pin');
          pin.stat('file');
          pin.removeFile('file');
        });
        if (typeof pin !== 'string') (pin as PinnedFolder).close();
        const gone = before.filter((path) => !disk.paths().includes(path));
        expect(gone).toEqual(done === 'went through' ? [`${inner}\\file`] : []);
        expect([disk.handles(), disk.closedTwice]).toEqual([0, []]);
      },
    ),
  );
});

test('a wrong answer has the code that Node gives it', () => {
  expect(windowsError(32, 'NtOpenFile')).toMatchObject({ code: 'EBUSY', syscall: 'NtOpenFile' });
  expect(windowsError(112, 'x').code).toBe('ENOSPC');
  const { code, message } = windowsError(31_337, 'x');
  expect([code, message]).toEqual(['UNKNOWN', 'UNKNOWN: Windows error 31337, x']);
});

describe('the calls are tried on a folder that Node knows', () => {
  const { dev: nodeDev, ino } = lstatSync(tmpdir(), { bigint: true });

  /** Calls that agree with Node about `tmpdir()`, but for the given ones. */
  function tried(wrong: Partial<WindowsFileCalls>) {
    let handles = 0;
    const calls: WindowsFileCalls = {
      open(_folder, _name, _how, into) {
        handles += 1;
        into[0] = handles;
        return 0;
      },
      query(_file, _what, into) {
        into.fill(0).writeUInt32LE(attribute.folder, 32);
        into.writeUInt32LE(1, 56);
        into.writeBigUInt64LE(ino, 64);
        return 0;
      },
      queryVolume(_file, _what, into) {
        into.writeUInt32LE(Number(BigInt.asUintN(32, nodeDev)), 8);
        return 0;
      },
      set: () => noCall,
      pathOf: () => '\\\\?\\C:\\x',
      errorOf: (status) => errors[status] ?? 317,
      close() {
        handles -= 1;
        return 0;
      },
      ...wrong,
    };
    const library = openEntriesOf({ kind: 'ready', calls }, tmpdir());
    return { answer: library.kind === 'ready' ? 'ready' : library.reason, handles };
  }

  test('and are used where they agree, also without a flag that Windows does not know', () => {
    expect(tried({})).toEqual({ answer: 'ready', handles: 0 });
    let asked = 0;
    const open: WindowsFileCalls['open'] = (_folder, _name, { attributes }, into) => {
      into[0] = 9;
      if ((attributes & objectFlags.dontReparse) === 0) return 0;
      asked += 1;
      return badParameter;
    };
    expect([tried({ open }).answer, asked]).toEqual(['ready', 1]);
  });

  const filledWith =
    (byte: number): WindowsFileCalls['query'] =>
    (_file, _what, into) => {
      into.fill(byte);
      return 0;
    };

  test.each<[string, Partial<WindowsFileCalls>, string]>([
    ['another id', { query: filledWith(0) }, 'another folder than Node'],
    ['another volume', { queryVolume: filledWith(1) }, 'another volume'],
    ['no path', { pathOf: () => null }, 'GetFinalPathNameByHandleW'],
    ['a policy that refuses', { open: () => denied }, 'EPERM'],
    ['no such call', { queryVolume: () => noCall }, 'ENOTSUP'],
  ])('is missing with its reason: %s', (_name, wrong, reason) => {
    const { answer, handles } = tried(wrong);
    expect(answer).toContain(reason);
    expect(handles).toBe(0);
  });

  test('but too many open files is an error, and a missing library stays missing', () => {
    const errorOf = (): number => 4;
    expect(outcomeOf(() => tried({ open: () => 0xc000_011f, errorOf }))).toBe('EMFILE');
    const missing = { kind: 'missing', reason: 'policy' } as const;
    expect(openEntriesOf(missing, tmpdir())).toBe(missing);
  });
});
