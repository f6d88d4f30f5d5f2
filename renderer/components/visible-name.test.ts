import { describe, expect, it } from 'vitest';
import { splitPath, visibleName } from './visible-name.ts';

describe('visibleName', () => {
  it('spells out reordering and invisible characters', () => {
    expect(visibleName('photo\u202egpj.exe')).toBe('photo\\u202egpj.exe');
    expect(visibleName('a\u0000b\u200bc\n')).toBe('a\\u0000b\\u200bc\\u000a');
  });

  it('spells out bytes that are not text', () => {
    expect(visibleName('照片\udcd5\udcc5.jpg')).toBe('照片\\xd5\\xc5.jpg');
  });

  it('leaves every other name alone', () => {
    expect(visibleName('报告 2026-10（终稿）.docx')).toBe('报告 2026-10（终稿）.docx');
  });
});

describe('splitPath', () => {
  it('keeps every letter, and the whole file name where it fits', () => {
    const path = 'wxid_k3f81m2qd0_7c4e/cache/2026-10/Message/9f1c/Thumb/210.jpg';
    const { head, tail } = splitPath(path);
    expect(head + tail).toBe(path);
    expect(tail.endsWith('/Thumb/210.jpg')).toBe(true);
  });

  it('does not cut a short path', () => {
    expect(splitPath('cache/a.jpg')).toEqual({ head: '', tail: 'cache/a.jpg' });
  });
});
