import { readdirSync } from 'node:fs';
import { isAbsolute, relative, sep } from 'node:path';
import { bytesOfName, hasBytes, nameOfBytes } from '../../../app/cleanup/byte-name.ts';
import type { PathStyle } from '../../../app/cleanup/containment.ts';

const replacement = '\uFFFD';

/**
 * The path in the form that `node:fs` takes: text, or a buffer when the path contains bytes that are not UTF-8.
 * Every path built from a plan's or a listing's names goes through here before it reaches `node:fs`.
 */
export function diskPath(path: string): string | Buffer {
  return hasBytes(path) ? Buffer.from(bytesOfName(path)) : path;
}

/** Decodes a name or path that the file system returned as bytes. */
export function diskName(bytes: Buffer, start = 0, end = bytes.length): string {
  const text = bytes.toString('utf8', start, end);
  // nearly every name is valid UTF-8, so only names with a replacement character take the slow path
  return mayHaveLostBytes(text) ? nameOfBytes(bytes.subarray(start, end)) : text;
}

/** Writes a name's bytes into `into` and returns their count. Three bytes per UTF-16 unit are always enough. */
export function writeName(into: Buffer, name: string, start: number): number {
  if (!hasBytes(name)) return into.write(name, start, 'utf8');
  const bytes = bytesOfName(name);
  into.set(bytes, start);
  return bytes.length;
}

/** True when decoding may have lost bytes of this name; its folder must be listed again as buffers. */
export function mayHaveLostBytes(name: string): boolean {
  return name.includes(replacement);
}

/** Names in a folder, in disk order. `isText`: every name is valid UTF-8. Throws Node's errors. */
export function listFolder(path: string): { readonly names: readonly string[]; readonly isText: boolean } {
  const place = diskPath(path);
  const names = readdirSync(place, 'utf8');
  if (!names.some(mayHaveLostBytes)) return { names, isText: true };
  return { names: readdirSync(place, 'buffer').map((name) => diskName(name)), isText: false };
}

/** Path syntax of this machine. */
export const diskStyle: PathStyle = process.platform === 'win32' ? 'windows' : 'posix';

/** True when `inner` is `outer` or lies below it, by path components. */
export function isWithin(inner: string, outer: string): boolean {
  const way = relative(outer, inner);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}
