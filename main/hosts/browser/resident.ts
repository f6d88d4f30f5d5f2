import { formatBytes } from '../../../app/locale/format.ts';
import { dictionaries } from '../../../app/locale/dictionaries.ts';
import type { Language } from '../../../app/locale/dictionary.ts';
import type { Client } from '../../../app/contract/contract.ts';
import type { SystemName } from '../../../app/platforms/platform.ts';
import { errorCode } from '../../engine/fs/errors.ts';
import type { BusTray } from '../session-bus/open-tray.ts';
import { followTray } from '../tray/follow-tray.ts';
import type { TrayFollower } from '../tray/follow-tray.ts';
import { carryOutTrayCommand } from '../tray/tray-commands.ts';
import { firstTrayView } from '../tray/tray-view.ts';
import type { TrayCommand, TrayView } from '../tray/tray-view.ts';
import type { Environment } from './find-browser.ts';

interface ResidentOptions {
  readonly system: SystemName;
  readonly env: Environment;
  /** folder of the program's icons, absolute */
  readonly icons: string;
  /** may read and write, and cannot destroy: no entry of the tray removes anything */
  readonly client: Client;
  /** the system's language */
  readonly language: Language;
  readonly print: (line: string) => void;
  /** shows the window, at the place unless null */
  readonly show: (place: string | null, activationToken: string | null) => void;
  /** the host may stay without a window while the tray shows the icon */
  readonly stay: (stays: boolean) => void;
  readonly quit: () => void;
}

type Notice = 'behind' | 'failed' | 'running';

/** The tray of a host that stays without a window, and what it tells the person. */
export interface Resident {
  notify(kind: Notice, detail?: string): void;
  /** reads everything again, for what the person did in the window without an event */
  again(): void;
  close(): void;
}

/** The route of the growth notice: the preview of the caches, which removes nothing yet. */
const previewPlace = '#/leave/cache';

type Texts = (typeof dictionaries)[Language]['host']['resident'];

/** Says where the tray is, or why there is none: once at the start, then at each change. */
function announcePlace(texts: Texts, { print, stay }: Pick<ResidentOptions, 'print' | 'stay'>) {
  let isShown: boolean | null = null;
  return (shows: boolean): void => {
    if (shows) print(isShown === null ? texts.tray : texts.trayBack);
    else print(isShown === null ? texts.noPanel : texts.trayLost);
    isShown = shows;
    stay(shows);
  };
}

/** Opens the tray, or says in one sentence why there is none. */
async function openTray(
  options: ResidentOptions,
  open: (token: string | null) => void,
  choose: (command: TrayCommand) => void,
): Promise<BusTray | null> {
  const texts = dictionaries[options.language].host.resident;
  if (options.system !== 'linux') {
    options.print(texts.noTrayHere);
    return null;
  }
  try {
    // the library for D-Bus costs memory, and no other command needs it
    const { openBusTray } = await import('../session-bus/open-tray.ts');
    const { env, icons } = options;
    const onPlace = announcePlace(texts, options);
    const view = firstTrayView(options.language);
    const tray = await openBusTray({ env, icons, view, onOpen: open, onCommand: choose, onPlace });
    if (tray === null) options.print(texts.noBus);
    return tray;
  } catch (error) {
    options.print(texts.noTray({ why: errorCode(error) }));
    return null;
  }
}

/** The language of the settings, which the window speaks too. */
function followLanguage(client: Client, system: Language) {
  let language = system;
  const take = (chosen: Language | 'system'): void => {
    language = chosen === 'system' ? system : chosen;
  };
  const stop = client.on('settings.changed', (settings) => take(settings.language));
  void client.call('settings.get', {}).then((reply) => {
    if (reply.ok) take(reply.value.language);
  });
  return { now: () => language, stop };
}

/** The same line again within this time is not printed: any program can ask for the window, and often. */
const quietMs = 10_000;

/** Tells the person by a notice of the desktop and a line in the terminal. */
function createNotify(
  options: Pick<ResidentOptions, 'print' | 'show'>,
  language: () => Language,
  tray: () => BusTray | null,
) {
  const printedAt = new Map<string, number>();
  let isRefused = false;
  return (
    kind: string,
    words: { readonly title: string; readonly body: string },
    place: string | null,
  ): void => {
    const { print, show } = options;
    const texts = dictionaries[language()].host.resident;
    if (Date.now() - (printedAt.get(kind) ?? -quietMs) >= quietMs) print(texts.line(words));
    printedAt.set(kind, Date.now());
    const onClick = (): void => show(place, null);
    const notice = { kind, title: words.title, body: words.body, clickLabel: texts.clickLabel, onClick };
    void tray()
      ?.notify(notice)
      .then((isTaken) => {
        if (!isTaken && !isRefused) print(texts.noNotices);
        isRefused ||= !isTaken;
      });
  };
}

/**
 * Puts the host into the tray. Never rejects: without a tray it says so, and the host ends with its window. Any program
 * on the session bus can send what the tray sends, so nothing here removes anything.
 */
export async function startResident(options: ResidentOptions): Promise<Resident> {
  const { client, show, print } = options;
  const now: { tray: BusTray | null; view: TrayView | null } = { tray: null, view: null };
  const language = followLanguage(client, options.language);
  const notify = createNotify(options, language.now, () => now.tray);
  const resident: Resident = {
    notify(kind, detail = '') {
      const { title, body } = dictionaries[language.now()].host.resident.notices[kind];
      notify(kind, { title, body: body({ detail }) }, null);
    },
    again: () => void follower.again(),
    close() {
      language.stop();
      stopGrowth();
      follower.stop();
      now.tray?.close();
    },
  };
  const quit = (): void => {
    if (now.view?.picture !== 'running') {
      options.quit();
      return;
    }
    show('#/leave', null);
    resident.notify('running');
  };
  const commandHost = { client, open: (place: string | null) => show(place, null), quit, warn: print };
  const choose = (command: TrayCommand): void => void carryOutTrayCommand(command, commandHost);
  const stopGrowth = client.on('growth.exceeded', ({ bytes, limit }) => {
    const { title, body } = dictionaries[language.now()].home.growth;
    const [size, most] = [bytes, limit].map((value) => formatBytes(value, language.now()));
    notify('growth', { title, body: body({ size: size ?? '', limit: most ?? '' }) }, previewPlace);
  });
  const follower: TrayFollower = followTray(client, options.language, (next) => {
    now.view = next;
    now.tray?.show(next);
  });
  now.tray = await openTray(options, (token) => show(null, token), choose);
  if (now.view !== null) now.tray?.show(now.view);
  return resident;
}
