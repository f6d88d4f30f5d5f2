import { createClassifier } from '../../../app/cleanup/classify.ts';
import type { Classifier, Position } from '../../../app/cleanup/classify.ts';
import { enterKeep } from '../../../app/cleanup/glob.ts';
import type { KeepState } from '../../../app/cleanup/glob.ts';
import { guardFolder, openGuard } from '../../../app/cleanup/protected.ts';
import type { Guard } from '../../../app/cleanup/protected.ts';
import { choose } from '../../../app/cleanup/select.ts';
import type { Chosen } from '../../../app/cleanup/select.ts';
import { isCaseless } from '../discovery/shape.ts';
import type { Bin } from './bin.ts';
import { noAccount } from './scan-job.ts';
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
  readonly chosen: Chosen | null;
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
  bin: Bin | null;
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
      chosen: job.selection === null ? null : choose(job.selection, job.now),
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
    guard: openGuard,
    account: noAccount,
    kept: context.root.kept,
    keep: context.root.keep,
    bin: null,
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
    bin: null,
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
