import { randomBytes } from 'node:crypto';

/** Letters that an info file's path keeps as they are: RFC 2396's unreserved ones and the separator. */
const kept = /[A-Za-z0-9\-_.!~*'()/]/;

function encoded(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => {
    const letter = String.fromCharCode(byte);
    return kept.test(letter) ? letter : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }).join('');
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

function localTime(at: Date): string {
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

/** The line that says where a thing came from. */
export function pathLineOf(path: Uint8Array): string {
  return `Path=${encoded(path)}`;
}

/** The text of an info file: where a thing came from, byte for byte, and when, in local time as the bin shows it. */
export function infoOf(path: Uint8Array, at: Date): string {
  return `[Trash Info]\n${pathLineOf(path)}\nDeletionDate=${localTime(at)}\n`;
}

/** File systems take 255 bytes, and the info file's ending needs ten of them. */
const longest = 255 - '.trashinfo'.length;
/** The first names that a thing may get do not depend on chance. */
export const countedAttempts = 8;

function cut(name: string, bytes: number): string {
  let short = name;
  while (Buffer.byteLength(short) > bytes) short = Array.from(short).slice(0, -1).join('');
  return short;
}

/** The name of a thing inside the bin: its own, then with a number, then with chance, where many share one name. */
export function nameInBin(name: string, attempt: number): string {
  const text = name.replaceAll(/\p{Surrogate}/gu, '_');
  if (attempt === 0) return cut(text, longest);
  const more = attempt < countedAttempts ? `.${attempt + 1}` : `.${randomBytes(6).toString('hex')}`;
  return `${cut(text, longest - more.length)}${more}`;
}
