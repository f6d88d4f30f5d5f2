import type { App, CommandLine } from 'electron';
import type { SystemName } from '../../../../app/platforms/platform.ts';
import { ownOptions } from './launch-options.ts';
import { StartError } from './start-error.ts';

/**
 * Chromium's switches that a packaged app takes on its command line: how the window is drawn, and in which language.
 * Chromium has hundreds of others, and with one of them a debugger, an extension or a proxy reaches the window; so every
 * switch that is not named here is refused, those of later versions as well.
 */
const harmless = [
  'lang',
  'ozone-platform',
  'ozone-platform-hint',
  'force-device-scale-factor',
  'disable-gpu',
];

/** Finder gives a process number to an app that it starts. */
const fromFinder = /^-psn_\d+_\d+$/u;

/** The name of a switch; null for another argument. Windows takes `/name` too and ignores case. */
function switchName(word: string, system: SystemName): string | null {
  const prefix = system === 'windows' ? /^(?:--|-|\/)/u : /^--?/u;
  if (!prefix.test(word)) return null;
  const name = word.replace(prefix, '').split('=')[0] ?? '';
  return system === 'windows' ? name.toLowerCase() : name;
}

/** Names of the switches among a program's arguments that a packaged app refuses. `--` ends switches in Chromium. */
export function refusedSwitches(args: readonly string[], system: SystemName): readonly string[] {
  const end = args.indexOf('--');
  return (end === -1 ? args : args.slice(0, end)).flatMap((word) => {
    const name = switchName(word, system);
    if (name === null || (system === 'macos' && fromFinder.test(word))) return [];
    return [...harmless, ...ownOptions].includes(name) ? [] : [name];
  });
}

/**
 * Ends the start when a switch is refused. Removes each from Chromium's command line first, because the box that says so
 * needs a ready Electron, and until then a debugging port would open. `--inspect` and its kin are closed by a fuse.
 */
export function demandKnownSwitches(
  { isPackaged, commandLine }: Pick<App, 'isPackaged'> & { commandLine: Pick<CommandLine, 'removeSwitch'> },
  argv: readonly string[],
  system: SystemName,
): void {
  if (!isPackaged) return;
  const refused = refusedSwitches(argv.slice(1), system);
  for (const name of refused) commandLine.removeSwitch(name);
  if (refused.length > 0) throw new StartError('switch', refused.map((name) => `--${name}`).join(' '));
}

/**
 * Keeps the whole program off the network, before any session exists: no name resolves, no proxy is looked for and no
 * WebRTC connection leaves. The requests themselves are cancelled by `lockSession`.
 */
const offlineSwitches: Readonly<Record<string, string>> = {
  'disable-background-networking': '',
  'dns-prefetch-disable': '',
  'force-webrtc-ip-handling-policy': 'disable_non_proxied_udp',
  'host-resolver-rules': 'MAP * ~NOTFOUND',
  'no-pings': '',
  'no-proxy-server': '',
};

export function goOffline(commandLine: Pick<CommandLine, 'appendSwitch'>): void {
  for (const [name, value] of Object.entries(offlineSwitches)) {
    if (value === '') commandLine.appendSwitch(name);
    else commandLine.appendSwitch(name, value);
  }
}
