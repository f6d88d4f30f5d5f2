import { createStore } from 'zustand/vanilla';
import type { Client, Reply } from '../../app/contract/contract.ts';
import type { WatchEventKind, WatchView } from '../../app/contract/watch.ts';
import type { ContractError } from '../../app/contract/errors.ts';

export interface WatchState {
  /** null = main has not answered yet */
  readonly view: WatchView | null;
  readonly error: ContractError | null;
  /** file names may be read by whoever looks over the shoulder, so they are shown on request, and never remembered */
  readonly namesShown: boolean;
  /** more came in than the person wants; null once it was answered, here or in another window */
  readonly growth: WatchView['growth'];
}

/** what else than sizes is new after these: which accounts there are */
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
  /** accounts or folders came or went */
  readonly shape: () => void;
  readonly signIn: () => void;
  /** a burst of events is answered once, after this long */
  readonly gatherMs?: number;
}

/** Runs once after the last of some calls that come close together. */
function gathered(work: () => void, ms: number): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(work, ms);
  };
}

/** What the watch sees. Main says at most twice a second that it is new, and one question is on its way at a time. */
export function createWatchStore(client: Client, { shape, signIn, gatherMs = 600 }: Answers) {
  const store = createStore<WatchState>(() => ({ view: null, error: null, namesShown: false, growth: null }));
  const take = (reply: Reply<WatchView>): void =>
    store.setState(
      reply.ok ? { view: reply.value, growth: reply.value.growth, error: null } : { error: reply.error },
    );
  let asking = false;
  let askAgain = false;
  const load = async (): Promise<void> => {
    askAgain = asking;
    if (asking) return;
    asking = true;
    take(await client.call('watch.get', {}));
    asking = false;
    if (askAgain) await load();
  };
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
    /** begins to count anew, so that what is told since belongs to whoever sits here now */
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
