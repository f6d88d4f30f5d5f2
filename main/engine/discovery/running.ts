import { SignOffError } from '../../../app/contract/errors.ts';
import type { RunningProcess, Tri } from '../../../app/contract/shapes.ts';
import type { SignInView } from '../../../app/contract/sign-in.ts';
import { parsePattern } from '../../../app/platforms/pattern.ts';
import type { Platform, ProcessRule, Product } from '../../../app/platforms/platform.ts';
import type { ProcessInfo, ProcessList, Processes } from '../../system/ports.ts';

/** Whether one product runs, and its processes. */
export type RunningView = SignInView['products'][number];

interface ProcessMatch {
  readonly product: Product;
  readonly process: RunningProcess;
  /** a main program in its known folder */
  readonly isMain: boolean;
}

function nameMatches(platform: Platform, pattern: string, name: string): boolean {
  const caseless = platform.system !== 'linux';
  const [segment] = parsePattern(pattern, caseless);
  if (segment?.kind === 'match') return segment.regex.test(name);
  if (segment?.kind !== 'literal') return false;
  return caseless ? segment.name.toLowerCase() === name.toLowerCase() : segment.name === name;
}

/** The folder names in an executable's path. */
function foldersOf(platform: Platform, path: string): readonly string[] {
  return path.split(platform.system === 'windows' ? /[\\/]/u : '/').slice(0, -1);
}

function tailAt(platform: Platform, folders: readonly string[], known: string, end: number): boolean {
  const wanted = known.split('/');
  const start = end - wanted.length;
  return (
    start >= 0 && wanted.every((part, index) => nameMatches(platform, part, folders[start + index] ?? ''))
  );
}

/** A main program must be directly in a known folder, a helper anywhere below one. */
function isInKnownFolder(platform: Platform, rule: ProcessRule, path: string | null): boolean {
  if (path === null) return false;
  const folders = foldersOf(platform, path);
  const ends = rule.role === 'main' ? [folders.length] : folders.map((_, index) => index + 1);
  return rule.folders.some((known) => ends.some((end) => tailAt(platform, folders, known, end)));
}

/** A main program matches by name alone, without certainty. A helper must match by path too: its name is common. */
function matchProcess(platform: Platform, info: ProcessInfo): ProcessMatch | null {
  const rules = platform.processes.filter((rule) => nameMatches(platform, rule.name, info.name));
  const known = rules.filter((rule) => isInKnownFolder(platform, rule, info.path));
  const certain = known.length > 0;
  if (!certain && !rules.some((rule) => rule.role === 'main')) return null;
  const isMain = known.some((rule) => rule.role === 'main');
  return { product: platform.product, process: { ...info, certain }, isMain };
}

/** Each process once per product, with its most certain match. */
function matchesIn(
  platforms: readonly Platform[],
  processes: readonly ProcessInfo[],
): readonly ProcessMatch[] {
  const found = new Map<string, ProcessMatch>();
  for (const info of processes) {
    for (const platform of platforms) {
      const match = matchProcess(platform, info);
      const key = `${platform.product} ${String(info.pid)}`;
      if (match !== null && (match.process.certain || !found.has(key))) found.set(key, match);
    }
  }
  return [...found.values()];
}

function verdict(processes: readonly RunningProcess[]): Tri {
  const own = processes.filter((process) => process.ownUser);
  if (own.some((process) => process.certain)) return 'yes';
  return own.length > 0 ? 'could-not-tell' : 'no';
}

function viewsOf(list: ProcessList, platforms: readonly Platform[]): readonly RunningView[] {
  const products = [...new Set(platforms.map((platform) => platform.product))];
  if (list.kind === 'could-not-tell')
    return products.map((product) => ({ product, running: 'could-not-tell', processes: [] }));
  const matches = matchesIn(platforms, list.processes);
  return products.map((product) => {
    const processes = matches.filter((one) => one.product === product).map((one) => one.process);
    return { product, running: verdict(processes), processes };
  });
}

/**
 * Checks whether each product of `platforms` runs. A matching name in an unknown folder gives could-not-tell, never no.
 * Another user's program is listed but never counts.
 */
export async function checkRunning(
  processes: Processes,
  platforms: readonly Platform[],
): Promise<readonly RunningView[]> {
  return viewsOf(await processes.list(), platforms);
}

/** This user's processes of one product. */
export interface OwnProcesses {
  readonly running: Tri;
  /** false: the process list could not be read */
  readonly listed: boolean;
  readonly all: readonly RunningProcess[];
  /** the main programs, whose helpers end with them; without any, the certain helpers */
  readonly toQuit: readonly RunningProcess[];
}

/** The processes that a request to quit concerns; never another user's. */
export async function ownProcesses(
  processes: Processes,
  platforms: readonly Platform[],
  product: Product,
): Promise<OwnProcesses> {
  const list = await processes.list();
  if (list.kind === 'could-not-tell')
    return { running: 'could-not-tell', listed: false, all: [], toQuit: [] };
  const own = matchesIn(
    platforms.filter((platform) => platform.product === product),
    list.processes,
  ).filter(({ process }) => process.ownUser);
  const all = own.map(({ process }) => process);
  const mains = own.filter(({ isMain }) => isMain).map(({ process }) => process);
  const toQuit = mains.length > 0 ? mains : all.filter(({ certain }) => certain);
  return { running: verdict(all), listed: true, all, toQuit };
}

/** The platforms that must not run while data of `cleaned` is removed: the same products and those sharing a root. */
export function mustNotRun(
  cleaned: readonly Platform[],
  platforms: readonly Platform[],
): readonly Platform[] {
  const products = new Set(cleaned.flatMap(({ product, sharedWith = [] }) => [product, ...sharedWith]));
  return platforms.filter((platform) => products.has(platform.product));
}

function described(process: RunningProcess): string {
  return `${process.path ?? process.name} (${String(process.pid)})`;
}

/**
 * Asserts that none of the products runs under this user, because a running messenger's data must not be touched.
 * Throws `messenger-running` when one does and `messenger-unknown` when that is unclear.
 */
export async function assertQuiet(processes: Processes, platforms: readonly Platform[]): Promise<void> {
  const list = await processes.list();
  if (list.kind === 'could-not-tell') throw new SignOffError('messenger-unknown', { reason: list.reason });
  const own = viewsOf(list, platforms).flatMap((view) => view.processes.filter((one) => one.ownUser));
  const certain = own.filter((process) => process.certain);
  const namesOf = (some: readonly RunningProcess[]): string =>
    [...new Set(some.map((process) => process.name))].join(', ');
  if (certain.length > 0) throw new SignOffError('messenger-running', { names: namesOf(certain) });
  if (own.length > 0) {
    const reason = own.map(described).join(', ');
    throw new SignOffError('messenger-unknown', { names: namesOf(own), reason });
  }
}
