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

/** How long a messenger gets, and how often it is looked for. */
export interface Patience extends RestPatience {
  readonly quitMs: number;
  readonly pollMs: number;
}

export interface QuitDeps {
  readonly processes: Processes;
  readonly control: ProcessControl;
  /** whose processes are known */
  readonly platforms: readonly Platform[];
  discover(): Promise<Discovery>;
  /** without it, as long as a person is ready to wait */
  readonly patience?: Patience;
}

export type QuitAnswer = Pick<QuitView, 'state' | 'reason' | 'processes'>;

const usual: Patience = { quitMs: 15_000, pollMs: 200, restMs: 10_000, lookMs: 500 };

function unclear(reason: NonNullable<QuitView['reason']>, own: OwnProcesses): QuitAnswer {
  return { state: 'unclear', reason, processes: own.all };
}

function rootsOf({ roots }: Discovery, product: Product): readonly Root[] {
  return roots.filter(
    ({ platform }) => platform.product === product || platform.sharedWith?.includes(product) === true,
  );
}

/** Looks until no certain process is left or time is up. */
async function whenGone(deps: QuitDeps, product: Product, signal: AbortSignal): Promise<OwnProcesses> {
  const { quitMs, pollMs } = deps.patience ?? usual;
  const end = performance.now() + quitMs;
  for (;;) {
    const own = await ownProcesses(deps.processes, deps.platforms, product);
    const isOver = own.listed && own.running !== 'yes';
    if (isOver || performance.now() >= end) return own;
    await pause(pollMs, signal);
  }
}

/** None of its processes is left; now its databases have to rest as well. */
async function afterwards(
  deps: QuitDeps,
  product: Product,
  own: OwnProcesses,
  signal: AbortSignal,
): Promise<QuitAnswer> {
  if (!own.listed) return unclear('list-unknown', own);
  if (own.running === 'could-not-tell') return unclear('uncertain', own);
  if (own.running === 'yes') return { state: 'still-running', reason: null, processes: own.all };
  const roots = rootsOf(await deps.discover(), product);
  const rest = await databasesRest(roots, deps.patience ?? usual, signal);
  return rest ? { state: 'quit', reason: null, processes: [] } : unclear('files-changing', own);
}

/**
 * Asks the own user's certain main programs of one product to quit and waits for the last of its processes. A program
 * that is not certainly the messenger is never asked.
 */
export async function askToQuit(deps: QuitDeps, product: Product, signal: AbortSignal): Promise<QuitAnswer> {
  const own = await ownProcesses(deps.processes, deps.platforms, product);
  if (own.running !== 'yes') return afterwards(deps, product, own, signal);
  const answers = await Promise.all(own.toAsk.map((process) => deps.control.askToQuit(process)));
  if (!answers.includes('sent')) {
    const now = await ownProcesses(deps.processes, deps.platforms, product);
    return now.running === 'yes' ? unclear('not-possible', now) : afterwards(deps, product, now, signal);
  }
  return afterwards(deps, product, await whenGone(deps, product, signal), signal);
}

/**
 * Ends those of `asked` that still run, main programs first. Only `asked`: what was started after the request has not
 * declined it.
 */
export async function endByForce(
  deps: QuitDeps,
  product: Product,
  asked: readonly RunningProcess[],
  signal: AbortSignal,
): Promise<QuitAnswer> {
  const own = await ownProcesses(deps.processes, deps.platforms, product);
  const wasAsked = ({ pid, path }: RunningProcess): boolean =>
    asked.some((one) => one.certain && one.pid === pid && one.path === path);
  const helpers = own.all.filter((process) => process.certain && !own.toAsk.includes(process));
  for (const process of [...own.toAsk, ...helpers].filter(wasAsked)) await deps.control.end(process);
  return afterwards(deps, product, await whenGone(deps, product, signal), signal);
}
