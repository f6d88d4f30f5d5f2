import type { Settings } from '../contract/settings.ts';

export type GuardSettings = Pick<
  Settings,
  'guardBytes' | 'guardPercent' | 'guardSnoozedUntil' | 'quietFrom' | 'quietTo'
>;

/** What the guard remembers between two looks: when it said this crossing, or null while it has nothing to say. */
export interface GuardState {
  readonly saidAt: number | null;
}

export const restingGuard: GuardState = { saidAt: null };

export interface Growth {
  /** came in since the watch began, below zero when more has gone */
  readonly bytes: number;
  /** was there when the watch began; null while nobody knows */
  readonly before: number | null;
}

/** so far below the limit growth must fall before the next crossing counts: caches come and go */
const rearmBelow = 0.9;

/** The smaller of the limits that are set, or null. A percentage of nothing is no limit. */
export function guardLimit(settings: GuardSettings, before: number | null): number | null {
  const { guardBytes, guardPercent } = settings;
  const part = guardPercent === null || before === null || before <= 0 ? null : (before * guardPercent) / 100;
  const limits = [guardBytes, part].filter((limit) => limit !== null);
  return limits.length === 0 ? null : Math.min(...limits);
}

/** Minutes after local midnight; hours that end before they begin go over midnight. */
export function isQuiet(settings: GuardSettings, minute: number): boolean {
  const { quietFrom, quietTo } = settings;
  if (quietFrom === null || quietTo === null || quietFrom === quietTo) return false;
  return quietFrom < quietTo
    ? minute >= quietFrom && minute < quietTo
    : minute >= quietFrom || minute < quietTo;
}

/**
 * Says once per crossing that more came in than the person wants. In quiet hours and while snoozed it waits and says it
 * afterwards if it still holds; a crossing that was said and then snoozed is said once more.
 */
export function lookAtGrowth(
  state: GuardState,
  growth: Growth,
  settings: GuardSettings,
  now: { readonly at: number; readonly minute: number },
): {
  readonly state: GuardState;
  readonly exceeded: { readonly bytes: number; readonly limit: number } | null;
} {
  const limit = guardLimit(settings, growth.before);
  if (limit === null || growth.bytes < limit * rearmBelow) return { state: restingGuard, exceeded: null };
  const snoozedUntil = settings.guardSnoozedUntil ?? 0;
  const wasSnoozed = state.saidAt !== null && state.saidAt < snoozedUntil;
  const isSaid = state.saidAt !== null && !wasSnoozed;
  if (growth.bytes < limit || isSaid || now.at < snoozedUntil || isQuiet(settings, now.minute))
    return { state, exceeded: null };
  return { state: { saidAt: now.at }, exceeded: { bytes: growth.bytes, limit } };
}
