import { describe, expect, test } from 'vitest';
import { guardLimit, isQuiet, lookAtGrowth, restingGuard } from './growth-guard.ts';
import type { GuardSettings, GuardState } from './growth-guard.ts';

const gb = 1024 ** 3;
const settings: GuardSettings = {
  guardBytes: 5 * gb,
  guardPercent: null,
  guardSnoozedUntil: null,
  quietFrom: null,
  quietTo: null,
};
const hour = 3_600_000;

/** Looks at one amount after the other and gives those that were said. */
function said(
  looks: readonly (readonly [bytes: number, at: number, minute?: number])[],
  chosen: GuardSettings = settings,
): number[] {
  let state: GuardState = restingGuard;
  const told: number[] = [];
  for (const [bytes, at, minute = 720] of looks) {
    const look = lookAtGrowth(state, { bytes, before: 10 * gb }, chosen, { at, minute });
    state = look.state;
    if (look.exceeded !== null) told.push(at);
  }
  return told;
}

describe('the growth guard', () => {
  test('says a crossing once, and the next one again', () => {
    expect(
      said([
        [4 * gb, 1],
        [5 * gb, 2],
        [6 * gb, 3],
        [1 * gb, 4],
        [5.5 * gb, 5],
      ]),
    ).toEqual([2, 5]);
  });

  test('growth that swings around the limit is said once', () => {
    expect(
      said([
        [5 * gb, 1],
        [4.9 * gb, 2],
        [5.1 * gb, 3],
        [4.95 * gb, 4],
        [5.2 * gb, 5],
      ]),
    ).toEqual([1]);
  });

  test('takes the smaller of size and share, and a share only where something was there', () => {
    expect(guardLimit({ ...settings, guardPercent: 20 }, 10 * gb)).toBe(2 * gb);
    expect(guardLimit({ ...settings, guardPercent: 20 }, 100 * gb)).toBe(5 * gb);
    expect(guardLimit({ ...settings, guardPercent: 20 }, 0)).toBe(5 * gb);
    expect(guardLimit({ ...settings, guardBytes: null, guardPercent: 20 }, null)).toBeNull();
    expect(guardLimit({ ...settings, guardBytes: null }, 10 * gb)).toBeNull();
  });

  test('is off when no limit is set', () => {
    expect(said([[900 * gb, 1]], { ...settings, guardBytes: null })).toEqual([]);
  });

  test('waits for the end of quiet hours over midnight and says it then if it still holds', () => {
    const night = { ...settings, quietFrom: 22 * 60, quietTo: 7 * 60 };
    const looks = [
      [6 * gb, 1, 23 * 60],
      [6 * gb, 2, 0],
      [6 * gb, 3, 7 * 60 - 1],
      [6 * gb, 4, 7 * 60],
      [6 * gb, 5, 12 * 60],
    ] as const;
    expect(said(looks, night)).toEqual([4]);
    expect(said([...looks.slice(0, 3), [1 * gb, 4, 7 * 60]], night)).toEqual([]);
  });

  test('quiet hours within a day end where they end; equal times are none', () => {
    const noon = { ...settings, quietFrom: 12 * 60, quietTo: 13 * 60 };
    expect([719, 720, 779, 780].map((minute) => isQuiet(noon, minute))).toEqual([false, true, true, false]);
    expect(isQuiet({ ...settings, quietFrom: 60, quietTo: 60 }, 60)).toBe(false);
    expect(isQuiet({ ...settings, quietFrom: 60, quietTo: null }, 60)).toBe(false);
  });

  test('a snoozed notice comes once more when the snooze is over', () => {
    const first = lookAtGrowth(restingGuard, { bytes: 6 * gb, before: null }, settings, {
      at: hour,
      minute: 0,
    });
    expect(first.exceeded).toEqual({ bytes: 6 * gb, limit: 5 * gb });
    const snoozed = { ...settings, guardSnoozedUntil: 3 * hour };
    const look = (state: GuardState, at: number) =>
      lookAtGrowth(state, { bytes: 6 * gb, before: null }, snoozed, { at, minute: 0 });
    expect(look(first.state, 2 * hour).exceeded).toBeNull();
    const again = look(first.state, 3 * hour);
    expect(again.exceeded).not.toBeNull();
    expect(look(again.state, 4 * hour).exceeded).toBeNull();
  });

  test('a snooze from before the crossing holds it back until it is over', () => {
    const snoozed = { ...settings, guardSnoozedUntil: 2 * hour };
    expect(
      said(
        [
          [6 * gb, hour],
          [6 * gb, 2 * hour],
          [6 * gb, 3 * hour],
        ],
        snoozed,
      ),
    ).toEqual([2 * hour]);
  });
});
