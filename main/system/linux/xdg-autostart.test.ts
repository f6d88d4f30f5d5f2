import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { removeXdgAutostart, xdgAutostart } from './xdg-autostart.ts';

let home: string;
const folder = () => join(home, '.config/autostart');
const file = () => join(folder(), 'signoff.desktop');
const command = { program: '/opt/SignOff/signoff', args: ['--start-hidden'] };

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'signoff-autostart-'));
});

describe('the entry', () => {
  it('is on after it was set, in a home without a configuration folder, and off again', async () => {
    const entry = xdgAutostart({ HOME: home }, command);
    expect(await entry.isOn()).toBe(false);
    await entry.set(true);
    expect(await entry.isOn()).toBe(true);
    expect(readdirSync(folder())).toEqual(['signoff.desktop']);
    await entry.set(false);
    await entry.set(false);
    expect(await entry.isOn()).toBe(false);
    expect(readdirSync(folder())).toEqual([]);
  });

  it('lies below XDG_CONFIG_HOME, and nowhere without a home', async () => {
    const config = join(home, 'elsewhere');
    await xdgAutostart({ HOME: home, XDG_CONFIG_HOME: config }, command).set(true);
    expect(existsSync(join(config, 'autostart/signoff.desktop'))).toBe(true);
    await expect(xdgAutostart({}, command).set(true)).rejects.toThrow('no place');
    expect(await xdgAutostart({ HOME: '' }, command).isOn()).toBe(false);
  });

  it.each(['Hidden=true', 'X-GNOME-Autostart-enabled=false'])(
    'counts as off after the desktop wrote %s',
    async (line) => {
      const entry = xdgAutostart({ HOME: home }, command);
      await entry.set(true);
      writeFileSync(file(), `${readFileSync(file(), 'utf8')}${line}\n`);
      expect(await entry.isOn()).toBe(false);
      await entry.set(true);
      expect(await entry.isOn()).toBe(true);
    },
  );

  it('follows the program to another place', async () => {
    await xdgAutostart({ HOME: home }, command).set(true);
    await xdgAutostart({ HOME: home }, { ...command, program: '/home/li/SignOff.AppImage' }).set(true);
    expect(readFileSync(file(), 'utf8')).toContain('Exec="/home/li/SignOff.AppImage" "--start-hidden"\n');
  });
});

/** The words that a desktop passes on, by the two steps of the specification: the string, then the quoting. */
function wordsOf(exec: string): string[] {
  const string = exec.replaceAll('\\\\', '\\');
  return [...string.matchAll(/"((?:[^"\\]|\\.)*)"/gu)].map(([, word = '']) =>
    word.replaceAll(/\\(.)/gu, '$1').replaceAll('%%', '%'),
  );
}

it('gives each word as it is, whatever is in it', async () => {
  const args = ['--data-dir=/media/李/my "stick" $HOME `x` 100% a\\b'];
  await xdgAutostart({ HOME: home }, { program: '/opt/a b/signoff', args }).set(true);
  const exec = /^Exec=(.*)$/mu.exec(readFileSync(file(), 'utf8'))?.[1] ?? '';
  expect(wordsOf(exec)).toEqual(['/opt/a b/signoff', ...args]);
});

it.skipIf(!existsSync('/usr/bin/desktop-file-validate'))('is a valid desktop entry', async () => {
  await xdgAutostart({ HOME: home }, command).set(true);
  expect(execFileSync('/usr/bin/desktop-file-validate', [file()], { encoding: 'utf8' })).toBe('');
});

describe('forgetting', () => {
  const withFolder = { ...command, args: [...command.args, '--data-dir=/media/my stick'] };

  it('removes the entry of the folder that is forgotten, and no other', async () => {
    const env = { HOME: home };
    expect(await removeXdgAutostart(env, null)).toBe(false);
    await xdgAutostart(env, withFolder).set(true);
    expect(await removeXdgAutostart(env, null)).toBe(false);
    expect(await removeXdgAutostart(env, '/media/my')).toBe(false);
    expect(existsSync(file())).toBe(true);
    expect(await removeXdgAutostart(env, '/media/my stick')).toBe(true);
    await xdgAutostart(env, command).set(true);
    expect(await removeXdgAutostart(env, null)).toBe(true);
    expect(readdirSync(folder())).toEqual([]);
  });

  it('leaves another program’s file', async () => {
    mkdirSync(folder(), { recursive: true });
    writeFileSync(file(), '[Desktop Entry]\nExec=other\n');
    expect(await removeXdgAutostart({ HOME: home }, null)).toBe(false);
    expect(existsSync(file())).toBe(true);
  });
});

describe('what is not its own', () => {
  it('stays: another program’s file under the same name', async () => {
    mkdirSync(folder(), { recursive: true });
    const foreign = '[Desktop Entry]\nType=Application\nExec=other\n';
    writeFileSync(file(), foreign);
    const entry = xdgAutostart({ HOME: home }, command);
    expect(await entry.isOn()).toBe(false);
    await expect(entry.set(false)).rejects.toThrow('another program');
    await expect(entry.set(true)).rejects.toThrow('another program');
    expect(readFileSync(file(), 'utf8')).toBe(foreign);
  });

  it('is not reached through a link in its place', async () => {
    mkdirSync(folder(), { recursive: true });
    const target = join(home, 'precious');
    writeFileSync(target, 'X-SignOff-Autostart=true\n');
    symlinkSync(target, file());
    await expect(xdgAutostart({ HOME: home }, command).set(true)).rejects.toThrow();
    expect(readFileSync(target, 'utf8')).toBe('X-SignOff-Autostart=true\n');
  });
});
