import { join, relative, sep } from 'node:path';
import { databaseOf } from '../../../app/cleanup/protected.ts';
import type { PlanView } from '../../../app/contract/plans.ts';
import type { KeepReason } from '../../../app/cleanup/keep-reasons.ts';
import { listFolder, isWithin } from '../fs/disk-names.ts';
import type { Discovery } from '../discovery/discovery.ts';
import type { FrozenPlan, PlanFolder } from '../plans/frozen-plan.ts';
import { nextTurn } from '../fs/turns.ts';
import { reducePlan } from '../planning/reduce-plan.ts';
import { diskStoresBirths, statsAt, wasCreatedWithin } from './birth.ts';
import type { SessionContext } from './sessions.ts';
import type { BaselineEntry } from './baseline-columns.ts';
import { accountsCreatedBefore } from './owner-accounts.ts';

/** What a session knows about a current root. Nothing in an owner's root counts as the guest's. */
type RootOrigin =
  | { readonly kind: 'owners' }
  /** `known`: recorded at the start; `new`: created since. `dev`: the recorded device, null = match any device */
  | { readonly kind: 'known' | 'new'; readonly dev: bigint | null; readonly storesBirths: boolean };

const owners = { kind: 'owners' } as const satisfies RootOrigin;

/** Whether a root contains an owner's account, even in part: then the owner's storage is moved there. */
function isMoved(realPath: string, { roots }: Discovery, { owners: accounts }: SessionContext): boolean {
  const found = roots.filter((root) => root.realPath === realPath);
  if (found.some((root) => root.accounts.some((account) => accounts.has(root, account)))) return true;
  try {
    return listFolder(realPath).names.some((name) => accounts.isNamed(name));
  } catch {
    return true;
  }
}

/**
 * The origin of each root of the plan. A root is new only when it was provably created in this session,
 * on a known disk and not by moving the owner's storage.
 */
function rootOrigins(plan: FrozenPlan, discovery: Discovery, context: SessionContext): readonly RootOrigin[] {
  const { baseline, devices, span } = context;
  return plan.roots.map(({ realPath, identity }): RootOrigin => {
    const dev = devices.recordedDevice(identity.dev);
    const stats = statsAt(realPath);
    const hasBirths = stats !== null && span !== null && diskStoresBirths(realPath, stats);
    const isSame = stats?.ino === identity.ino && stats.dev === identity.dev;
    if (baseline.knowsRoot(realPath, { dev, ino: identity.ino }))
      return { kind: 'known', dev, storesBirths: hasBirths && isSame };
    if (dev === null || baseline.wasRoot({ dev, ino: identity.ino })) return owners;
    if (!hasBirths || !isSame || !wasCreatedWithin(stats, span)) return owners;
    return isMoved(realPath, discovery, context) ? owners : { kind: 'new', dev: null, storesBirths: true };
  });
}

type OwnerReason = Extract<KeepReason, 'owner' | 'owner-changed' | 'owner-account' | 'owner-unclear'>;
type CheckedRoot = Exclude<RootOrigin, { readonly kind: 'owners' }>;

/** Entries processed before yielding to the event loop. */
const entriesPerTurn = 2_000;

interface Place {
  readonly context: SessionContext;
  readonly root: CheckedRoot;
  readonly realPath: string;
  readonly segments: readonly string[];
}

function isSame(a: BaselineEntry, b: BaselineEntry): boolean {
  return a.ino === b.ino && a.bytes === b.bytes && a.mtimeMs === b.mtimeMs;
}

/** True when this file or folder was provably created since the session began. */
function isProvenNew({ context, root }: Place, path: string, ino: bigint): boolean {
  if (context.span === null || !root.storesBirths) return false;
  const stats = statsAt(path);
  return stats?.ino === ino && wasCreatedWithin(stats, context.span);
}

/** True when a recorded inode number was provably given to a new file after the owner's was removed. */
function isReused(place: Place, path: string, ino: bigint, before: readonly BaselineEntry[]): boolean {
  const { span } = place.context;
  if (span === null) return false;
  // a recorded time after the session's start means that the clock was set back
  if (before.some(({ mtimeMs }) => mtimeMs > span.from)) return false;
  return isProvenNew(place, path, ino);
}

/** The reason by inode: finds the owner's file after a move or a change. */
function reasonByInode(place: Place, name: string, entry: BaselineEntry): OwnerReason | null {
  const before = place.context.baseline.withInode(place.root.dev, entry.ino);
  if (before.length === 0) return null;
  if (before.some((one) => isSame(one, entry))) return 'owner';
  // file systems without inode numbers return 0 for every file
  if (entry.ino === 0n) return null;
  const path = join(place.realPath, ...place.segments, name);
  if (isReused(place, path, entry.ino, before)) return null;
  return place.root.dev !== null && place.root.storesBirths && place.context.span !== null
    ? 'owner-changed'
    : 'owner-unclear';
}

function reasonByPlace(place: Place, name: string, entry: BaselineEntry): OwnerReason | null {
  const { context, realPath, segments } = place;
  if (context.baseline.isBlind(realPath, [...segments, name])) return 'owner-unclear';
  const before = context.baseline.at(realPath, segments, name);
  if (before === null) return null;
  return isSame(before, entry) ? 'owner' : 'owner-changed';
}

/** The reason by creation time: the owner may have moved in a file that was in no root, so no baseline has it. */
function reasonByBirth(place: Place, name: string, entry: BaselineEntry): OwnerReason | null {
  const path = join(place.realPath, ...place.segments, name);
  return isProvenNew(place, path, entry.ino) ? null : 'owner-unclear';
}

