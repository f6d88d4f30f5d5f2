import { join } from 'node:path';
import type { KeepReason } from '../../../app/cleanup/keep-reasons.ts';
import type { Discovery } from '../discovery/discovery.ts';
import type { FrozenPlan, PlanFolder } from '../planning/frozen-plan.ts';
import type { BaselineEntry } from './baseline-columns.ts';
import { statsAt, wasMadeWithin } from './birth.ts';
import { accountsMadeBefore } from './moved-accounts.ts';
import { rootStandings } from './root-standings.ts';
import type { RootStanding } from './root-standings.ts';
import type { SessionGround } from './sessions.ts';
import { nextTurn } from '../fs/turns.ts';

type OwnerReason = Extract<KeepReason, 'owner' | 'owner-changed' | 'owner-account' | 'owner-unclear'>;
type AskedRoot = Exclude<RootStanding, { readonly kind: 'owners' }>;

const entriesPerTurn = 2_000;
/** SQLite writes these beside a database, and what was last written to it may lie in them only. */
const companion = /-(?:wal|shm|journal)$/iu;

interface Place {
  readonly ground: SessionGround;
  readonly root: AskedRoot;
  readonly realPath: string;
  readonly segments: readonly string[];
}

function isSame(a: BaselineEntry, b: BaselineEntry): boolean {
  return a.ino === b.ino && a.bytes === b.bytes && a.mtimeMs === b.mtimeMs;
}

/** Proves that this very file or folder was made since the session began. */
function cameSince({ ground, root }: Place, path: string, ino: bigint): boolean {
  if (ground.span === null || !root.keepsBirths) return false;
  const stats = statsAt(path);
  return stats?.ino === ino && wasMadeWithin(stats, ground.span);
}

/** Proves that a number that was the owner's is another file's now: numbers that became free are given out again. */
function isReused(place: Place, path: string, ino: bigint, before: readonly BaselineEntry[]): boolean {
  const { span } = place.ground;
  if (span === null) return false;
  // written later than the session began, before it began: the clock was set
  if (before.some(({ mtimeMs }) => mtimeMs > span.from)) return false;
  return cameSince(place, path, ino);
}

/** Why a file is the owner's by its number, wherever it lies and whatever became of it. */
function reasonByInode(place: Place, name: string, entry: BaselineEntry): OwnerReason | null {
  const before = place.ground.baseline.withInode(place.root.dev, entry.ino);
  if (before.length === 0) return null;
  if (before.some((one) => isSame(one, entry))) return 'owner';
  // a file system that numbers nothing gives every file this one
  if (entry.ino === 0n) return null;
  const path = join(place.realPath, ...place.segments, name);
  if (isReused(place, path, entry.ino, before)) return null;
  return place.root.dev !== null && place.root.keepsBirths && place.ground.span !== null
    ? 'owner-changed'
    : 'owner-unclear';
}

function reasonByPlace(place: Place, name: string, entry: BaselineEntry): OwnerReason | null {
  const { ground, realPath, segments } = place;
  if (ground.baseline.isBlind(realPath, [...segments, name])) return 'owner-unclear';
  const before = ground.baseline.at(realPath, segments, name);
  if (before === null) return null;
  return isSame(before, entry) ? 'owner' : 'owner-changed';
}

/** Files that lay outside every root are in no baseline: the owner may have moved one in since. */
function reasonByBirth(place: Place, name: string, entry: BaselineEntry): OwnerReason | null {
  const path = join(place.realPath, ...place.segments, name);
  return cameSince(place, path, entry.ino) ? null : 'owner-unclear';
}

function reasonOfFile(place: Place, name: string, entry: BaselineEntry): OwnerReason | null {
  return (
    reasonByPlace(place, name, entry) ??
    reasonByInode(place, name, entry) ??
    reasonByBirth(place, name, entry)
  );
}

/** What lies beside an owner's database and belongs to it is the owner's, although it was made since. */
function reasonByDatabase(place: Place, name: string): OwnerReason | null {
  if (!companion.test(name)) return null;
  const database = name.replace(companion, '');
  if (place.ground.baseline.at(place.realPath, place.segments, database) !== null) return 'owner-changed';
  const stats = statsAt(join(place.realPath, ...place.segments, database));
  if (stats === null) return null;
  const entry = { ino: stats.ino, bytes: Number(stats.size), mtimeMs: Number(stats.mtimeMs) };
  const reason = reasonOfFile(place, database, entry);
  return reason === 'owner' ? 'owner-changed' : reason;
}

function reasonOf(place: Place, name: string, entry: BaselineEntry): OwnerReason | null {
  if (place.ground.owners.isNamed(name)) return 'owner-account';
  return reasonOfFile(place, name, entry) ?? reasonByDatabase(place, name);
}

export interface OwnersShare {
  /** by entry: why it is the owner's, null = it came since */
  readonly reasons: readonly (OwnerReason | null)[];
  /** by folder: nothing proves that it came since, so it stays even when it is empty */
  readonly wasThere: readonly boolean[];
}

/** What holds for a whole folder: it is the owner's by its root or its name, or each file in it is asked. */
function judgeFolder(
  plan: FrozenPlan,
  ground: SessionGround,
  standings: readonly RootStanding[],
  folder: PlanFolder,
): OwnerReason | Place {
  const root = standings[folder.root];
  if (folder.segments.some((name) => ground.owners.isNamed(name))) return 'owner-account';
  if (root === undefined || root.kind === 'owners') return 'owner-unclear';
  const realPath = plan.roots[folder.root]?.realPath ?? '';
  return { ground, root, realPath, segments: folder.segments };
}

/** Groups of accounts that were there before, wherever those lie now. */
function ownedGroups(plan: FrozenPlan, discovery: Discovery, ground: SessionGround): ReadonlySet<number> {
  const ids = ground.owners.idsIn(discovery);
  const owned = plan.view.groups.filter(({ accountId }) => accountId !== null && ids.has(accountId));
  return new Set(owned.map(({ id }) => id));
}

/**
 * Tells for every entry of a plan whether it was the owner's before the session began. Whatever cannot be told is the
 * owner's: a trace that stays can be removed later, somebody else's file cannot be brought back.
 */
export async function ownersShare(
  plan: FrozenPlan,
  discovery: Discovery,
  session: SessionGround,
): Promise<OwnersShare> {
  const moved = await accountsMadeBefore(discovery, session);
  const ground = { ...session, owners: session.owners.with(moved) };
  const owned = ownedGroups(plan, discovery, ground);
  const standings = rootStandings(plan, discovery, ground);
  const judged = Array.from({ length: plan.folderCount }, (_none, index) =>
    judgeFolder(plan, ground, standings, plan.folder(index)),
  );
  const reasons: (OwnerReason | null)[] = [];
  for (let index = 0; index < plan.entryCount; index += 1) {
    if (index % entriesPerTurn === 0) await nextTurn();
    const entry = plan.entry(index);
    const place = judged[entry.folder] ?? 'owner-unclear';
    if (owned.has(entry.group)) reasons.push('owner-account');
    else reasons.push(typeof place === 'string' ? place : reasonOf(place, entry.name, entry));
  }
  const { baseline } = ground;
  const wasThere = judged.map((place, index) => {
    if (typeof place === 'string' || !plan.isRemovable(index)) return true;
    const { realPath, segments } = place;
    if (baseline.hasFolder(realPath, segments) || baseline.isBlind(realPath, segments)) return true;
    return !cameSince(place, join(realPath, ...segments), plan.folderIno(index));
  });
  return { reasons, wasThere };
}
