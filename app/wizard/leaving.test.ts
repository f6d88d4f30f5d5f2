import { describe, expect, it } from 'vitest';
import { canGoBack, canGoOn, canGoTo, leavingSteps, selectionOf, stepsOf } from './leaving-state.ts';
import type { LeavingEvent, LeavingState } from './leaving-state.ts';
import { beginLeaving, leave, leaveTheRest, resumeLeaving } from './leaving.ts';

const after = (start: LeavingState, ...events: LeavingEvent[]): LeavingState => events.reduce(leave, start);

const chosen = (): LeavingState =>
  after(
    beginLeaving('leave', ['a1', 'a2']),
    { type: 'choose-accounts', accounts: ['a1'] },
    { type: 'next' },
    { type: 'next' },
    { type: 'choose-level', level: 'system' },
  );

const previewed = (): LeavingState =>
  after(
    chosen(),
    { type: 'next' },
    { type: 'plan-started', jobId: 'j1' },
    { type: 'plan-ready', planId: 'p1', empty: false },
  );

const asked = (): LeavingState => after(previewed(), { type: 'next' });

describe('opening the wizard', () => {
  it('preselects no account where there are several', () => {
    expect(beginLeaving('leave', ['a1', 'a2']).accounts).toEqual([]);
    expect(beginLeaving('deep', ['a1', 'a2']).accounts).toEqual([]);
    expect(beginLeaving('leave', ['a1']).accounts).toEqual(['a1']);
  });

  it('preselects no level', () => {
    expect(beginLeaving('leave', ['a1']).level).toBeNull();
    expect(canGoOn({ ...beginLeaving('leave', ['a1']), step: 'level' })).toBe(false);
  });

  it('opens the cache shortcut at the preview, and stays closed without accounts', () => {
    const cache = beginLeaving('cache', ['a1', 'a2']);
    expect(cache).toMatchObject({ step: 'preview', level: 'basic', plan: { kind: 'wanted' } });
    expect(selectionOf(cache)?.accounts).toBe('all');
    expect(beginLeaving('cache', []).step).toBe('accounts');
  });

  it('asks for the accounts of a deep clean, then opens its preview', () => {
    const state = after(
      beginLeaving('deep', ['a1', 'a2']),
      { type: 'choose-accounts', accounts: ['a2'] },
      { type: 'next' },
    );
    expect(state).toMatchObject({ step: 'preview', level: 'deep', plan: { kind: 'wanted' } });
    expect(leave(state, { type: 'back' }).step).toBe('level');
  });
});

describe('a plan that changes at the last question', () => {
  it.each([
    ['is reduced', { type: 'plan-reducing' }],
    ['is made again', { type: 'plan-again' }],
  ] as const)('cannot be confirmed or left while it %s', (_what, event) => {
    const changing = leave(asked(), event);
    expect(leave(changing, { type: 'confirmed' }).run.kind).toBe('none');
    expect(canGoBack(changing)).toBe(false);
    expect(canGoTo(changing, 'preview')).toBe(false);
  });

  it('is confirmed with the new id once it is there', () => {
    const state = after(
      asked(),
      { type: 'plan-reducing' },
      { type: 'plan-reduced', planId: 'p2', empty: false },
      { type: 'confirmed' },
    );
    expect(state.run).toMatchObject({ kind: 'wanted', planId: 'p2' });
  });

  it('can be left after a failure', () => {
    const failed = after(
      asked(),
      { type: 'plan-reducing' },
      { type: 'plan-failed', error: { code: 'plan-expired', params: {} } },
    );
    expect(leave(failed, { type: 'confirmed' }).run.kind).toBe('none');
    expect(canGoBack(failed)).toBe(true);
  });

  it('stays as it is after the confirmation', () => {
    const running = leave(asked(), { type: 'confirmed' });
    for (const type of ['plan-reducing', 'plan-again'] as const)
      expect(leave(running, { type })).toBe(running);
  });
});

