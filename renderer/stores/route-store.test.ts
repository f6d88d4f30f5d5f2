import { describe, expect, it } from 'vitest';
import { hashOf, routeOf } from './route-store.ts';

describe('the address', () => {
  it('names a place and what is open in it', () => {
    for (const route of [
      { place: 'records', detail: 'run-1' },
      { place: 'guide', detail: 'qq/二' },
      { place: 'leave', detail: '' },
    ] as const)
      expect(routeOf(hashOf(route))).toEqual(route);
  });

  it('is home when it names nothing that exists', () => {
    expect(routeOf('#/elsewhere/1')).toEqual({ place: 'leave', detail: '' });
    expect(routeOf('')).toEqual({ place: 'leave', detail: '' });
  });
});
