import { setTimeout as delay } from 'node:timers/promises';
import { app, clipboard, Notification, shell } from 'electron';
import type { Assistant, AssistantOptions } from '../../assistant/assistant.ts';
import { compose } from '../../assistant/compose.ts';
import type { CallRecord } from '../../assistant/dispatcher.ts';
import { isDemoHome } from '../../demo/generate-demo-home.ts';
import { xdgAutostart } from '../../system/linux/xdg-autostart.ts';
import type { Clipboard } from '../../system/ports.ts';
import type { SystemOf } from '../../system/system.ts';
import { systemName } from './start/launch-options.ts';
import type { LaunchOptions } from './start/launch-options.ts';
import { loginItem, startCommand } from './system/autostart.ts';
import type { Autostart } from './system/autostart.ts';

export interface ComposeParts extends Pick<LaunchOptions, 'dataDir'> {
  /** the built program's own folder, with the entries of its threads */
  readonly out: string;
  /** gives the operating system; a test gives its own */
  readonly systemOf: SystemOf;
  readonly hasTray: boolean;
  readonly hasAutostart: boolean;
  readonly warn: (line: string) => void;
  readonly onCall: (record: CallRecord) => void;
}

function isDemo(): boolean {
  return isDemoHome(app.getPath('home'));
}

/**
 * The entry that opens the app at sign-in. Null where it would be the person's real one: in a demo, and unpackaged on a
 * system whose entry names only the Electron binary.
 */
export function autostartFor(options: Pick<LaunchOptions, 'dataDir' | 'language'>): Autostart | null {
  const command = startCommand(process, app.isPackaged ? null : app.getAppPath(), options);
  // below the home of this process, so in a demo below the demo's
  if (systemName === 'linux') return xdgAutostart(process.env, command);
  return app.isPackaged && !isDemo() ? loginItem(app, command) : null;
}

/** Time in ms in which a clipboard manager puts something back. */
const managersAnswerMs = 300;
const commonFormats = ['text/plain', 'text/html', 'image/png'] as const;

/**
 * Electron's clipboard, for Linux and macOS. It reports no failure, and a clipboard manager may put the content back, so
 * what is there is looked at again: only its formats, never its content. On Linux the text that was marked last, which
 * the middle mouse button pastes, goes too.
 */
const desktopClipboard: Clipboard = {
  isAvailable: () => systemName !== 'windows',
  async clear() {
    clipboard.clear();
    if (systemName === 'linux') clipboard.selection.clear();
    await delay(managersAnswerMs);
    const there = await Promise.all(commonFormats.map((format) => clipboard.has(format)));
    return there.includes(true) ? { kind: 'failed', reason: 'put-back' } : { kind: 'cleared' };
  },
};

/** Composes the assistant with what the desktop can do. */
export function composeDesktop(parts: ComposeParts): Promise<Assistant> {
  const { env } = process;
  const assistant: AssistantOptions = {
    env,
    system: systemName,
    dataDir: parts.dataDir,
    demo: isDemo(),
    workers: { kind: 'threads', folder: parts.out, count: 2 },
    capabilities: {
      tray: parts.hasTray,
      trash: true,
      notifications: Notification.isSupported(),
      autostart: parts.hasAutostart,
      powerEvents: true,
    },
    trashItem: (path) => shell.trashItem(path),
    clipboard: desktopClipboard,
    warn: parts.warn,
    log: parts.onCall,
  };
  return compose(assistant, parts.systemOf(systemName, env));
}
