import { describe, expect, it } from 'vitest';
import { draftOf, reopenLeaving } from './draft.ts';
import { beginLeaving, leave, resumeLeaving } from './leaving.ts';
import type { LeavingEvent, LeavingState } from './leaving-state.ts';

const to = (...events: LeavingEvent[]): LeavingState =>
  events.reduce(leave, beginLeaving('leave', ['a1', 'a2']));
const answers: readonly LeavingEvent[] = [
  { type: 'choose-accounts', accounts: ['a2'] },
  { type: 'next' },
  { type: 'next' },
  { type: 'choose-level', level: 'system' },
  { type: 'next' },
  { type: 'plan-started', jobId: 'j1' },
  { type: 'plan-ready', planId: 'p1', empty: false },
];
const asked = to(...answers, { type: 'next' });
const running = leave(leave(asked, { type: 'confirmed' }), { type: 'run-started', runId: 'r1', jobId: 'j2' });
const active = { runId: 'r1', jobId: 'j2', mode: 'delete' } as const;

const kept = (state: LeavingState) => draftOf(state, [], []);

describe('the answers that the next window takes over', () => {
  it.each([
    ['the accounts', to(...answers.slice(0, 1))],
    ['signing out', to(...answers.slice(0, 2))],
    [
      'an instruction of the second messenger',
      to(
        ...answers.slice(0, 2),
        { type: 'sign-out-answered', product: 'wechat', later: true, then: 'qq' },
        { type: 'sign-out-at', product: 'qq', guide: 'qq-nt-linux', instruction: 1 },
      ),
    ],
    ['the level', to(...answers.slice(0, 4))],
  ])('opens at %s as they were', (_step, state) => {
    expect(reopenLeaving(kept(state), null, false)).toEqual(state);
  });

  it.each([
    ['the preview', to(...answers)],
    ['the last question', asked],
  ])('asks for a new plan at %s and never takes over the confirmation', (_step, state) => {
    const reopened = reopenLeaving(kept(state), null, false);
    expect(reopened).toEqual({ ...state, plan: { kind: 'wanted', because: null } });
    expect(leave(reopened!, { type: 'confirmed' }).run).toEqual({ kind: 'none' });
  });

  it('returns to the run with its answers, also when the window went before it learned the run’s id', () => {
    const wanted = leave(asked, { type: 'confirmed' });
    for (const state of [running, wanted])
      expect(reopenLeaving(kept(state), active, false)).toMatchObject({
        ...{
          purpose: 'leave',
          step: 'run',
          accounts: ['a2'],
          run: { kind: 'running', runId: 'r1', jobId: 'j2' },
        },
      });
  });

  it('follows another run without taking the answers for its own', () => {
    const other = { ...active, runId: 'r9' };
    for (const state of [running, to(...answers)])
      expect(reopenLeaving(kept(state), other, false)).toMatchObject({
        ...{ purpose: 'resume', accounts: [], run: { kind: 'running', runId: 'r9' } },
      });
  });

  it('looks again at a run that ended meanwhile, and shows one that was looked at', () => {
    expect(reopenLeaving(kept(running), null, false)).toMatchObject({
      step: 'run',
      run: { kind: 'verifying' },
    });
    expect(reopenLeaving(kept(running), null, true)).toMatchObject({
      ...{ step: 'result', run: { kind: 'done', runId: 'r1' } },
    });
  });

  it('keeps nothing of a run that could not go on: the home screen offers it anew', () => {
    const refused = leave(resumeLeaving({ runId: 'r1', mode: 'delete' }), {
      ...{ type: 'run-refused', error: { code: 'busy', params: {} } },
    });
    expect(kept(refused)).toBeNull();
    expect(reopenLeaving(null, null, false)).toBeNull();
  });
});
