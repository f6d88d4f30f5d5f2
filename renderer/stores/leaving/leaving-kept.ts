import type { StoreApi } from 'zustand/vanilla';
import type { Client } from '../../../app/contract/contract.ts';
import { draftOf, reopenLeaving } from '../../../app/wizard/draft.ts';
import type { LeavingState } from '../../../app/wizard/leaving-state.ts';
import type { Leaving } from './leaving-context.ts';

/** Sends every change of the answers to the program. Kept answers that are out of date are dropped. */
export function keepDraft(client: Client, store: StoreApi<Leaving>): void {
  let sent = 'null';
  store.subscribe(({ machine, choices, keptShared }) => {
    const draft = machine === null ? null : draftOf(machine, choices, keptShared);
    const text = JSON.stringify(draft);
    if (text === sent) return;
    sent = text;
    void client.call('leaving.keep', { draft }).then((reply) => {
      if (!reply.ok) void client.call('leaving.keep', { draft: null });
    });
  });
}

type Kept = Pick<Leaving, 'choices' | 'keptShared' | 'report'> & { readonly machine: LeavingState };

/** The wizard of the last window, null if none was open. */
export async function fetchKept(client: Client): Promise<Kept | null> {
  const [draft, active] = await Promise.all([
    client.call('leaving.kept', {}),
    client.call('runs.active', {}),
  ]);
  const kept = draft.ok ? draft.value : null;
  const run = active.ok ? active.value : null;
  const ended = run === null ? (kept?.runId ?? null) : null;
  const report = ended === null ? null : await client.call('reports.get', { runId: ended });
  const checked = report?.ok === true && report.value.verification !== null ? report.value : null;
  const machine = reopenLeaving(kept, run, checked !== null);
  if (machine === null) return null;
  const { choices = [], keptShared = [] } = kept ?? {};
  return { machine, choices, keptShared, report: machine.run.kind === 'done' ? checked : null };
}