describe('leaving with a session', () => {
  it('preselects the accounts that came since and plans only what came since', () => {
    const state = after(
      beginLeaving('leave', ['a1', 'a2'], { sinceSession: true }),
      { type: 'next' },
      { type: 'next' },
      { type: 'choose-level', level: 'system' },
    );
    expect(state.accounts).toEqual(['a1', 'a2']);
    expect(selectionOf(state)).toMatchObject({ accounts: 'all', sinceSession: true });
  });

  it('continues without an own account, for what came to the shared places', () => {
    const empty = beginLeaving('leave', [], { sinceSession: true });
    expect(canGoOn(empty)).toBe(true);
    const state = after(
      empty,
      { type: 'next' },
      { type: 'next' },
      { type: 'choose-level', level: 'basic' },
      { type: 'next' },
    );
    expect(state).toMatchObject({ step: 'preview', plan: { kind: 'wanted' } });
    expect(selectionOf(state)).toMatchObject({ accounts: 'all', sinceSession: true });
  });

  it('requires an account where some came and none is ticked', () => {
    const state = after(beginLeaving('leave', ['a1', 'a2'], { sinceSession: true }), {
      type: 'choose-accounts',
      accounts: [],
    });
    expect(canGoOn(state)).toBe(false);
    expect(canGoOn(beginLeaving('leave', []))).toBe(false);
  });
});

describe('answering the steps', () => {
  it('walks the steps in order', () => {
    expect(asked().visited).toEqual(leavingSteps.slice(0, 5));
  });

  it('stays on a step while its question is unanswered', () => {
    const start = beginLeaving('leave', ['a1', 'a2']);
    expect(leave(start, { type: 'next' })).toBe(start);
  });

  it('never selects an account that may not be cleaned', () => {
    const state = leave(beginLeaving('leave', ['a1']), {
      type: 'choose-accounts',
      accounts: ['a1', 'locked'],
    });
    expect(state.accounts).toEqual(['a1']);
  });

  it('drops the plan when an answer changes and makes a new one on return', () => {
    const changed = after(previewed(), { type: 'back' }, { type: 'choose-level', level: 'basic' });
    expect(changed.plan).toEqual({ kind: 'none' });
    expect(leave(changed, { type: 'next' }).plan).toMatchObject({ kind: 'wanted' });
  });

  it('keeps the plan when the user only looks back', () => {
    const state = after(previewed(), { type: 'back' }, { type: 'back' }, { type: 'next' }, { type: 'next' });
    expect(state).toMatchObject({ step: 'preview', plan: { kind: 'ready', planId: 'p1' } });
  });

  it('clears extras and age that another level does not have', () => {
    const state = after(
      chosen(),
      { type: 'choose-extras', include: ['media', 'received'] },
      { type: 'choose-age', olderThanMs: 1000 },
      { type: 'choose-level', level: 'deep' },
    );
    expect(state).toMatchObject({ include: [], olderThanMs: null });
  });

  it('makes a full plan again when the user returns to a reduced one', () => {
    const reduced = after(
      previewed(),
      { type: 'plan-reduced', planId: 'p2', empty: false },
      { type: 'next' },
    );
    expect(reduced).toMatchObject({ step: 'run', plan: { planId: 'p2' } });
    expect(leave(reduced, { type: 'back' })).toMatchObject({ step: 'preview', plan: { kind: 'wanted' } });
  });

  it('lets the rail lead only to steps already shown', () => {
    expect(canGoTo(asked(), 'level')).toBe(true);
    expect(canGoTo(chosen(), 'preview')).toBe(false);
    expect(canGoTo(asked(), 'result')).toBe(false);
  });

  it('does not continue from an empty preview', () => {
    const empty = after(chosen(), { type: 'next' }, { type: 'plan-ready', planId: 'p1', empty: true });
    expect(canGoOn(empty)).toBe(false);
  });
});

