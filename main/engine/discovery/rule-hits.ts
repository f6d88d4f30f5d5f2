import { lstat, realpath, stat } from 'node:fs/promises';
import { parse, sep, basename, dirname, join } from 'node:path';
import type { Platform, RootRule, SystemName } from '../../../app/platforms/platform.ts';
import type { DiscoveryNote, FoundBy } from '../../../app/contract/accounts.ts';
import type { KnownFolders, Registry } from '../../system/ports.ts';
import { isAbsent } from '../fs/errors.ts';
import { expandPattern, plainBeginning } from './expand-pattern.ts';
import type { DataPlace, UnreadPlace } from './discovery.ts';
import type { DiscoveryNotes } from './discovery-notes.ts';
import { pointedFolders, readPointer } from './pointers.ts';
import type { PointerBases } from './pointers.ts';
import type { Candidate, RootTable } from './root-table.ts';
import { isCaseless } from './shape.ts';

const mountFolders: readonly RegExp[] = [
  /^\/Volumes\/[^/]+/u,
  /^\/(?:run\/)?media\/[^/]+\/[^/]+/u,
  /^\/mnt\/[^/]+/u,
];

/** The mount point of a removable drive that contains the path; null on the system drive. */
export function driveOf(path: string): string | null {
  if (sep === '\\') return parse(path).root;
  const found = mountFolders.map((pattern) => pattern.exec(path)?.[0]);
  return found.find((drive) => drive !== undefined) ?? null;
}

/** `away`: not connected. `silent`: connected, but unreadable or not answering. */
type DriveState = 'there' | 'away' | 'silent';

/** State of the path's drive. A drive that does not answer within `waitMs` is silent, so the search does not hang. */
export async function driveState(path: string, waitMs = 3_000): Promise<DriveState> {
  const drive = driveOf(path);
  if (drive === null) return 'there';
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<DriveState>((resolve) => {
    timer = setTimeout(() => {
      resolve('silent');
    }, waitMs);
  });
  const there = stat(drive).then(
    (): DriveState => 'there',
    (error: unknown): DriveState => (isAbsent(error) ? 'away' : 'silent'),
  );
  const answer = await Promise.race([there, late]);
  clearTimeout(timer);
  return answer;
}

/** What every rule needs to search. */
export interface SearchContext {
  readonly folders: KnownFolders;
  readonly registry: Registry;
  readonly system: SystemName;
  readonly log: DiscoveryNotes;
  readonly roots: RootTable;
}

type FolderRule = Extract<RootRule, { by: 'folder' }>;
type PointerRule = Extract<RootRule, { by: 'pointer-file' }>;
type RegistryRule = Extract<RootRule, { by: 'registry' }>;

/** Records where a data folder may be, now or again later. A base that does not exist is no place for one. */
async function addDataPlace(
  of: NonNullable<DataPlace['of']>,
  base: string,
  path: string,
  { log }: SearchContext,
): Promise<void> {
  try {
    const real = await realpath(base);
    if (!(await stat(real)).isDirectory()) return;
    const isLinked = (await lstat(base)).isSymbolicLink();
    log.addDataPlace({ base: real, isLinked, path, caseless: isCaseless(of.platform), of });
  } catch {
    // Missing or unreadable: nothing can be put there.
  }
}

/** Existing paths that match `path` below `base`, in the spelling of the disk. */
async function matchingPaths(
  of: Pick<UnreadPlace, 'platform' | 'kind'>,
  base: string,
  path: string,
  search: SearchContext,
): Promise<readonly string[]> {
  search.log.addSearched(join(base, path));
  await addDataPlace(of, base, path, search);
  const { from, rest, unread } = await plainBeginning(base, path);
  if (unread !== null) {
    search.log.note('no-permission', unread.path, unread.code);
    search.log.addUnread(of, unread.path, unread.code);
  }
  const options = { caseless: isCaseless(of.platform), maxFolders: 2_000 };
  const { matches, unreadable } = await expandPattern(from, rest, options);
  for (const { path: folder, code } of unreadable) {
    search.log.note('no-permission', folder);
    search.log.addUnread(of, folder, code);
  }
  return matches.map((match) => match.path);
}

async function byFolder(platform: Platform, rule: FolderRule, search: SearchContext): Promise<void> {
  for (const base of await search.folders.resolve(rule.base)) {
    for (const path of await matchingPaths({ platform, kind: 'data' }, base, rule.path, search)) {
      const foundBy: FoundBy = { rule: rule.rule, by: 'folder', from: path };
      await search.roots.consider({ platform, kind: 'data', path, foundBy, needsShape: false });
    }
  }
}

