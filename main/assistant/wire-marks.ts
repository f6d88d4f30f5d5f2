import type { AccountMark } from '../../app/contract/accounts.ts';
import type { ReportView } from '../../app/contract/runs.ts';
import { createAccountMarks } from '../engine/settings/account-marks.ts';
import type { AccountMarks } from '../engine/settings/account-marks.ts';
import type { SettingsStore } from '../engine/settings/settings.ts';
import type { StateFolder } from '../engine/state/state-folder.ts';
import type { Clock } from '../system/ports.ts';
import type { EventHub } from './event-hub.ts';

export interface WiredMarks extends AccountMarks {
  /** Forgets what was said about the accounts of a leaving that ended, unless the computer is the person's own. */
  readonly endWith: (report: Pick<ReportView, 'accounts' | 'outcome' | 'selection'>) => Promise<void>;
}

interface Parts {
  readonly state: StateFolder;
  readonly clock: Clock;
  readonly settings: Pick<SettingsStore, 'get'>;
  readonly hub: Pick<EventHub, 'emit'>;
}

const hourMs = 3_600_000;

/**
 * The marks of accounts; every change is sent to all windows. Unless the computer is the person's own, a mark expires
 * after the setting `sessionHours`.
 */
export function wireMarks({ state, clock, settings, hub }: Parts): WiredMarks {
  const isOwn = (): boolean => settings.get().computer === 'own';
  const marks = createAccountMarks(state, {
    now: () => clock.now(),
    lifetime: () => (isOwn() ? null : settings.get().sessionHours * hourMs),
  });
  const told = (now: readonly AccountMark[]): readonly AccountMark[] => {
    hub.emit('accounts.marked', { marks: [...now] });
    return now;
  };
  return {
    list: () => marks.list(),
    set: async (change) => told(await marks.set(change)),
    clear: async (ids) => told(await marks.clear(ids)),
    async endWith({ accounts, outcome, selection }) {
      if (isOwn() || selection.level === 'basic' || outcome === 'cancelled') return;
      told(await marks.clear(accounts.map(({ accountId }) => accountId)));
    },
  };
}