describe('signing out', () => {
  const entered = (): LeavingState =>
    after(
      beginLeaving('leave', ['a1', 'a2']),
      { type: 'choose-accounts', accounts: ['a1'] },
      { type: 'next' },
    );
  const at = (product: 'wechat' | 'qq', instruction: number): LeavingEvent => ({
    ...{ type: 'sign-out-at', product, guide: null, instruction },
  });
  const answer = (product: 'wechat' | 'qq', later: boolean, then: 'qq' | null): LeavingEvent => ({
    ...{ type: 'sign-out-answered', product, later, then },
  });

  it('begins at the first messenger and its first instruction', () => {
    expect(entered().signOut).toEqual({ product: null, guide: null, instruction: 0, later: [] });
  });

  it('goes from messenger to messenger at the first instruction, then to the next step', () => {
    const second = after(entered(), at('wechat', 2), answer('wechat', false, 'qq'));
    expect(second).toMatchObject({ step: 'sign-out', signOut: { product: 'qq', instruction: 0 } });
    expect(after(second, answer('qq', false, null)).step).toBe('level');
  });

  it('remembers what can wait, until it is said to be signed out', () => {
    const waits = after(entered(), answer('wechat', true, 'qq'), answer('qq', true, null));
    expect(waits.signOut.later).toEqual(['wechat', 'qq']);
    const back = after(waits, { type: 'back' });
    expect(back).toMatchObject({ step: 'sign-out', signOut: { product: 'qq' } });
    expect(after(back, answer('qq', false, null)).signOut.later).toEqual(['wechat']);
  });

  it('starts over when the accounts are answered again, and keeps what can wait', () => {
    const away = after(entered(), answer('wechat', true, 'qq'), { type: 'back' });
    expect(after(away, { type: 'next' }).signOut).toMatchObject({ product: null, later: ['wechat'] });
  });

  it('answers in no other step', () => {
    const state = chosen();
    expect(after(state, at('qq', 1), answer('qq', true, null))).toBe(state);
  });

  it('leads straight back to the last question on a detour, which a running messenger still blocks', () => {
    const away = after(asked(), { type: 'sign-out-first' });
    expect(away.signOut).toMatchObject({ product: null, instruction: 0 });
    expect(after(away, answer('wechat', true, null))).toMatchObject({
      ...{ step: 'run', run: { kind: 'none' }, signOut: { later: ['wechat'] } },
    });
  });
});

describe('running', () => {
  it('starts nothing before the final confirmation', () => {
    expect(leave(previewed(), { type: 'confirmed' }).run.kind).toBe('none');
    expect(leave(asked(), { type: 'confirmed' }).run).toEqual({
      kind: 'wanted',
      planId: 'p1',
      mode: 'delete',
    });
  });

  it('confirms once, however often the button is held', () => {
    const once = leave(asked(), { type: 'confirmed' });
    expect(leave(once, { type: 'confirmed' })).toBe(once);
  });

  it('disables every way back while files are being removed', () => {
    const running = after(asked(), { type: 'confirmed' }, { type: 'run-started', runId: 'r1', jobId: 'j2' });
    expect(canGoBack(running)).toBe(false);
    for (const step of leavingSteps) expect(canGoTo(running, step)).toBe(false);
    expect(leave(running, { type: 'back' })).toBe(running);
    expect(leave(running, { type: 'choose-level', level: 'deep' }).level).toBe('system');
  });

  it('verifies before it shows a result', () => {
    const state = after(
      asked(),
      { type: 'confirmed' },
      { type: 'run-started', runId: 'r1', jobId: 'j2' },
      { type: 'cancel-asked' },
      { type: 'run-ended' },
    );
    expect(state.run).toEqual({ kind: 'verifying', runId: 'r1', jobId: null });
    expect(state.step).toBe('run');
    expect(leave(state, { type: 'reported' })).toMatchObject({ step: 'result', run: { kind: 'done' } });
  });
});

describe('refusals', () => {
  const refuse = (code: 'messenger-running' | 'plan-expired' | 'busy', from = asked()): LeavingState =>
    after(from, { type: 'confirmed' }, { type: 'run-refused', error: { code, params: {} } });

  it('opens the sign-out step when the messenger runs, and returns to the run step from there', () => {
    const refused = refuse('messenger-running');
    expect(refused).toMatchObject({ step: 'sign-out', refusal: { code: 'messenger-running' } });
    expect(leave(refused, { type: 'next' })).toMatchObject({
      step: 'run',
      plan: { kind: 'ready', planId: 'p1' },
      run: { kind: 'none' },
      refusal: null,
    });
  });

  it('makes an expired plan again and gives the reason', () => {
    const refused = refuse('plan-expired');
    expect(refused).toMatchObject({ step: 'preview', plan: { kind: 'wanted', because: 'plan-expired' } });
    const again = after(
      refused,
      { type: 'plan-started', jobId: 'j3' },
      { type: 'plan-ready', planId: 'p2', empty: false },
    );
    expect(again).toMatchObject({
      accounts: ['a1'],
      level: 'system',
      plan: { kind: 'ready', planId: 'p2', because: 'plan-expired' },
    });
  });

  it('stays on the run step after any other refusal, and accepts another confirmation', () => {
    const refused = refuse('busy');
    expect(refused).toMatchObject({ step: 'run', run: { kind: 'failed', error: { code: 'busy' } } });
    expect(canGoBack(refused)).toBe(true);
    expect(leave(refused, { type: 'confirmed' }).run).toEqual({
      kind: 'wanted',
      planId: 'p1',
      mode: 'delete',
    });
  });

  it('lets the user sign out first and return to the final confirmation', () => {
    const state = after(asked(), { type: 'sign-out-first' }, { type: 'next' });
    expect(state).toMatchObject({ step: 'run', plan: { kind: 'ready', planId: 'p1' } });
  });
});

