import { describe, expect, it, vi } from 'vitest';
import { groupFilter } from '../../../app/wizard/choices.ts';
import { FakeContract } from '../../../app/testing/fake-contract.ts';
import { createJobsStore } from '../jobs-store.ts';
import { areSharedKept } from './leaving-exclusions.ts';
import { createLeavingStore } from './leaving-store.ts';

function opened(client = new FakeContract()) {
  const leaving = createLeavingStore(client, createJobsStore(client).ended, () => undefined);
  leaving.open('leave', ['a1', 'a2'], {});
  leaving.send({ type: 'choose-accounts', accounts: ['a1'] });
  leaving.send({ type: 'next' });
  leaving.send({ type: 'next' });
  leaving.send({ type: 'choose-level', level: 'system' });
  leaving.send({ type: 'next' });
  return { client, leaving, state: () => leaving.store.getState() };
}

const planned = (state: ReturnType<typeof opened>['state']) =>
  vi.waitFor(() => {
    const plan = state().plan;
    expect(state().machine?.plan.kind).toBe('ready');
    if (plan === null) throw new Error('no plan');
    return plan;
  });

describe('the leaving store', () => {
  it('plans, removes, verifies and shows the receipt', async () => {
    const { client, leaving, state } = opened();
    await planned(state);
    await leaving.goOnFromPreview();
    leaving.send({ type: 'confirmed' });
    await vi.waitFor(() => expect(state().machine?.step).toBe('result'));
    expect(state().report?.verification?.outcome).toBe('done');
    expect(client.calls.filter((call) => call.method === 'runs.start')).toHaveLength(1);
  });

  it('returns to the run that goes on after a reload, can stop it, and shows its receipt', async () => {
    const { client, leaving, state } = opened(new FakeContract({ endless: ['runs.start'] }));
    await planned(state);
    await leaving.goOnFromPreview();
    leaving.send({ type: 'confirmed' });
    await vi.waitFor(() => expect(state().machine?.run.kind).toBe('running'));
    const before = state().machine?.run;

    const reloaded = createLeavingStore(client, createJobsStore(client).ended, () => undefined);
    await reloaded.reopen();
    expect(reloaded.store.getState().machine).toMatchObject({ step: 'run', run: before });
    reloaded.cancel();
    await vi.waitFor(() => expect(reloaded.store.getState().machine?.step).toBe('result'));
    expect(reloaded.store.getState().report?.outcome).toBe('cancelled');
  });

  it('stays closed after a reload when no run goes on', async () => {
    const client = new FakeContract();
    const leaving = createLeavingStore(client, createJobsStore(client).ended, () => undefined);
    await leaving.reopen();
    expect(leaving.store.getState().machine).toBeNull();
  });

  it('keeps the answers and what was left out for the next window, and makes the plan anew', async () => {
    const { client, leaving, state } = opened();
    const plan = await planned(state);
    const what = groupFilter(plan.groups[0]!);
    leaving.choose({ goes: false, what });
    await leaving.goOnFromPreview();
    leaving.send({ type: 'choose-mode', mode: 'erase' });

    const next = createLeavingStore(client, createJobsStore(client).ended, () => undefined);
    await next.reopen();
    expect(next.store.getState().machine).toMatchObject({ step: 'run', accounts: ['a1'], mode: 'erase' });
    const again = await planned(next.store.getState);
    expect(again.id).not.toBe(state().plan?.id);
    expect(again.groups.map(groupFilter)).not.toContainEqual(what);
    expect(client.calls.some((call) => call.method === 'runs.start')).toBe(false);
  });

  it('returns to the receipt of a run that has ended, without another look', async () => {
    const { client, leaving, state } = opened();
    await planned(state);
    await leaving.goOnFromPreview();
    leaving.send({ type: 'confirmed' });
    await vi.waitFor(() => expect(state().machine?.step).toBe('result'));
    const looks = () => client.calls.filter((call) => call.method === 'runs.verify').length;
    const before = looks();

    const next = createLeavingStore(client, createJobsStore(client).ended, () => undefined);
    await next.reopen();
    expect(next.store.getState()).toMatchObject({ machine: { step: 'result' }, report: state().report });
    expect(looks()).toBe(before);
  });

  it('keeps nothing of a wizard that was closed', async () => {
    const { client, leaving, state } = opened();
    await planned(state);
    leaving.close();
    const next = createLeavingStore(client, createJobsStore(client).ended, () => undefined);
    await next.reopen();
    expect(next.store.getState().machine).toBeNull();
  });

  it('drops kept answers that the program no longer takes, so that none of them is out of date', async () => {
    const client = new FakeContract();
    const { leaving, state } = opened(client);
    await planned(state);
    const call = client.call.bind(client);
    const refusing: typeof client.call = (method, input) =>
      method === 'leaving.keep' && (input as { draft: unknown }).draft !== null
        ? Promise.resolve({ ok: false, error: { code: 'invalid-input', params: {} } })
        : call(method, input);
    client.call = refusing;
    leaving.choose({ goes: false, what: groupFilter(state().plan!.groups[0]!) });
    await vi.waitFor(async () =>
      expect(await client.call('leaving.kept', {})).toEqual({ ok: true, value: null }),
    );
  });

  it('runs the reduced plan after an exclusion', async () => {
    const { client, leaving, state } = opened();
    const plan = await planned(state);
    const group = plan.groups[0]!;
    leaving.choose({ goes: false, what: groupFilter(group) });
    await leaving.goOnFromPreview();
    expect(state().plan?.groups.map((left) => left.id)).not.toContain(group.id);
    leaving.send({ type: 'confirmed' });
    await vi.waitFor(() => expect(state().machine?.step).toBe('result'));
    const run = client.calls.find((call) => call.method === 'runs.start');
    expect(run?.input).toMatchObject({ planId: state().report?.planId, mode: 'delete', confirmed: true });
    expect(state().report?.planId).not.toBe(plan.id);
  });

  it('what was left out stays, also where the rail leads to the last question', async () => {
    const { client, leaving, state } = opened();
    const plan = await planned(state);
    const group = plan.groups[0]!;
    leaving.choose({ goes: false, what: groupFilter(group) });
    await leaving.goOnFromPreview();
    leaving.send({ type: 'back' });
    await planned(state);
    leaving.send({ type: 'go', step: 'run' });
    await planned(state);
    expect(state().machine?.step).toBe('run');
    leaving.send({ type: 'confirmed' });
    await vi.waitFor(() => expect(state().machine?.run.kind).not.toBe('none'));
    await vi.waitFor(() => expect(state().machine?.step).toBe('result'));
    const run = client.calls.find((call) => call.method === 'runs.start');
    const excludes = client.calls.filter((call) => call.method === 'plans.exclude');
    expect(excludes.length).toBeGreaterThanOrEqual(2);
    expect(run?.input).toMatchObject({ planId: state().plan?.id });
    expect(state().plan?.groups.map(groupFilter)).not.toContainEqual(groupFilter(group));
  });

  it('a detour that was left by Back does not lead past the preview', async () => {
    const { leaving, state } = opened();
    const plan = await planned(state);
    leaving.choose({ goes: false, what: groupFilter(plan.groups[0]!) });
    await leaving.goOnFromPreview();
    leaving.send({ type: 'sign-out-first' });
    leaving.send({ type: 'back' });
    leaving.send({ type: 'choose-accounts', accounts: ['a1', 'a2'] });
    for (let step = 0; step < 3; step += 1) leaving.send({ type: 'next' });
    await planned(state);
    leaving.send({ type: 'back' });
    leaving.send({ type: 'next' });
    expect(state().machine).toMatchObject({ step: 'preview', resume: null });
  });

  it('opens what was picked at the preview, with everything else left out', async () => {
    const client = new FakeContract();
    const leaving = createLeavingStore(client, createJobsStore(client).ended, () => undefined);
    const state = () => leaving.store.getState();
    const choices = [
      { goes: false, what: {} },
      { goes: true, what: { accountId: 'a1', kind: 'received' } },
    ] as const;
    leaving.openPicked({ accounts: ['a1'], include: [], choices }, ['a1', 'a2'], {});
    await planned(state);
    expect(state().machine).toMatchObject({ step: 'preview', accounts: ['a1'], level: 'deep' });
    await leaving.goOnFromPreview();
    expect(state().machine?.step).toBe('run');
    const categories = new Set(state().plan?.groups.map(({ category }) => category));
    expect(categories).toEqual(new Set(['received']));
  });

  it('excludes the same files from the plan that replaces an expired one', async () => {
    const { client, leaving, state } = opened(new FakeContract({ refuse: 'plan-expired' }));
    const plan = await planned(state);
    const group = plan.groups[0]!;
    const query = { planId: plan.id, groupId: group.id, offset: 600, limit: 1 };
    const page = await client.call('plans.entries', query);
    if (!page.ok) throw new Error('no page');
    const { rootId, path } = page.value.entries[0]!;
    leaving.choose({ goes: false, what: { rootId, path } });
    await leaving.goOnFromPreview();
    leaving.send({ type: 'confirmed' });
    await vi.waitFor(() =>
      expect(state().machine?.plan).toMatchObject({ kind: 'ready', because: 'plan-expired' }),
    );
    expect(state().machine?.step).toBe('preview');
    await leaving.goOnFromPreview();
    const excludes = client.calls.filter((call) => call.method === 'plans.exclude');
    expect(excludes).toHaveLength(2);
    expect(excludes[1]?.input).toMatchObject({ choices: [{ goes: false, what: { rootId, path } }] });
    expect(state().plan?.total.files).toBe(plan.total.files - 1);
    expect(state().machine?.step).toBe('run');
  });

  it('uses the chosen mode, and leaves nothing in the quarantine when leaving', async () => {
    const { client, leaving, state } = opened();
    await planned(state);
    await leaving.goOnFromPreview();
    leaving.send({ type: 'confirmed' });
    await vi.waitFor(() => expect(state().machine?.step).toBe('result'));
    expect(state().report).toMatchObject({ mode: 'delete', quarantineId: null });

    const tidying = createLeavingStore(client, createJobsStore(client).ended, () => undefined);
    tidying.open('cache', ['a1'], {});
    await planned(tidying.store.getState);
    await tidying.goOnFromPreview();
    tidying.send({ type: 'confirmed' });
    await vi.waitFor(() => expect(tidying.store.getState().machine?.step).toBe('result'));
    expect(tidying.store.getState().report?.mode).toBe('quarantine');
  });

  it('drops a plan whose answers changed while it was being made', async () => {
    const { leaving, state } = opened();
    leaving.send({ type: 'back' });
    leaving.send({ type: 'choose-level', level: 'basic' });
    leaving.send({ type: 'next' });
    const plan = await planned(state);
    expect(plan.selection.level).toBe('basic');
  });

  it('stops on request and reports what was not reached', async () => {
    const { leaving, state } = opened(new FakeContract({ jobMs: 400 }));
    await planned(state);
    await leaving.goOnFromPreview();
    leaving.send({ type: 'confirmed' });
    await vi.waitFor(() => expect(state().machine?.run.kind).toBe('running'));
    leaving.cancel();
    await vi.waitFor(() => expect(state().machine?.step).toBe('result'));
    expect(state().report?.outcome).toBe('cancelled');
  });
});

