import type { EventEmitter } from 'node:events';
import { app } from './app/app.ts';
import { emitNative } from './app/events.ts';
import { lifetime } from './app/lifetime.ts';
import { messageBoxAnswers } from './desktop/dialog.ts';
import { StandInMenu } from './desktop/menu.ts';
import type { StandInMenuItem } from './desktop/menu.ts';
import { allNotifications } from './desktop/notification.ts';
import type { StandInNotification } from './desktop/notification.ts';
import { nativeTheme } from './desktop/native-theme.ts';
import { powerMonitor } from './desktop/system.ts';
import { allTrays } from './desktop/tray.ts';
import type { StandInTray } from './desktop/tray.ts';
import { records } from './records.ts';
import { sequences, stepsOf, systems } from './sequences.ts';
import type { SequenceName, Step, System } from './sequences.ts';
import { fromText, toText } from './structured.ts';
import { StandInWindow } from './window/browser-window.ts';
import { dispatch } from './window/ipc-main.ts';

const own = process.platform as System;

type Details = Readonly<Record<string, unknown>>;
interface Targets {
  readonly tray?: StandInTray;
  readonly notification?: StandInNotification;
  readonly details?: Details;
}

function emittersOf(who: string, { tray, notification }: Targets): readonly EventEmitter[] {
  switch (who) {
    case 'app':
      return [app];
    case 'powerMonitor':
      return [powerMonitor];
    case 'windows':
      return StandInWindow.getAllWindows();
    case 'tray':
      return tray === undefined ? [] : [tray];
    case 'notification':
      return notification === undefined ? [] : [notification];
    default:
      throw new Error(`no emitter ${who}`);
  }
}

/** Emits a sequence of the table, step by step; ends it where a listener prevents what follows. */
function play(name: SequenceName, system: System, targets: Targets = {}): Step[] {
  const done: Step[] = [];
  for (const step of stepsOf(name, system)) {
    done.push(step);
    if (step === '[quit]') app.quit();
    else if (step === '[SIGTERM]') process.kill(process.pid, 'SIGTERM');
    // Electron terminates its process at the end of the session, unless the program began to quit
    else if (step === '[killed]' && !lifetime.isQuitting) process.kill(process.pid, 'SIGKILL');
    if (step.startsWith('[')) continue;
    const [who = '', event = ''] = step.split(' ');
    const prevented = emittersOf(who, targets).map((emitter) => emitNative(emitter, event, targets.details));
    if (prevented.includes(true)) break;
  }
  return done;
}

function newest<Thing>(things: readonly Thing[], name: string): Thing {
  const thing = things.at(-1);
  if (thing === undefined) throw new Error(`there is no ${name}`);
  return thing;
}

function liveTray(): StandInTray {
  return newest(
    allTrays().filter((tray) => !tray.isDestroyed()),
    'tray icon',
  );
}

function itemsOf(menu: StandInMenu | null): StandInMenuItem[] {
  return (menu?.items ?? []).flatMap((item) => [item, ...itemsOf(item.submenu ?? null)]);
}

/** A person cannot choose what is grey or hidden. */
function choose(menu: StandInMenu | null, label: string): void {
  const item = itemsOf(menu).find((each) => each.label === label && each.visible);
  if (item === undefined) throw new Error(`no menu entry “${label}”`);
  if (!item.enabled) throw new Error(`the menu entry “${label}” is disabled`);
  item.click();
}

/** Sends a request as a frame that the page's own code could not send from; `gone` is a frame that no longer is. */
async function sendAs(
  from: 'main' | 'child' | 'gone',
  channel: string,
  ...args: unknown[]
): Promise<unknown> {
  const contents = newest(StandInWindow.getAllWindows(), 'window').webContents;
  const main = contents.mainFrame;
  const frame = { main, child: main?.frames[0] ?? null, gone: null }[from];
  if (from === 'child' && frame === null) throw new Error('the page has no frame within');
  const answer = await dispatch({ kind: 'invoke', id: 1, channel, args: toText(args) }, { contents, frame });
  if (answer?.kind !== 'answer') throw new Error('no answer');
  if (!answer.ok) throw new Error(answer.error);
  return fromText(answer.value);
}

/** What a person or the system does, for tests through `electronApp.evaluate`: `globalThis.standIn.press('click')`. */
export const actions = {
  records,
  sequences,
  systems,
  stepsOf,
  lifetime,
  trays: () => allTrays().filter((tray) => !tray.isDestroyed()),
  notifications: allNotifications,
  /** the labels of the tray's menu, `-` for a line; a disabled entry in brackets */
  trayMenu: (): string[] =>
    itemsOf(liveTray().menu)
      .filter(({ visible }) => visible)
      .map(({ type, label, enabled }) => (type === 'separator' ? '-' : enabled ? label : `(${label})`)),
  /** presses the tray icon, as the system given sends it */
  press(gesture: 'click' | 'double-click' | 'right-click', system: System = own): Step[] {
    const tray = liveTray();
    const name = tray.menu === null ? (`tray-${gesture}` as const) : (`tray-${gesture}-with-menu` as const);
    return play(name, system, { tray });
  },
  /** chooses an entry of the tray's menu by its label */
  choose: (label: string): void => choose(liveTray().menu, label),
  chooseInApplicationMenu: (label: string): void => choose(StandInMenu.getApplicationMenu(), label),
  clickNotice: (system: System = own): Step[] =>
    play('notice-click', system, { notification: newest(allNotifications(), 'notice') }),
  suspend: (): Step[] => play('suspend', own),
  resume: (): Step[] => play('resume', own),
  lockScreen: (system: System = own): Step[] => play('lock-screen', system),
  unlockScreen: (system: System = own): Step[] => play('unlock-screen', system),
  /** ends the session; on Windows with the reasons that it gives */
  endSession: (system: System = own, reasons: readonly string[] = ['shutdown']): Step[] =>
    play('session-end', system, { details: { reasons } }),
  openAgain: (system: System = own): Step[] => play('open-again', system),
  /** changes the colours of the system: of the programs, and of the bar with the tray */
  setDark({ programs, bar }: { readonly programs?: boolean; readonly bar?: boolean }): Step[] {
    Object.assign(
      nativeTheme.system,
      programs === undefined ? {} : { programs },
      bar === undefined ? {} : { bar },
    );
    nativeTheme.update();
    return [...stepsOf('theme', own)];
  },
  sendAs,
  /** lays an answer ready for the next message box: the place of its button */
  answerNextBox: (button: number): void => void messageBoxAnswers.push(button),
};

export type Actions = typeof actions;
