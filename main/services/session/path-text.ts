import { bytesOfName, hasBytes, nameOfBytes } from '../../../app/cleanup/byte-name.ts';

/** The bytes of a path for storing; the quick way for the many that are ordinary text. */
export function pathBytes(text: string): Uint8Array {
  return hasBytes(text) ? bytesOfName(text) : Buffer.from(text, 'utf8');
}

/** The path that stored bytes stand for; U+FFFD may be a name's own character or a byte that is no text. */
export function pathText(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
  return text.includes('\uFFFD') ? nameOfBytes(bytes) : text;
}
