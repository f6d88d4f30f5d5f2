import { lstat, readdir } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { ReportView, VerificationView } from '../../../app/contract/runs.ts';
import { SignOffError } from '../../../app/contract/errors.ts';
import type { JobControl } from '../jobs/jobs.ts';
import { diskPath } from '../fs/disk-names.ts';
import { isMissing } from '../fs/errors.ts';
import type { FrozenPlan, PlanRoot } from '../plans/frozen-plan.ts';
import type { PlannedScope } from './planned-accounts.ts';
import { isRootThere } from './planned-places.ts';
import {
  bytesAt,
  concluded,
  countUnread,
  example,
  mayHoldSomething,
  nothingFound,
  relativePath,
  throwIfCancelled,
  tickMs,
} from './verify.ts';
import type { Finding, VerifyDeps } from './verify.ts';

const maxExamples = 200;

/** The roots and accounts of a receipt, as its plan had them. */
export function scopeOf({ roots, accounts }: ReportView): PlannedScope {
  return {
    roots: roots.map(({ rootId, realPath, platform, kind, dev, ino }) => ({
      ...{ id: rootId, realPath, foundAs: { platform, kind } },
      identity: { dev: BigInt(dev), ino: BigInt(ino) },
    })),
    accounts,
  };
}

/** What the receipt and its last look know of the planned entries. */
interface Known {
  /** paths below a root of entries that the last look still saw */
  readonly named: ReadonlySet<string>;
  /** entries that no look has proved gone, beside the named ones */
  readonly unproved: number;
  /** places that could not be read */
  readonly unread: ReadonlySet<string>;
}

function knownOf({ planned, removed, verification }: ReportView): Known {
  const examples = verification?.examples ?? [];
  const pathsOf = (state: string): string[] =>
    examples.filter((one) => one.state === state).map(({ path }) => path);
  const rows = (verification?.stillHere ?? []).filter(({ reason }) => reason === 'unreadable');
  const named = new Set(pathsOf('left'));
  const gone = verification?.gone ?? removed.files;
  return {
    named,
    unproved: Math.max(0, planned.files - gone - named.size),
    unread: new Set([...pathsOf('unreadable'), ...rows.map(({ place }) => place)]),
  };
}

/** Looks for the named entries. Returns how many could not be told, because a root is not there. */
async function lookForNamed(
  roots: readonly PlanRoot[],
  { named }: Known,
  isRootLost: boolean,
  finding: Finding,
): Promise<number> {
  let unknown = 0;
  for (const path of named) {
    const found = await Promise.all(
      roots.map(({ realPath }) => bytesAt(join(realPath, ...path.split('/')), 0)),
    );
    const sizes = found.filter((bytes) => bytes !== null);
    if (sizes.length === 0) unknown += isRootLost ? 1 : 0;
    else {
      finding.left += 1;
      finding.leftBytes += Math.max(...sizes);
      if (finding.examples.length < maxExamples) finding.examples.push({ path, state: 'left' });
    }
  }
  return unknown;
}

type Origin = 'arrived' | 'put-back' | 'old' | 'missing';

/**
 * Where a file comes from that matches the selection. A file that came after the run began, with content from before,
 * was put back: a restored file keeps its time, and what a messenger writes gets a new one.
 */
async function originOf(path: string, since: number): Promise<Origin> {
  try {
    const { birthtimeMs, ctimeMs, mtimeMs } = await lstat(diskPath(path));
    if (Math.max(birthtimeMs, ctimeMs) <= since - tickMs) return 'old';
    return mtimeMs > since - tickMs ? 'arrived' : 'put-back';
  } catch (error) {
    return isMissing(error) ? 'missing' : 'put-back';
  }
}

interface Matched {
  /** files from before the run that no name is known of */
  readonly old: number;
  /** unread places with such files in them, now that they can be read */
  readonly held: ReadonlySet<string>;
}

