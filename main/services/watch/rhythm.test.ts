import { describe, expect, test } from 'vitest';
import { createRhythm } from './rhythm.ts';

const sweepMs = 250;

describe('when to ask all folders', () => {
  test('at rest so rarely that it costs an eighth of a percent', () => {
    const rhythm = createRhythm(0);
    rhythm.swept(sweepMs, false, 1000);
    expect(rhythm.dueAt()).toBe(1000 + sweepMs / 0.0012);
  });

  test('a burst is looked at within seconds, even where other programs have cried wolf for hours', () => {
    const rhythm = createRhythm(0);
    let at = 0;
    for (let turn = 0; turn < 20; turn += 1) {
      rhythm.signal('burst', 900, at);
      at = rhythm.dueAt();
      rhythm.swept(sweepMs, false, at);
    }
    rhythm.signal('burst', 900, at + 1000);
    expect(rhythm.dueAt() - at).toBeGreaterThan(60_000);
    rhythm.signal('burst', 20_000, at + 5000);
    expect(rhythm.dueAt()).toBe(at + 5000);
  });

  test('a burst that goes on behind a sweep is looked at once more, until a sweep finds nothing', () => {
    const rhythm = createRhythm(0);
    rhythm.signal('burst', 20_000, 1000);
    rhythm.began(1000);
    rhythm.swept(sweepMs, true, 1300);
    expect(rhythm.dueAt()).toBe(2100);
    rhythm.began(2100);
    rhythm.swept(sweepMs, false, 2400);
    expect(rhythm.dueAt()).toBeGreaterThan(60_000);
    rhythm.began(300_000);
    rhythm.signal('burst', 20_000, 300_100);
    rhythm.swept(sweepMs, false, 300_200);
    expect(rhythm.dueAt()).toBe(301_000);
  });

  test('while a burst goes on sweeps never follow each other back to back', () => {
    const rhythm = createRhythm(0);
    rhythm.swept(6000, true, 10_000);
    rhythm.signal('burst', 50_000, 10_001);
    expect(rhythm.dueAt()).toBe(11_500);
  });

  test('activity in a watched folder brings a sweep within ten seconds, and one that found something the next soon', () => {
    const rhythm = createRhythm(0);
    rhythm.swept(sweepMs, true, 1000);
    rhythm.signal('hint', 0, 2000);
    expect(rhythm.dueAt()).toBe(11_000);
    rhythm.swept(sweepMs, true, 11_000);
    rhythm.signal('burst', 2000, 11_500);
    expect(rhythm.dueAt()).toBe(11_800);
  });
});
