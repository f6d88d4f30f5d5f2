export function pathBytes(text: string): Uint8Array {
  return Buffer.from(text, 'utf8');
}
export function pathText(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
}
