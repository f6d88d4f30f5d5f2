import type { Extra, Level } from '../cleanup/levels.ts';
import type { RemovalMode } from '../cleanup/outcomes.ts';
import type { LeavingDraft } from '../contract/leaving.ts';
import type { PlanChoice } from '../contract/plan-entries.ts';
import type { Selection } from '../contract/plans.ts';
import type { Product } from '../platforms/platform.ts';
import type { ContractError, ErrorCode } from '../contract/errors.ts';

export type LeavingStep = LeavingDraft['step'];
/** The steps of 「离开这台电脑」 in order. */
export const leavingSteps: readonly LeavingStep[] = [
  'accounts',
  'sign-out',
  'level',
  'preview',
  'run',
  'result',
];

/** `resume` and `sheet` start with every question answered; `sheet`: the person's own accounts, all of them. */
export type LeavingPurpose = LeavingDraft['purpose'];
/** Why the wizard was opened from the home screen. `deep`, `cache` and `sheet` preset their level. */
export type OpeningPurpose = Exclude<LeavingPurpose, 'resume'>;

/** `wanted` asks the store to make a plan of the current selection. */
export type PlanPhase =
  | { readonly kind: 'none' }
  /** `because`: the plan before could not be used; what was excluded from it is excluded again */
  | { readonly kind: 'wanted'; readonly because: ErrorCode | null }
  /** `jobId` null: a plan that exists is being reduced; meanwhile nothing can be confirmed */
  | { readonly kind: 'making'; readonly jobId: string | null; readonly because: ErrorCode | null }
  | {
      readonly kind: 'ready';
      readonly planId: string;
      readonly empty: boolean;
      readonly because: ErrorCode | null;
      /** true after something was excluded from it; returning to the preview makes a full plan and keeps the ticks */
      readonly reduced: boolean;
    }
  | { readonly kind: 'failed'; readonly error: ContractError };

/** `wanted` asks the store to start the run. Only the `confirmed` event of a held button sets it. */
export type RunPhase =
  | { readonly kind: 'none' }
  | { readonly kind: 'wanted'; readonly planId: string; readonly mode: RemovalMode }
  /** an interrupted run is to go on; held for like any other */
  | { readonly kind: 'resuming'; readonly runId: string }
  | {
      readonly kind: 'running';
      readonly runId: string;
      readonly jobId: string;
      readonly cancelling: boolean;
    }
  | { readonly kind: 'verifying'; readonly runId: string; readonly jobId: string | null }
  | { readonly kind: 'done'; readonly runId: string }
  | { readonly kind: 'failed'; readonly error: ContractError };

/** Where the person is in the step of signing out: messenger and instruction, and which messengers can wait. */
export type SignOutPlace = LeavingDraft['signOut'];

export interface LeavingState {
  readonly purpose: LeavingPurpose;
  readonly step: LeavingStep;
  /** steps shown so far; the rail lets the user return to them */
  readonly visited: readonly LeavingStep[];
  readonly signOut: SignOutPlace;
  /** accounts that may be cleaned */
  readonly selectable: readonly string[];
  readonly accounts: readonly string[];
  /** only data that came since the session began; without an account of the guest's, only the shared places */
  readonly sinceSession: boolean;
  readonly level: Level | null;
  readonly include: readonly Extra[];
  readonly olderThanMs: number | null;
  /** removal mode; the purpose presets it until the user chooses one */
  readonly mode: RemovalMode;
  /** id of the run that `resume` continues, else null */
  readonly interrupted: string | null;
  /** step that Next returns to after a detour */
  readonly resume: LeavingStep | null;
  /** why a run was refused before it removed anything */
  readonly refusal: ContractError | null;
  readonly plan: PlanPhase;
  readonly run: RunPhase;
}

