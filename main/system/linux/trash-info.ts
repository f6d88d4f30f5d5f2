import { randomBytes } from 'node:crypto';

/** Characters that stay unescaped in an info file: RFC 2396's unreserved ones and the separator. */
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

/** The line with the original path. */
export function pathLineOf(path: Uint8Array): string {
  return `Path=${encoded(path)}`;
}

/** Text of an info file: original path byte for byte, and local deletion time. */
export function infoOf(path: Uint8Array, at: Date): string {
  return `[Trash Info]\n${pathLineOf(path)}\nDeletionDate=${localTime(at)}\n`;
}

/** File names have at most 255 bytes, of which the info file's ending takes ten. */
const longest = 255 - '.trashinfo'.length;
/** The first candidate names are not random. */
export const countedAttempts = 8;

function cut(name: string, bytes: number): string {
  let short = name;
  while (Buffer.byteLength(short) > bytes) short = Array.from(short).slice(0, -1).join('');
  return short;
}

/** Candidate name in the trash: the original, then with a number, then with a random part. */
export function nameInBin(name: string, attempt: number): string {
  const text = name.replaceAll(/\p{Surrogate}/gu, '_');
  if (attempt === 0) return cut(text, longest);
  const more = attempt < countedAttempts ? `.${attempt + 1}` : `.${randomBytes(6).toString('hex')}`;
  return `${cut(text, longest - more.length)}${more}`;
}
