import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { isAbsolute, join, parse, relative, sep } from 'node:path';
import { errorCode, throwFileLimit } from '../fs/errors.ts';
import { isWithin } from '../fs/disk-names.ts';

/** Why a pointer names no folder; shown as the note's detail. */
type PointerFault =
  'too-large' | 'not-a-file' | 'not-text' | 'not-one-line' | 'relative' | 'network' | 'parent' | 'empty';

/**
 * The values of a pointer, or a fault. Ambiguous bytes give several values; the caller checks which exists. `ifMissing`
 * are the values of valid UTF-8 read as GBK, for a place that exists only under that name.
 */
type PointerText =
  | { readonly kind: 'values'; readonly values: readonly string[]; readonly ifMissing: readonly string[] }
  | { readonly kind: 'fault'; readonly fault: PointerFault };

/** Maximum size of a pointer file, bytes. Larger files are not read. */
export const pointerLimit = 4096;

// eslint-disable-next-line no-control-regex -- control characters are exactly what must be refused
const unprintable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffd\ufffe\uffff]/u;

function decode(bytes: Uint8Array, encoding: string): string | null {
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return unprintable.test(text) ? null : text;
  } catch {
    return null;
  }
}

function encodingsOf(bytes: Uint8Array): readonly string[] {
  const [first, second, third] = bytes;
  if (first === 0xff && second === 0xfe) return ['utf-16le'];
  if (first === 0xfe && second === 0xff) return ['utf-16be'];
  if (first === 0xef && second === 0xbb && third === 0xbf) return ['utf-8'];
  return ['utf-8', 'utf-16le', 'utf-16be', 'gbk'];
}

/** True for valid UTF-8 beyond ASCII. */
function isWideUtf8(bytes: Uint8Array): boolean {
  return bytes.some((byte) => byte > 0x7f) && decode(bytes, 'utf-8') !== null;
}

/**
 * Possible decodings, most likely first. A byte-order mark decides the encoding and is dropped. Valid UTF-8 beyond ASCII
 * is not read as GBK, which would turn a Chinese path into the path of a folder that does not exist.
 */
export function decodeTexts(bytes: Uint8Array): readonly string[] {
  const isUtf8 = isWideUtf8(bytes);
  const texts = encodingsOf(bytes)
    .filter((encoding) => !(isUtf8 && encoding === 'gbk'))
    .map((encoding) => decode(bytes, encoding));
  return [...new Set(texts.filter((text) => text !== null))];
}

/** Valid UTF-8 read as GBK. Some Chinese paths in GBK, such as those with 模, happen to be valid UTF-8. */
function gbkTexts(bytes: Uint8Array): readonly string[] {
  const text = encodingsOf(bytes).includes('gbk') && isWideUtf8(bytes) ? decode(bytes, 'gbk') : null;
  return text === null ? [] : [text];
}

function unquoted(text: string): string {
  const trimmed = text.trim();
  const match = /^"(.*)"$/u.exec(trimmed);
  return match?.[1] ?? trimmed;
}

function bareValues(text: string): readonly string[] {
  const lines = text.split(/\r\n|[\r\n]/).filter((line) => line.trim() !== '');
  return lines.length === 1 ? [unquoted(lines[0] ?? '')] : [];
}

/** Keys of QQ's `[UserDataSet]`, in lower case. */
function userDataSet(text: string): ReadonlyMap<string, string> {
  const keys = new Map<string, string>();
  let section = '';
  for (const line of text.split(/\r\n|[\r\n]/)) {
    const header = /^\s*\[(.+)\]\s*$/u.exec(line);
    if (header?.[1] !== undefined) section = header[1].toLowerCase();
    const pair = /^\s*([^=;]+?)\s*=(.*)$/u.exec(line);
    if (section === 'userdataset' && pair?.[1] !== undefined)
      keys.set(pair[1].toLowerCase(), unquoted(pair[2] ?? ''));
  }
  return keys;
}

/** Type 0 is the install folder, which the pointer does not name. */
function isInstallFolder(text: string): boolean {
  return userDataSet(text).get('userdatasavepathtype') === '0';
}

/** Type 1 is the default folder, type 2 a custom one, which counts under the other types too. */
function userDataValues(text: string): readonly string[] {
  const keys = userDataSet(text);
  const named = keys.get('userdatasavepath') ?? '';
  const before = keys.get('userdatasavepathtype') === '1' ? ['MyDocument:'] : [];
  return named === '' ? before : [...before, named];
}

function startsLikePath(value: string): boolean {
  return /^(?:[\\/]|[A-Za-z]:|mydocument:|appdata:)/iu.test(value);
}

/**
 * The paths that a pointer file may contain; none when it means the install folder. Bytes that look like no path in any
 * encoding are a fault.
 */
