import { lstat } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import type { Location, Platform, Product } from '../../../app/platforms/platform.ts';
import type { QuitView } from '../../../app/contract/messengers.ts';
import type { RunningProcess } from '../../../app/contract/shapes.ts';
import { SignOffError } from '../../../app/contract/errors.ts';
import type { ProcessControl, Processes } from '../../system/ports.ts';
import type { Root, Discovery } from '../discovery/discovery.ts';
import { expandPattern } from '../discovery/expand-pattern.ts';
import { isCaseless } from '../discovery/shape.ts';
import { isAbsent, isDenied } from '../fs/errors.ts';
import { pause } from '../fs/turns.ts';
import { ownProcesses } from '../discovery/running.ts';
import type { OwnProcesses } from '../discovery/running.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { placesOf } from './credential-files.ts';
import type { Place } from './credential-files.ts';

async function walFilesOf(root: Root, row: Location, { base }: Place): Promise<readonly string[]> {
  const found = await Promise.all(
    row.paths.map((pattern) => expandPattern(base, pattern, { caseless: isCaseless(root.platform) })),
  );
  return found
    .flatMap(({ matches }) => matches)
    .filter(({ path, kind }) => kind !== 'folder' && path.endsWith('-wal'))
    .map(({ path }) => path);
}

async function walFiles(roots: readonly Root[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const root of roots)
    for (const row of root.platform.locations.filter(({ category }) => category === 'database'))
      for (const place of placesOf(root, row)) found.push(...(await walFilesOf(root, row, place)));
  return [...new Set(found)].toSorted();
}

async function stateOf(path: string): Promise<string> {
  try {
    const { size, mtimeNs } = await lstat(path, { bigint: true });
    return `${path} ${String(size)} ${String(mtimeNs)}`;
  } catch (error) {
    if (isAbsent(error) || isDenied(error)) return `${path} -`;
    throw error;
  }
}

async function snapshot(roots: readonly Root[]): Promise<string> {
  return (await Promise.all((await walFiles(roots)).map(stateOf))).join('\n');
}

/** `restMs`: how long to wait for idle write-ahead logs. `lookMs`: time between two snapshots. */
interface RestPatience {
  readonly restMs: number;
  readonly lookMs: number;
}

/** True when two successive snapshots of all write-ahead logs are equal; false when time is up. */
async function databasesRest(
  roots: readonly Root[],
  { restMs, lookMs }: RestPatience,
  signal: AbortSignal,
): Promise<boolean> {
  const end = performance.now() + restMs;
  let before = await snapshot(roots);
  do {
    await pause(lookMs, signal);
    const now = await snapshot(roots);
    if (now === before) return true;
    before = now;
  } while (performance.now() < end);
  return false;
}

/** How long a messenger may take to quit, and how often its processes are checked, ms. */
interface Patience extends RestPatience {
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

type QuitAnswer = Pick<QuitView, 'state' | 'reason' | 'processes'>;

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
async function askToQuit(deps: QuitDeps, product: Product, signal: AbortSignal): Promise<QuitAnswer> {
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
async function endByForce(
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

/** Tracks requests to quit by product: a process may be ended by force only after it ignored one. */
export interface Quitter {
  /** starts the job that asks and waits, and returns its id; throws `busy` while one waits for this product */
  ask(product: Product): string;
  /** throws `not-asked-to-quit` unless the last answer was `still-running` */
  force(product: Product): string;
  state(product: Product): QuitView | null;
}

export function createQuitter(deps: QuitDeps & { readonly jobs: Jobs }): Quitter {
  const states = new Map<Product, QuitView>();

  const start = (
    product: Product,
    forced: boolean,
    work: (signal: AbortSignal) => Promise<QuitAnswer>,
  ): string => {
    if (states.get(product)?.state === 'waiting') throw new SignOffError('busy', {});
    const jobId = deps.jobs.start('quit', async ({ signal }) => {
      let answer: QuitAnswer | null = null;
      try {
        answer = await work(signal);
      } finally {
        if (answer === null) states.delete(product);
        else states.set(product, { product, jobId, forced, ...answer });
      }
    });
    states.set(product, { product, jobId, forced, state: 'waiting', reason: null, processes: [] });
    return jobId;
  };

  return {
    ask: (product) => start(product, false, (signal) => askToQuit(deps, product, signal)),
    force(product) {
      const last = states.get(product);
      if (last?.state !== 'still-running') throw new SignOffError('not-asked-to-quit');
      return start(product, true, (signal) => endByForce(deps, product, last.processes, signal));
    },
    state: (product) => states.get(product) ?? null,
  };
}
