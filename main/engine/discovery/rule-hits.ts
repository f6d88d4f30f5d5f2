import { basename, join } from 'node:path';
import type { Platform, RootRule, SystemName } from '../../../app/platforms/platform.ts';
import type { DiscoveryNote, FoundBy } from '../../../app/contract/accounts.ts';
import type { KnownFolders, Registry } from '../../system/ports.ts';
import { driveState } from './drive.ts';
import { expandPattern } from './expand-pattern.ts';
import type { Unlooked } from './discovery.ts';
import type { DiscoveryNotes } from './discovery-notes.ts';
import { plainBeginning } from './plain-beginning.ts';
import { pointedFolders } from './pointed-folders.ts';
import type { PointerBases } from './pointed-folders.ts';
import { readPointer } from './read-pointer.ts';
import type { Hit, RootTable } from './root-table.ts';
import { isCaseless } from './shape.ts';

export interface Looking {
  readonly folders: KnownFolders;
  readonly registry: Registry;
  readonly system: SystemName;
  readonly book: DiscoveryNotes;
  readonly roots: RootTable;
}

type FolderRule = Extract<RootRule, { by: 'folder' }>;
type PointerRule = Extract<RootRule, { by: 'pointer-file' }>;
type RegistryRule = Extract<RootRule, { by: 'registry' }>;

/** Paths on the disk that a place below a base stands for, spelled as the disk spells them. */
async function places(
  of: Pick<Unlooked, 'platform' | 'kind'>,
  base: string,
  path: string,
  look: Looking,
): Promise<readonly string[]> {
  look.book.looked(join(base, path));
  const { from, rest, unlooked } = await plainBeginning(base, path);
  if (unlooked !== null) {
    look.book.note('no-permission', unlooked.path, unlooked.code);
    look.book.unlooked(of, unlooked.path, unlooked.code);
  }
  const options = { caseless: isCaseless(of.platform), maxFolders: 2_000 };
  const { matches, unreadable } = await expandPattern(from, rest, options);
  for (const { path: folder, code } of unreadable) {
    look.book.note('no-permission', folder);
    look.book.unlooked(of, folder, code);
  }
  return matches.map((match) => match.path);
}

async function byFolder(platform: Platform, rule: FolderRule, look: Looking): Promise<void> {
  for (const base of await look.folders.resolve(rule.base)) {
    for (const path of await places({ platform, kind: 'data' }, base, rule.path, look)) {
      const foundBy: FoundBy = { rule: rule.rule, by: 'folder', from: path };
      await look.roots.consider({ platform, kind: 'data', path, foundBy, needsShape: false });
    }
  }
}

/** What a pointer says and which places below the named folder its rule means. */
interface Lead {
  readonly platform: Platform;
  readonly foundBy: FoundBy;
  readonly values: readonly string[];
  readonly child: string;
  readonly alsoChildren: readonly string[];
  /** every value counts, not only the first that leads somewhere */
  readonly all: boolean;
}

/** Tries one pointed-at folder: the messenger's folder in it, else the folder itself, and the rule's further places. */
async function tryFolder(lead: Lead, folder: string, look: Looking): Promise<boolean> {
  const { platform, foundBy, child } = lead;
  const itself = basename(folder).toLowerCase() === child.toLowerCase();
  const hit = { platform, kind: 'data', foundBy } as const;
  const inner: Hit = { ...hit, path: join(folder, child), needsShape: false };
  const outer: Hit = { ...hit, path: folder, needsShape: !itself };
  const further = lead.alsoChildren.map((also): Hit => ({
    ...hit,
    path: join(folder, also),
    needsShape: false,
  }));
  const consider = async (candidate: Hit): Promise<boolean> => {
    look.book.looked(candidate.path);
    return (await look.roots.consider(candidate)) === 'met';
  };
  let met = (await consider(inner)) || (await consider(outer));
  for (const candidate of further) met = (await consider(candidate)) || met;
  return met;
}

/** The first of a value's folders that leads somewhere, or what to say of the value instead. */
async function tryValue(
  lead: Lead,
  folders: readonly string[],
  look: Looking,
): Promise<Pick<DiscoveryNote, 'kind' | 'detail'> | null> {
  let missing: string | null = null;
  for (const folder of folders) {
    const drive = await driveState(folder);
    if (drive === 'silent') look.book.unlooked({ platform: lead.platform, kind: 'data' }, folder, 'EIO');
    if (drive !== 'there') missing ??= folder;
    else if (await tryFolder(lead, folder, look)) return null;
  }
  if (missing !== null) return { kind: 'drive-missing', detail: missing };
  return { kind: 'stale-pointer', detail: folders[0] ?? null };
}

