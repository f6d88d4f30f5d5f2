import { describe, expect, it } from 'vitest';
import { hashOf, routeOf } from './route-store.ts';

describe('routeOf', () => {
  it('parses a place and its detail', () => {
    for (const route of [
      { place: 'records', detail: 'run-1' },
      { place: 'guide', detail: 'qq/二' },
      { place: 'leave', detail: '' },
    ] as const)
      expect(routeOf(hashOf(route))).toEqual(route);
  });

  it('is home for an unknown route', () => {
    expect(routeOf('#/elsewhere/1')).toEqual({ place: 'leave', detail: '' });
    expect(routeOf('')).toEqual({ place: 'leave', detail: '' });
  });
});