describe('while the plan is reduced', () => {
  /** A preview from which something was left out, and whose reduction waits for `open`. */
  async function reducing() {
    const client = new FakeContract();
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    const held = Object.assign(Object.create(client) as FakeContract, {
      call: async (...args: Parameters<FakeContract['call']>) => {
        const reply = await client.call(...args);
        if (args[0] === 'plans.exclude') await gate;
        return reply;
      },
    });
    const { leaving, state } = opened(held);
    const plan = await planned(state);
    leaving.choose({ goes: false, what: groupFilter(plan.groups[0]!) });
    const going = leaving.goOnFromPreview();
    return { client, leaving, state, going, open };
  }

  it('nothing can be ticked or confirmed', async () => {
    const { leaving, state, going, open } = await reducing();
    expect(state().machine).toMatchObject({ step: 'preview', plan: { kind: 'making' } });
    leaving.send({ type: 'next' });
    leaving.send({ type: 'confirmed' });
    expect(state().machine).toMatchObject({ step: 'preview', run: { kind: 'none' } });
    open();
    await going;
    expect(state().machine).toMatchObject({ step: 'run', plan: { kind: 'ready', reduced: true } });
  });

  it('an answer for other questions than those of now is dropped', async () => {
    const { client, leaving, state, going, open } = await reducing();
    leaving.send({ type: 'back' });
    leaving.send({ type: 'choose-level', level: 'basic' });
    leaving.send({ type: 'next' });
    open();
    await going;
    const plan = await planned(state);
    expect(state().machine?.step).toBe('preview');
    expect(plan.selection.level).toBe('basic');
    leaving.send({ type: 'confirmed' });
    expect(client.calls.some(({ method }) => method === 'runs.start')).toBe(false);
  });

  it('who went back meanwhile is not carried on', async () => {
    const { leaving, state, going, open } = await reducing();
    leaving.send({ type: 'back' });
    open();
    await going;
    expect(state().machine?.step).toBe('level');
  });
});

