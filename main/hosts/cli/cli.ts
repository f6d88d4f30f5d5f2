import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { version } from '../../../package.json';
import type { SystemName } from '../../../app/platforms/platform.ts';
import type { AssistantOptions } from '../../assistant/assistant.ts';
import { compose } from '../../assistant/compose.ts';
import type { SystemOf } from '../../system/system.ts';
import { hasRecycleBin } from '../../system/trash-bin.ts';
import { defaultDemoFiles, generateDemoHome, isDemoHome } from '../../demo/generate-demo-home.ts';
import { openBrowserHost } from '../browser/open.ts';
import { exitCodes } from './exit-codes.ts';
import { processTerminal } from './terminal.ts';
import { runCli } from './run-cli.ts';
import type { World } from './command.ts';

const systems: Readonly<Partial<Record<NodeJS.Platform, SystemName>>> = { win32: 'windows', darwin: 'macos' };
const system = systems[process.platform] ?? 'linux';
const { env } = process;

/** What the entry gives: the product's own, or a test's. */
interface ProgramParts {
  /** the folder of the built program */
  readonly built: string;
  readonly systemOf: SystemOf;
}

function openerOf({ built, systemOf }: ProgramParts): World['openAssistant'] {
  return ({ dataDir, allowForeignHome, roots }, warn) => {
    const options: AssistantOptions = {
      env,
      system,
      dataDir: dataDir === null ? null : resolve(dataDir),
      allowForeignHome,
      dataFolders: roots.map((path) => resolve(path)),
      demo: isDemoHome(env['HOME'] ?? env['USERPROFILE'] ?? ''),
      workers: { kind: 'threads', folder: built, count: Math.min(4, availableParallelism()) },
      capabilities: {
        tray: false,
        trash: system === 'linux' || (system === 'windows' && hasRecycleBin()),
        notifications: false,
        autostart: false,
        powerEvents: false,
      },
      warn,
    };
    return compose(options, systemOf(system, env));
  };
}

function windowOpenerOf({ built, systemOf }: ProgramParts): World['openWindow'] {
  return ({ browser, launch, ...options }) =>
    openBrowserHost({
      ...options,
      rendererFolder: join(built, 'renderer'),
      icons: join(built, '..', 'assets', 'icons'),
      marks: systemOf(system, env).marks,
      env,
      noLaunch: !launch,
      ...(browser === null ? {} : { browser }),
    });
}

const makeDemo: World['makeDemo'] = async (folder, { files, seed }, onProgress) => {
  const made = await generateDemoHome({
    folder: resolve(folder),
    files: files ?? defaultDemoFiles,
    ...(seed === null ? {} : { seed }),
    onProgress,
  });
  return { folder: made.folder, files: made.files, bytes: made.bytes };
};

const interrupt = new AbortController();
let interruptedAt = 0;

/** Time that a command has to stop after SIGTERM, ms. The journal tells the next start how far a longer one got. */
const stopMs = 10_000;

/** Ends the process by the signal's own effect: an exit would wait for a thread that is stuck in the system. */
function endAtOnce(): void {
  process.removeAllListeners('SIGTERM');
  process.kill(process.pid, 'SIGTERM');
}

/** Cancels like an interrupt; the program is gone `stopMs` later in any case. */
function onTerminate(): void {
  onInterrupt();
  setTimeout(endAtOnce, stopMs);
}

/**
 * The first interrupt cancels the command. A second one, at least a second later, exits at once, because something
 * hangs; the journal tells the next start how far the run got.
 */
function onInterrupt(): void {
  if (interrupt.signal.aborted && Date.now() - interruptedAt > 1000) process.exit(exitCodes.cancelled);
  if (!interrupt.signal.aborted) interruptedAt = Date.now();
  interrupt.abort();
}

/** Windows sets no locale variable; there the language of the system stands for LANG. */
function localeOf(): World['env'] {
  return system === 'windows' ? { LANG: Intl.DateTimeFormat().resolvedOptions().locale, ...env } : env;
}

/** Runs the command line of this process to its exit. */
export async function runProgram(parts: ProgramParts): Promise<never> {
  for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, onInterrupt);
  process.on('SIGTERM', onTerminate);

  const terminal = processTerminal(env);
  const exitCode = await runCli(process.argv.slice(2), {
    version,
    env: localeOf(),
    terminal,
    signal: interrupt.signal,
    now: Date.now,
    openAssistant: openerOf(parts),
    openWindow: windowOpenerOf(parts),
    makeDemo,
  });
  await Promise.all([terminal.out.drained(), terminal.err.drained()]);
  process.exit(exitCode);
}
