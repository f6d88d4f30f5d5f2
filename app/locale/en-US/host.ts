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
    files: (p) => `Files of the program are missing or damaged (${p.what}). Install SignOff again.`,
    window: (p) =>
      `The window could not be loaded (${p.what}). Open SignOff again; if that fails, install it again.`,
    slow: (p) =>
      `The window did not open within ${p.what} seconds. Open SignOff again; if that fails, restart the computer and try again.`,
    unexpected: (p) =>
      `An error stopped the start (${p.what}). Open SignOff again; if that fails, install it again.`,
  },
  tray: { open: 'Open SignOff', quit: 'Quit', tooltip: 'SignOff' },
};
