import { createClassifier } from '../../../app/cleanup/classify.ts';
import type { Classifier, Position, Match } from '../../../app/cleanup/classify.ts';
import { enterKeep } from '../../../app/cleanup/glob.ts';
import type { KeepState } from '../../../app/cleanup/glob.ts';
import { guardFolder, rootGuard } from '../../../app/cleanup/protected.ts';
import type { Guard } from '../../../app/cleanup/protected.ts';
import { criteriaOf, rulePlace } from '../../../app/cleanup/select.ts';
import type { Criteria, Place, Ruling, Owner } from '../../../app/cleanup/select.ts';
import type { Category } from '../../../app/cleanup/categories.ts';
import type { Location } from '../../../app/platforms/platform.ts';
import { isCaseless } from '../discovery/shape.ts';
import { noAccount, unknownAccount } from './scan-job.ts';
import type { ScanJob, ScanRoot, ScanUnit } from './scan-job.ts';

/** A root prepared for walking. */
export interface RootContext {
  readonly index: number;
  readonly root: ScanRoot;
  readonly classifier: Classifier;
  readonly foldCase: boolean;
  /** indexes of keep patterns with a match so far */
  readonly keepMatched: Set<number>;
  /** null for a usage scan */
  readonly criteria: Criteria | null;
}

/**
 * A folder on the walk's path with the state that its files inherit. A scan creates one per folder, so it stays small.
 */
export interface Frame {
  readonly context: RootContext;
  /** null for the root itself */
  readonly parent: Frame | null;
  readonly name: string;
  /** absolute */
  readonly path: string;
  readonly ino: number | bigint;
  /** the folder's time before it was listed; 0 where not read */
  mtimeMs: number;
  readonly position: Position;
  readonly guard: Guard;
  /** the account whose folder contains this one */
  readonly account: number;
  /** true when a keep pattern matches this folder or a parent */
  readonly kept: boolean;
  /** keep patterns that may still match below */
  readonly keep: KeepState;
  /** the decision for files without a deeper row; set when the folder is opened */
  bucket: Bucket | null;
}

const separator = process.platform === 'win32' ? '\\' : '/';

/** Prepares each root of a job. */
export function createContexts(job: ScanJob): readonly RootContext[] {
  return job.roots.map((root, index) => {
    return {
      index,
      root,
      classifier: createClassifier(root.platform, root.kind),
      foldCase: isCaseless(root.platform),
      keepMatched: new Set(),
      criteria: job.selection === null ? null : criteriaOf(job.selection, job.now),
    };
  });
}

function rootFrame(context: RootContext): Frame {
  return {
    context,
    parent: null,
    name: '',
    path: context.root.realPath,
    ino: context.root.ino,
    mtimeMs: 0,
    position: context.classifier.start,
    guard: rootGuard,
    account: noAccount,
    kept: context.root.kept,
    keep: context.root.keep,
    bucket: null,
  };
}

/** path components of a folder below its root */
export function segmentsOf(frame: Frame): readonly string[] {
  const segments: string[] = [];
  for (let at = frame; at.parent !== null; at = at.parent) segments.push(at.name);
  return segments.reverse();
}

/** Matches patterns inside kept folders too, to report patterns without a match. */
function keepBelow({ context, kept, keep }: Frame, name: string): Pick<Frame, 'kept' | 'keep'> {
  if (keep.length === 0) return { kept, keep };
  const { state, matched } = enterKeep(keep, name, context.foldCase);
  for (const pattern of matched) context.keepMatched.add(pattern);
  return { kept: kept || matched.length > 0, keep: state };
}

/** The frame of the subfolder `name`. */
export function childFrame(
  parent: Frame,
  name: string,
  path: string,
  { ino, mtimeMs }: Pick<Frame, 'ino' | 'mtimeMs'>,
): Frame {
  const { context } = parent;
  const asAccount = parent.parent === null ? context.root.accountByFolder.get(name) : undefined;
  return {
    context,
    parent,
    name,
    path,
    ino,
    mtimeMs,
    position: context.classifier.enter(parent.position, name, asAccount !== undefined),
    guard: guardFolder(parent.guard, name, parent.name, parent.parent?.name ?? ''),
    account: asAccount ?? parent.account,
    ...keepBelow(parent, name),
    bucket: null,
  };
}

