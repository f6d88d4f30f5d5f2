import type { BigIntStats, Dirent } from 'node:fs';
import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Platform } from '../../../app/platforms/platform.ts';
import type { FoundBy } from '../../../app/contract/accounts.ts';
import { isWithin } from '../fs/disk-names.ts';
import { errorCode, isAbsent, isDenied, throwFileLimit } from '../fs/errors.ts';
import type { Root } from './discovery.ts';
import { findAccounts } from './find-accounts.ts';
import { stableId } from './discovery.ts';
import { createDiscoveryNotes } from './discovery-notes.ts';
import type { DiscoveryNotes } from './discovery-notes.ts';
import { isCaseless, matchesShape } from './shape.ts';

/** A path that a rule names as a possible root. */
export interface Candidate {
  readonly platform: Platform;
  readonly kind: Root['kind'];
  readonly path: string;
  readonly foundBy: FoundBy;
  /** the folder may have any name (a pointer's target), so only a recognised layout makes it a root */
  readonly needsShape: boolean;
  /**
   * what proves a folder that the person named: remains of accounts under the messenger's own name; under any other name
   * the root's shape together with a whole account, because the person's own folders may look like one of them
   */
  readonly proof?: 'remains' | 'whole-layout';
}

/** A folder with what tells it from others. */
export type KnownRoot = Pick<Root, 'path' | 'realPath' | 'identity'>;

/** `handled`: the path exists and was handled. `absent`: the rule finds nothing here. */
type Verdict = 'handled' | 'absent';

export interface RootTable {
  consider(hit: Candidate): Promise<Verdict>;
  /** the root that is this folder, under any path; null when there is none */
  find(place: KnownRoot): KnownRoot | null;
  known(): readonly KnownRoot[];
  /** adds what else named a root that is already there */
  foundAgain(place: KnownRoot, foundBy: FoundBy): void;
  roots(): readonly Root[];
}

type Draft = Omit<Root, 'foundBy' | 'accountIdByKey'> & { readonly foundBy: FoundBy[] };

interface ResolvedFolder {
  readonly realPath: string;
  readonly stat: BigIntStats;
  readonly isLink: boolean;
}

/** True only when the path certainly does not exist; an unreadable one may. */
async function isMissing(path: string): Promise<boolean> {
  return lstat(path).then(
    () => false,
    (error: unknown) => isAbsent(error),
  );
}

/** Resolves a hit to a real folder, or to the verdict when there is none. Adds notes for the person. */
async function resolveHit(
  hit: Candidate,
  log: DiscoveryNotes,
): Promise<ResolvedFolder | 'handled' | 'absent'> {
  const { path } = hit;
  let isLink = false;
  try {
    isLink = (await lstat(path)).isSymbolicLink();
    const realPath = await realpath(path);
    const found = await stat(realPath, { bigint: true });
    if (!found.isDirectory()) return 'absent';
    if (isLink) log.note('root-is-link', path, realPath);
    return { realPath, stat: found, isLink };
  } catch (error) {
    if (isLink) log.note('root-is-link', path);
    // a broken link may point to a disconnected drive
    if (isLink || !isAbsent(error)) log.addUnread(hit, path, errorCode(error));
    if (isAbsent(error)) return 'absent';
    log.note('no-permission', path, isDenied(error) ? null : errorCode(error));
    return 'handled';
  }
}

async function listEntries(path: string): Promise<readonly Dirent[] | 'no-permission'> {
  try {
    return await readdir(path, { withFileTypes: true });
  } catch (error) {
    throwFileLimit(error);
    return 'no-permission';
  }
}

/** State folders have no shape to check, so a link must lead to a folder of the same name. */
function isStateFolder(hit: Candidate, place: ResolvedFolder): boolean {
  return !place.isLink || basename(place.realPath).toLowerCase() === basename(hit.path).toLowerCase();
}

/** Records the unreadable places that would have decided whether this folder is a messenger's. */
function addUnreadShapes(
  hit: Candidate,
  place: ResolvedFolder,
  found: DiscoveryNotes,
  log: DiscoveryNotes,
): void {
  const unreadable = found.notes.filter(({ kind }) => kind === 'no-permission').map(({ path }) => path);
  for (const path of unreadable.length > 0 ? unreadable : [place.realPath])
    log.addUnread(hit, path, 'EACCES');
}