/** A pointer's values and the subfolders that its rule looks for. */
interface PointerValues {
  readonly platform: Platform;
  readonly foundBy: FoundBy;
  readonly values: readonly string[];
  /** values to try when a value beyond ASCII names no existing place */
  readonly ifMissing: readonly string[];
  readonly child: string;
  readonly alsoChildren: readonly string[];
  /** follow every value, not only the first that exists */
  readonly all: boolean;
}

/** Tries the messenger's folder inside the target, else the target itself, then the rule's other subfolders. */
async function tryFolder(pointer: PointerValues, folder: string, search: SearchContext): Promise<boolean> {
  const { platform, foundBy, child } = pointer;
  const itself = basename(folder).toLowerCase() === child.toLowerCase();
  const hit = { platform, kind: 'data', foundBy } as const;
  const inner: Candidate = { ...hit, path: join(folder, child), needsShape: false };
  const outer: Candidate = { ...hit, path: folder, needsShape: !itself };
  const further = pointer.alsoChildren.map((also): Candidate => ({
    ...hit,
    path: join(folder, also),
    needsShape: false,
  }));
  const consider = async (candidate: Candidate): Promise<boolean> => {
    search.log.addSearched(candidate.path);
    if (!candidate.needsShape)
      await addDataPlace(
        { platform, kind: 'data' },
        dirname(candidate.path),
        basename(candidate.path),
        search,
      );
    return (await search.roots.consider(candidate)) === 'handled';
  };
  let isHandled = (await consider(inner)) || (await consider(outer));
  for (const candidate of further) isHandled = (await consider(candidate)) || isHandled;
  return isHandled;
}

/** Tries a value's folders until one exists. Returns null then, otherwise the note to add. */
async function tryValue(
  pointer: PointerValues,
  folders: readonly string[],
  search: SearchContext,
): Promise<Pick<DiscoveryNote, 'kind' | 'detail'> | null> {
  let offline: string | null = null;
  for (const folder of folders) {
    const drive = await driveState(folder);
    if (drive === 'silent') search.log.addUnread({ platform: pointer.platform, kind: 'data' }, folder, 'EIO');
    if (drive !== 'there') offline ??= folder;
    else if (await tryFolder(pointer, folder, search)) return null;
  }
  if (offline !== null) return { kind: 'drive-missing', detail: offline };
  return { kind: 'stale-pointer', detail: folders[0] ?? null };
}

/** Faults after which the data may still be at the pointer's target, because the target was not searched. */
const unsearchedFaults: readonly string[] = ['not-a-file', 'too-large', 'network'];

function addUnusable(platform: Platform, from: string, fault: string, search: SearchContext): void {
  search.log.note('unusable-pointer', from, fault);
  if (unsearchedFaults.includes(fault)) search.log.addUnread({ platform, kind: 'data' }, from, fault);
}

/** Tries the values of another encoding. Only an existing place counts, so a wrong guess adds no note. */
async function tryIfMissing(
  pointer: PointerValues,
  bases: PointerBases,
  search: SearchContext,
): Promise<boolean> {
  for (const value of pointer.ifMissing) {
    const pointed = pointedFolders(value, bases);
    for (const folder of pointed.kind === 'folders' ? pointed.folders : []) {
      if ((await driveState(folder)) !== 'there') continue;
      const isThere = await stat(folder).then(
        (found) => found.isDirectory(),
        () => false,
      );
      if (isThere && (await tryFolder(pointer, folder, search))) return true;
    }
  }
  return false;
}

/** Beyond ASCII the encoding decides which place a value names. */
function isEncodingOpen(value: string): boolean {
  return /[^\0-\x7f]/u.test(value);
}

/** Follows the values of one pointer until one exists; adds a note when none does. */
async function followPointer(
  pointer: PointerValues,
  bases: PointerBases,
  search: SearchContext,
): Promise<void> {
  let isFound = false;
  let stale: Pick<DiscoveryNote, 'kind' | 'detail'> | null = null;
  let fault: string | null = null;
  let isOtherEncodingPossible = false;
  for (const value of pointer.values) {
    const pointed = pointedFolders(value, bases);
    if (pointed.kind === 'fault') {
      fault ??= pointed.fault;
      continue;
    }
    const note = await tryValue(pointer, pointed.folders, search);
    if (note === null && !pointer.all) return;
    isFound ||= note === null;
    isOtherEncodingPossible ||= note !== null && isEncodingOpen(value);
    stale ??= note;
  }
  if (isOtherEncodingPossible && (await tryIfMissing(pointer, bases, search))) return;
  if (isFound) return;
  if (stale !== null) search.log.note(stale.kind, pointer.foundBy.from, stale.detail);
  else if (fault !== null) addUnusable(pointer.platform, pointer.foundBy.from, fault, search);
}

