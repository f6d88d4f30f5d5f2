import { readdirSync } from 'node:fs';
import { bytesOfName, hasBytes, nameOfBytes } from '../app/cleanup/byte-name.ts';

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
  return text.includes(replacement) ? nameOfBytes(bytes.subarray(start, end)) : text;
}

/** Writes a name's bytes into `into` and gives their count. Three bytes per UTF-16 unit are always enough. */
export function writeName(into: Buffer, name: string, start: number): number {
  if (!hasBytes(name)) return into.write(name, start, 'utf8');
  const bytes = bytesOfName(name);
  into.set(bytes, start);
  return bytes.length;
}

/** True when a listing that was read as text may have lost bytes, so that it is to be read again as bytes. */
export function mayHaveLostBytes(names: readonly string[]): boolean {
  return names.some((name) => name.includes(replacement));
}

/** What lies in a folder, in the order of the disk. Throws Node's errors. */
export function listFolder(path: string): string[] {
  const place = diskPath(path);
  const names = readdirSync(place, 'utf8');
  return mayHaveLostBytes(names) ? readdirSync(place, 'buffer').map((name) => diskName(name)) : names;
}
