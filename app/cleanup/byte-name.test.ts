import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesOfName, hasBytes, isOwnName, nameOfBytes, readableBytes } from './byte-name.ts';

const anyBytes = fc.oneof(
  fc.uint8Array({ maxLength: 24 }),
  fc
    .array(
      fc.constantFrom(
        ...[
          [0xed, 0xa0, 0x80],
          [0xc3, 0xa9],
          [0xf0, 0x9f, 0x98, 0x80],
          [0xf0, 0x9f],
          [0xe4, 0xb8, 0xad],
        ],
        ...[
          [0xc0, 0xaf],
          [0xff],
          [0x80],
          [0x61],
          [0xf4, 0x90, 0x80, 0x80],
          [0xe0, 0x9f, 0xbf],
          [0xed, 0x9f, 0xbf],
        ],
      ),
      { maxLength: 10 },
    )
    .map((parts) => Uint8Array.from(parts.flat())),
);

describe('names that are bytes', () => {
  it('give back the very bytes', () => {
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        expect(bytesOfName(nameOfBytes(bytes))).toEqual(bytes);
      }),
      { numRuns: 2000 },
    );
  });

  it('are the plain text wherever the bytes are text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const bytes = Uint8Array.from(Buffer.from(text, 'utf8'));
        expect(nameOfBytes(bytes)).toBe(text);
        expect(bytesOfName(text)).toEqual(bytes);
        expect(hasBytes(text)).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });

  it('call text what the platform’s own strict decoder takes, and nothing else', () => {
    const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    const isText = (bytes: Uint8Array): boolean => {
      try {
        strict.decode(bytes);
        return true;
      } catch {
        return false;
      }
    };
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        expect(hasBytes(nameOfBytes(bytes))).toBe(!isText(bytes));
      }),
      { numRuns: 2000 },
    );
  });

  it('survive JSON, joining and splitting', () => {
    fc.assert(
      fc.property(anyBytes, anyBytes, (one, other) => {
        const names = [nameOfBytes(one), nameOfBytes(other)];
        expect(JSON.parse(JSON.stringify(names))).toEqual(names);
        expect(bytesOfName(names.join('/'))).toEqual(Uint8Array.from([...one, 0x2f, ...other]));
      }),
    );
  });

  it('are refused where another name already stands for the same bytes', () => {
    expect(isOwnName('\udcff')).toBe(true);
    expect(isOwnName('\udced\udca0\udc80')).toBe(true);
    expect(isOwnName('\udcc3\udca9')).toBe(false);
    expect(isOwnName('é')).toBe(true);
  });

  it('do not take halves of ordinary pairs for bytes', () => {
    expect(hasBytes('😀\u{1f480}')).toBe(false);
    expect(hasBytes('😀\udc80')).toBe(true);
  });

  it('are shown byte by byte', () => {
    expect(readableBytes('中\udced\udca0\udc80😀.txt')).toBe('中\\xed\\xa0\\x80😀.txt');
  });
});
