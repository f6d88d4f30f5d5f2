import { expect, test } from 'vitest';
import { parsePattern } from './pattern.ts';

function fits(pattern: string, name: string, caseless = false): boolean {
  const [segment] = parsePattern(pattern, caseless);
  return segment?.kind === 'match' && segment.regex.test(name);
}

test('a name is literal, its special characters too', () => {
  expect(parsePattern('a.b/c+d')).toEqual([
    { kind: 'literal', name: 'a.b' },
    { kind: 'literal', name: 'c+d' },
  ]);
  expect(fits('*.b', 'aXb')).toBe(false);
  expect(fits('[x]*', '[x]y')).toBe(true);
  expect(fits('x-*', 'x-1')).toBe(true);
});

test('wildcards, alternatives and tokens match whole names only', () => {
  expect(fits('{Temp,Thumb}', 'Temp')).toBe(true);
  expect(fits('{Temp,Thumb}', 'TempX')).toBe(false);
  expect(fits('<month>', '2024-12')).toBe(true);
  expect(fits('<month>', '2024-00')).toBe(false);
  expect(fits('<account>.data', 'wxid_a.data')).toBe(true);
  expect(fits('<account>.data', '.data')).toBe(false);
  expect(fits('.{1,2}*', '.1000')).toBe(true);
  expect(fits('.{1,2}*', '.DS_Store')).toBe(false);
  expect(fits('<uin>', '10001')).toBe(true);
  for (const name of ['1000', '01000', '10001a', 'a10001', '1234567890123'])
    expect(fits('<uin>', name), name).toBe(false);
  expect(fits('a?', 'A1')).toBe(false);
  expect(fits('a?', 'A1', true)).toBe(true);
});

test.each(['', '/a', 'a//b', 'a/', '.', 'a/../b', 'a**', '{a', 'a}', '{a,{b}}'])(
  '%j is refused',
  (pattern) => {
    expect(() => parsePattern(pattern)).toThrow();
  },
);
