import { SignOffError } from '../../../app/contract/errors.ts';
import type { RunningProcess, Tri } from '../../../app/contract/shapes.ts';
import type { SignInView } from '../../../app/contract/sign-in.ts';
import { parsePattern } from '../../../app/platforms/pattern.ts';
import type { Platform, ProcessRule, Product } from '../../../app/platforms/platform.ts';
import type { ProcessInfo, ProcessList, Processes } from '../../system/ports.ts';

/** Whether one product runs, and by which processes it was seen. */
export type RunningView = SignInView['products'][number];

interface Seen {
  readonly product: Product;
  readonly process: RunningProcess;
  /** a main program at its known place */
  readonly isMain: boolean;
}

function nameMatches(platform: Platform, pattern: string, name: string): boolean {
  const caseless = platform.system !== 'linux';
  const [segment] = parsePattern(pattern, caseless);
  if (segment?.kind === 'match') return segment.regex.test(name);
  if (segment?.kind !== 'literal') return false;
  return caseless ? segment.name.toLowerCase() === name.toLowerCase() : segment.name === name;
}

/** The folders of an executable's path, whatever system wrote it. */
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

/** Main programs lie in a known folder itself, helpers anywhere below it. */
function isInKnownFolder(platform: Platform, rule: ProcessRule, path: string | null): boolean {
  if (path === null) return false;
  const folders = foldersOf(platform, path);
  const ends = rule.role === 'main' ? [folders.length] : folders.map((_, index) => index + 1);
  return rule.folders.some((known) => ends.some((end) => tailAt(platform, folders, known, end)));
}

/** Main programs count by name alone, without certainty; helpers, whose names are common, only by place too. */
function seenAs(platform: Platform, info: ProcessInfo): Seen | null {
  const rules = platform.processes.filter((rule) => nameMatches(platform, rule.name, info.name));
  const known = rules.filter((rule) => isInKnownFolder(platform, rule, info.path));
  const certain = known.length > 0;
  if (!certain && !rules.some((rule) => rule.role === 'main')) return null;
  const isMain = known.some((rule) => rule.role === 'main');
  return { product: platform.product, process: { ...info, certain }, isMain };
}

/** Each process once per product, by its most certain match. */
function seenBy(platforms: readonly Platform[], processes: readonly ProcessInfo[]): readonly Seen[] {
  const found = new Map<string, Seen>();
  for (const info of processes) {
    for (const platform of platforms) {
      const seen = seenAs(platform, info);
      const key = `${platform.product} ${String(info.pid)}`;
      if (seen !== null && (seen.process.certain || !found.has(key))) found.set(key, seen);
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
  const seen = seenBy(platforms, list.processes);
  return products.map((product) => {
    const processes = seen.filter((one) => one.product === product).map((one) => one.process);
    return { product, running: verdict(processes), processes };
  });
}

/**
 * Whether each product of `platforms` runs. A program of the right name at an unknown place is could-not-tell and
 * never no; another user's program is listed and never counts.
 */
export async function checkRunning(
  processes: Processes,
  platforms: readonly Platform[],
): Promise<readonly RunningView[]> {
  return viewsOf(await processes.list(), platforms);
}

/** What the own user runs of one product. */
export interface OwnProcesses {
  readonly running: Tri;
  /** false: nobody could say what runs at all */
  readonly listed: boolean;
  readonly all: readonly RunningProcess[];
  /** the certain main programs, whose helpers follow them; where none is left, the certain helpers */
  readonly toAsk: readonly RunningProcess[];
}

/** The processes that a request to quit is about; another user's are never among them. */
export async function ownProcesses(
  processes: Processes,
  platforms: readonly Platform[],
  product: Product,
): Promise<OwnProcesses> {
  const list = await processes.list();
  if (list.kind === 'could-not-tell') return { running: 'could-not-tell', listed: false, all: [], toAsk: [] };
  const own = seenBy(
    platforms.filter((platform) => platform.product === product),
    list.processes,
  ).filter(({ process }) => process.ownUser);
  const all = own.map(({ process }) => process);
  const mains = own.filter(({ isMain }) => isMain).map(({ process }) => process);
  const toAsk = mains.length > 0 ? mains : all.filter(({ certain }) => certain);
  return { running: verdict(all), listed: true, all, toAsk };
}

/** Those of `platforms` that must not run while data of `cleaned` is removed: the same products and who shares a root. */
export function mustRest(cleaned: readonly Platform[], platforms: readonly Platform[]): readonly Platform[] {
  const products = new Set(cleaned.flatMap(({ product, sharedWith = [] }) => [product, ...sharedWith]));
  return platforms.filter((platform) => products.has(platform.product));
}

function described(process: RunningProcess): string {
  return `${process.path ?? process.name} (${String(process.pid)})`;
}

/**
 * Returns only when none of the products runs under this user: throws `messenger-running` when one certainly does
 * and `messenger-unknown` when nobody can say, for data under a running messenger must not be touched.
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