async function draftOf(hit: Candidate, place: ResolvedFolder, log: DiscoveryNotes): Promise<Draft> {
  const { platform } = hit;
  const id = stableId(platform.id, place.realPath);
  const base = {
    ...{ id, platform, kind: hit.kind, path: hit.path, realPath: place.realPath },
    identity: { dev: place.stat.dev, ino: place.stat.ino },
    foundBy: [hit.foundBy],
  };
  const entries = await listEntries(place.realPath);
  if (entries === 'no-permission') {
    log.note('no-permission', place.realPath);
    return { ...base, layout: 'unknown', access: 'no-permission', accounts: [] };
  }
  if (hit.kind === 'state') {
    const layout = isStateFolder(hit, place) ? 'recognised' : 'unknown';
    return { ...base, layout, access: 'ok', accounts: [] };
  }
  const found = createDiscoveryNotes();
  const home = { platform, id, realPath: place.realPath, uid: place.stat.uid };
  const { accounts, provesRoot } = await findAccounts(home, entries, found);
  const shape = await matchesShape(place.realPath, platform.data.shape, isCaseless(platform));
  // remains alone do not prove a folder that may have any name
  const remainsCount = !hit.needsShape || hit.proof === 'remains';
  const hasAccounts = remainsCount && accounts.some((account) => account.access === 'ok');
  const recognised =
    hit.proof === 'whole-layout'
      ? shape === 'yes' && provesRoot
      : shape === 'yes' || provesRoot || hasAccounts;
  const isUnreadable = shape === 'no-permission' || accounts.some((account) => account.access !== 'ok');
  if (isUnreadable && !recognised) addUnreadShapes(hit, place, found, log);
  for (const note of found.notes)
    if (recognised || note.kind === 'no-permission') log.note(note.kind, note.path, note.detail);
  return recognised
    ? { ...base, layout: 'recognised', access: 'ok', accounts }
    : { ...base, layout: 'unknown', access: 'ok', accounts: [] };
}

function sameFolder(draft: Draft, place: Pick<Root, 'realPath' | 'identity'>): boolean {
  if (draft.realPath === place.realPath) return true;
  const { dev, ino } = draft.identity;
  return ino !== 0n && dev === place.identity.dev && ino === place.identity.ino;
}

function addFoundBy(draft: Draft, foundBy: FoundBy): void {
  const isKnown = draft.foundBy.some(({ rule, from }) => rule === foundBy.rule && from === foundBy.from);
  if (!isKnown) draft.foundBy.push(foundBy);
}

function merge(draft: Draft, hit: Candidate, log: DiscoveryNotes): void {
  addFoundBy(draft, hit.foundBy);
  if (draft.path !== hit.path) log.note('same-as', hit.path, draft.path);
}

/** Account ids by key. A key that two accounts share maps to neither, because its files are ambiguous. */
function idsByKey(accounts: readonly { readonly key: string; readonly id: string }[]): Map<string, string> {
  const ids = new Map<string, string>();
  const duplicates = new Set<string>();
  for (const { key, id } of accounts) {
    if (ids.has(key)) duplicates.add(key);
    ids.set(key, id);
  }
  for (const key of duplicates) ids.delete(key);
  return ids;
}

/** Limits on where roots may be. */
export interface Bounds {
  /** folders that no root may equal or contain: the home, the documents, a whole drive */
  readonly own: readonly string[];
  /** true when a real path lies in another user's profile */
  isAnothers(realPath: string): boolean;
}

/**
 * Collects each real folder once and enforces `bounds`, so that a wrong pointer cannot turn the person's own files or
 * another user's into a root.
 */
export function createRootTable(log: DiscoveryNotes, bounds: Bounds): RootTable {
  const drafts: Draft[] = [];
  return {
    async consider(hit) {
      if (bounds.isAnothers(hit.path)) {
        if (await isMissing(hit.path)) return 'absent';
        log.note('other-user', hit.path);
        return 'handled';
      }
      const place = await resolveHit(hit, log);
      if (typeof place === 'string') return place;
      const { dev, ino } = place.stat;
      const existing = drafts.find((draft) => sameFolder(draft, { ...place, identity: { dev, ino } }));
      if (existing !== undefined) {
        merge(existing, hit, log);
        return 'handled';
      }
      if (bounds.isAnothers(place.realPath)) {
        log.note('other-user', hit.path, place.realPath);
        return 'handled';
      }
      if (bounds.own.some((folder) => isWithin(folder, place.realPath))) {
        if (hit.needsShape) return 'absent';
        log.note('unknown-layout', hit.path, place.realPath);
        return 'handled';
      }
      const notes = createDiscoveryNotes();
      const draft = await draftOf(hit, place, notes);
      if (draft.layout === 'unknown' && hit.needsShape && draft.access === 'ok') {
        // the person said that data is here, so a part that could not be read is no proof of the contrary
        if (hit.proof !== undefined)
          for (const { path, code } of notes.unreadPlaces) log.addUnread(hit, path, code);
        return 'absent';
      }
      for (const note of notes.notes) log.note(note.kind, note.path, note.detail);
      for (const { path, code } of notes.unreadPlaces) log.addUnread(hit, path, code);
      if (draft.layout === 'unknown' && draft.access === 'ok') log.note('unknown-layout', hit.path);
      const isRoot = draft.layout === 'recognised' || (!place.isLink && !hit.needsShape);
      if (isRoot) drafts.push(draft);
      else if (draft.access !== 'ok') log.addUnread(hit, hit.path, 'EACCES');
      return 'handled';
    },
    find: (place) => drafts.find((draft) => sameFolder(draft, place)) ?? null,
    known: () => drafts,
    foundAgain(place, foundBy) {
      const draft = drafts.find((one) => sameFolder(one, place));
      if (draft !== undefined) addFoundBy(draft, foundBy);
    },
    roots: () =>
      drafts.map((draft) => {
        const samePlatform = drafts.filter(({ platform }) => platform.id === draft.platform.id);
        const mine = draft.kind === 'data' ? [draft] : samePlatform;
        return { ...draft, accountIdByKey: idsByKey(mine.flatMap((one) => one.accounts)) };
      }),
  };
}
