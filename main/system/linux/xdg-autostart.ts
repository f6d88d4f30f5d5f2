import { mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { posix } from 'node:path';
import { errorCode, isMissing } from '../../engine/fs/errors.ts';
import { NotReadable, readRegular } from '../../engine/fs/regular-file.ts';
import { replaceFile } from '../../engine/fs/whole-file.ts';
import type { Environment } from '../portable/environment.ts';

/** What a desktop starts when the person signs in. */
export interface AutostartCommand {
  /** absolute */
  readonly program: string;
  readonly args: readonly string[];
}

/** Largest file that is read, bytes. */
const largestFile = 64 * 1024;
/** Only a file with this line is SignOff's own. */
const mark = 'X-SignOff-Autostart=true';

/** Desktop Application Autostart Specification: `autostart` below XDG_CONFIG_HOME. Null without a home folder. */
function configFolder(env: Environment): string | null {
  const config = env['XDG_CONFIG_HOME'] ?? '';
  if (posix.isAbsolute(config)) return config;
  const home = env['HOME'] ?? '';
  return posix.isAbsolute(home) ? posix.join(home, '.config') : null;
}

/**
 * One word of `Exec`: quoted, with the four characters that mean something inside quotes escaped, `%` doubled, and each
 * backslash once more, because the value is a string of its own (Desktop Entry Specification 1.5, “The Exec key”).
 */
function execWord(word: string): string {
  const quoted = `"${word.replaceAll(/["`$\\]/gu, '\\$&')}"`;
  return quoted.replaceAll('%', '%%').replaceAll('\\', '\\\\');
}

function entryOf({ program, args }: AutostartCommand): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=SignOff',
    'Name[zh_CN]=安心下机',
    `Exec=${[program, ...args].map(execWord).join(' ')}`,
    'Icon=signoff',
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    mark,
    '',
  ].join('\n');
}

function isHeldBack(text: string): boolean {
  return /^(?:Hidden\s*=\s*true|X-GNOME-Autostart-enabled\s*=\s*false)\s*$/mu.test(text);
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  }
}

/** The entry of SignOff among the programs that a desktop opens at sign-in. */
export interface XdgAutostart {
  isOn(): Promise<boolean>;
  /** writes or removes the entry; a file of another program under its name stays, and `set` throws */
  set(on: boolean): Promise<void>;
}

const fileIn = (config: string): string => posix.join(config, 'autostart', 'signoff.desktop');

/** Null when there is none. What cannot be SignOff's own, such as a link, reads as empty. */
async function readEntry(config: string | null): Promise<string | null> {
  if (config === null) return null;
  try {
    return (await readRegular(fileIn(config), largestFile)).toString('utf8');
  } catch (error) {
    if (isMissing(error)) return null;
    if (error instanceof NotReadable) return '';
    throw error;
  }
}

function isOwn(text: string): boolean {
  return text.split('\n').includes(mark);
}

export function xdgAutostart(env: Environment, command: AutostartCommand): XdgAutostart {
  const config = configFolder(env);
  return {
    async isOn() {
      const text = await readEntry(config);
      return text !== null && isOwn(text) && !isHeldBack(text);
    },
    async set(on) {
      const text = await readEntry(config);
      if (config === null) throw new Error('no place for an entry');
      const file = fileIn(config);
      if (text !== null && !isOwn(text)) throw new Error(`${file} is another program’s`);
      if (!on) {
        if (text !== null) await rm(file, { force: true });
        return;
      }
      if (text === entryOf(command)) return;
      makeFolder(config);
      makeFolder(posix.dirname(file));
      await replaceFile(file, entryOf(command));
    },
  };
}

/**
 * Removes the entry that opens SignOff on this folder of its own; null is the usual one. Returns whether there was one.
 * An entry for another folder stays.
 */
export async function removeXdgAutostart(env: Environment, dataDir: string | null): Promise<boolean> {
  const config = configFolder(env);
  const text = await readEntry(config);
  if (config === null || text === null || !isOwn(text)) return false;
  const isForThis =
    dataDir === null ? !text.includes('"--data-dir=') : text.includes(execWord(`--data-dir=${dataDir}`));
  if (isForThis) await rm(fileIn(config), { force: true });
  return isForThis;
}
