import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import type { Connection } from '../client/connect.ts';
import { createAccountsStore } from './accounts-store.ts';
import { createHostStore } from './host-store.ts';
import { createJobsStore } from './jobs-store.ts';
import { createKeepStore } from './keep-store.ts';
import { createLeavingStore } from './leaving/leaving-store.ts';
import { createMarksStore } from './marks-store.ts';
import { createQuarantineStore } from './quarantine-store.ts';
import { createQuitStore } from './quit-store.ts';
import { createRecordsStore } from './records-store.ts';
import { createRouteStore } from './route-store.ts';
import { createSessionStore } from './session-store.ts';
import { createSettingsStore } from './settings-store.ts';
import { createSignInStore } from './sign-in-store.ts';
import { createUsageStore } from './usage-store.ts';
import { createVolumesStore } from './volumes-store.ts';
import { createWatchStore } from './watch-store.ts';

interface Working {
  readonly jobs: ReturnType<typeof createJobsStore>;
  readonly leaving: ReturnType<typeof createLeavingStore>;
  readonly quarantine: ReturnType<typeof createQuarantineStore>;
  readonly session: ReturnType<typeof createSessionStore>;
}

/** A window that was reloaded or opened anew shows what goes on, and the answers of the last one. */
async function returnToWork({ jobs, leaving, quarantine, session }: Working): Promise<void> {
  const [running] = await Promise.all([jobs.load(), leaving.reopen()]);
  for (const { kind, jobId } of running) {
    if (kind === 'restore' || kind === 'purge') void quarantine.follow(kind, jobId);
    if (kind === 'baseline') void session.followTaking(jobId);
  }
}

/** Creates one store per contract area and connects them to the client. */
export function createStores(connection: Connection, window: Window) {
  const { client } = connection;
  const jobs = createJobsStore(client);
  const route = createRouteStore(window);
  client.on('host.goTo', ({ place }) => route.follow(place));
  const host = createHostStore(client);
  const accounts = createAccountsStore(client);
  const marks = createMarksStore(client);
  const keep = createKeepStore(client);
  const usage = createUsageStore(client, jobs);
  const signIn = createSignInStore(client);
  const records = createRecordsStore(client);
  const watch = createWatchStore(client, {
    shape: () => void look(),
    signIn: () => void signIn.load(),
  });
  const settings = createSettingsStore(client, window.navigator.language, {
    watching: (on) => (on ? watch.start() : watch.stop()),
  });
  const session = createSessionStore(client, jobs.ended, () => watch.startAnew());
  const look = async (): Promise<void> => {
    // the check of sign-ins rests on the accounts that were found last
    await accounts.load();
    await Promise.all([signIn.load(), session.load()]);
    await usage.scan();
  };
  /** first discovery; the watch starts after it, to keep it fast */
  const begin = async (): Promise<void> => {
    await returnToWork({ jobs, leaving, quarantine, session });
    await Promise.all([settings.load(), marks.load(), keep.load(), watch.load(), look()]);
    if (settings.store.getState().settings.watching && watch.store.getState().view?.state === 'off')
      await watch.start();
  };
  client.on('host.resumed', () => void Promise.all([watch.load(), look()]));
  const quarantine = createQuarantineStore(client, jobs.ended, () => void look());
  const afterRun = (): void => {
    for (const load of [host.loadStatus, records.load, quarantine.load, look]) void load();
  };
  const leaving = createLeavingStore(client, jobs.ended, afterRun);
  return {
    ...{ client, lost: connection.lost, route, settings, leaving, jobs, host },
    ...{ accounts, marks, keep, usage, signIn },
    quit: createQuitStore(client, jobs.ended),
    records,
    quarantine,
    volumes: createVolumesStore(client),
    watch,
    session,
    look,
    begin,
  };
}

export type Stores = ReturnType<typeof createStores>;

const context = createContext<Stores | null>(null);

export const StoresProvider = context.Provider;

export function useStores(): Stores {
  const stores = useContext(context);
  if (stores === null) throw new Error('a screen was drawn outside StoresProvider');
  return stores;
}

/** Selects from one store. Select narrowly: every change of the value re-renders the caller. */
export function useFrom<State, Part>(
  pick: (stores: Stores) => StoreApi<State>,
  select: (state: State) => Part,
): Part {
  return useStore(pick(useStores()), select);
}
