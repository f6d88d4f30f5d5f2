import { describe, expect, it, vi } from 'vitest';
import { groupKey, toggleFile, toggleGroup } from '../../app/wizard/exclusions.ts';
import { FakeContract } from '../../app/testing/fake-contract.ts';
import { createJobsStore } from './jobs-store.ts';
import { createLeavingStore } from './leaving-store.ts';

function opened(client = new FakeContract()) {
  const leaving = createLeavingStore(client, createJobsStore(client).ended, () => undefined);
  leaving.open('leave', ['a1', 'a2']);
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
    expect(await reloaded.follow()).toBe(true);
    expect(reloaded.store.getState().machine).toMatchObject({ step: 'run', run: before });
    reloaded.cancel();
    await vi.waitFor(() => expect(reloaded.store.getState().machine?.step).toBe('result'));
    expect(reloaded.store.getState().report?.outcome).toBe('cancelled');
  });

  it('stays closed after a reload when no run goes on', async () => {
    const client = new FakeContract();
    const leaving = createLeavingStore(client, createJobsStore(client).ended, () => undefined);
    expect(await leaving.follow()).toBe(false);
    expect(leaving.store.getState().machine).toBeNull();
  });

  it('runs the reduced plan after an exclusion', async () => {
    const { client, leaving, state } = opened();
    const plan = await planned(state);
    const group = plan.groups[0]!;
    leaving.exclude(toggleGroup(state().exclusions, groupKey(group)));
    await leaving.goOnFromPreview();
    expect(state().plan?.groups.map((left) => left.id)).not.toContain(group.id);
    leaving.send({ type: 'confirmed' });
    await vi.waitFor(() => expect(state().machine?.step).toBe('result'));
    const run = client.calls.find((call) => call.method === 'runs.start');
    expect(run?.input).toMatchObject({ planId: state().report?.planId, mode: 'delete', confirmed: true });
    expect(state().report?.planId).not.toBe(plan.id);
  });

  it('excludes the same files from the plan that replaces an expired one', async () => {
    const { client, leaving, state } = opened(new FakeContract({ refuse: 'plan-expired' }));
    const plan = await planned(state);
    const group = plan.groups[0]!;
    const page = await client.call('plans.entries', {
      planId: plan.id,
      groupId: group.id,
      offset: 600,
      limit: 1,
    });
    if (!page.ok) throw new Error('no page');
    leaving.exclude(
      toggleFile(state().exclusions, groupKey(group), { ...page.value.entries[0]!, planId: plan.id }),
    );
    await leaving.goOnFromPreview();
    leaving.send({ type: 'confirmed' });
    await vi.waitFor(() =>
      expect(state().machine?.plan).toMatchObject({ kind: 'ready', because: 'plan-expired' }),
    );
    expect(state().machine?.step).toBe('preview');
    await leaving.goOnFromPreview();
    const excludes = client.calls.filter((call) => call.method === 'plans.exclude');
    expect(excludes).toHaveLength(2);
    expect(excludes[1]?.input).toMatchObject({ entries: [page.value.entries[0]!.id] });
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
    tidying.open('cache', ['a1']);
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
    leaving.exclude(toggleGroup(state().exclusions, groupKey(cache)));
    await leaving.goOnFromPreview();
    await leaving.keepShared(true);
    await leaving.keepShared(false);
    await planned(state);
    expect(state().machine?.step).toBe('run');
    expect(signIns(state)).toMatchObject({ a1: 'must-scan', a2: 'must-scan' });
    expect(state().plan?.groups.map(groupKey)).not.toContain(groupKey(cache));
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
});
