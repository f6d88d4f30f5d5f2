/**
 * Names of POSIX systems are bytes, and not all bytes are text. A byte that is no part of valid UTF-8 is carried as the
 * lone surrogate U+DC80–U+DCFF whose low eight bits it is, so that such a name sorts, joins, is compared and goes
 * through JSON like any other, and its very bytes can be written back.
 */

const firstByte = 0xdc00;
/** without the u flag it also finds halves of ordinary pairs: cheap, and never wrong about no */
const anyTrail = /[\uDC80-\uDCFF]/;
const carried = /[\uDC80-\uDCFF]/u;
const allCarried = /[\uDC80-\uDCFF]/gu;

/** True when `text` carries bytes that are no text. */
export function hasBytes(text: string): boolean {
  return anyTrail.test(text) && carried.test(text);
}

/** Length of the UTF-8 sequence that is complete and well-formed at `at`, or 0 (Unicode, table 3-7). */
function sequenceAt(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) return 1;
  const length = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
  if (length === 0 || at + length > bytes.length) return 0;
  const second = bytes[at + 1] ?? 0;
  const least = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const most = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  if (second < least || second > most) return 0;
  for (let i = 2; i < length; i += 1) if (((bytes[at + i] ?? 0) & 0xc0) !== 0x80) return 0;
  return length;
}

const leadBits = [0, 0x7f, 0x1f, 0x0f, 0x07];

function codePointAt(bytes: Uint8Array, at: number, length: number): number {
  let code = (bytes[at] ?? 0) & (leadBits[length] ?? 0);
  for (let i = 1; i < length; i += 1) code = (code << 6) | ((bytes[at + i] ?? 0) & 0x3f);
  return code;
}

/** The name that stands for these bytes; every sequence of bytes has one of its own. */
export function nameOfBytes(bytes: Uint8Array): string {
  let name = '';
  for (let at = 0; at < bytes.length;) {
    const length = sequenceAt(bytes, at);
    name += String.fromCodePoint(
      length === 0 ? firstByte + (bytes[at] ?? 0) : codePointAt(bytes, at, length),
    );
    at += Math.max(1, length);
  }
  return name;
}

function pushUtf8(bytes: number[], code: number): void {
  if (code < 0x80) bytes.push(code);
  else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 0x3f));
  else if (code < 0x1_0000)
    bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
  else
    bytes.push(
      0xf0 | (code >> 18),
      0x80 | ((code >> 12) & 0x3f),
      0x80 | ((code >> 6) & 0x3f),
      0x80 | (code & 0x3f),
    );
}

/** The bytes that a name stands for. A surrogate that carries no byte has none: U+FFFD stands in, as in UTF-8 itself. */
export function bytesOfName(name: string): Uint8Array {
  const bytes: number[] = [];
  for (const character of name) {
    const code = character.codePointAt(0) ?? 0;
    if (code >= firstByte + 0x80 && code <= firstByte + 0xff) bytes.push(code - firstByte);
    else pushUtf8(bytes, code >= 0xd800 && code <= 0xdfff ? 0xfffd : code);
  }
  return Uint8Array.from(bytes);
}

/** False for a name whose bytes would be read back as another: two names never stand for one file. */
export function isOwnName(name: string): boolean {
  return !hasBytes(name) || nameOfBytes(bytesOfName(name)) === name;
}

/** For reading only: each carried byte as `\xNN`. Not to be turned back, because a name may hold these letters itself. */
export function readableBytes(text: string): string {
  if (!hasBytes(text)) return text;
  return text.replaceAll(allCarried, (byte) => `\\x${(byte.charCodeAt(0) - firstByte).toString(16)}`);
}