/** The folder that the messenger takes for its home: where `file` matched, without its part below `sandboxHome`. */
function sandboxHomeOf(rule: PointerRule, from: string): string | null {
  if (rule.sandboxHome === undefined) return null;
  const depth = (path: string): number => path.split('/').filter((part) => part !== '').length;
  const levels = depth(rule.file) - depth(rule.sandboxHome);
  return join(from, ...Array<string>(levels).fill('..'));
}

async function basesFor(sandboxHome: string | null, search: SearchContext): Promise<PointerBases> {
  const [documents, homes] = [
    await search.folders.resolve('documents'),
    await search.folders.resolve('home'),
  ];
  if (sandboxHome !== null)
    return { documents, appData: [sandboxHome], sandbox: { home: sandboxHome, homes } };
  if (search.system === 'windows')
    return { documents, appData: await search.folders.resolve('roaming'), sandbox: null };
  // undocumented outside Windows, so every candidate is tried
  const appData = [
    ...homes,
    ...(await search.folders.resolve('xdgData')),
    ...(await search.folders.resolve('xdgConfig')),
  ];
  return { documents, appData, sandbox: null };
}

async function byPointer(platform: Platform, rule: PointerRule, search: SearchContext): Promise<void> {
  for (const base of await search.folders.resolve(rule.base)) {
    for (const from of await matchingPaths({ platform, kind: 'data' }, base, rule.file, search)) {
      const foundBy: FoundBy = { rule: rule.rule, by: 'pointer-file', from };
      const read = await readPointer(from, rule.format);
      if (read.kind === 'unreadable') {
        search.log.note('unreadable-pointer', from, read.code);
        search.log.addUnread({ platform, kind: 'data' }, from, read.code);
      } else if (read.kind === 'fault') addUnusable(platform, from, read.fault, search);
      else
        await followPointer(
          {
            ...{ platform, foundBy, values: read.values, ifMissing: read.ifMissing, child: rule.child },
            alsoChildren: rule.alsoChildren ?? [],
            all: rule.format === 'user-data-info',
          },
          await basesFor(sandboxHomeOf(rule, from), search),
          search,
        );
    }
  }
}

/** Looks for recognised data in a program's own folder. Most programs keep none there, so a missing one adds no note. */
async function searchInstallFolder(
  hit: Pick<Candidate, 'platform' | 'foundBy'>,
  child: string,
  folders: readonly string[],
  search: SearchContext,
): Promise<void> {
  for (const folder of folders) {
    const path = join(folder, child);
    search.log.addSearched(path);
    const drive = await driveState(path);
    if (drive === 'silent') search.log.addUnread({ platform: hit.platform, kind: 'data' }, path, 'EIO');
    if (drive === 'there') await search.roots.consider({ ...hit, kind: 'data', path, needsShape: true });
  }
}

async function byRegistry(platform: Platform, rule: RegistryRule, search: SearchContext): Promise<void> {
  if (search.system !== 'windows') return;
  const from = `${rule.key}\\${rule.value}`;
  search.log.addSearched(from);
  const answer = await search.registry.read(rule.key, rule.value);
  if (answer.kind === 'absent') return;
  if (answer.kind === 'could-not-tell') {
    search.log.note('unreadable-pointer', from, answer.reason);
    search.log.addUnread({ platform, kind: 'data' }, from, answer.reason);
    return;
  }
  const foundBy: FoundBy = { rule: rule.rule, by: 'registry', from };
  const value = answer.value.trim();
  const bases = await basesFor(null, search);
  if (rule.isInstallFolder === true) {
    const pointed = pointedFolders(value, bases);
    if (pointed.kind === 'folders')
      await searchInstallFolder({ platform, foundBy }, rule.child, pointed.folders, search);
    return;
  }
  const pointer = { platform, foundBy, values: [value], ifMissing: [], child: rule.child };
  await followPointer({ ...pointer, alsoChildren: [], all: false }, bases, search);
}

/** Searches every place that a platform's rules name for its data. Finding one does not end the search. */
export async function searchData(platform: Platform, search: SearchContext): Promise<void> {
  for (const rule of platform.data.rules) {
    if (rule.by === 'folder') await byFolder(platform, rule, search);
    else if (rule.by === 'pointer-file') await byPointer(platform, rule, search);
    else await byRegistry(platform, rule, search);
  }
}

/** Searches the messenger's state folders, which lie outside its data. */
export async function searchState(platform: Platform, search: SearchContext): Promise<void> {
  for (const place of platform.state) {
    for (const base of await search.folders.resolve(place.base)) {
      for (const path of await matchingPaths({ platform, kind: 'state' }, base, place.path, search)) {
        const foundBy: FoundBy = { rule: 'state', by: 'folder', from: path };
        await search.roots.consider({ platform, kind: 'state', path, foundBy, needsShape: false });
      }
    }
  }
}
