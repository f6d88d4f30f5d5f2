import { describe, expect, it, vi } from 'vitest';
import type { RemovalMode } from '../../../app/cleanup/outcomes.ts';
import { dictionaries } from '../../../app/locale/dictionaries.ts';
import type { LeavingPurpose, OpeningPurpose } from '../../../app/wizard/leaving-state.ts';
import { FakeContract } from '../../../app/testing/fake-contract.ts';
import type { Stores } from '../../stores/stores.ts';
import { storesOf, wordsOf } from '../../testing/render.tsx';
import { Confirm } from './run-step.tsx';

const modes: readonly RemovalMode[] = ['quarantine', 'trash', 'delete', 'erase'];
const { notes } = dictionaries['zh-CN'].volumes;
const { run } = dictionaries['zh-CN'].wizard;

async function asked(purpose: OpeningPurpose): Promise<Stores> {
  const stores = storesOf(new FakeContract({ stage: 1 }));
  await stores.settings.load();
  stores.leaving.open(purpose, ['a1', 'a2'], {});
  const { leaving } = stores;
  if (purpose === 'leave') {
    leaving.send({ type: 'choose-accounts', accounts: ['a1'] });
    leaving.send({ type: 'next' });
    leaving.send({ type: 'next' });
    leaving.send({ type: 'choose-level', level: 'system' });
    leaving.send({ type: 'next' });
  }
  await vi.waitFor(() => expect(leaving.store.getState().plan).not.toBeNull());
  await leaving.goOnFromPreview();
  return stores;
}

async function wordsFor(purpose: OpeningPurpose, mode?: RemovalMode): Promise<string> {
  const stores = await asked(purpose);
  if (mode !== undefined) stores.leaving.send({ type: 'choose-mode', mode });
  return wordsOf(stores, <Confirm />);
}

describe('the final confirmation', () => {
  it('defaults to delete for leaving, and says that no copy is kept', async () => {
    const words = await wordsFor('leave');
    expect(words).toContain(run.way.lines.delete);
    expect(words).toContain(run.hold.delete);
  });

  it('defaults to quarantine for caches, and shows its retention', async () => {
    const words = await wordsFor('cache');
    expect(words).toContain(run.way.lines.quarantine({ days: '30' }));
    expect(words).toContain(run.hold.quarantine);
    expect(words).not.toContain(run.hold.delete);
  });

  it.each(modes)('names the effect of %s on the held button', async (mode) => {
    const words = await wordsFor('leave', mode);
    expect(words).toContain(run.hold[mode]);
    for (const other of modes) if (other !== mode) expect(words).not.toContain(run.hold[other]);
  });

  it('says that sign-ins are deleted in restorable modes, and that a copy is a trace', async () => {
    const files = dictionaries['zh-CN'].common.files({ count: '8' });
    for (const mode of ['quarantine', 'trash'] as const) {
      const words = await wordsFor('leave', mode);
      expect(words).toContain(run.way.credentials({ files }));
      expect(words).toContain(run.way.trace);
    }
    const deleted = await wordsFor('leave', 'delete');
    expect(deleted).not.toContain(run.way.credentials({ files }));
    const tidied = await wordsFor('cache');
    expect(tidied).not.toContain(run.way.trace);
    expect(tidied).not.toContain(run.way.credentials({ files: '0' }));
  });

  it('shows the limits of erase on these volumes, and only in that mode', async () => {
    const stores = await asked('leave');
    const planId = stores.leaving.store.getState().plan?.id ?? '';
    await stores.volumes.load(planId);
    stores.leaving.send({ type: 'choose-mode', mode: 'erase' });
    const words = wordsOf(stores, <Confirm />);
    for (const note of ['erase-solid-state', 'erase-copy-on-write', 'erase-not-everything'] as const)
      expect(words).toContain(notes[note]);
    stores.leaving.send({ type: 'choose-mode', mode: 'delete' });
    expect(wordsOf(stores, <Confirm />)).not.toContain(notes['erase-solid-state']);
  });

  it('resumes an interrupted run under the same id, only after the confirmation', async () => {
    const client = new FakeContract({ interrupted: 'resumable' });
    const stores = storesOf(client);
    expect(client.calls.some((call) => call.method === 'runs.resume')).toBe(false);
    stores.leaving.resume({ runId: 'run-cut', mode: 'erase' });
    const purpose = (): LeavingPurpose | undefined => stores.leaving.store.getState().machine?.purpose;
    expect(purpose()).toBe('resume');
    await vi.waitFor(() => expect(stores.leaving.store.getState().machine?.step).toBe('result'));
    expect(client.calls.find((call) => call.method === 'runs.resume')?.input).toEqual({
      runId: 'run-cut',
      confirmed: true,
    });
    expect(stores.leaving.store.getState().report?.runId).toBe('run-cut');
  });
});

describe('the impact on every account, before the confirmation', () => {
  it('names who must sign in again, who is untouched, and what can be kept (zh)', async () => {
    const { impact } = dictionaries['zh-CN'];
    const words = await wordsFor('leave');
    expect(words.split(impact.signIn.mustScan).length - 1).toBe(3);
    expect(words).toContain('linxiaoyu1994_a1b2');
    expect(words).toContain(impact.notChosen);
    expect(words).toContain(impact.untouched({ count: '2' }));
    expect(words).toContain(impact.keep.label);
    expect(words).toContain(impact.keep.cost({ own: 'wxid_k3f81m2qd0_7c4e' }));
  });

  it('says after the tick that the chosen account may sign in by itself', async () => {
    const { impact } = dictionaries['zh-CN'];
    const stores = await asked('leave');
    await stores.leaving.keepShared(true);
    const words = wordsOf(stores, <Confirm />);
    expect(words).not.toContain(impact.signIn.mustScan);
    expect(words).toContain(impact.staysSignedIn({ names: 'wxid_k3f81m2qd0_7c4e' }));
    expect(words).toContain(impact.keep.label);
  });

  it('offers nothing to keep where no other account is affected', async () => {
    const { impact } = dictionaries['zh-CN'];
    const words = await wordsFor('cache');
    expect(words).not.toContain(impact.keep.label);
    expect(words).not.toContain(impact.signIn.mustScan);
  });

  it('says of a guest that its sign-in may be in the owner’s file, and lists the owner as untouched', async () => {
    const { impact } = dictionaries['zh-CN'];
    const stores = await asked('leave');
    const { plan } = stores.leaving.store.getState();
    if (plan === null) throw new Error('no plan');
    const selection = { ...plan.selection, sinceSession: true };
    const after = plan.impact.map((one) => ({ ...one, signInAfter: one.signInBefore, affectedBy: [] }));
    stores.leaving.store.setState({ plan: { ...plan, selection, impact: after } });
    const words = wordsOf(stores, <Confirm />);
    expect(words).toContain(impact.staysSignedInSession({ names: 'wxid_k3f81m2qd0_7c4e' }));
    expect(words).toContain(impact.untouched({ count: '4' }));
    expect(words).not.toContain(impact.keep.label);
  });
});
