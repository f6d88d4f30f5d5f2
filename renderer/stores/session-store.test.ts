import { describe, expect, it, vi } from 'vitest';
import { FakeContract } from '../../app/testing/fake-contract.ts';
import { session } from '../../app/testing/fake-staying.ts';
import { createJobsStore } from './jobs-store.ts';
import { valueOf } from './loadable.ts';
import { createSessionStore } from './session-store.ts';

function made(options: ConstructorParameters<typeof FakeContract>[0] = {}) {
  const client = new FakeContract(options);
  const after = vi.fn(() => Promise.resolve());
  const store = createSessionStore(client, createJobsStore(client).ended, after);
  return { client, after, sitting: store, present: () => valueOf(store.store.getState().session) };
}

describe('the session store', () => {
  it('takes the baseline, and only then restarts the watch’s counts', async () => {
    const { sitting, present, after } = made();
    await sitting.load();
    expect(present()).toBeNull();
    const taken = sitting.sitDown();
    expect(sitting.store.getState().taking).not.toBeNull();
    await taken;
    expect(present()?.owners).toEqual(session.owners);
    expect(sitting.store.getState().taking).toBeNull();
    expect(after).toHaveBeenCalledOnce();
  });

  it('leaves no session and no error after a cancelled baseline', async () => {
    const { sitting, present, after } = made({ jobMs: 60_000 });
    const taken = sitting.sitDown();
    await vi.waitFor(() => expect(sitting.store.getState().taking?.jobId).toBeTruthy());
    sitting.stopTaking();
    await taken;
    expect(present()).toBeNull();
    expect(sitting.store.getState()).toMatchObject({ taking: null, error: null });
    expect(after).not.toHaveBeenCalled();
  });

  it('confirms an old session and ends one', async () => {
    const { sitting, present } = made({ session: { ...session, state: 'undecided' } });
    await sitting.load();
    expect(present()?.state).toBe('undecided');
    await sitting.confirm();
    expect(present()?.state).toBe('running');
    await sitting.end();
    expect(present()).toBeNull();
  });

  it('shows why a session could not start, and the session of another window', async () => {
    const { client, sitting, present } = made({ session });
    const refuse = { ok: false, error: { code: 'session-running', params: { since: 'x' } } } as const;
    const call = client.call.bind(client);
    client.call = (method, input) =>
      method === 'session.start' ? Promise.resolve(refuse) : call(method, input);
    await sitting.sitDown();
    expect(sitting.store.getState().error?.code).toBe('session-running');
    expect(present()?.id).toBe(session.id);
  });

  it('shows that a session was lost, after a reload too, until the next one starts', async () => {
    const { client, sitting, present } = made();
    const refuse = { ok: false, error: { code: 'session-damaged', params: {} } } as const;
    const call = client.call.bind(client);
    client.call = () => Promise.resolve(refuse);
    await sitting.load();
    client.call = call;
    await sitting.load();
    expect(present()).toBeNull();
    expect(sitting.store.getState().error?.code).toBe('session-damaged');
    await sitting.sitDown();
    expect(sitting.store.getState().error).toBeNull();
    expect(present()?.id).toBe(session.id);
  });
});
