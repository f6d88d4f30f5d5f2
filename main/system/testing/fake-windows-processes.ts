import type { OpenedProcess, ProcessCalls } from '../native/windows-process-calls.ts';

/** A process as Windows' calls tell of it; what is left out Windows does not tell. */
export interface FakeProcess {
  readonly pid: number;
  readonly name: string;
  readonly path?: string | undefined;
  readonly owner?: string | undefined;
  readonly session?: number | undefined;
  readonly startedAt?: bigint | undefined;
  /** listed, but no process has its id any more */
  readonly gone?: boolean;
  /** ended, but another program holds it */
  readonly ended?: boolean;
  /** it may not be opened */
  readonly denied?: boolean;
}

/** Processes that can be listed, opened and ended; `ended` collects the ids that were ended. Null: no snapshot. */
export function fakeProcesses(
  processes: readonly FakeProcess[] | null,
  ended: number[] = [],
): ProcessCalls & { readonly open: ProcessCalls['open']; stillOpen(): number } {
  let open = 0;
  const opened = (one: FakeProcess): OpenedProcess => ({
    path: () => one.path ?? null,
    owner: () => one.owner ?? null,
    startedAt: () => one.startedAt ?? null,
    hasEnded: () => one.ended === true || ended.includes(one.pid),
    terminate: () => ended.push(one.pid) > 0,
    close: () => {
      open -= 1;
    },
  });
  return {
    list: () => processes?.map(({ pid, name }) => ({ pid, name })) ?? null,
    sessions: () =>
      new Map(
        (processes ?? []).flatMap(({ pid, session }) => (session === undefined ? [] : [[pid, session]])),
      ),
    open(pid) {
      const one = processes?.find((candidate) => candidate.pid === pid);
      if (one === undefined || one.gone === true) return 'gone';
      if (one.denied === true) return 'denied';
      open += 1;
      return opened(one);
    },
    stillOpen: () => open,
  };
}