/** Looks at every file that the selection matches now. At most `known.unproved` old ones count as left. */
async function lookForMatching(
  fresh: FrozenPlan,
  known: Known,
  since: number,
  control: JobControl,
  finding: Finding,
): Promise<Matched> {
  let old = 0;
  const held = new Set<string>();
  const leave = (index: number): void => {
    finding.left += 1;
    finding.leftBytes += fresh.bytesOf(index);
    example(finding, fresh, index, 'left');
  };
  for (let index = 0; index < fresh.entryCount; index += 1) {
    throwIfCancelled(control);
    if (known.named.has(relativePath(fresh, index))) continue;
    const path = fresh.pathOf(index);
    const origin = await originOf(path, since);
    if (origin === 'put-back') leave(index);
    if (origin === 'arrived') {
      finding.arrived += 1;
      example(finding, fresh, index, 'arrived');
    }
    if (origin !== 'old') continue;
    for (const place of known.unread) if (path === place || path.startsWith(place + sep)) held.add(place);
    if (old < known.unproved) leave(index);
    old += 1;
  }
  return { old, held };
}

async function isUnreadable(path: string): Promise<boolean> {
  try {
    if ((await lstat(diskPath(path))).isDirectory()) await readdir(diskPath(path));
    return false;
  } catch (error) {
    return !isMissing(error);
  }
}

/** Counts the places that cannot be read now, and those of earlier that still may hold something of the selection. */
async function lookForUnread(
  known: Known,
  now: readonly string[],
  mayHold: (path: string) => Promise<boolean>,
  finding: Finding,
): Promise<void> {
  for (const path of new Set([...now, ...known.unread]))
    if (now.includes(path) || (await mayHold(path))) countUnread(finding, path);
}

/**
 * The second look after the plan's file names are gone. It plans the receipt's selection again and compares by number
 * and time: what no look has proved gone, and what was put back, counts as left. A new file under a planned name counts
 * as arrived.
 */
export async function verifyLater(
  deps: VerifyDeps,
  report: ReportView,
  control: JobControl,
): Promise<VerificationView> {
  const { selection, startedAt, planned, verification } = report;
  const [scope, known, finding] = [scopeOf(report), knownOf(report), nothingFound()];
  const collected = await deps.collect(scope, selection, control);
  const { plan: fresh, sessionEnded } = collected;
  // the owner's files cannot be told from the guest's, and no look has counted any
  if (sessionEnded && verification === null)
    throw new SignOffError('plan-not-found', { plan: report.planId });
  const there = await Promise.all(scope.roots.map(isRootThere));
  const lost = scope.roots.filter((_root, index) => there[index] !== true);
  const present = scope.roots.filter((_root, index) => there[index] === true);
  let unknown = await lookForNamed(present, known, lost.length > 0, finding);
  // after a session every old file may be the owner's
  const limits = sessionEnded ? { ...known, unproved: 0 } : known;
  const { old, held } =
    fresh === null
      ? { old: 0, held: new Set<string>() }
      : await lookForMatching(fresh, limits, startedAt, control, finding);
  const isCovered = fresh !== null && !selection.sinceSession;
  const unreadNow = isCovered ? fresh.view.unreadable.map(({ path }) => path) : [];
  await lookForUnread(
    known,
    [...unreadNow, ...lost.map(({ realPath }) => realPath)],
    async (path) => (isCovered ? held.has(path) || (await isUnreadable(path)) : mayHoldSomething(path)),
    finding,
  );
  const rest = Math.max(0, known.unproved - (sessionEnded ? 0 : old));
  if (finding.unreadable > 0) unknown += rest;
  else if (sessionEnded) finding.left += rest;
  finding.left = Math.min(finding.left, planned.files);
  finding.gone = Math.max(0, planned.files - finding.left - unknown);
  const links = verification?.stillHere ?? [];
  return concluded(deps, { scope, selection, links }, collected, finding, report, control);
}
