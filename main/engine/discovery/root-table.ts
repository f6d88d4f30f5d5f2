import type { BigIntStats, Dirent } from 'node:fs';
import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Platform } from '../../../app/platforms/platform.ts';
import type { FoundBy } from '../../../app/contract/accounts.ts';
import type { Root } from './discovery.ts';
import { findAccounts } from './find-accounts.ts';
import { stableId } from './ids.ts';
import { createDiscoveryNotes } from './discovery-notes.ts';
import type { DiscoveryNotes } from './discovery-notes.ts';
import { isWithin } from './pointed-folders.ts';
import { isCaseless, matchesShape } from './shape.ts';
import { errorCode, isAbsent, isDenied } from '../fs/errors.ts';

/** A place where a rule says that a root may be. */
export interface Hit {
  readonly platform: Platform;
  readonly kind: Root['kind'];
  readonly path: string;
  readonly foundBy: FoundBy;
  /** the place has no name of its own (a pointer's folder): only a recognised layout makes it a root */
  readonly needsShape: boolean;
}

/** `met`: something is there and was dealt with; `absent`: this rule leads to nothing here. */
type Verdict = 'met' | 'absent';

export interface RootTable {
  consider(hit: Hit): Promise<Verdict>;
  roots(): readonly Root[];
}

type Draft = Omit<Root, 'foundBy' | 'accountIdByKey'> & { readonly foundBy: FoundBy[] };

interface Place {
  readonly realPath: string;
  readonly stat: BigIntStats;
  readonly isLink: boolean;
}

/** Resolves a place once; null = nothing usable, said in the notebook where a person should know. */
async function resolved(hit: Hit, book: DiscoveryNotes): Promise<Place | 'met' | 'absent'> {
  const { path } = hit;
  let isLink = false;
  try {
    isLink = (await lstat(path)).isSymbolicLink();
    const realPath = await realpath(path);
    const found = await stat(realPath, { bigint: true });
    if (!found.isDirectory()) return 'absent';
    if (isLink) book.note('root-is-link', path, realPath);
    return { realPath, stat: found, isLink };
  } catch (error) {
    if (isLink) book.note('root-is-link', path);
    // a link that leads nowhere stands for a disk that is not there
    if (isLink || !isAbsent(error)) book.unlooked(hit, path, errorCode(error));
    if (isAbsent(error)) return 'absent';
    book.note('no-permission', path, isDenied(error) ? null : errorCode(error));
    return 'met';
  }
}

async function listed(path: string): Promise<readonly Dirent[] | 'no-permission'> {
  try {
    return await readdir(path, { withFileTypes: true });
  } catch {
    return 'no-permission';
  }
}

/** A state folder has no shape; a link to a folder of another name could be anything. */
function isStateFolder(hit: Hit, place: Place): boolean {
  return !place.isLink || basename(place.realPath).toLowerCase() === basename(hit.path).toLowerCase();
}

/** What would tell whether this is a messenger's folder could not be read, so its layout is not known to be another. */
function sayUnlooked(hit: Hit, place: Place, found: DiscoveryNotes, book: DiscoveryNotes): void {
  const shut = found.notes.filter(({ kind }) => kind === 'no-permission').map(({ path }) => path);
  for (const path of shut.length > 0 ? shut : [place.realPath]) book.unlooked(hit, path, 'EACCES');
}

