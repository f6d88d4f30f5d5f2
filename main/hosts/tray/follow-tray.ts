import type { Client, Events } from '../../../app/contract/contract.ts';
import type { JobKind } from '../../../app/contract/jobs.ts';
import type { Settings } from '../../../app/contract/settings.ts';
import type { SessionView } from '../../../app/contract/session.ts';
import { firstSettings } from '../../../app/settings/settings-table.ts';
import type { Language } from '../../../app/locale/dictionary.ts';
import { trayView } from './tray-view.ts';
import type { TrayConcern, TrayRun, TrayState, TrayView } from './tray-view.ts';

interface Known {
  readonly settings: Settings;
  readonly watch: Events['watch.changed']['state'];
  /** the watch was on at least once, so `off` is no longer the time before the window starts it */
  readonly begun: boolean;
  readonly growth: boolean;
  /** null: none, or its record cannot be read, which the window says */
  readonly session: SessionView | null;
  readonly run: (TrayRun & { readonly jobId: string }) | null;
  readonly interrupted: boolean;
}

const unknown: Known = {
  settings: firstSettings,
  watch: 'off',
  begun: false,
  growth: false,
  session: null,
  run: null,
  interrupted: false,
};

function concernOf({ interrupted, session, growth }: Known): TrayConcern | null {
  if (interrupted) return 'interrupted';
  if (session?.state === 'undecided') return 'session-undecided';
  return growth ? 'growth' : null;
}

function watchOf({ watch, begun, settings }: Known): TrayState['watch'] {
  if (watch !== 'off') return 'on';
  return settings.watching && !begun ? 'not-begun' : 'off';
}

function runKind(kind: JobKind): TrayRun['kind'] | null {
  return kind === 'clean' || kind === 'restore' || kind === 'purge' ? kind : null;
}

/** As the window's bar counts: by number, not by size. */
function shareOf({ done, total }: Events['job.progress']): number | null {
  return total === null || total <= 0 ? null : Math.min(1, done / total);
}

function viewOf(known: Known, systemLanguage: Language): TrayView {
  const { settings, run, session } = known;
  const state = { watch: watchOf(known), run, inSession: session !== null, concern: concernOf(known) };
  return trayView(state, settings.language === 'system' ? systemLanguage : settings.language);
}

function runIn(progress: Events['job.progress']): Partial<Known> {
  const kind = runKind(progress.kind);
  return kind === null ? {} : { run: { jobId: progress.jobId, kind, share: shareOf(progress) } };
}

export interface TrayFollower {
  /** Reads everything again, for what comes without an event: after the computer slept, or the window was used. */
  readonly again: () => Promise<void>;
  readonly stop: () => void;
}

/**
 * Follows the assistant and calls `show` for the first view and whenever the view changes. `systemLanguage` is used
 * while the person's setting is to follow the system.
 */
export function followTray(
  client: Client,
  systemLanguage: Language,
  show: (view: TrayView) => void,
): TrayFollower {
  let known = unknown;
  let shown = '';
  let isStopped = false;
  let sessionChanges = 0;
  const learn = (part: Partial<Known>): void => {
    if (isStopped) return;
    known = { ...known, ...part };
    if (known.watch !== 'off' && !known.begun) known = { ...known, begun: true };
    const view = viewOf(known, systemLanguage);
    const text = JSON.stringify(view);
    if (text === shown) return;
    shown = text;
    show(view);
  };

  const readWatch = async (): Promise<void> => {
    const watch = await client.call('watch.get', {});
    if (watch.ok) learn({ watch: watch.value.state, growth: watch.value.growth !== null });
  };
  const readInterrupted = async (): Promise<void> => {
    const status = await client.call('status.get', {});
    if (status.ok) learn({ interrupted: status.value.interrupted.length > 0 });
  };
  const again = async (): Promise<void> => {
    const settings = await client.call('settings.get', {});
    learn(settings.ok ? { settings: settings.value } : {});
    await readWatch();
    const before = sessionChanges;
    const session = await client.call('session.get', {});
    // the answer needs a look at the disk, and may be older than an event that came meanwhile
    if (before === sessionChanges) learn({ session: session.ok ? session.value : null });
    await readInterrupted();
  };

  const stops = [
    client.on('settings.changed', (settings) => learn({ settings })),
    client.on('watch.changed', () => void readWatch()),
    // read again, because an answer that is on its way may be older than this event
    client.on('growth.exceeded', () => void readWatch()),
    client.on('session.changed', ({ session }) => {
      sessionChanges += 1;
      learn({ session });
    }),
    client.on('job.progress', (progress) => learn(runIn(progress))),
    client.on('job.ended', ({ jobId, kind }) => {
      if (known.run?.jobId === jobId) learn({ run: null });
      if (kind === 'clean') void readInterrupted();
    }),
  ];
  void again();
  return {
    again,
    stop() {
      isStopped = true;
      for (const stop of stops) stop();
    },
  };
}
