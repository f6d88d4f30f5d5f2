import { posix, win32 } from 'node:path';
import { SignOffError } from '../../app/contract/errors.ts';
import type { SystemName } from '../../app/platforms/platform.ts';
import { linuxFileManager } from './linux/linux-file-manager.ts';
import { linuxFolders } from './linux/linux-folders.ts';
import { linuxMounts } from './linux/linux-mounts.ts';
import { linuxProcessControl } from './linux/linux-process-control.ts';
import { linuxProcessMarks } from './linux/linux-process-marks.ts';
import { linuxProcesses } from './linux/linux-processes.ts';
import { linuxVolumes } from './linux/linux-volumes.ts';
import { macosFileManager } from './macos/macos-file-manager.ts';
import { macosFolders } from './macos/macos-folders.ts';
import { macosMounts } from './macos/macos-mounts.ts';
import { macosProcessControl } from './macos/macos-process-control.ts';
import { macosProcesses } from './macos/macos-processes.ts';
import { macosVolumes } from './macos/macos-volumes.ts';
import { variable } from './portable/environment.ts';
import type { Environment } from './portable/environment.ts';
import { noClipboard } from './portable/no-clipboard.ts';
import { noRegistry } from './portable/no-registry.ts';
import { portableProcessMarks } from './portable/process-marks.ts';
import { systemClock } from './portable/system-clock.ts';
import type {
  Clipboard,
  Clock,
  FileHolders,
  FileManager,
  KnownFolders,
  Mounts,
  ProcessControl,
  Processes,
  ProcessMarks,
  Registry,
  Volumes,
} from './ports.ts';
import { windowsClipboard } from './windows/windows-clipboard.ts';
import { windowsFileManager } from './windows/windows-file-manager.ts';
import { windowsFolders } from './windows/windows-folders.ts';
import { windowsHolders } from './windows/windows-holders.ts';
import { windowsMounts } from './windows/windows-mounts.ts';
import { windowsProcessControl } from './windows/windows-process-control.ts';
import { windowsProcesses } from './windows/windows-processes.ts';
import { windowsRegistry } from './windows/windows-registry.ts';
import { windowsVolumes } from './windows/windows-volumes.ts';

/** The ports of one operating system. */
export interface System {
  readonly clock: Clock;
  readonly folders: KnownFolders;
  readonly registry: Registry;
  readonly processes: Processes;
  readonly control: ProcessControl;
  readonly mounts: Mounts;
  readonly volumes: Volumes;
  readonly marks: ProcessMarks;
  readonly clipboard: Clipboard;
  /** absent where a test must open nothing */
  readonly fileManager?: FileManager;
  /** absent where the system does not tell who holds a file */
  readonly holders?: FileHolders;
}

/** Gives the ports for one operating system: `createSystem` in the product, a narrower one in a test's program. */
export type SystemOf = (system: SystemName, env: Environment) => System;

/** By the actual machine, not the configured system: a lock is about real processes. */
function processMarks(): ProcessMarks {
  return process.platform === 'linux' ? linuxProcessMarks() : portableProcessMarks;
}

/** Selects the adapters. Folders come only from `env`. */
export function createSystem(system: SystemName, env: Environment): System {
  if (system === 'windows') {
    const registry = windowsRegistry(env);
    const processes = windowsProcesses(env);
    return {
      clock: systemClock,
      folders: windowsFolders(env, registry),
      registry,
      processes,
      control: windowsProcessControl(env, processes),
      mounts: windowsMounts,
      volumes: windowsVolumes(),
      holders: windowsHolders(),
      marks: processMarks(),
      clipboard: windowsClipboard(),
      fileManager: windowsFileManager(env),
    };
  }
  const isMac = system === 'macos';
  const processes = isMac ? macosProcesses() : linuxProcesses();
  return {
    clock: systemClock,
    folders: isMac ? macosFolders(env) : linuxFolders(env),
    registry: noRegistry,
    processes,
    control: isMac ? macosProcessControl(processes) : linuxProcessControl(),
    mounts: isMac ? macosMounts() : linuxMounts(),
    volumes: isMac ? macosVolumes() : linuxVolumes(),
    marks: processMarks(),
    clipboard: noClipboard,
    fileManager: isMac ? macosFileManager() : linuxFileManager(env),
  };
}

function fromHome(system: SystemName, env: Environment, ...segments: string[]): string {
  const name = system === 'windows' ? 'USERPROFILE' : 'HOME';
  const home = variable(env, system, name);
  const path = system === 'windows' ? win32 : posix;
  if (home === null || !path.isAbsolute(home))
    throw new SignOffError('data-dir-unusable', { path: '', reason: `${name}: ${home ?? '-'}` });
  return path.join(home, ...segments);
}

/** The assistant's own folder by default. */
export function defaultStateFolder(system: SystemName, env: Environment): string {
  if (system === 'windows') {
    const local = variable(env, system, 'LOCALAPPDATA');
    return local !== null && win32.isAbsolute(local)
      ? win32.join(local, 'SignOff')
      : fromHome(system, env, 'AppData', 'Local', 'SignOff');
  }
  if (system === 'macos') return fromHome(system, env, 'Library', 'Application Support', 'SignOff');
  const state = variable(env, system, 'XDG_STATE_HOME');
  return state !== null && posix.isAbsolute(state)
    ? posix.join(state, 'signoff')
    : fromHome(system, env, '.local', 'state', 'signoff');
}
