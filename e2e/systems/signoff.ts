import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, cpSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { TestContext } from 'node:test';
import type { AccountView, DiscoveryView, RootView } from '../../app/contract/accounts.ts';
import type { StatusView } from '../../app/contract/host.ts';
import type { QuitView } from '../../app/contract/messengers.ts';
import type { PlanView } from '../../app/contract/plans.ts';
import type { QuarantineBatchView, RestoreView } from '../../app/contract/quarantine.ts';
import type { ReportView, VerificationView } from '../../app/contract/runs.ts';
import { compose } from '../../main/assistant/compose.ts';
import { runCli } from '../../main/hosts/cli/run-cli.ts';
import type { Output } from '../../main/hosts/cli/terminal.ts';
import { createSystem } from '../../main/system/system.ts';
import type { System } from '../../main/system/system.ts';
import type { ProcessInfo } from '../../main/system/ports.ts';
import { atEnd, isWindows, makeFolder } from './stage.ts';
import type { Stage } from './stage.ts';

/** One command's answer; fields of other kinds of answer are absent. */
export interface Answer {
  readonly code: number | null;
  readonly text: string;
  readonly json: Partial<{
    readonly code: string;
    readonly params: Readonly<Record<string, unknown>>;
    readonly roots: readonly RootView[];
    readonly accounts: readonly AccountView[];
    readonly notes: DiscoveryView['notes'];
    readonly running: readonly { readonly product: string; readonly running: string }[];
    readonly apps: readonly Pick<QuitView, 'product' | 'state' | 'forced'>[];
    readonly total: { readonly files: number; readonly bytes: number };
    readonly plan: PlanView | null;
    readonly entries: readonly { readonly path: string }[];
    readonly report: ReportView | null;
    readonly reports: readonly ReportView[];
    readonly verification: VerificationView;
    readonly systemCalls: StatusView['systemCalls'];
    readonly interrupted: StatusView['interrupted'];
    readonly batches: readonly QuarantineBatchView[];
    readonly restored: RestoreView;
  }>;
}

function answerOf(code: number | null, out: string, err: string): Answer {
  try {
    return { code, text: err, json: JSON.parse(out) as Answer['json'] };
  } catch {
    throw new Error(`exit code ${code}, and no JSON: ${out.slice(0, 2000)}\n${err.slice(0, 4000)}`);
  }
}

const limitMs = 60_000;
/** Folder of the built program. */
export const built = process.argv[2] ?? '';

/** Runs the built CLI. Its streams are files, because wine's pipes lose Node's output. */
export function signoff(stage: Stage, ...args: readonly string[]): Answer {
  return signoffIn(built, stage, ...args);
}

/** The same with the program in another folder, such as one without the native part. */
export function signoffIn(program: string, stage: Stage, ...args: readonly string[]): Answer {
  const folder = mkdtempSync(join(tmpdir(), 'signoff-out-'));
  const at = (name: string): string => join(folder, name);
  const streams = [openSync(at('out'), 'w'), openSync(at('err'), 'w')] as const;
  try {
    const { status, error } = spawnSync(
      process.execPath,
      [join(program, 'cli.js'), ...args, '--json', '--data-dir', stage.dataDir],
      { env: stage.env, stdio: ['ignore', ...streams], timeout: limitMs, killSignal: 'SIGKILL' },
    );
    if (error !== undefined) throw error;
    return answerOf(status, readFileSync(at('out'), 'utf8'), readFileSync(at('err'), 'utf8'));
  } finally {
    for (const stream of streams) closeSync(stream);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A command that goes on while the test looks at the disk. What it prints is in the file `out`. */
export interface Going {
  readonly child: ChildProcess;
  readonly out: string;
  /** ends it at once, as a power cut or a task manager would; resolves when it is gone */
  kill(): Promise<void>;
}

/** Starts the built CLI and does not wait for it. It is gone when the test ends. */
export function startSignoff(context: TestContext, stage: Stage, ...args: readonly string[]): Going {
  const folder = makeFolder(context, mkdtempSync(join(tmpdir(), 'signoff-going-')));
  const out = join(folder, 'out');
  const streams = [openSync(out, 'w'), openSync(join(folder, 'err'), 'w')] as const;
  const child = spawn(
    process.execPath,
    [join(built, 'cli.js'), ...args, '--json', '--data-dir', stage.dataDir],
    { env: stage.env, stdio: ['ignore', ...streams] },
  );
  for (const stream of streams) closeSync(stream);
  const ended = once(child, 'exit');
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
  };
  atEnd(context, kill);
  return { child, out, kill };
}

/** A copy of the program without its native part, as on a processor that has none: the system's tools are asked. */
export function programWithoutNative(context: TestContext, stage: Stage): string {
  const program = join(makeFolder(context, `${stage.home}-program`), 'out');
  // Node hands the filter paths with a prefix
  cpSync(built, program, { recursive: true, filter: (path) => basename(path) !== 'native' });
  return program;
}

/** A process list without a messenger. */
export const nothingRuns: readonly ProcessInfo[] = [
  { pid: 4, name: 'System', path: null, ownUser: false },
  { pid: process.pid, name: 'node.exe', path: process.execPath, ownUser: true },
];

function memory(): Output & { text(): string } {
  let text = '';
  return {
    isTty: false,
    colour: false,
    columns: () => 80,
    write: (more) => {
      text += more;
    },
    closed: () => false,
    failure: () => null,
    onClosed: () => undefined,
    abandon: () => undefined,
    drained: () => Promise.resolve(),
    text: () => text,
  };
}

/** Runs the same command line with the same services and built workers, but a given process list. */
export function signoffBeside(
  processes: readonly ProcessInfo[],
  stage: Stage,
  ...args: readonly string[]
): Promise<Answer> {
  return signoffWith(
    { processes: { list: () => Promise.resolve({ kind: 'known', processes }) } },
    stage,
    ...args,
  );
}

/** The same with some given ports. */
export async function signoffWith(
  ports: Partial<System>,
  stage: Stage,
  ...args: readonly string[]
): Promise<Answer> {
  const { env } = stage;
  const system = isWindows ? 'windows' : 'linux';
  const [out, err] = [memory(), memory()];
  const refuse = (): never => {
    throw new Error('not part of this lane');
  };
  const code = await runCli([...args, '--json', '--data-dir', stage.dataDir], {
    version: '0',
    env,
    terminal: { out, err, interactive: false, ask: refuse },
    signal: new AbortController().signal,
    now: Date.now,
    openWindow: refuse,
    makeDemo: refuse,
    openAssistant: ({ dataDir }, warn) =>
      compose(
        {
          env,
          system,
          dataDir,
          demo: false,
          workers: { kind: 'threads', folder: built, count: 2 },
          capabilities: {
            tray: false,
            trash: false,
            notifications: false,
            autostart: false,
            powerEvents: false,
          },
          warn,
        },
        { ...createSystem(system, env), ...ports },
      ),
  });
  return answerOf(code, out.text(), err.text());
}
