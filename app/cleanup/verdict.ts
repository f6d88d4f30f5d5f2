import type { Category } from './categories.ts';
import { keepReasons } from './keep-reasons.ts';

/** Why something of the chosen accounts is on the disk: by a rule, or because this clean was not to take it. */
export const stayingReasons = [
  ...keepReasons,
  /** a deeper or wider clean takes it */
  'not-cleaned',
  /** the link is planned; what it leads to is never touched */
  'behind-link',
  'unreadable',
  /** in SignOff's quarantine, from which it can be restored */
  'in-quarantine',
  'in-trash',
] as const;
export type StayingReason = (typeof stayingReasons)[number];

/** What a link leads to; `could-not-tell` where that could not be read. */
export const linkTargets = ['file', 'folder', 'missing', 'could-not-tell'] as const;
export type LinkTarget = (typeof linkTargets)[number];

/** What a person who leaves has to know about a thing that is still there. `other`: settings and program files. */
export const concerns = ['sign-in', 'unknown', 'data', 'backup', 'other'] as const;
export type Concern = (typeof concerns)[number];

/** From the worst to the best: the headline is the first that is true. */
export const headlines = ['sign-in-left', 'could-not-tell', 'data-left', 'nothing-left'] as const;
export type Headline = (typeof headlines)[number];

export const runOutcomes = ['done', 'partial', 'cancelled', 'interrupted'] as const;
export type RunOutcome = (typeof runOutcomes)[number];

/** Of a run and its second look together. `unchecked`: done, and the second look could not confirm it. */
export const shownOutcomes = [...runOutcomes, 'unchecked'] as const;
export type ShownOutcome = (typeof shownOutcomes)[number];

export interface Amount {
  readonly files: number;
  readonly bytes: number;
  readonly allocated: number;
}

/** One thing that is still there. The amount is zero where it could not be read. */
export interface Staying extends Amount {
  readonly reason: StayingReason;
  readonly category: Category | null;
  readonly accountId: string | null;
  /** a link's target; null for everything else */
  readonly leadsTo: LinkTarget | null;
  /** a sign-in may be in it: its rows can lie below this folder */
  readonly mayHoldSignIn: boolean;
}

/** What the second look counted of the plan. */
export interface PlannedNow {
  /** planned entries that are still there */
  readonly left: number;
  /** planned links to sign-ins whose target is still there: the link is gone, the sign-in is not */
  readonly behindLinks: number;
  /** places that could not be looked at */
  readonly unreadable: number;
}

/** How much of one concern is still there, and why. */
export interface Remaining extends Amount {
  readonly places: number;
  readonly reasons: readonly StayingReason[];
}

export interface Verdict {
  readonly headline: Headline;
  readonly signIns: Remaining;
  readonly data: Remaining;
  readonly backups: Remaining;
  readonly unknown: Remaining;
}

/** Personal wherever it lies, also outside an account's folder. */
const personal: readonly (Category | null)[] = ['database', 'media', 'received'];

function concernOfCategory(category: Category | null, accountId: string | null): Concern {
  if (category === 'credentials') return 'sign-in';
  if (category === 'backup') return 'backup';
  if (personal.includes(category)) return 'data';
  return category !== 'binary' && accountId !== null ? 'data' : 'other';
}

function concernOfLink({ category, accountId, leadsTo, mayHoldSignIn }: Staying): Concern {
  if (leadsTo === 'missing') return 'other';
  const concern = concernOfCategory(category, accountId);
  if (concern === 'sign-in') return concern;
  // what is behind it was not looked at
  const isUnknown =
    leadsTo === 'could-not-tell' || (leadsTo === 'folder' && (mayHoldSignIn || concern === 'other'));
  return isUnknown ? 'unknown' : concern;
}

const concernByReason: Partial<Readonly<Record<StayingReason, Concern>>> = {
  unreadable: 'unknown',
  mount: 'unknown',
  'name-not-representable': 'unknown',
  'owner-unclear': 'unknown',
  'special-file': 'other',
  owner: 'other',
  'owner-account': 'other',
  'in-quarantine': 'data',
  'in-trash': 'data',
};

/** What one thing that is still there means for the person who leaves. */
export function concernOf(staying: Staying): Concern {
  const { reason, category, accountId } = staying;
  const known = concernByReason[reason];
  if (known !== undefined) return known;
  // a sign-in of this session may stand in the owner's file; all else in it is the owner's
  if (reason === 'owner-changed') return category === 'credentials' ? 'sign-in' : 'other';
  if (reason === 'link' || reason === 'behind-link') return concernOfLink(staying);
  return concernOfCategory(category, accountId);
}

function remainingOf(staying: readonly Staying[]): Remaining {
  return {
    places: staying.length,
    files: staying.reduce((sum, { files }) => sum + files, 0),
    bytes: staying.reduce((sum, { bytes }) => sum + bytes, 0),
    allocated: staying.reduce((sum, { allocated }) => sum + allocated, 0),
    reasons: [...new Set(staying.map(({ reason }) => reason))].sort(),
  };
}

function headlineOf({ signIns, unknown, data, backups }: Omit<Verdict, 'headline'>): Headline {
  if (signIns.places > 0) return 'sign-in-left';
  if (unknown.places > 0) return 'could-not-tell';
  return data.places > 0 || backups.places > 0 ? 'data-left' : 'nothing-left';
}

/** True when everything planned is gone, and the second look could see that: exit code 0. */
export function isPlanGone({ left, behindLinks, unreadable }: PlannedNow): boolean {
  return left === 0 && behindLinks === 0 && unreadable === 0;
}

function outcomeOf(run: RunOutcome, planned: PlannedNow): ShownOutcome {
  if (run !== 'done') return run;
  if (planned.left > 0 || planned.behindLinks > 0) return 'partial';
  return planned.unreadable > 0 ? 'unchecked' : 'done';
}

/**
 * The two answers after a clean. The outcome says whether the plan was carried out. The verdict says whether this
 * person can leave: it covers the chosen accounts at any level, so a clean of the caches that was done as planned
 * still has sign-ins and data left.
 */
export function judge(
  run: RunOutcome,
  planned: PlannedNow,
  staying: readonly Staying[],
): { readonly outcome: ShownOutcome; readonly verdict: Verdict } {
  const of = (concern: Concern): Remaining =>
    remainingOf(staying.filter((one) => concernOf(one) === concern));
  const parts = { signIns: of('sign-in'), data: of('data'), backups: of('backup'), unknown: of('unknown') };
  return { outcome: outcomeOf(run, planned), verdict: { headline: headlineOf(parts), ...parts } };
}
