import type { AccountImpact, PlanView } from '../contract/plans.ts';

type SharedGroup = AccountImpact['affectedBy'][number];

/** Whether the plan changes anything for the account. */
export function isTouched({ signInBefore, signInAfter, goes, affectedBy }: AccountImpact): boolean {
  return signInBefore !== signInAfter || goes.files > 0 || affectedBy.length > 0;
}

/** How the account signs in next time. `mustScanAnyway`: that is so without the plan as well. */
export function signInWord({
  signInBefore,
  signInAfter,
}: AccountImpact): 'may' | 'unknown' | 'mustScan' | 'mustScanAnyway' {
  if (signInAfter === 'may') return 'may';
  if (signInAfter === 'could-not-tell') return 'unknown';
  return signInBefore === 'must-scan' ? 'mustScanAnyway' : 'mustScan';
}

/** Accounts outside the choice that must sign in again because of the plan. */
export function othersWhoMustScan({ impact }: PlanView): readonly AccountImpact[] {
  return impact.filter((one) => !one.chosen && signInWord(one) === 'mustScan');
}

export interface SharedImpact {
  /** planned sign-in data that accounts outside the choice use as well */
  readonly groups: readonly SharedGroup[];
  /** accounts outside the choice that lose it */
  readonly others: readonly AccountImpact[];
  /** chosen accounts that may sign in by themselves when it is kept */
  readonly own: readonly AccountImpact[];
  /** whether keeping it saves one of the others a new sign-in */
  readonly savesSignIn: boolean;
}

/** What the plan takes from accounts outside the choice, and what keeping it would mean. Null: nothing. */
export function sharedWithOthers(plan: PlanView): SharedImpact | null {
  const affected = plan.impact.filter(({ chosen, affectedBy }) => !chosen && affectedBy.length > 0);
  const groups = new Map(
    affected.flatMap(({ affectedBy }) => affectedBy.map((one) => [one.group, one] as const)),
  );
  if (groups.size === 0) return null;
  const mustScan = othersWhoMustScan(plan);
  const isKeptFor = ({ affectedBy }: AccountImpact): boolean =>
    affectedBy.some(({ group, signIn }) => signIn && groups.has(group));
  return {
    groups: [...groups.values()],
    others: mustScan.length > 0 ? mustScan : affected,
    own: plan.impact.filter((one) => one.chosen && signInWord(one) === 'mustScan' && isKeptFor(one)),
    savesSignIn: mustScan.length > 0,
  };
}

/** Chosen accounts that may still sign in by themselves after a clean that removes sign-ins. */
export function staySignedIn({ impact, selection }: PlanView): readonly AccountImpact[] {
  return selection.level === 'basic' ? [] : impact.filter((one) => one.chosen && one.signInAfter === 'may');
}
