import { dictionaries } from '../../../app/locale/dictionaries.ts';
import type { Language } from '../../../app/locale/dictionary.ts';

export type TrayPicture = 'watching' | 'paused' | 'running' | 'attention';

export type TrayCommand =
  | 'open'
  | 'leave'
  | 'deep-clean'
  | 'session-start'
  | 'session-leave'
  | 'watch-pause'
  | 'watch-resume'
  | 'quit';

export type TrayEntry =
  | { readonly kind: 'separator' }
  | {
      readonly kind: 'item';
      readonly command: TrayCommand;
      readonly label: string;
      readonly enabled: boolean;
    };

/** What a tray shows, the same in Electron's tray and in the one over D-Bus. */
export interface TrayView {
  readonly picture: TrayPicture;
  readonly tooltip: string;
  readonly menu: readonly TrayEntry[];
}

/** Work that changes the disk; `share` is 0 to 1, null while the end is unknown. */
export interface TrayRun {
  readonly kind: 'clean' | 'restore' | 'purge';
  readonly share: number | null;
}

/** Why the person should open the window. */
export type TrayConcern = 'interrupted' | 'session-undecided' | 'growth';

export interface TrayState {
  /** `not-begun`: the watch will start with the window and has not been seen running yet */
  readonly watch: 'on' | 'off' | 'not-begun';
  readonly run: TrayRun | null;
  readonly inSession: boolean;
  /** the most urgent one; null: none */
  readonly concern: TrayConcern | null;
}

function pictureOf({ run, concern, watch }: TrayState): TrayPicture {
  if (run !== null) return 'running';
  if (concern !== null) return 'attention';
  return watch === 'off' ? 'paused' : 'watching';
}

function tooltipOf({ run, concern, watch }: TrayState, language: Language): string {
  const { tooltip } = dictionaries[language].host.tray;
  if (run !== null) {
    if (run.share === null) return tooltip.running[run.kind];
    const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 });
    return tooltip.progress({ work: tooltip.running[run.kind], percent: percent.format(run.share) });
  }
  return concern === null ? tooltip.watch[watch] : tooltip.concern[concern];
}

const separator: TrayEntry = { kind: 'separator' };

function menuOf({ watch, run, inSession }: TrayState, language: Language): readonly TrayEntry[] {
  const labels = dictionaries[language].host.tray.menu;
  const item = (command: TrayCommand, enabled = true): TrayEntry => ({
    kind: 'item',
    ...{ command, enabled, label: labels[command] },
  });
  // the window shows the running work and nothing else, so these would open nothing
  const mayStart = run === null;
  return [
    item('open'),
    separator,
    item('leave', mayStart),
    item('deep-clean', mayStart),
    item(inSession ? 'session-leave' : 'session-start', mayStart),
    separator,
    item(watch === 'off' ? 'watch-resume' : 'watch-pause'),
    separator,
    item('quit'),
  ];
}

/** Before the assistant has answered. */
export function firstTrayView(language: Language): TrayView {
  return trayView({ watch: 'not-begun', run: null, inSession: false, concern: null }, language);
}

export function trayView(state: TrayState, language: Language): TrayView {
  return {
    picture: pictureOf(state),
    tooltip: tooltipOf(state, language),
    menu: menuOf(state, language),
  };
}