async function draftOf(hit: Hit, place: Place, book: DiscoveryNotes): Promise<Draft> {
  const { platform } = hit;
  const id = stableId(platform.id, place.realPath);
  const base = {
    ...{ id, platform, kind: hit.kind, path: hit.path, realPath: place.realPath },
    identity: { dev: place.stat.dev, ino: place.stat.ino },
    foundBy: [hit.foundBy],
  };
  const entries = await listed(place.realPath);
  if (entries === 'no-permission') {
    book.note('no-permission', place.realPath);
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
  // a folder without a name of its own is no root because of remains in it
  const hasAccounts = !hit.needsShape && accounts.some((account) => account.access === 'ok');
  const recognised = shape === 'yes' || provesRoot || hasAccounts;
  const isShut = shape === 'no-permission' || accounts.some((account) => account.access !== 'ok');
  if (isShut && !recognised) sayUnlooked(hit, place, found, book);
  for (const note of found.notes)
    if (recognised || note.kind === 'no-permission') book.note(note.kind, note.path, note.detail);
  return recognised
    ? { ...base, layout: 'recognised', access: 'ok', accounts }
    : { ...base, layout: 'unknown', access: 'ok', accounts: [] };
}

function sameFolder(draft: Draft, place: Place): boolean {
  if (draft.realPath === place.realPath) return true;
  const { dev, ino } = draft.identity;
  return ino !== 0n && dev === place.stat.dev && ino === place.stat.ino;
}

function merge(draft: Draft, hit: Hit, book: DiscoveryNotes): void {
  const known = draft.foundBy.some(
    ({ rule, from }) => rule === hit.foundBy.rule && from === hit.foundBy.from,
  );
  if (!known) draft.foundBy.push(hit.foundBy);
  if (draft.path !== hit.path) book.note('same-as', hit.path, draft.path);
}

/** Keys that two accounts share belong to neither: what carries such a key is nobody's alone. */
function idsByKey(accounts: readonly { readonly key: string; readonly id: string }[]): Map<string, string> {
  const ids = new Map<string, string>();
  const twice = new Set<string>();
  for (const { key, id } of accounts) {
    if (ids.has(key)) twice.add(key);
    ids.set(key, id);
  }
  for (const key of twice) ids.delete(key);
  return ids;
}

/** Where roots may not be. */
export interface Bounds {
  /** folders that no root may be or contain: the home, the documents, a whole drive */
  readonly own: readonly string[];
  /** whether a real path lies in the profile of another user of this computer */
  isAnothers(realPath: string): boolean;
}

/**
 * Collects roots: each real folder once, whoever names it, and none out of `bounds`, so that a wrong pointer can never
 * make a person's own files a root, nor those of somebody else.
 */
export function createRootTable(book: DiscoveryNotes, bounds: Bounds): RootTable {
  const drafts: Draft[] = [];
  return {
    async consider(hit) {
      if (bounds.isAnothers(hit.path)) {
        book.note('other-user', hit.path);
        return 'met';
      }
      const place = await resolved(hit, book);
      if (typeof place === 'string') return place;
      const existing = drafts.find((draft) => sameFolder(draft, place));
      if (existing !== undefined) {
        merge(existing, hit, book);
        return 'met';
      }
      if (bounds.isAnothers(place.realPath)) {
        book.note('other-user', hit.path, place.realPath);
        return 'met';
      }
      if (bounds.own.some((folder) => isWithin(folder, place.realPath))) {
        if (hit.needsShape) return 'absent';
        book.note('unknown-layout', hit.path, place.realPath);
        return 'met';
      }
      const notes = createDiscoveryNotes();
      const draft = await draftOf(hit, place, notes);
      if (draft.layout === 'unknown' && hit.needsShape && draft.access === 'ok') return 'absent';
      for (const note of notes.notes) book.note(note.kind, note.path, note.detail);
      for (const { path, code } of notes.unlookedPlaces) book.unlooked(hit, path, code);
      if (draft.layout === 'unknown' && draft.access === 'ok') book.note('unknown-layout', hit.path);
      const isRoot = draft.layout === 'recognised' || (!place.isLink && !hit.needsShape);
      if (isRoot) drafts.push(draft);
      else if (draft.access !== 'ok') book.unlooked(hit, hit.path, 'EACCES');
      return 'met';
    },
    roots: () =>
      drafts.map((draft) => {
        const samePlatform = drafts.filter(({ platform }) => platform.id === draft.platform.id);
        const mine = draft.kind === 'data' ? [draft] : samePlatform;
        return { ...draft, accountIdByKey: idsByKey(mine.flatMap((one) => one.accounts)) };
      }),
  };
}
