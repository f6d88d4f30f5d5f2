import type { KeepReason } from '../../../app/cleanup/selection.ts';
import type { FrozenPlan, PlanEntry, PlanFolder } from '../planning/frozen-plan.ts';
import { nextTurn } from '../removal/next-turn.ts';
import type { SessionGround } from './sessions.ts';

type OwnerReason = Extract<KeepReason, 'owner' | 'owner-changed' | 'owner-account'>;

const entriesPerTurn = 5_000;

/** True only for a root that was made after the person sat down; a drive that was plugged in is the owner's. */
export type IsNewRoot = (realPath: string) => boolean;

/** By number of a root: it was here then, or it was made since; whatever lies in any other is the owner's. */
function rootsToAsk(plan: FrozenPlan, { baseline }: SessionGround, isNewRoot: IsNewRoot): readonly boolean[] {
  return plan.roots.map(
    ({ realPath, identity }) => baseline.knowsRoot(realPath, identity.ino) || isNewRoot(realPath),
  );
}

function reasonOf(
  { baseline }: SessionGround,
  realPath: string,
  folder: PlanFolder,
  entry: PlanEntry,
): OwnerReason | null {
  if (baseline.isBlind(realPath, [...folder.segments, entry.name])) return 'owner';
  const before = baseline.at(realPath, folder.segments, entry.name);
  if (before !== null) {
    const isSame =
      before.ino === entry.ino && before.bytes === entry.bytes && before.mtimeMs === entry.mtimeMs;
    return isSame ? 'owner' : 'owner-changed';
  }
  return baseline.wasElsewhere(entry) ? 'owner' : null;
}

export interface OwnersShare {
  /** by entry: why it is the owner's, null = it came since */
  readonly reasons: readonly (OwnerReason | null)[];
  /** by folder: it was there before, so it stays even when it is empty */
  readonly wasThere: readonly boolean[];
}

/**
 * Tells for every entry of a plan whether it was the owner's before the session began. Whatever cannot be told is the
 * owner's: a trace that stays can be removed later, somebody else's file cannot be brought back.
 */
export async function ownersShare(
  plan: FrozenPlan,
  ground: SessionGround,
  isNewRoot: IsNewRoot,
): Promise<OwnersShare> {
  const owned = new Set(
    plan.view.groups
      .filter((group) => group.accountId !== null && ground.owners.has(group.accountId))
      .map((group) => group.id),
  );
  const isAsked = rootsToAsk(plan, ground, isNewRoot);
  const realPathOf = (folder: PlanFolder): string => plan.roots[folder.root]?.realPath ?? '';
  const reasons: (OwnerReason | null)[] = [];
  let at = -1;
  let folder: PlanFolder | null = null;
  for (let index = 0; index < plan.entryCount; index += 1) {
    if (index % entriesPerTurn === 0) await nextTurn();
    const entry = plan.entry(index);
    if (folder === null || entry.folder !== at) folder = plan.folder(entry.folder);
    at = entry.folder;
    if (owned.has(entry.group)) reasons.push('owner-account');
    else if (isAsked[folder.root] !== true) reasons.push('owner');
    else reasons.push(reasonOf(ground, realPathOf(folder), folder, entry));
  }
  const wasThere = Array.from({ length: plan.folderCount }, (_none, index) => {
    const one = plan.folder(index);
    const realPath = realPathOf(one);
    const { baseline } = ground;
    if (isAsked[one.root] !== true) return true;
    return baseline.hasFolder(realPath, one.segments) || baseline.isBlind(realPath, one.segments);
  });
  return { reasons, wasThere };
}
