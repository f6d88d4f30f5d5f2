import type { Extra, Level } from '../cleanup/levels.ts';
import type { ContractError, ErrorCode } from '../contract/errors.ts';
import type { Computer } from '../cleanup/computers.ts';
import type { ActiveRun, InterruptedRun } from '../contract/runs.ts';
import { canGoBack, canGoOn, canGoTo, isCommitted, leavingSteps } from './leaving-state.ts';
import type {
  LeavingEvent,
  OpeningPurpose,
  LeavingState,
  LeavingStep,
  PlanPhase,
  SignOutPlace,
} from './leaving-state.ts';
import { defaultMode } from './removal-mode.ts';

type MoveEvent = Extract<LeavingEvent, { type: 'next' | 'back' | 'go' }>;
type SignOutEvent = Extract<LeavingEvent, { type: 'sign-out-at' | 'sign-out-answered' }>;
type PlanEvent = Extract<LeavingEvent, { type: `plan-${string}` }>;
type RunEvent = Extract<
  LeavingEvent,
  { type: 'confirmed' | 'cancel-asked' | 'verify-started' | 'reported' | `run-${string}` }
>;

const firstLevels: Readonly<Record<OpeningPurpose, Level | null>> = {
  leave: null,
  deep: 'deep',
  cache: 'basic',
  sheet: 'deep',
};

const noPlan: PlanPhase = { kind: 'none' };
const firstMessenger: SignOutPlace = { product: null, guide: null, instruction: 0, later: [] };

/** What is known before the first question. */
export interface Known {
  readonly computer?: Computer;
  /** accounts that the person called theirs */
  readonly mine?: readonly string[];
  /** only data that came since the session began; a copy of it would be a trace on the owner's computer */
  readonly sinceSession?: boolean;
}

/**
 * A newly opened wizard. Preselects the accounts that the person called theirs, in a session those that came since.
 * Deep preselects by marks on the person's own computer only.
 */
export function beginLeaving(
  purpose: OpeningPurpose,
  selectable: readonly string[],
  { computer = 'unanswered', mine = [], sinceSession = false }: Known = {},
): LeavingState {
  const own = selectable.filter((id) => mine.includes(id));
  const isSheet = purpose === 'sheet';
  // the sheet asks no question, so it takes nothing that the person did not call theirs
  // on another person's computer a single account is most likely the owner's
  const isOnly = selectable.length === 1 && !isSheet && computer !== 'others';
  const only = sinceSession || isOnly ? selectable : own;
  const preset: Readonly<Record<OpeningPurpose, readonly string[]>> = {
    leave: only,
    sheet: only,
    // on a shared computer the marks may be a former user's, and deep removes the most
    deep: computer === 'own' || sinceSession || isOnly ? only : [],
    cache: own.length > 0 || computer === 'others' ? only : selectable,
  };
  const start: LeavingState = {
    purpose,
    step: isSheet ? 'run' : 'accounts',
    visited: [isSheet ? 'run' : 'accounts'],
    signOut: firstMessenger,
    selectable,
    accounts: preset[purpose],
    sinceSession,
    level: firstLevels[purpose],
    include: [],
    olderThanMs: null,
    mode: sinceSession ? 'delete' : defaultMode(purpose, computer),
    interrupted: null,
    resume: purpose === 'deep' ? 'preview' : null,
    refusal: null,
    plan: isSheet ? { kind: 'wanted', because: null } : noPlan,
    run: { kind: 'none' },
  };
  return purpose === 'cache' && canGoOn(start) ? enter(start, 'preview') : start;
}

/**
 * The wizard for what was picked from a picture of the storage: at the preview, where everything else is left out. The
 * questions before it are answered and can be gone back to.
 */
export function leavePicked(
  selectable: readonly string[],
  accounts: readonly string[],
  include: readonly Extra[],
  known: Known,
): LeavingState {
  // the question of signing out was not asked, so the rail must not call it done
  const visited: readonly LeavingStep[] = ['accounts', 'level'];
  const answered = { accounts, include, resume: null, visited };
  return enter({ ...beginLeaving('deep', selectable, known), ...answered }, 'preview');
}

/**
 * The wizard for what a clean left of the same accounts and of the person's own: at the question how deep, with `level`
 * proposed.
 */
export function leaveTheRest(
  { selectable, accounts: chosen, sinceSession }: LeavingState,
  level: Exclude<Level, 'basic'>,
  computer: Computer = 'unanswered',
  mine: readonly string[] = [],
): LeavingState {
  const own = sinceSession ? [] : mine;
  const accounts = selectable.filter((id) => chosen.includes(id) || own.includes(id));
  return {
    ...beginLeaving('leave', selectable, { computer, sinceSession }),
    ...{ accounts, level, step: 'level', visited: ['accounts', 'sign-out', 'level'] },
  };
}

