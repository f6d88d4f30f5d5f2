import { expect, test } from 'vitest';
import { noteDetail } from './note-detail.ts';
import { common as english } from './en-US/common.ts';
import { common as chinese } from './zh-CN/common.ts';

test('a reason is said in words, a path or a code of the system as it is', () => {
  const note = { kind: 'unusable-pointer', path: '/a' } as const;
  expect(noteDetail({ ...note, detail: 'too-large' }, chinese.noteDetails)?.text).toBe('文件太大，没有读');
  expect(noteDetail({ ...note, detail: 'network' }, english.noteDetails)).toEqual({
    text: 'it names a place on the network',
    isPath: false,
  });
  for (const detail of ['/a/too-large', 'EACCES', 'toString'])
    expect(noteDetail({ ...note, detail }, english.noteDetails)).toEqual({ text: detail, isPath: true });
  expect(noteDetail({ ...note, detail: null }, english.noteDetails)).toBeNull();
});