export type LeavingEvent =
  | { readonly type: 'choose-accounts'; readonly accounts: readonly string[] }
  | { readonly type: 'choose-level'; readonly level: Level }
  | { readonly type: 'choose-extras'; readonly include: readonly Extra[] }
  | { readonly type: 'choose-age'; readonly olderThanMs: number | null }
  | { readonly type: 'choose-mode'; readonly mode: RemovalMode }
  | { readonly type: 'next' }
  | { readonly type: 'back' }
  | { readonly type: 'go'; readonly step: LeavingStep }
  /** to a messenger of the sign-out step, in one version of its guide, and to one of its instructions */
  | {
      readonly type: 'sign-out-at';
      readonly product: Product;
      readonly guide: string | null;
      readonly instruction: number;
    }
  /** the person's answer for one messenger: signed out, or `later`; `then` is the next messenger, null the next step */
  | {
      readonly type: 'sign-out-answered';
      readonly product: Product;
      readonly later: boolean;
      readonly then: Product | null;
    }
  /** from the last question back to signing out, and then straight here again */
  | { readonly type: 'sign-out-first' }
  /** from the sheet to the preview, and so to every question */
  | { readonly type: 'look-closer' }
  | { readonly type: 'plan-again' }
  | { readonly type: 'plan-started'; readonly jobId: string }
  | { readonly type: 'plan-reducing' }
  | { readonly type: 'plan-ready'; readonly planId: string; readonly empty: boolean }
  | { readonly type: 'plan-reduced'; readonly planId: string; readonly empty: boolean }
  | { readonly type: 'plan-failed'; readonly error: ContractError }
  | { readonly type: 'confirmed' }
  | { readonly type: 'run-started'; readonly runId: string; readonly jobId: string }
  | { readonly type: 'run-refused'; readonly error: ContractError }
  | { readonly type: 'cancel-asked' }
  | { readonly type: 'run-ended' }
  | { readonly type: 'verify-started'; readonly jobId: string }
  | { readonly type: 'reported' };

/** True when the scope is known: chosen accounts, or in a session without accounts the shared places. */
function hasAccounts({ accounts, selectable, sinceSession }: LeavingState): boolean {
  return accounts.length > 0 || (sinceSession && selectable.length === 0);
}

/** The selection for a plan, or null while a question is unanswered. */
export function selectionOf(state: LeavingState): Selection | null {
  if (state.level === null || !hasAccounts(state)) return null;
  const every = state.selectable.every((id) => state.accounts.includes(id));
  return {
    level: state.level,
    accounts: every ? 'all' : state.accounts,
    include: state.include,
    olderThanMs: state.olderThanMs,
    keep: [],
    sinceSession: state.sinceSession,
  };
}

/** True once a run has started: earlier answers can no longer change. */
export function isCommitted(state: LeavingState): boolean {
  return state.run.kind !== 'none' && state.run.kind !== 'failed';
}

/** Whether the current step is answered. */
export function canGoOn(state: LeavingState): boolean {
  switch (state.step) {
    case 'accounts':
      return hasAccounts(state);
    case 'sign-out':
      return true;
    case 'level':
      return selectionOf(state) !== null;
    case 'preview':
      return state.plan.kind === 'ready' && !state.plan.empty;
    case 'run':
    case 'result':
      return false;
  }
}

/** True at the last question while its plan changes, so that no answer meets the wrong plan. */
function isReplanning({ step, plan }: LeavingState): boolean {
  return step === 'run' && (plan.kind === 'wanted' || plan.kind === 'making');
}

/** Back is disabled while a run removes files and after it, and while the plan of the last question changes. */
export function canGoBack(state: LeavingState): boolean {
  if (isAnswered(state) || isReplanning(state)) return false;
  return state.step !== 'accounts' && state.step !== 'result' && !isCommitted(state);
}

/** Whether the last question stands before a plan that still holds what was left out of the preview. */
export function mustReduce({ step, plan, run }: LeavingState, choices: readonly PlanChoice[]): boolean {
  const isOpen = run.kind === 'none' || run.kind === 'failed';
  return step === 'run' && isOpen && plan.kind === 'ready' && !plan.reduced && choices.length > 0;
}

/** Whether every question was answered when the wizard was opened. */
function isAnswered({ purpose }: LeavingState): boolean {
  return purpose === 'resume' || purpose === 'sheet';
}

/** The steps shown in the rail: of a resumed run and of the sheet only run and result. */
export function stepsOf(state: LeavingState): readonly LeavingStep[] {
  return isAnswered(state) ? ['run', 'result'] : leavingSteps;
}

/** Whether the rail may jump to a step: back to one already shown, or forward past answered ones. */
export function canGoTo(state: LeavingState, step: LeavingStep): boolean {
  if (isCommitted(state) || isReplanning(state)) return false;
  if (step === 'result' || !state.visited.includes(step)) return false;
  if (step === 'run') return state.plan.kind === 'ready' && !state.plan.empty;
  return step !== 'preview' || selectionOf(state) !== null;
}
