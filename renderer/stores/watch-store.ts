import { createStore } from 'zustand/vanilla';
import type { Client, Reply } from '../../app/contract/contract.ts';
import type { WatchEventKind, WatchView } from '../../app/contract/watch.ts';
import type { ContractError } from '../../app/contract/errors.ts';
import { inTurn } from './in-turn.ts';

export interface WatchState {
  /** null = main has not answered yet */
  readonly view: WatchView | null;
  readonly error: ContractError | null;
  /** others may see the screen, so names are shown on request only and never stored */
  readonly namesShown: boolean;
  /** growth above the user's limit; null once answered, in any window */
  readonly growth: WatchView['growth'];
}

/** Events after which accounts must be discovered again. */
const newShape: ReadonlySet<WatchEventKind> = new Set([
  'account-appeared',
  'account-gone',
  'root-appeared',
  'root-gone',
  'root-moved',
]);
const newSignIn: ReadonlySet<WatchEventKind> = new Set([
  'signed-in',
  'signed-out',
  'credentials-written',
  'credentials-gone',
  'switcher-copy',
]);

interface Answers {
  /** accounts or folders changed */
  readonly shape: () => void;
  readonly signIn: () => void;
  /** delay for a burst of events, in ms */
  readonly gatherMs?: number;
}

/** Debounces: runs once after the last of several close calls. */
function gathered(work: () => void, ms: number): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(work, ms);
  };
}

/** The watch's view. Main signals changes at most twice a second; requests never overlap. */
export function createWatchStore(client: Client, { shape, signIn, gatherMs = 600 }: Answers) {
  const store = createStore<WatchState>(() => ({ view: null, error: null, namesShown: false, growth: null }));
  const take = (reply: Reply<WatchView>): void =>
    store.setState(
      reply.ok ? { view: reply.value, growth: reply.value.growth, error: null } : { error: reply.error },
    );
  const load = inTurn(async () => take(await client.call('watch.get', {})));
  const onShape = gathered(shape, gatherMs);
  const onSignIn = gathered(signIn, gatherMs);
  client.on('watch.changed', () => void load());
  client.on('watch.event', ({ kind }) => {
    if (newShape.has(kind)) onShape();
    if (newSignIn.has(kind)) onSignIn();
  });
  client.on('growth.exceeded', (growth) => store.setState({ growth }));
  const start = async (): Promise<void> => take(await client.call('watch.start', {}));
  return {
    store,
    load,
    start,
    async stop(): Promise<void> {
      take(await client.call('watch.stop', {}));
    },
    /** restarts counting, so that the sums belong to the current session */
    async startAnew(): Promise<void> {
      const { view } = store.getState();
      if (view === null || view.state === 'off') return;
      await client.call('watch.stop', {});
      await start();
    },
    showNames(namesShown: boolean): void {
      store.setState({ namesShown });
    },
    dismissGrowth(): void {
      if (store.getState().growth === null) return;
      store.setState({ growth: null });
      void client.call('watch.answerGrowth', {}).then(take);
    },
  };
}
