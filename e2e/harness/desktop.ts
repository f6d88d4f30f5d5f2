import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { PNG } from 'pngjs';
import { callOn, connectTo } from '../../main/hosts/session-bus/testing/bus-client.ts';

const screen = { width: 1280, height: 900 };
/** the first place in the panel, which is at the top */
const icon = { x: 20, y: 15 };

/** A desktop of its own: X server without a screen, session bus, window manager, and a real panel with a tray. */
export interface Desktop {
  /** what a program needs to be on it */
  readonly env: Readonly<Record<string, string>>;
  clickIcon(how: 'left' | 'double' | 'right'): Promise<void>;
  /** what the panel does at a click, for a desktop that takes none any more */
  activateIcon(): Promise<void>;
  /** X server's programs, such as `['windowminimize', id]` */
  xdotool(...args: readonly string[]): Promise<string>;
  /** the screen as PNG, or a part of it from its upper left corner on */
  picture(part?: { readonly width: number; readonly height: number }): Promise<Buffer>;
  /** stops the window manager, so that no window gets the focus any more */
  freeze(): void;
  stop(): Promise<void>;
}

/** One panel along the top edge: the tray, then a clock. */
const panelSettings = `<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array">
    <value type="int" value="1"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=6;x=0;y=0"/>
      <property name="length" type="uint" value="100"/>
      <property name="size" type="uint" value="32"/>
      <property name="plugin-ids" type="array"><value type="int" value="1"/><value type="int" value="2"/></property>
    </property>
  </property>
  <property name="plugins" type="empty">
    <property name="plugin-1" type="string" value="systray"><property name="known-legacy-items" type="array"/></property>
    <property name="plugin-2" type="string" value="clock"/>
  </property>
</channel>
`;

/** Reads the picture that Xvfb keeps in a file: an XWD header, a colour table, then rows of blue, green, red, nothing. */
function pngOf(xwd: Buffer, { width, height }: { readonly width: number; readonly height: number }): Buffer {
  const field = (at: number): number => xwd.readUInt32BE(at * 4);
  const [headBytes, rowBytes, colours] = [field(0), field(12), field(19)];
  const png = new PNG({ width, height });
  const start = headBytes + colours * 12;
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const from = start + y * rowBytes + x * 4;
      const [blue = 0, green = 0, red = 0] = xwd.subarray(from, from + 3);
      png.data.set([red, green, blue, 255], (y * width + x) * 4);
    }
  return PNG.sync.write(png);
}

/** Starts programs one after the other and ends them in the opposite order. */
function createPrograms(folder: string) {
  const running: ChildProcess[] = [];
  return {
    start(program: string, args: readonly string[], env: Readonly<Record<string, string>>): ChildProcess {
      const child = spawn(program, args, { env, cwd: folder, stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
      running.push(child);
      return child;
    },
    async stop(): Promise<void> {
      for (const child of running.reverse()) {
        if (child.exitCode !== null || child.signalCode !== null) continue;
        const ended = once(child, 'exit');
        child.kill('SIGTERM');
        // one that was stopped takes no other signal
        child.kill('SIGCONT');
        const insist = setTimeout(() => child.kill('SIGKILL'), 5_000);
        await ended;
        clearTimeout(insist);
      }
    },
  };
}

/** What a program writes on descriptor 3 until a line is complete. */
async function lineFrom(child: ChildProcess): Promise<string> {
  let text = '';
  for await (const chunk of child.stdio[3] as NodeJS.ReadableStream) {
    text += String(chunk);
    if (text.includes('\n')) return text.trim();
  }
  throw new Error(`${child.spawnfile} ended with ${String(child.exitCode)}`);
}

const busItself = { destination: 'org.freedesktop.DBus', path: '/', interface: 'org.freedesktop.DBus' };

async function activateIcon(address: string): Promise<void> {
  const bus = await connectTo(address);
  const [names] = await callOn(bus, busItself, 'ListNames');
  const item = (names as readonly string[]).find((name) => name.startsWith('org.kde.StatusNotifierItem-'));
  if (item === undefined) throw new Error('there is no icon');
  const to = { destination: item, path: '/StatusNotifierItem', interface: 'org.kde.StatusNotifierItem' };
  await callOn(bus, to, 'Activate', 'ii', [0, 0]);
  bus.disconnect();
}

async function untilPanel(address: string): Promise<void> {
  const bus = await connectTo(address);
  const giveUpAt = Date.now() + 60_000;
  for (;;) {
    const [isThere] = await callOn(bus, busItself, 'NameHasOwner', 's', ['org.kde.StatusNotifierWatcher']);
    if (isThere === true) break;
    if (Date.now() > giveUpAt) throw new Error('xfce4-panel did not start');
    await pause(100);
  }
  bus.disconnect();
}

export async function startDesktop(): Promise<Desktop> {
  const folder = await mkdtemp(join(tmpdir(), 'signoff-desktop-'));
  const programs = createPrograms(folder);
  const settings = join(folder, '.config', 'xfce4', 'xfconf', 'xfce-perchannel-xml');
  await mkdir(settings, { recursive: true });
  await writeFile(join(settings, 'xfce4-panel.xml'), panelSettings);
  const base = {
    ...{ PATH: process.env['PATH'] ?? '', HOME: folder, LANG: 'zh_CN.UTF-8', LC_ALL: 'C.UTF-8' },
    XDG_CONFIG_HOME: join(folder, '.config'),
    XDG_RUNTIME_DIR: folder,
    // no bridge for screen readers, which would start a bus of its own
    NO_AT_BRIDGE: '1',
  };
  const size = `${screen.width}x${screen.height}x24`;
  const server = programs.start(
    '/usr/bin/Xvfb',
    ['-displayfd', '3', '-screen', '0', size, '-fbdir', folder, '-nolisten', 'tcp'],
    base,
  );
  const display = { DISPLAY: `:${await lineFrom(server)}` };
  const daemon = programs.start(
    '/usr/bin/dbus-daemon',
    [
      '--session',
      '--nofork',
      '--nopidfile',
      '--print-address=3',
      `--address=unix:path=${join(folder, 'bus')}`,
    ],
    { ...base, ...display },
  );
  const address = (await lineFrom(daemon)).split(',guid=')[0] ?? '';
  const env = { ...display, DBUS_SESSION_BUS_ADDRESS: address };
  const manager = programs.start('/usr/bin/openbox', [], { ...base, ...env });
  programs.start('/usr/bin/xfce4-panel', [], { ...base, ...env });
  await untilPanel(address);

  const xdotool: Desktop['xdotool'] = async (...args) =>
    (await promisify(execFile)('/usr/bin/xdotool', [...args], { env: { ...base, ...env } })).stdout.trim();
  const buttons = { left: ['1'], right: ['3'], double: ['--repeat', '2', '--delay', '80', '1'] };
  return {
    env,
    xdotool,
    activateIcon: () => activateIcon(address),
    async clickIcon(how) {
      await xdotool('mousemove', String(icon.x), String(icon.y), 'click', ...buttons[how]);
    },
    picture: async (part = screen) => pngOf(await readFile(join(folder, 'Xvfb_screen0')), part),
    freeze: () => void manager.kill('SIGSTOP'),
    async stop() {
      await programs.stop();
      await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}