/** Rebuilds a frame from a unit's path, so that units can move between workers. */
export function frameOf(contexts: readonly RootContext[], unit: ScanUnit): Frame {
  const context = contexts[unit.root];
  if (context === undefined) throw new Error(`no root ${unit.root}`);
  const names = unit.path === '' ? [] : unit.path.split('/');
  return names.reduce((frame, name) => {
    const prefix = frame.path.endsWith(separator) ? frame.path : frame.path + separator;
    return childFrame(frame, name, prefix + name, unit);
  }, rootFrame(context));
}

/** The data with which another worker continues from a frame. */
export function unitOf(frame: Frame): ScanUnit {
  return {
    root: frame.context.index,
    path: segmentsOf(frame).join('/'),
    ino: frame.ino,
    mtimeMs: frame.mtimeMs,
  };
}

/**
 * Decision for all files with the same root, account, row and folder protection. Made once per combination instead of
 * per file.
 */
export interface Bucket {
  readonly root: number;
  readonly account: number;
  readonly locationIndex: number;
  readonly location: Location | null;
  readonly place: Place;
  /** null for a usage scan */
  readonly ruling: Ruling | null;
  /** true inside the folder of a selected account */
  readonly inSelectedFolder: boolean;
  /** by category, set on first use: the number of the plan group, of the usage cell */
  readonly groups: Map<Category, number>;
  readonly cells: Map<Category, number>;
}

export interface Buckets {
  /** The bucket for files of `match` in `frame` */
  find(frame: Frame, match: Match | null): Bucket;
  /** The bucket for files in `frame` without a deeper row */
  own(frame: Frame): Bucket;
}

/** The account of a key in a path. Ignores case where the file system does. */
export function accountOfKey(root: ScanRoot, key: string): number {
  const exact = root.accountByKey.get(key);
  if (exact !== undefined) return exact;
  if (root.platform.system !== 'windows') return unknownAccount;
  const wanted = key.toLowerCase();
  for (const [known, account] of root.accountByKey) if (known.toLowerCase() === wanted) return account;
  return unknownAccount;
}

function accountOf(frame: Frame, match: Match | null): number {
  if (frame.account !== noAccount) return frame.account;
  const key = match?.key ?? null;
  return key === null ? noAccount : accountOfKey(frame.context.root, key);
}

function ownerOf(job: ScanJob, frame: Frame, account: number): Owner {
  if (account === noAccount) return 'shared';
  if (account === unknownAccount) return 'unknown';
  if (job.selectedAccounts[account] !== true) return 'other';
  return frame.account === account ? 'folder' : 'key';
}

/** Keeps one bucket per combination, a few hundred in a scan. */
export function createBuckets(job: ScanJob): Buckets {
  const buckets = new Map<string, Bucket>();

  const make = (frame: Frame, match: Match | null, account: number): Bucket => {
    const { root, index, criteria } = frame.context;
    const location = match === null ? null : (root.platform.locations[match.location] ?? null);
    const place: Place = {
      layout: root.layout,
      support: root.platform.support,
      owner: ownerOf(job, frame, account),
      location,
      selected: root.selected,
      folderBits: frame.guard.bits,
    };
    return {
      root: index,
      account,
      locationIndex: match?.location ?? -1,
      location,
      place,
      ruling: criteria === null ? null : rulePlace(criteria, place),
      inSelectedFolder: place.owner === 'folder',
      groups: new Map(),
      cells: new Map(),
    };
  };

  const find = (frame: Frame, match: Match | null): Bucket => {
    const account = accountOf(frame, match);
    const key = `${frame.context.index},${account},${frame.account},${match?.location ?? -1},${frame.guard.bits}`;
    const known = buckets.get(key);
    if (known !== undefined) return known;
    const bucket = make(frame, match, account);
    buckets.set(key, bucket);
    return bucket;
  };

  return {
    find,
    own(frame) {
      const { parent, position } = frame;
      const isLikeParent =
        parent?.position.owner === position.owner &&
        parent.account === frame.account &&
        parent.guard.bits === frame.guard.bits;
      frame.bucket ??= (isLikeParent ? parent.bucket : null) ?? find(frame, position.owner);
      return frame.bucket;
    },
  };
}
