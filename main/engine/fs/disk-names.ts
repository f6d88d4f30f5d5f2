import { readdirSync } from 'node:fs';
import { bytesOfName, hasBytes, nameOfBytes } from '../../../app/cleanup/byte-name.ts';
import type { PathStyle } from '../../../app/cleanup/containment.ts';

const replacement = '\uFFFD';

/**
 * The path as `node:fs` takes it: text as it is, and the very bytes where the path carries bytes that are no text.
 * Every path that is made of a plan's or a listing's names goes through here on its way to the disk.
 */
export function diskPath(path: string): string | Buffer {
  return hasBytes(path) ? Buffer.from(bytesOfName(path)) : path;
}

/** The name or path behind bytes that the disk gave. */
export function diskName(bytes: Buffer, start = 0, end = bytes.length): string {
  const text = bytes.toString('utf8', start, end);
  // nearly every name is text; only where the decoder stumbled the bytes are looked at one by one
  return mayHaveLostBytes(text) ? nameOfBytes(bytes.subarray(start, end)) : text;
}

/** Writes a name's bytes into `into` and gives their count. Three bytes per UTF-16 unit are always enough. */
export function writeName(into: Buffer, name: string, start: number): number {
  if (!hasBytes(name)) return into.write(name, start, 'utf8');
  const bytes = bytesOfName(name);
  into.set(bytes, start);
  return bytes.length;
}

/** True when a name that was read as text may have lost bytes, so that its folder is to be listed again as bytes. */
export function mayHaveLostBytes(name: string): boolean {
  return name.includes(replacement);
}

/** What lies in a folder, in the order of the disk; `isText` = no name carries bytes. Throws Node's errors. */
export function listFolder(path: string): { readonly names: readonly string[]; readonly isText: boolean } {
  const place = diskPath(path);
  const names = readdirSync(place, 'utf8');
  if (!names.some(mayHaveLostBytes)) return { names, isText: true };
  return { names: readdirSync(place, 'buffer').map((name) => diskName(name)), isText: false };
}

/** How paths of this machine's disks are written and compared. */
export const diskStyle: PathStyle = process.platform === 'win32' ? 'windows' : 'posix';