/**
 * The wizard for an interrupted run that was just confirmed: its questions are answered, only run and result
 * follow.
 */
export function resumeLeaving({ runId, mode }: Pick<InterruptedRun, 'runId' | 'mode'>): LeavingState {
  return {
    purpose: 'resume',
    step: 'run',
    visited: ['run'],
    signOut: firstMessenger,
    selectable: [],
    accounts: [],
    sinceSession: false,
    level: null,
    include: [],
    olderThanMs: null,
    mode,
    interrupted: runId,
    resume: null,
    refusal: null,
    plan: noPlan,
    run: { kind: 'resuming', runId },
  };
}

/** The wizard for a run that goes on in the program while the window was reloaded. */
export function followLeaving({ runId, jobId, mode }: ActiveRun): LeavingState {
  return { ...resumeLeaving({ runId, mode }), run: { kind: 'running', runId, jobId, cancelling: false } };
}

function enter(state: LeavingState, step: LeavingStep): LeavingState {
  const visited = state.visited.includes(step) ? state.visited : [...state.visited, step];
  const moved: LeavingState = {
    ...state,
    step,
    visited,
    resume: step === state.resume ? null : state.resume,
  };
  if (step !== 'preview') return moved;
  const { plan } = state;
  const stale = plan.kind === 'none' || plan.kind === 'failed' || (plan.kind === 'ready' && plan.reduced);
  return stale ? { ...moved, plan: { kind: 'wanted', because: null } } : moved;
}

/** The step of signing out from its first messenger on; what the person said about each stays. */
function enterSignOut(state: LeavingState): LeavingState {
  const { later } = state.signOut;
  return enter({ ...state, signOut: { ...firstMessenger, later } }, 'sign-out');
}

function neighbour(step: LeavingStep, by: 1 | -1): LeavingStep {
  return leavingSteps[leavingSteps.indexOf(step) + by] ?? step;
}

/** A changed answer discards the plan; the sheet shows the next one at once. */
function answered(state: LeavingState, answer: Partial<LeavingState>): LeavingState {
  const plan: PlanPhase = state.purpose === 'sheet' ? { kind: 'wanted', because: null } : noPlan;
  return isCommitted(state) ? state : { ...state, ...answer, plan };
}

function levelChosen(state: LeavingState, level: Level): LeavingState {
  const fits = (extra: Extra): boolean => (level === 'deep') === (extra === 'phone-backups');
  return answered(state, {
    level,
    include: state.include.filter(fits),
    olderThanMs: level === 'deep' ? null : state.olderThanMs,
  });
}

const needsNewPlan: readonly ErrorCode[] = [
  'plan-expired',
  'plan-used',
  'plan-not-found',
  'plan-damaged',
  'plan-changed',
  'plan-holds-kept',
];

/** True for errors that mean: nothing was removed, and the user can fix the cause. */
export function isRefusal(code: ErrorCode): boolean {
  return code === 'messenger-running' || code === 'messenger-unknown' || needsNewPlan.includes(code);
}

function refused(state: LeavingState, error: ContractError): LeavingState {
  const idle: LeavingState = { ...state, run: { kind: 'none' }, refusal: error };
  if (state.interrupted !== null) return { ...idle, run: { kind: 'failed', error } };
  if (error.code === 'messenger-running' || error.code === 'messenger-unknown') {
    return enterSignOut({ ...idle, resume: 'run' });
  }
  if (needsNewPlan.includes(error.code)) {
    if (state.purpose === 'sheet') return { ...idle, plan: { kind: 'wanted', because: error.code } };
    return { ...enter(idle, 'preview'), plan: { kind: 'wanted', because: error.code } };
  }
  return { ...idle, run: { kind: 'failed', error } };
}

/** A state that leaves its step by another way than Next: a detour ends with it. */
function turned(state: LeavingState): LeavingState {
  return { ...state, run: { kind: 'none' }, resume: null };
}

function moved(state: LeavingState, event: MoveEvent): LeavingState {
  if (event.type === 'back') {
    return canGoBack(state) ? enter(turned(state), neighbour(state.step, -1)) : state;
  }
  if (event.type === 'go') {
    return canGoTo(state, event.step) ? enter(turned(state), event.step) : state;
  }
  if (!canGoOn(state)) return state;
  const target = state.resume ?? neighbour(state.step, 1);
  if (target === 'sign-out') return enterSignOut(state);
  const usable = target !== 'run' || state.plan.kind === 'ready';
  return enter({ ...state, refusal: null }, usable ? target : 'preview');
}

function signedOut(state: LeavingState, event: SignOutEvent): LeavingState {
  if (state.step !== 'sign-out') return state;
  const { product } = event;
  if (event.type === 'sign-out-at') {
    const { guide, instruction } = event;
    return { ...state, signOut: { ...state.signOut, product, guide, instruction } };
  }
  const others = state.signOut.later.filter((other) => other !== product);
  const later = event.later ? [...others, product] : others;
  const answered: LeavingState = { ...state, signOut: { ...state.signOut, later } };
  return event.then === null
    ? moved(answered, { type: 'next' })
    : { ...answered, signOut: { ...firstMessenger, product: event.then, later } };
}

