import { describe, expect, it } from 'vitest';
import { clockOf, minutesOf } from './clock-time.ts';

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
