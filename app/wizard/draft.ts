import type { LeavingDraft } from '../contract/leaving.ts';
import type { ActiveRun } from '../contract/runs.ts';
import type { PlanChoice } from '../contract/plan-entries.ts';
import { followLeaving } from './leaving.ts';
import type { LeavingState, RunPhase } from './leaving-state.ts';

type Answers = Omit<LeavingState, 'plan' | 'run' | 'refusal'>;

function answersOf(state: Answers): Answers {
  const { purpose, step, visited, signOut, selectable, accounts, sinceSession } = state;
  const { level, include, olderThanMs, mode, interrupted, resume } = state;
  return {
    ...{ purpose, step, visited, signOut, selectable, accounts, sinceSession },
    ...{ level, include, olderThanMs, mode, interrupted, resume },
  };
}

/** What is kept of an open wizard so that the next window returns to it. */
export function draftOf(
  state: LeavingState,
  choices: readonly PlanChoice[],
  keptShared: readonly PlanChoice[],
): LeavingDraft | null {
  const runId = 'runId' in state.run ? state.run.runId : null;
  // a run that could not go on is offered anew on the home screen
  if (state.purpose === 'resume' && runId === null) return null;
  return { ...answersOf(state), runId, choices, keptShared };
}

/** Whether the kept answers are those of the run that goes on; until its id was kept, only the step can tell. */
function startedBy({ step, runId }: LeavingDraft, active: ActiveRun): boolean {
  return runId === null ? step === 'run' : runId === active.runId;
}

function runOf(draft: LeavingDraft, active: ActiveRun | null, isChecked: boolean): RunPhase {
  if (active !== null)
    return { kind: 'running', runId: active.runId, jobId: active.jobId, cancelling: false };
  if (draft.runId === null) return { kind: 'none' };
  return isChecked
    ? { kind: 'done', runId: draft.runId }
    : { kind: 'verifying', runId: draft.runId, jobId: null };
}

/**
 * The wizard as the last window left it. A plan is made anew, so that what is confirmed is what is there now.
 * `active`: the run that the program carries out; `isChecked`: the kept run has ended and was looked at again.
 */
export function reopenLeaving(
  draft: LeavingDraft | null,
  active: ActiveRun | null,
  isChecked: boolean,
): LeavingState | null {
  if (active !== null && (draft === null || !startedBy(draft, active))) return followLeaving(active);
  if (draft === null) return null;
  const run = runOf(draft, active, isChecked);
  const needsPlan = run.kind === 'none' && (draft.step === 'preview' || draft.step === 'run');
  return {
    ...answersOf(draft),
    step: run.kind === 'done' ? 'result' : run.kind === 'none' ? draft.step : 'run',
    refusal: null,
    plan: needsPlan ? { kind: 'wanted', because: null } : { kind: 'none' },
    run,
  };
}
