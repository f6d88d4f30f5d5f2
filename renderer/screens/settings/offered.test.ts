import { describe, expect, it } from 'vitest';
import { clockOf, idOf, minutesOf, offered, valueOf } from './offered.ts';

describe('offered values', () => {
  it('hold the present one where it is another', () => {
    expect(offered([5, 20], 5)).toEqual([5, 20]);
    expect(offered([5, 20], 7)).toEqual([5, 7, 20]);
    expect(offered([5, 20], null)).toEqual([5, 20]);
  });

  it('go through an id and back', () => {
    for (const value of [null, 1, 5_368_709_120]) expect(valueOf(idOf(value))).toBe(value);
  });
});

describe('a time field', () => {
  it('shows and reads minutes after midnight', () => {
    for (const minutes of [0, 61, 1320, 1439]) expect(minutesOf(clockOf(minutes))).toBe(minutes);
    expect(clockOf(485)).toBe('08:05');
  });

  it('says nothing while it is half filled in', () => {
    expect(minutesOf('')).toBeNull();
    expect(minutesOf('9:')).toBeNull();
    expect(minutesOf('24:00')).toBeNull();
  });
});
