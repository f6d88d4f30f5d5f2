import { readdir, realpath, stat } from 'node:fs/promises';
import type { BigIntStats } from 'node:fs';
import { isAbsolute, normalize, parse } from 'node:path';
import type { FoundBy, NamedFault } from '../../../app/contract/accounts.ts';
import { isSamePath } from '../../../app/cleanup/containment.ts';
import { parsePattern } from '../../../app/platforms/pattern.ts';
import type { Platform, RootRule } from '../../../app/platforms/platform.ts';
import type { Mounts } from '../../system/ports.ts';
import { diskStyle, isWithin } from '../fs/disk-names.ts';
import { errorCode, isAbsent } from '../fs/errors.ts';
import { stableId } from './discovery.ts';
import type { MeasuredFolder, OwnPlace, RefusedFolder } from './discovery.ts';
import type { DiscoveryNotes } from './discovery-notes.ts';
import { containedIn } from './own-folder.ts';
import type { Bounds, KnownRoot, RootTable } from './root-table.ts';
import { driveState } from './rule-hits.ts';
import { isCaseless } from './shape.ts';

/** A folder that the person named, as `--root` or in the settings. */
export interface NamedFolder {
  readonly path: string;
  readonly by: 'option' | 'setting';
}

/** What named folders are compared with. */
export interface NamedSearch {
  readonly platforms: readonly Platform[];
  readonly roots: RootTable;
  readonly bounds: Bounds;
  readonly log: DiscoveryNotes;
  readonly own: readonly OwnPlace[];
  readonly mounts: Mounts | undefined;
  /** owner of the home; null where it is unknown */
  readonly owner: bigint | null;
}

/** What became of the named folders that are no root. */
export interface NamedResult {
  readonly measuredOnly: readonly MeasuredFolder[];
  readonly refused: readonly RefusedFolder[];
}

type Refusal = Pick<RefusedFolder, 'why' | 'root'>;
type Checked = { readonly place: KnownRoot } | Refusal;

function refusal(why: NamedFault, root: string | null = null): Refusal {
  return { why, root };
}

const ruleNames = { option: '--root', setting: 'dataFolders' } as const;

function foundByOf({ path, by }: NamedFolder): FoundBy {
  return { rule: ruleNames[by], by: 'named', from: path };
}

/** The places that a rule appends to some folder. */
function endingsOf(rule: RootRule): readonly string[] {
  if (rule.by === 'folder') return [rule.path];
  return rule.by === 'registry' ? [rule.child] : [rule.child, ...(rule.alsoChildren ?? [])];
}

/** Segments of `ending` if the whole of it ends the path, 1 if only its last one does, otherwise 0. */
function fitOf(names: readonly string[], ending: string, caseless: boolean): number {
  const segments = parsePattern(ending, caseless);
  const fits = (fromEnd: number): boolean => {
    const [segment, name] = [segments.at(-1 - fromEnd), names.at(-1 - fromEnd)];
    if (segment === undefined || name === undefined || segment.kind === 'any-depth') return false;
    if (segment.kind === 'match') return segment.regex.test(name);
    return caseless ? segment.name.toLowerCase() === name.toLowerCase() : segment.name === name;
  };
  if (!fits(0)) return 0;
  return segments.every((_, fromEnd) => fits(fromEnd)) ? segments.length : 1;
}

/** How much of a path the messenger itself would have named: 0 = not even the folder's own name. */
function nameFit(platform: Platform, realPath: string): number {
  const names = realPath.split(/[\\/]/u).filter((name) => name !== '');
  const endings = platform.data.rules.flatMap(endingsOf);
  return Math.max(0, ...endings.map((ending) => fitOf(names, ending, isCaseless(platform))));
}

/**
 * The platforms that a folder may belong to, best name first. Under a name that no messenger gives, only platforms that
 * are cleaned count, because the shapes of the others are common.
 */
function candidatesFor(platforms: readonly Platform[], realPath: string) {
  return platforms
    .filter(({ data }) => data.rules.length > 0)
    .map((platform) => ({ platform, fit: nameFit(platform, realPath) }))
    .filter(({ platform, fit }) => fit > 0 || platform.support === 'clean')
    .sort((a, b) => b.fit - a.fit);
}

/** Root owns folders on disks without owners, where everyone may write. */
function isOwned({ uid, mode }: BigIntStats, owner: bigint | null): boolean {
  return owner === null || uid === owner || (uid === 0n && (mode & 0o002n) !== 0n);
}

