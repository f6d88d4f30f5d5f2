import { performance } from 'node:perf_hooks';
import type { QuitView } from '../../../app/contract/messengers.ts';
import type { RunningProcess } from '../../../app/contract/shapes.ts';
import type { Platform, Product } from '../../../app/platforms/platform.ts';
import type { ProcessControl, Processes } from '../../system/ports.ts';
import type { Discovery, Root } from '../discovery/discovery.ts';
import { databasesRest } from './database-rest.ts';
import type { RestPatience } from './database-rest.ts';
import { ownProcesses } from '../discovery/running.ts';
import type { OwnProcesses } from '../discovery/running.ts';
import { pause } from '../fs/turns.ts';

/** How long a messenger may take to quit, and how often its processes are checked, ms. */
export interface Patience extends RestPatience {
  readonly quitMs: number;
  readonly pollMs: number;
}

export interface QuitDeps {
  readonly processes: Processes;
  readonly control: ProcessControl;
  /** platforms whose processes are known */
  readonly platforms: readonly Platform[];
  discover(): Promise<Discovery>;
  /** default: as long as a person is ready to wait */
  readonly patience?: Patience;
}

export type QuitAnswer = Pick<QuitView, 'state' | 'reason' | 'processes'>;

const defaultPatience: Patience = { quitMs: 15_000, pollMs: 200, restMs: 10_000, lookMs: 500 };

function unclear(reason: NonNullable<QuitView['reason']>, own: OwnProcesses): QuitAnswer {
  return { state: 'unclear', reason, processes: own.all };
}

function rootsOf({ roots }: Discovery, product: Product): readonly Root[] {
  return roots.filter(
    ({ platform }) => platform.product === product || platform.sharedWith?.includes(product) === true,
  );
}

/** Polls until no certain process is left or time is up. */
async function waitUntilGone(deps: QuitDeps, product: Product, signal: AbortSignal): Promise<OwnProcesses> {
  const { quitMs, pollMs } = deps.patience ?? defaultPatience;
  const end = performance.now() + quitMs;
  for (;;) {
    const own = await ownProcesses(deps.processes, deps.platforms, product);
    const isOver = own.listed && own.running !== 'yes';
    if (isOver || performance.now() >= end) return own;
    await pause(pollMs, signal);
  }
}

/** The answer after the wait: quit only when no process is left and the databases are idle. */
async function answerFor(
  deps: QuitDeps,
  product: Product,
  own: OwnProcesses,
  signal: AbortSignal,
): Promise<QuitAnswer> {
  if (!own.listed) return unclear('list-unknown', own);
  if (own.running === 'could-not-tell') return unclear('uncertain', own);
  if (own.running === 'yes') return { state: 'still-running', reason: null, processes: own.all };
  const roots = rootsOf(await deps.discover(), product);
  const rest = await databasesRest(roots, deps.patience ?? defaultPatience, signal);
  return rest ? { state: 'quit', reason: null, processes: [] } : unclear('files-changing', own);
}

/**
 * Asks this user's main programs of one product to quit and waits for all its processes. Never asks a program that is
 * not certainly the messenger.
 */
export async function askToQuit(deps: QuitDeps, product: Product, signal: AbortSignal): Promise<QuitAnswer> {
  const own = await ownProcesses(deps.processes, deps.platforms, product);
  if (own.running !== 'yes') return answerFor(deps, product, own, signal);
  const answers = await Promise.all(own.toQuit.map((process) => deps.control.askToQuit(process)));
  if (!answers.includes('sent')) {
    const now = await ownProcesses(deps.processes, deps.platforms, product);
    return now.running === 'yes' ? unclear('not-possible', now) : answerFor(deps, product, now, signal);
  }
  return answerFor(deps, product, await waitUntilGone(deps, product, signal), signal);
}

/**
 * Ends the processes of `requested` that still run, main programs first. Spares processes that
 * started later: they have not ignored a request.
 */
export async function endByForce(
  deps: QuitDeps,
  product: Product,
  requested: readonly RunningProcess[],
  signal: AbortSignal,
): Promise<QuitAnswer> {
  const own = await ownProcesses(deps.processes, deps.platforms, product);
  const wasRequested = ({ pid, path }: RunningProcess): boolean =>
    requested.some((one) => one.certain && one.pid === pid && one.path === path);
  const helpers = own.all.filter((process) => process.certain && !own.toQuit.includes(process));
  for (const process of [...own.toQuit, ...helpers].filter(wasRequested)) await deps.control.end(process);
  return answerFor(deps, product, await waitUntilGone(deps, product, signal), signal);
}
