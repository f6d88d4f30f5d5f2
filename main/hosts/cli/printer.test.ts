import { describe, expect, it } from 'vitest';
import { displayWidth, padded, shown, shownJson, truncatedMiddle } from './printer.ts';

describe('text on a terminal', () => {
  it.each([
    ['abc', 3],
    ['微信', 4],
    ['ｆｕｌｌ', 8],
    ['한글', 4],
    ['é', 1],
    ['e\u0301', 1],
    ['👨‍👩‍👧', 2],
    ['', 0],
    ['。', 2],
  ])('%s takes %i columns', (text, width) => expect(displayWidth(text)).toBe(width));

  it('pads by columns, not by characters', () => {
    expect(padded('微信', 6)).toBe('微信  ');
    expect(padded('7', 3, 'right')).toBe('  7');
  });

  it.each([10, 11, 12, 13])('cuts the middle so that %i columns are never passed', (width) => {
    const cut = truncatedMiddle('/家/文档/xwechat_files/wxid/图片.jpg', width);
    expect(displayWidth(cut)).toBeLessThanOrEqual(width);
    expect(cut).toContain('…');
    expect(cut.startsWith('/家')).toBe(true);
    expect(cut.endsWith('.jpg')).toBe(true);
  });

  it('keeps text that fits', () => expect(truncatedMiddle('微信', 4)).toBe('微信'));

  it('shows terminal control characters as visible text', () => {
    expect(shown('a\u001B[31mb\nc\u009Bd\u202Ee\tf')).toBe('a\\x1b[31mb\\nc\\x9bd\\u{202e}e\\tf');
    expect(shown('微信 👨‍👩‍👧')).toBe('微信 👨‍👩‍👧');
  });

  it('shows undecodable bytes as bytes, and JSON keeps them reversible', () => {
    const name = '照片-\udcd5\udcc5.jpg';
    expect(shown(name)).toBe('照片-\\xd5\\xc5.jpg');
    expect(shown('😀\ud83d')).toBe('😀\\u{d83d}');
    const json = shownJson(JSON.stringify({ name }));
    expect(json).toBe('{"name":"照片-\\udcd5\\udcc5.jpg"}');
    expect(JSON.parse(json)).toEqual({ name });
  });

  it('escapes raw control characters in JSON without changing its value', () => {
    const value = { name: 'a\u009Bb\u202Ec\u2028d' };
    const json = shownJson(JSON.stringify(value));
    expect(json).toBe('{"name":"a\\u009bb\\u202ec\\u2028d"}');
    expect(JSON.parse(json)).toEqual(value);
  });
});