/** A pointer that was not read, or names a place that is never looked at, may be where the data is. */
const unread: readonly (string | null)[] = ['not-a-file', 'too-large', 'network'];

function unusable(platform: Platform, from: string, fault: string | null, look: Looking): void {
  look.book.note('unusable-pointer', from, fault);
  if (unread.includes(fault)) look.book.unlooked({ platform, kind: 'data' }, from, fault ?? '');
}

/** Follows the values of one pointer until one leads somewhere; says so when none does. */
async function follow(lead: Lead, bases: PointerBases, look: Looking): Promise<void> {
  let led = false;
  let stale: Pick<DiscoveryNote, 'kind' | 'detail'> | null = null;
  let fault: string | null = null;
  for (const value of lead.values) {
    const pointed = pointedFolders(value, bases);
    if (pointed.kind === 'fault') {
      fault ??= pointed.fault;
      continue;
    }
    const said = await tryValue(lead, pointed.folders, look);
    if (said === null && !lead.all) return;
    led ||= said === null;
    stale ??= said;
  }
  if (led) return;
  if (stale !== null) look.book.note(stale.kind, lead.foundBy.from, stale.detail);
  else unusable(lead.platform, lead.foundBy.from, fault, look);
}

async function basesFor(rule: RootRule, base: string | null, look: Looking): Promise<PointerBases> {
  const [documents, homes] = [await look.folders.resolve('documents'), await look.folders.resolve('home')];
  const sandboxHome = rule.by === 'pointer-file' && base !== null ? rule.sandboxHome : undefined;
  if (sandboxHome !== undefined && base !== null) {
    const home = join(base, sandboxHome);
    return { documents, appData: [home], sandbox: { home, homes } };
  }
  if (look.system === 'windows')
    return { documents, appData: await look.folders.resolve('roaming'), sandbox: null };
  // nobody documents what the word stands for outside Windows; the disk decides
  const appData = [
    ...homes,
    ...(await look.folders.resolve('xdgData')),
    ...(await look.folders.resolve('xdgConfig')),
  ];
  return { documents, appData, sandbox: null };
}

async function byPointer(platform: Platform, rule: PointerRule, look: Looking): Promise<void> {
  for (const base of await look.folders.resolve(rule.base)) {
    const bases = await basesFor(rule, base, look);
    for (const from of await places({ platform, kind: 'data' }, base, rule.file, look)) {
      const foundBy: FoundBy = { rule: rule.rule, by: 'pointer-file', from };
      const read = await readPointer(from, rule.format);
      if (read.kind === 'unreadable') {
        look.book.note('unreadable-pointer', from, read.code);
        look.book.unlooked({ platform, kind: 'data' }, from, read.code);
      } else if (read.kind === 'fault') unusable(platform, from, read.fault, look);
      else
        await follow(
          {
            ...{ platform, foundBy, values: read.values, child: rule.child },
            alsoChildren: rule.alsoChildren ?? [],
            all: rule.format === 'user-data-info',
          },
          bases,
          look,
        );
    }
  }
}

async function byRegistry(platform: Platform, rule: RegistryRule, look: Looking): Promise<void> {
  if (look.system !== 'windows') return;
  const from = `${rule.key}\\${rule.value}`;
  look.book.looked(from);
  const answer = await look.registry.read(rule.key, rule.value);
  if (answer.kind === 'absent') return;
  if (answer.kind === 'could-not-tell') {
    look.book.note('unreadable-pointer', from, answer.reason);
    look.book.unlooked({ platform, kind: 'data' }, from, answer.reason);
    return;
  }
  const foundBy: FoundBy = { rule: rule.rule, by: 'registry', from };
  const lead = { platform, foundBy, values: [answer.value.trim()], child: rule.child };
  await follow({ ...lead, alsoChildren: [], all: false }, await basesFor(rule, null, look), look);
}

/** Looks at every place that a platform's rules name for its data; all hits count, none ends the search. */
export async function lookForData(platform: Platform, look: Looking): Promise<void> {
  for (const rule of platform.data.rules) {
    if (rule.by === 'folder') await byFolder(platform, rule, look);
    else if (rule.by === 'pointer-file') await byPointer(platform, rule, look);
    else await byRegistry(platform, rule, look);
  }
}

/** Looks at the messenger's own folders outside its data. */
export async function lookForState(platform: Platform, look: Looking): Promise<void> {
  for (const place of platform.state) {
    for (const base of await look.folders.resolve(place.base)) {
      for (const path of await places({ platform, kind: 'state' }, base, place.path, look)) {
        const foundBy: FoundBy = { rule: 'state', by: 'folder', from: path };
        await look.roots.consider({ platform, kind: 'state', path, foundBy, needsShape: false });
      }
    }
  }
}