describe('keeping the sign-in files shared with others', () => {
  const signIns = (state: ReturnType<typeof opened>['state']): Record<string, string> =>
    Object.fromEntries(
      (state().plan?.impact ?? []).map(({ accountId, signInAfter }) => [accountId, signInAfter]),
    );

  async function asked(client = new FakeContract()) {
    const opening = opened(client);
    await planned(opening.state);
    await opening.leaving.goOnFromPreview();
    expect(opening.state().machine?.step).toBe('run');
    return opening;
  }

  it('takes them out of the plan that is run, and says who may sign in then', async () => {
    const { client, leaving, state } = await asked();
    expect(signIns(state)).toMatchObject({ a1: 'must-scan', a2: 'must-scan' });
    await leaving.keepShared(true);
    expect(signIns(state)).toMatchObject({ a1: 'may', a2: 'may' });
    const kept = state().plan;
    expect(kept?.groups.map(({ location }) => location)).not.toContain('W4-15');
    leaving.send({ type: 'confirmed' });
    await vi.waitFor(() => expect(state().machine?.step).toBe('result'));
    expect(client.calls.find((call) => call.method === 'runs.start')?.input).toMatchObject({
      planId: kept?.id,
    });
  });

  it('starts nothing while the plan changes', async () => {
    const { client, leaving, state } = await asked();
    const change = leaving.keepShared(true);
    leaving.send({ type: 'confirmed' });
    await change;
    expect(state().machine?.run.kind).toBe('none');
    expect(client.calls.some((call) => call.method === 'runs.start')).toBe(false);
  });

  it('can be taken back, and what was unticked in the preview still stays', async () => {
    const { leaving, state } = opened();
    const plan = await planned(state);
    const cache = plan.groups.find(({ category }) => category === 'cache')!;
    leaving.choose({ goes: false, what: groupFilter(cache) });
    await leaving.goOnFromPreview();
    await leaving.keepShared(true);
    await leaving.keepShared(false);
    await planned(state);
    expect(state().machine?.step).toBe('run');
    expect(signIns(state)).toMatchObject({ a1: 'must-scan', a2: 'must-scan' });
    expect(state().plan?.groups.map(groupFilter)).not.toContainEqual(groupFilter(cache));
    expect(state().plan?.groups.map(({ location }) => location)).toContain('W4-15');
  });

  it('shows the failure when the plan cannot be reduced', async () => {
    const { leaving, state } = await asked(
      new FakeContract({ refusals: { 'plans.exclude': 'plan-not-found' } }),
    );
    await leaving.keepShared(true);
    expect(state().machine?.plan).toMatchObject({ kind: 'failed', error: { code: 'plan-not-found' } });
    leaving.send({ type: 'confirmed' });
    expect(state().machine?.run.kind).toBe('none');
  });

  it('is not said of files that a tick in the preview took in again', async () => {
    const { leaving, state } = opened();
    await planned(state);
    await leaving.goOnFromPreview();
    await leaving.keepShared(true);
    expect(areSharedKept(state())).toBe(true);
    leaving.send({ type: 'back' });
    await planned(state);
    leaving.choose({ goes: true, what: { accountId: null, kind: 'credentials' } });
    await leaving.goOnFromPreview();
    expect(areSharedKept(state())).toBe(false);
  });
});
