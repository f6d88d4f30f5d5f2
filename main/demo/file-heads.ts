const ascii = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));

/** First bytes by file extension, so that the `file` command shows the same as in a real tree. */
const heads: readonly (readonly [ending: RegExp, head: Uint8Array])[] = [
  [/\.(jpg|jpeg)$/, ascii('\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01')],
  [/\.png$/, ascii('\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR')],
  [/\.gif$/, ascii('GIF89a')],
  [/\.mp4$/, ascii('\x00\x00\x00\x20ftypisom\x00\x00\x02\x00')],
  [/\.(docx|xlsx|pptx|zip|wxapkg)$/, ascii('PK\x03\x04\x14\x00')],
  [/\.pdf$/, ascii('%PDF-1.7\n')],
  [/\.amr$/, ascii('\x02#!SILK_V3')],
  [/\.dat$/, ascii('\x07\x08V2\x08\x07')],
  [/\.(exe|dll)$/, ascii('MZ\x90\x00')],
  [/\.(log|xlog|qqxlog|txt|ini|md)$/, ascii('[I][demo] ')],
  [/nt_db\/[^/]+\.db$/, ascii('SQLite header 3\x00QQ_NT DB')],
  [/(key_info|History)\.db$/, ascii('SQLite format 3\x00')],
  [/-wal$/, ascii('\x37\x7f\x06\x82\x00\x2d\xe2\x18')],
];

const unnamed = ascii('signoff demo\n');

/** The first bytes of a file. Encrypted databases have none, as in a real install. */
export function headFor(path: string): Uint8Array {
  return heads.find(([ending]) => ending.test(path))?.[1] ?? unnamed;
}