export function pointerText(bytes: Uint8Array, format: 'bare' | 'user-data-info'): PointerText {
  if (bytes.length > pointerLimit) return { kind: 'fault', fault: 'too-large' };
  const texts = decodeTexts(bytes);
  const [first] = texts;
  if (first === undefined) return { kind: 'fault', fault: 'not-text' };
  if (first.trim() === '') return { kind: 'fault', fault: 'empty' };
  const valuesIn = format === 'bare' ? bareValues : userDataValues;
  const values = [...new Set(texts.flatMap(valuesIn))];
  if (values.length === 0 && format === 'user-data-info' && texts.some(isInstallFolder))
    return { kind: 'values', values: [], ifMissing: [] };
  if (values.length === 0) return { kind: 'fault', fault: 'not-one-line' };
  const likely = values.filter(startsLikePath);
  if (likely.length === 0) return { kind: 'fault', fault: 'relative' };
  const ifMissing = gbkTexts(bytes)
    .flatMap(valuesIn)
    .filter((value) => startsLikePath(value) && !values.includes(value));
  return { kind: 'values', values: likely, ifMissing };
}

type PointerRead = PointerText | { readonly kind: 'unreadable'; readonly code: string };

/** Reads one pointer file. Refuses links, pipes, devices and files above `pointerLimit`. */
export async function readPointer(path: string, format: 'bare' | 'user-data-info'): Promise<PointerRead> {
  let handle;
  try {
    handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    throwFileLimit(error);
    const code = errorCode(error);
    return code === 'ELOOP' ? { kind: 'fault', fault: 'not-a-file' } : { kind: 'unreadable', code };
  }
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) return { kind: 'fault', fault: 'not-a-file' };
    if (stat.size > pointerLimit) return { kind: 'fault', fault: 'too-large' };
    const buffer = new Uint8Array(pointerLimit + 1);
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
    return pointerText(buffer.subarray(0, bytesRead), format);
  } catch (error) {
    return { kind: 'unreadable', code: errorCode(error) };
  } finally {
    await handle.close();
  }
}

/** Folders that the keywords in a pointer's value stand for on this computer. */
export interface PointerBases {
  readonly documents: readonly string[];
  /** folders for `Appdata:` */
  readonly appData: readonly string[];
  /** the sandbox's home and the real homes that it replaces; null outside a sandbox */
  readonly sandbox: { readonly home: string; readonly homes: readonly string[] } | null;
}

type Pointed =
  | { readonly kind: 'folders'; readonly folders: readonly string[] }
  | { readonly kind: 'fault'; readonly fault: PointerFault };

const word = /^(mydocument|appdata):[\\/]*(.*)$/isu;

function isLocalAbsolute(value: string): boolean {
  if (!isAbsolute(value)) return false;
  return sep === '/' || /^[A-Za-z]:[\\/]$/.test(parse(value).root);
}

function inSandbox(folder: string, sandbox: NonNullable<PointerBases['sandbox']>): readonly string[] {
  if (isWithin(folder, sandbox.home)) return [folder];
  const home = sandbox.homes.find((candidate) => isWithin(folder, candidate));
  return home === undefined ? [folder] : [join(sandbox.home, relative(home, folder)), folder];
}

function baseFolders(value: string, bases: PointerBases): Pointed {
  const token = word.exec(value);
  const [kind, tail] = [token?.[1]?.toLowerCase(), token?.[2] ?? ''];
  if (kind !== undefined) {
    if (/^[A-Za-z]:/.test(tail)) return { kind: 'fault', fault: 'relative' };
    const below = tail.split(/[\\/]+/u).filter((part) => part !== '' && part !== '.');
    const roots = kind === 'appdata' ? bases.appData : bases.documents;
    return { kind: 'folders', folders: roots.map((root) => join(root, ...below)) };
  }
  if (!isLocalAbsolute(value)) return { kind: 'fault', fault: 'relative' };
  return { kind: 'folders', folders: [join(value)] };
}

/** The folders that a value names, best first. Rejects network paths, relative paths and `..`. */
export function pointedFolders(value: string, bases: PointerBases): Pointed {
  if (value === '') return { kind: 'fault', fault: 'empty' };
  if (value.includes('\0')) return { kind: 'fault', fault: 'not-text' };
  if (/^(?:\\\\|\/\/)/u.test(value)) return { kind: 'fault', fault: 'network' };
  if (value.split(/[\\/]/u).includes('..')) return { kind: 'fault', fault: 'parent' };
  const pointed = baseFolders(value, bases);
  const { sandbox } = bases;
  if (pointed.kind === 'fault' || sandbox === null) return pointed;
  return { kind: 'folders', folders: pointed.folders.flatMap((folder) => inSandbox(folder, sandbox)) };
}