describe('the removal mode', () => {
  it('defaults to delete for leaving and to quarantine for tidying', () => {
    expect(beginLeaving('leave', ['a1']).mode).toBe('delete');
    expect(beginLeaving('cache', ['a1']).mode).toBe('quarantine');
    expect(beginLeaving('deep', ['a1']).mode).toBe('quarantine');
  });

  it.each(['leave', 'deep', 'cache'] as const)('%s keeps a copy on one’s own computer only', (purpose) => {
    expect(beginLeaving(purpose, ['a1'], { computer: 'own' }).mode).toBe('quarantine');
    expect(beginLeaving(purpose, ['a1'], { computer: 'shared' }).mode).toBe('delete');
    expect(beginLeaving(purpose, ['a1'], { computer: 'others' }).mode).toBe('delete');
  });

  it('a guest’s leaving keeps no copy, whosever the computer is said to be', () => {
    expect(beginLeaving('deep', ['a1'], { computer: 'own', sinceSession: true }).mode).toBe('delete');
  });

  it.each(['leave', 'cache', 'sheet'] as const)(
    '%s begins with the accounts that are one’s own',
    (purpose) => {
      expect(beginLeaving(purpose, ['a1', 'a2'], { mine: ['a2', 'gone'] }).accounts).toEqual(['a2']);
    },
  );

  it('deep chooses by marks on one’s own computer only: elsewhere they may be those of who sat here before', () => {
    const begun = (computer: 'own' | 'shared' | 'others' | 'unanswered') =>
      beginLeaving('deep', ['a1', 'a2'], { computer, mine: ['a2'] }).accounts;
    expect(begun('own')).toEqual(['a2']);
    for (const computer of ['shared', 'others', 'unanswered'] as const) expect(begun(computer)).toEqual([]);
  });

  it.each(['leave', 'deep', 'cache'] as const)(
    '%s chooses nothing unmarked on somebody else’s computer',
    (purpose) => {
      expect(beginLeaving(purpose, ['a1'], { computer: 'others' }).accounts).toEqual([]);
      expect(beginLeaving(purpose, ['a1'], { computer: 'shared' }).accounts).toEqual(['a1']);
    },
  );

  it('changes without a new plan, and the run uses it', () => {
    const state = leave(asked(), { type: 'choose-mode', mode: 'erase' });
    expect(state.plan).toEqual(asked().plan);
    expect(leave(state, { type: 'confirmed' }).run).toMatchObject({ kind: 'wanted', mode: 'erase' });
  });

  it('cannot change after the run was confirmed', () => {
    const run = leave(asked(), { type: 'confirmed' });
    expect(leave(run, { type: 'choose-mode', mode: 'quarantine' })).toBe(run);
  });
});

describe('resuming an interrupted run', () => {
  it('runs, verifies and ends like any other run, without a way back', () => {
    const begun = resumeLeaving({ runId: 'r1', mode: 'erase' });
    expect(stepsOf(begun)).toEqual(['run', 'result']);
    expect(begun.mode).toBe('erase');
    const running = leave(begun, { type: 'run-started', runId: 'r1', jobId: 'j1' });
    expect(running.run).toMatchObject({ kind: 'running', runId: 'r1' });
    expect(canGoBack(running)).toBe(false);
    const done = after(running, { type: 'run-ended' }, { type: 'reported' });
    expect(done).toMatchObject({ step: 'result', run: { kind: 'done', runId: 'r1' } });
  });

  it('stays on the run step when it is refused, and can be confirmed again', () => {
    const error = { code: 'messenger-running', params: {} } as const;
    const refused = leave(resumeLeaving({ runId: 'r1', mode: 'erase' }), { type: 'run-refused', error });
    expect(refused).toMatchObject({ step: 'run', run: { kind: 'failed', error } });
    expect(canGoBack(refused)).toBe(false);
    expect(leave(refused, { type: 'confirmed' }).run).toEqual({ kind: 'resuming', runId: 'r1' });
  });
});

