import type { Handlers } from '../../app/contract/contract.ts';
import type { WatchView } from '../../app/contract/watch-views.ts';

const off: WatchView = {
  state: 'off',
  since: null,
  hotEntries: 0,
  troubles: [],
  changes: [],
  events: [],
  received: [],
};

function nobodySits(): never {
  throw new Error('the fake keeps no session');
}

/** Watching and sessions of a fake: nothing comes in, nobody sits down. */
export const fakeStaying = {
  'watch.get': () => off,
  'watch.start': () => off,
  'watch.stop': () => off,
  'session.get': () => null,
  'session.start': nobodySits,
  'session.confirm': nobodySits,
  'session.end': nobodySits,
} satisfies Partial<Handlers>;
