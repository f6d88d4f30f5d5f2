/** Code pages of Windows consoles that can be decoded here. */
const encodings: Readonly<Record<string, string>> = {
  '65001': 'utf-8',
  '936': 'gbk',
  '950': 'big5',
  '932': 'shift_jis',
  '949': 'euc-kr',
  '866': 'ibm866',
};

/** True if all code pages decode the bytes alike. */
export function isAscii(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte < 0x80);
}

/** Text of a console program; null if the bytes need a code page that cannot be decoded. */
export function consoleText(bytes: Uint8Array, codePage: string): string | null {
  if (isAscii(bytes)) return new TextDecoder().decode(bytes);
  const encoding = encodings[codePage];
  if (encoding === undefined) return null;
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