async function realFolder(path: string): Promise<{ realPath: string; stats: BigIntStats } | Refusal> {
  if (!isAbsolute(path)) return refusal('relative');
  if (diskStyle === 'windows' && /^[\\/]{2}/u.test(path)) return refusal('network');
  if ((await driveState(path)) === 'silent') return refusal('no-answer');
  try {
    const realPath = await realpath(path);
    const stats = await stat(realPath, { bigint: true });
    if (!stats.isDirectory()) return refusal('not-a-folder');
    if (diskStyle === 'windows' && realPath.startsWith('\\\\')) return refusal('network');
    return { realPath, stats };
  } catch (error) {
    return refusal(isAbsent(error) || errorCode(error).startsWith('ERR_') ? 'missing' : 'no-permission');
  }
}

async function isReadable(realPath: string): Promise<boolean> {
  return readdir(realPath).then(
    () => true,
    () => false,
  );
}

/** A named folder may neither lie in another root nor contain one: content would count twice. */
async function nested(
  place: KnownRoot,
  others: readonly KnownRoot[],
  mounts: Mounts | undefined,
): Promise<Refusal | null> {
  for (const other of others) {
    if (await containedIn(place, other, mounts)) return refusal('inside-root', other.realPath);
    if (await containedIn(other, place, mounts)) return refusal('contains-root', other.realPath);
  }
  return null;
}

async function check(path: string, search: NamedSearch): Promise<Checked> {
  const { bounds, own, owner, mounts } = search;
  const found = await realFolder(path);
  if ('why' in found) return found;
  const { realPath, stats } = found;
  const place: KnownRoot = { path: realPath, realPath, identity: { dev: stats.dev, ino: stats.ino } };
  if (search.roots.find(place) !== null) return { place };
  const isDrive = parse(realPath).root === realPath;
  if (isDrive || bounds.own.some((folder) => isWithin(folder, realPath))) return refusal('too-wide');
  for (const one of own) {
    const isApart = !(await containedIn(place, one, mounts)) && !(await containedIn(one, place, mounts));
    if (!isApart) return refusal('own-folder');
  }
  if (bounds.isAnothers(path) || bounds.isAnothers(realPath) || !isOwned(stats, owner))
    return refusal('other-user');
  if (!(await isReadable(realPath))) return refusal('no-permission');
  return { place };
}

/** Faults after which the folder may hold data that was not searched. */
const unsearched: readonly NamedFault[] = ['no-permission', 'no-answer'];

/** Finds the named folders that a rule has not found already. They are recognised by shape; any other is measured. */
export async function searchNamed(named: readonly NamedFolder[], search: NamedSearch): Promise<NamedResult> {
  const { log, roots, platforms } = search;
  const measured: MeasuredFolder[] = [];
  const refused: RefusedFolder[] = [];
  const refuse = (folder: NamedFolder, { why, root }: Refusal): void => {
    refused.push({ ...folder, why, root });
    log.note('named-refused', folder.path, why);
    if (!unsearched.includes(why)) return;
    for (const platform of platforms) log.addUnread({ platform, kind: 'data' }, folder.path, why);
  };
  const accept = async (folder: NamedFolder, { realPath, identity }: KnownRoot): Promise<void> => {
    const hit = { kind: 'data', path: realPath, foundBy: foundByOf(folder), needsShape: true } as const;
    for (const { platform, fit } of candidatesFor(platforms, realPath)) {
      const proof = fit > 0 ? 'remains' : 'whole-layout';
      if ((await roots.consider({ ...hit, platform, proof })) === 'handled') return;
    }
    measured.push({ id: stableId('named', realPath), path: folder.path, realPath, identity });
    log.note('named-not-recognised', folder.path);
  };
  for (const folder of named) {
    const checked = await check(folder.path, search);
    if ('why' in checked) {
      refuse(folder, checked);
      continue;
    }
    const { place } = checked;
    if (measured.some(({ realPath }) => realPath === place.realPath)) continue;
    const known = roots.find(place);
    const inTheWay =
      known === null ? await nested(place, [...roots.known(), ...measured], search.mounts) : null;
    if (inTheWay !== null) {
      refuse(folder, inTheWay);
      continue;
    }
    log.addSearched(place.realPath);
    if (!isSamePath(normalize(folder.path), place.realPath, diskStyle))
      log.note('root-is-link', folder.path, place.realPath);
    if (known === null) await accept(folder, place);
    else roots.foundAgain(place, foundByOf(folder));
  }
  return { measuredOnly: measured, refused };
}