function reasonOfFile(place: Place, name: string, entry: BaselineEntry): OwnerReason | null {
  return (
    reasonByPlace(place, name, entry) ??
    reasonByInode(place, name, entry) ??
    reasonByBirth(place, name, entry)
  );
}

/** The reason for SQLite's files beside an owner's database: even new ones may hold its last changes. */
function reasonByDatabase(place: Place, name: string): OwnerReason | null {
  const database = databaseOf(name);
  if (database === name) return null;
  if (place.context.baseline.at(place.realPath, place.segments, database) !== null) return 'owner-changed';
  const stats = statsAt(join(place.realPath, ...place.segments, database));
  if (stats === null) return null;
  const entry = { ino: stats.ino, bytes: Number(stats.size), mtimeMs: Number(stats.mtimeMs) };
  const reason = reasonOfFile(place, database, entry);
  return reason === 'owner' ? 'owner-changed' : reason;
}

function reasonOf(place: Place, name: string, entry: BaselineEntry): OwnerReason | null {
  if (place.context.owners.isNamed(name)) return 'owner-account';
  return reasonOfFile(place, name, entry) ?? reasonByDatabase(place, name);
}

interface OwnerReasons {
  /** per entry: the reason why it is the owner's; null = new since the session began */
  readonly reasons: readonly (OwnerReason | null)[];
  /** per folder: not proven to be new, so it stays even when empty */
  readonly existed: readonly boolean[];
}

/** The reason for a whole folder by its root or name, or the place for checking each file in it. */
function folderOrigin(
  plan: FrozenPlan,
  context: SessionContext,
  origins: readonly RootOrigin[],
  folder: PlanFolder,
): OwnerReason | Place {
  const root = origins[folder.root];
  if (folder.segments.some((name) => context.owners.isNamed(name))) return 'owner-account';
  if (root === undefined || root.kind === 'owners') return 'owner-unclear';
  const realPath = plan.roots[folder.root]?.realPath ?? '';
  return { context, root, realPath, segments: folder.segments };
}

/** Groups of the owner's accounts, at any path. */
function ownedGroups(plan: FrozenPlan, discovery: Discovery, context: SessionContext): ReadonlySet<number> {
  const ids = context.owners.idsIn(discovery);
  const owned = plan.view.groups.filter(({ accountId }) => accountId !== null && ids.has(accountId));
  return new Set(owned.map(({ id }) => id));
}

/**
 * Decides for every entry of a plan whether it belongs to the owner. Unclear entries do: a remaining trace can be
 * removed later, but a removed file of the owner's may be lost.
 */
export async function ownerReasons(
  plan: FrozenPlan,
  discovery: Discovery,
  session: SessionContext,
): Promise<OwnerReasons> {
  const moved = await accountsCreatedBefore(discovery, session);
  const context = { ...session, owners: session.owners.with(moved) };
  const owned = ownedGroups(plan, discovery, context);
  const origins = rootOrigins(plan, discovery, context);
  const verdicts = Array.from({ length: plan.folderCount }, (_none, index) =>
    folderOrigin(plan, context, origins, plan.folder(index)),
  );
  const reasons: (OwnerReason | null)[] = [];
  for (let index = 0; index < plan.entryCount; index += 1) {
    if (index % entriesPerTurn === 0) await nextTurn();
    const entry = plan.entry(index);
    const place = verdicts[entry.folder] ?? 'owner-unclear';
    if (owned.has(entry.group)) reasons.push('owner-account');
    else reasons.push(typeof place === 'string' ? place : reasonOf(place, entry.name, entry));
  }
  const { baseline } = context;
  const existed = verdicts.map((place, index) => {
    if (typeof place === 'string' || !plan.isRemovable(index)) return true;
    const { realPath, segments } = place;
    if (baseline.hasFolder(realPath, segments) || baseline.isBlind(realPath, segments)) return true;
    return !isProvenNew(place, join(realPath, ...segments), plan.folderIno(index));
  });
  return { reasons, existed };
}

/** True for a path in an owner's account, or in a place that was unreadable when the session began. */
function isOwners(path: string, { roots }: Discovery, { owners, baseline }: SessionContext): boolean {
  return roots.some(({ realPath }) => {
    if (!isWithin(path, realPath)) return false;
    const segments = relative(realPath, path)
      .split(sep)
      .filter((part) => part !== '');
    return segments.some((name) => owners.isNamed(name)) || baseline.isBlind(realPath, segments);
  });
}

/** True for a place without any change since the session began, as far as the clock can tell. */
function isOlder({ newest, reason }: PlanView['staying'][number], { span }: SessionContext): boolean {
  if (reason === 'owner-changed' || reason === 'owner-unclear') return false;
  return newest !== null && span !== null && newest < span.from;
}

/** Reduces the plan to entries that are new since the session began. The others are kept, each with its reason. */
export async function excludeOwners(
  plan: FrozenPlan,
  discovery: Discovery,
  context: SessionContext,
): Promise<FrozenPlan> {
  const { reasons, existed } = await ownerReasons(plan, discovery, context);
  const ownersIds = context.owners.idsIn(discovery);
  const describe = (view: PlanView): PlanView => {
    const planned = new Set(view.groups.map(({ accountId }) => accountId));
    return {
      ...view,
      // accounts without a planned file are not this session's to name as removed, or to ask for
      accounts: view.accounts.filter(({ accountId }) => planned.has(accountId)),
      unreadable: view.unreadable.filter(({ path }) => !isOwners(path, discovery, context)),
      staying: view.staying.filter(
        (row) =>
          !(row.accountId !== null && ownersIds.has(row.accountId)) &&
          !isOwners(row.place, discovery, context) &&
          !isOlder(row, context),
      ),
    };
  };
  return reducePlan(plan, reasons, plan.view.id, (folder) => existed[folder] === true, describe);
}
