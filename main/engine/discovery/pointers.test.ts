import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeTexts, pointerLimit, pointerText } from './pointers.ts';

/** Node decodes GBK but cannot encode it, so the table is inverted once. */
const gbkBytes = new Map<string, readonly number[]>();
for (let lead = 0x81; lead <= 0xfe; lead += 1) {
  for (let trail = 0x40; trail <= 0xfe; trail += 1) {
    const character = new TextDecoder('gbk').decode(Uint8Array.from([lead, trail]));
    if (character.length === 1 && character !== '\ufffd') gbkBytes.set(character, [lead, trail]);
  }
}

function gbk(text: string): Uint8Array {
  return Uint8Array.from(Array.from(text).flatMap((one) => gbkBytes.get(one) ?? [one.charCodeAt(0)]));
}

function isUtf8(bytes: Uint8Array): boolean {
  return Buffer.from(Buffer.from(bytes).toString('utf8')).equals(bytes);
}

const encoders: Readonly<Record<string, (text: string) => Uint8Array>> = {
  utf8: (text) => Buffer.from(text),
  utf8Mark: (text) => Buffer.from(`\ufeff${text}`),
  utf16le: (text) => Buffer.from(text, 'utf16le'),
  utf16leMark: (text) => Buffer.from(`\ufeff${text}`, 'utf16le'),
  utf16be: (text) => Buffer.from(text, 'utf16le').swap16(),
  utf16beMark: (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
  gbk,
};

const ascii = Array.from({ length: 26 }, (_, index) => String.fromCharCode(97 + index));
const chinese = [...gbkBytes.keys()].filter((one) => /^\p{Script=Han}$/u.test(one));
const name = fc.string({ unit: fc.constantFrom(...ascii, ...chinese), minLength: 1, maxLength: 20 });
const path = fc
  .tuple(
    fc.constantFrom('/', 'D:\\', 'MyDocument:', 'Appdata:'),
    fc.array(name, { minLength: 1, maxLength: 5 }),
  )
  .map(([start, names]) => start + names.join(start === 'D:\\' ? '\\' : '/'));

describe('a pointer file', () => {
  test.each(Object.entries(encoders))('in %s decodes to its path', (_, encode) => {
    fc.assert(
      fc.property(path, fc.constantFrom('', '\n', '\r\n', ' \r\n\r\n'), (value, end) => {
        const bytes = encode(value + end);
        fc.pre(encode !== gbk || !isUtf8(bytes) || bytes.every((byte) => byte < 0x80));
        const read = pointerText(bytes, 'bare');
        expect(read.kind === 'values' ? read.values : []).toContain(value);
      }),
    );
  });

  test('of any bytes never throws and never yields control characters or extra text', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: pointerLimit + 10 }), (bytes) => {
        const read = pointerText(bytes, 'bare');
        const values = read.kind === 'values' ? read.values : [];
        for (const value of values) {
          // eslint-disable-next-line no-control-regex -- the point of the test
          expect(value).not.toMatch(/[\u0000-\u001f]/u);
          expect(value.length).toBeLessThanOrEqual(bytes.length);
        }
      }),
    );
  });

  test.each([
    ['a Chinese path in UTF-8', Buffer.from('C:\\Users\\张三\\文档'), ['C:\\Users\\张三\\文档']],
    ['a French path in UTF-8', Buffer.from('C:\\Users\\René'), ['C:\\Users\\René']],
    ['only ASCII', Buffer.from('D:\\data'), ['D:\\data']],
    ['a path in GBK that is not valid UTF-8', gbk('D:\\数据'), ['D:\\数据']],
    ['a path in UTF-16 with a mark', Buffer.from('\ufeffD:\\数据', 'utf16le'), ['D:\\数据']],
    ['a path in UTF-16 without a mark', Buffer.from('D:\\数据', 'utf16le'), ['D:\\数据']],
  ])('with %s yields one value', (_, bytes, values) => {
    expect(pointerText(bytes, 'bare')).toMatchObject({ kind: 'values', values });
  });

  test('in GBK whose bytes are also valid UTF-8 yields the UTF-8 path first', () => {
    const read = pointerText(gbk('D:\\模'), 'bare');
    expect(read).toEqual({ kind: 'values', values: ['D:\\ģ'], ifMissing: ['D:\\模'] });
  });

  test.each([
    ['only ASCII', Buffer.from('D:\\data')],
    ['a byte-order mark', Buffer.from('\ufeffD:\\ģ')],
    ['bytes that are no UTF-8', gbk('D:\\数据')],
  ])('with %s has no second reading', (_, bytes) => {
    expect(pointerText(bytes, 'bare')).toMatchObject({ ifMissing: [] });
  });

  test.each([
    ['nothing', '', 'empty'],
    ['only line ends', '\r\n', 'empty'],
    ['two lines', '/a\n/b', 'not-one-line'],
    ['a relative path', 'xwechat_files', 'relative'],
    ['an INI', '[x]', 'relative'],
    ['too much', '/'.repeat(pointerLimit + 1), 'too-large'],
  ])('with %s is a fault', (_, text, fault) => {
    expect(pointerText(Buffer.from(text), 'bare')).toEqual({ kind: 'fault', fault });
  });

  test('with NUL bytes or binary data is a not-text fault', () => {
    expect(decodeTexts(Uint8Array.from([0x2f, 0x61, 0x00]))).toEqual([]);
    expect(pointerText(Uint8Array.from([0, 1, 2, 3, 0xff]), 'bare')).toEqual({
      kind: 'fault',
      fault: 'not-text',
    });
  });
});

describe("QQ's UserDataInfo.ini", () => {
  test.each([
    ['the default place', '[UserDataSet]\r\nUserDataSavePathType=1\r\n', 'MyDocument:'],
    [
      'a place of its own',
      '[UserDataSet]\r\nUserDataSavePathType=2\r\nUserDataSavePath=D:\\QQ\r\n',
      'D:\\QQ',
    ],
    ['quotes', '[UserDataSet]\nUserDataSavePathType=2\nUserDataSavePath="D:\\QQ 数据"\n', 'D:\\QQ 数据'],
  ])('names %s', (_, text, value) => {
    const inUtf8 = pointerText(Buffer.from(text), 'user-data-info');
    expect(inUtf8.kind === 'values' ? inUtf8.values[0] : null).toBe(value);
    const inGbk = pointerText(gbk(text), 'user-data-info');
    expect(inGbk.kind === 'values' ? inGbk.values : []).toContain(value);
  });

  test('is a fault when the path is in another section', () => {
    expect(pointerText(Buffer.from('[Other]\nUserDataSavePath=D:\\QQ\n'), 'user-data-info').kind).toBe(
      'fault',
    );
  });
});