function readyPlan(event: Extract<PlanEvent, { planId: string }>, because: ErrorCode | null): PlanPhase {
  const { planId, empty } = event;
  return { kind: 'ready', planId, empty, because, reduced: event.type === 'plan-reduced' };
}

function planned(state: LeavingState, event: PlanEvent): LeavingState {
  const because = state.plan.kind === 'wanted' || state.plan.kind === 'making' ? state.plan.because : null;
  switch (event.type) {
    case 'plan-again':
      return isCommitted(state) ? state : { ...state, plan: { kind: 'wanted', because: null } };
    case 'plan-started':
      return state.plan.kind === 'wanted'
        ? { ...state, plan: { kind: 'making', jobId: event.jobId, because } }
        : state;
    case 'plan-reducing':
      return state.plan.kind === 'ready' && !isCommitted(state)
        ? { ...state, plan: { kind: 'making', jobId: null, because: state.plan.because } }
        : state;
    case 'plan-ready':
    case 'plan-reduced':
      return state.plan.kind === 'none' ? state : { ...state, plan: readyPlan(event, because) };
    case 'plan-failed':
      return state.plan.kind === 'none' ? state : { ...state, plan: { kind: 'failed', error: event.error } };
  }
}

function confirmed(state: LeavingState): LeavingState {
  if (state.step !== 'run' || isCommitted(state)) return state;
  const idle: LeavingState = { ...state, refusal: null };
  if (state.interrupted !== null) return { ...idle, run: { kind: 'resuming', runId: state.interrupted } };
  return state.plan.kind === 'ready'
    ? { ...idle, run: { kind: 'wanted', planId: state.plan.planId, mode: state.mode } }
    : state;
}

function ran(state: LeavingState, event: RunEvent): LeavingState {
  const { run } = state;
  switch (event.type) {
    case 'confirmed':
      return confirmed(state);
    case 'run-started':
      return run.kind === 'wanted' || run.kind === 'resuming'
        ? { ...state, run: { kind: 'running', runId: event.runId, jobId: event.jobId, cancelling: false } }
        : state;
    case 'run-refused':
      return isCommitted(state) && run.kind !== 'done' ? refused(state, event.error) : state;
    case 'cancel-asked':
      return run.kind === 'running' ? { ...state, run: { ...run, cancelling: true } } : state;
    case 'run-ended':
      return run.kind === 'running'
        ? { ...state, run: { kind: 'verifying', runId: run.runId, jobId: null } }
        : state;
    case 'verify-started':
      return run.kind === 'verifying' ? { ...state, run: { ...run, jobId: event.jobId } } : state;
    case 'reported':
      return run.kind === 'verifying'
        ? { ...enter(state, 'result'), run: { kind: 'done', runId: run.runId } }
        : state;
  }
}

/** The preview of the sheet's plan; from there every question of the wizard can be answered otherwise. */
function lookedCloser(state: LeavingState): LeavingState {
  if (state.purpose !== 'sheet' || isCommitted(state)) return state;
  // the question of signing out was not asked, so the rail must not call it done
  const visited: readonly LeavingStep[] = ['accounts', 'level', 'run'];
  return enter({ ...state, purpose: 'leave', visited }, 'preview');
}

/** The reducer of the wizard; pure. */
export function leave(state: LeavingState, event: LeavingEvent): LeavingState {
  switch (event.type) {
    case 'choose-accounts':
      return answered(state, {
        accounts: state.selectable.filter((id) => event.accounts.includes(id)),
      });
    case 'choose-level':
      return levelChosen(state, event.level);
    case 'choose-extras':
      return answered(state, { include: event.include });
    case 'choose-age':
      return answered(state, { olderThanMs: event.olderThanMs });
    case 'choose-mode':
      return isCommitted(state) ? state : { ...state, mode: event.mode };
    case 'sign-out-first':
      return isCommitted(state) ? state : enterSignOut({ ...state, resume: state.step });
    case 'sign-out-at':
    case 'sign-out-answered':
      return signedOut(state, event);
    case 'look-closer':
      return lookedCloser(state);
    case 'next':
    case 'back':
    case 'go':
      return moved(state, event);
    case 'plan-again':
    case 'plan-started':
    case 'plan-reducing':
    case 'plan-ready':
    case 'plan-reduced':
    case 'plan-failed':
      return planned(state, event);
    case 'confirmed':
    case 'run-started':
    case 'run-refused':
    case 'cancel-asked':
    case 'run-ended':
    case 'verify-started':
    case 'reported':
      return ran(state, event);
  }
}