describe('what a clean left', () => {
  it('asks anew how deep, for the same accounts, and starts nothing', () => {
    const done = { ...asked(), step: 'result', run: { kind: 'done', runId: 'r1' } } as const;
    const rest = leaveTheRest(done, 'deep');
    expect(rest).toMatchObject({
      step: 'level',
      level: 'deep',
      accounts: ['a1'],
      include: [],
      run: { kind: 'none' },
    });
    expect(canGoBack(rest)).toBe(true);
    expect(leave(rest, { type: 'next' })).toMatchObject({ step: 'preview', plan: { kind: 'wanted' } });
  });

  it('takes along the person’s other accounts, of which the verdict spoke as well', () => {
    const done = { ...asked(), step: 'result', run: { kind: 'done', runId: 'r1' } } as const;
    expect(leaveTheRest(done, 'deep', 'own', ['a2', 'gone']).accounts).toEqual(['a1', 'a2']);
    const guest = { ...done, sinceSession: true };
    expect(leaveTheRest(guest, 'deep', 'own', ['a2']).accounts).toEqual(['a1']);
  });

  it('reaches no more than the session that the clean was bound to', () => {
    const bound = { ...beginLeaving('leave', ['a2'], { sinceSession: true }), step: 'result' } as const;
    expect(leaveTheRest(bound, 'system')).toMatchObject({ sinceSession: true, selectable: ['a2'] });
  });
});

describe('the sheet', () => {
  const sheet = beginLeaving('sheet', ['a1', 'a2', 'a3'], { mine: ['a2'], computer: 'shared' });
  const ready = leave(leave(sheet, { type: 'plan-started', jobId: 'j1' }), {
    ...{ type: 'plan-ready', planId: 'p1', empty: false },
  });

  it('asks at once for a plan of all that is one’s own, and of nothing else', () => {
    expect(sheet).toMatchObject({ step: 'run', plan: { kind: 'wanted' }, mode: 'delete' });
    expect(selectionOf(sheet)).toMatchObject({ level: 'deep', accounts: ['a2'], include: [] });
    expect(stepsOf(sheet)).toEqual(['run', 'result']);
    expect(canGoBack(ready)).toBe(false);
  });

  it('takes no account that nobody called theirs, also where there is only one', () => {
    const unmarked = beginLeaving('sheet', ['a1'], { computer: 'shared' });
    expect(unmarked.accounts).toEqual([]);
    expect(selectionOf(unmarked)).toBeNull();
  });

  it('in a session takes what came since', () => {
    const guest = beginLeaving('sheet', ['a3'], { mine: ['a2'], sinceSession: true });
    expect(selectionOf(guest)).toMatchObject({ accounts: 'all', sinceSession: true });
  });

  it('plans again when the phone backups are ticked, and confirms no older plan', () => {
    const ticked = leave(ready, { type: 'choose-extras', include: ['phone-backups'] });
    expect(ticked.plan).toEqual({ kind: 'wanted', because: null });
    expect(leave(ticked, { type: 'confirmed' }).run).toEqual({ kind: 'none' });
    expect(selectionOf(ticked)).toMatchObject({ include: ['phone-backups'] });
  });

  it('stays where it is with a new plan when its plan had expired', () => {
    const refused = leave(leave(ready, { type: 'confirmed' }), {
      ...{ type: 'run-refused', error: { code: 'plan-expired', params: {} } },
    });
    expect(refused).toMatchObject({ step: 'run', plan: { kind: 'wanted', because: 'plan-expired' } });
  });

  it('leads to the sign-out when a messenger runs, and from there straight back', () => {
    const away = leave(ready, { type: 'sign-out-first' });
    expect(away.step).toBe('sign-out');
    expect(leave(away, { type: 'next' })).toMatchObject({ step: 'run', plan: { kind: 'ready' } });
  });

  it('leads to the preview of the same plan, and so to every question', () => {
    const closer = leave(ready, { type: 'look-closer' });
    expect(closer).toMatchObject({ step: 'preview', purpose: 'leave', plan: { planId: 'p1' } });
    expect(canGoTo(closer, 'accounts')).toBe(true);
    expect(closer.visited).not.toContain('sign-out');
    expect(leave(leave(ready, { type: 'confirmed' }), { type: 'look-closer' }).step).toBe('run');
  });
});
