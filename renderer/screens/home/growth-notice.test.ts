import { describe, expect, it } from 'vitest';
import { tomorrow } from './growth-notice.tsx';

describe('tomorrow', () => {
  it('is the next local midnight', () => {
    const evening = new Date(2026, 10, 21, 23, 59, 59).getTime();
    expect(tomorrow(evening)).toBe(new Date(2026, 10, 22).getTime());
  });
});
