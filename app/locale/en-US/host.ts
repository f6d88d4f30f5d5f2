import type { host as zh } from '../zh-CN/host.ts';
import type { Translation } from '../dictionary.ts';

export const host: Translation<typeof zh> = {
  opened: (p) =>
    `The window is open in ${p.browser}. The program ends by itself after the window is closed, or with Ctrl+C.`,
  openThisFile: (p) => `Open this file in a browser; it works once: ${p.file}`,
  withoutSandbox: 'You are running as root, so the browser can only open without its sandbox.',
  noBrowser: (p) => `No Chromium, Chrome or Edge was found. Looked in: ${p.lookedIn}.`,
  browserFailed: (p) => `${p.browser} ended before it opened a window.`,
  sameByCommand:
    'The command line does the same: signoff scan to look, signoff clean --level system --all-accounts --dry-run to preview.',
  nobodyCame: 'No window was opened, so the program has ended.',
  closed: 'The window was closed and the program has ended.',
  profileLeft: (p) => `The browser still holds this temporary folder; the next start removes it: ${p.folder}`,
  start: {
    title: 'SignOff could not open',
    option: (p) =>
      `This option is wrong: ${p.what}. Write --data-dir=FULL-PATH, --language=zh-CN or --language=en-US.`,
    switch: (p) =>
      `SignOff does not take ${p.what} on its command line and did not open. Leave it out and open SignOff again. An AppImage adds --no-sandbox by itself: in that case install the deb package instead.`,
    locked: (p) =>
      `This data folder is in use by a program on the computer ${p.computer} (process ${p.pid}), or that program is gone. Quit SignOff there first; once you are sure that it does not run, delete this file and open SignOff again: ${p.path}`,
    files: (p) => `Files of the program are missing or damaged (${p.what}). Install SignOff again.`,
    window: (p) =>
      `The window could not be loaded (${p.what}). Open SignOff again; if that fails, install it again.`,
    slow: (p) =>
      `The window did not open within ${p.what} seconds. Open SignOff again; if that fails, restart the computer and try again.`,
    unexpected: (p) =>
      `An error stopped the start (${p.what}). Open SignOff again; if that fails, install it again.`,
  },
  gone: {
    title: 'The window stopped unexpectedly',
    body: 'SignOff itself is still running. If a clean or a restore was going on, it was not interrupted.',
    again: 'Open the window again',
    twice:
      'The window stopped twice in a row. A clean or restore that is going on was not interrupted; wait until it is done, quit SignOff and open it again.',
  },
  quit: {
    message: 'A clean or restore is going on. Quit now?',
    detail: 'What it has not reached stays as it is.',
    answers: {
      stop: 'Stop after this file and quit',
      background: 'Continue in the background',
      cancel: 'Cancel',
    },
  },
  workDone: { title: 'The clean or restore has ended', body: 'Open the window to see the result.' },
  resident: {
    opened: (p) => `The window is open in ${p.browser}.`,
    shown: 'SignOff is running already and was asked to show its window.',
    unused: (p) =>
      `${p.options} had no effect: the running program keeps what it was started with. Quit it first, then start again.`,
    silent: (p) =>
      `SignOff is running already but did not answer within ${p.seconds} seconds. End it (Ctrl+C in its terminal, or log out and in), then try again.`,
    tray: 'SignOff has an icon in the tray; click it to open the window. The program goes on after the window is closed; to end it, choose “Quit SignOff” in the icon’s menu or press Ctrl+C.',
    trayBack: 'The tray icon is back. The program goes on after the window is closed.',
    trayLost:
      'The tray icon is gone, because the desktop’s panel has ended. While no window is open, the program ends soon.',
    noPanel:
      'This desktop has no place for a tray icon now, so the program ends after the window is closed. For GNOME there is the extension AppIndicator.',
    noBus:
      'The desktop’s message bus (D-Bus session bus) could not be reached, so there is no tray icon and the program ends after the window is closed.',
    noTrayHere:
      'The browser window has a tray icon on Linux desktops only, so the program ends after the window is closed.',
    noTray: (p) =>
      `The tray icon could not be shown (${p.why}), so the program ends after the window is closed.`,
    noNotices: 'This desktop has no notification service, so notices appear here only.',
    quit: 'SignOff has quit.',
    clickLabel: 'Open',
    line: (p) => `${p.title}: ${p.body}`,
    notices: {
      behind: {
        title: 'SignOff’s window is open',
        body: () => 'The desktop did not bring it to the front. Switch to it in the taskbar.',
      },
      failed: {
        title: 'SignOff’s window could not open',
        body: (p) => `${p.detail} Check the display and the disk, then click the icon again.`,
      },
      running: {
        title: 'Still cleaning, so SignOff did not quit',
        body: () => 'Stop it in the window, or wait until it is done, then quit.',
      },
    },
  },
  tray: {
    menu: {
      open: 'Open',
      leave: 'I’m leaving this computer',
      'deep-clean': 'Deep clean',
      'session-start': 'I’m using this computer',
      'session-leave': 'I’m leaving',
      'watch-pause': 'Pause watching',
      'watch-resume': 'Resume watching',
      quit: 'Quit SignOff',
    },
    tooltip: {
      watch: { on: 'SignOff: watching', off: 'SignOff: watching is paused', 'not-begun': 'SignOff' },
      running: {
        clean: 'SignOff: cleaning',
        restore: 'SignOff: restoring',
        purge: 'SignOff: deleting for good',
      },
      progress: (p) => `${p.work} ${p.percent}`,
      concern: {
        interrupted: 'SignOff: the last clean did not finish',
        'session-undecided': 'SignOff: confirm guest mode',
        growth: 'SignOff: new data is above your limit',
      },
    },
  },
};
