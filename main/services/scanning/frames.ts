import { createClassifier } from '../../../app/cleanup/classify.ts';
import type { Classifier, Position } from '../../../app/cleanup/classify.ts';
import { matchesAny } from '../../../app/cleanup/glob.ts';
import { guardFolder, openGuard } from '../../../app/cleanup/protected.ts';
import type { Guard } from '../../../app/cleanup/protected.ts';
import { choose } from '../../../app/cleanup/select.ts';
import type { Chosen } from '../../../app/cleanup/select.ts';
import { noAccount } from './scan-job.ts';
import type { ScanJob, ScanRoot, ScanUnit } from './scan-job.ts';

/** A root made ready for walking. */
export interface RootContext {
  readonly index: number;
  readonly root: ScanRoot;
  readonly classifier: Classifier;
  readonly foldCase: boolean;
  /** null = usage only */
  readonly chosen: Chosen | null;
}

/** One folder on the way down: where it is and everything its files inherit. */
export interface Frame {
  readonly context: RootContext;
  /** absolute */
  readonly path: string;
  /** components below the root */
  readonly segments: readonly string[];
  readonly ino: bigint;
  readonly position: Position;
  readonly guard: Guard;
  /** the account whose folder this is in */
  readonly account: number;
  /** a keep glob matches this folder or one above it */
  readonly kept: boolean;
}

const separator = process.platform === 'win32' ? '\\' : '/';

/** Compiles what each root of a job needs. */
export function createContexts(job: ScanJob): readonly RootContext[] {
  return job.roots.map((root, index) => {
    const foldCase = root.platform.system === 'windows';
    return {
      index,
      root,
      classifier: createClassifier(root.platform, root.kind),
      foldCase,
      chosen: job.selection === null ? null : choose(job.selection, job.now, foldCase),
    };
  });
}

function rootFrame(context: RootContext): Frame {
  return {
    context,
    path: context.root.realPath,
    segments: [],
    ino: context.root.ino,
    position: context.classifier.start,
    guard: openGuard,
    account: noAccount,
    kept: false,
  };
}

/** The frame of the folder `name` inside `frame`. */
export function childFrame(frame: Frame, name: string, path: string, ino: bigint): Frame {
  const { context } = frame;
  const segments = [...frame.segments, name];
  const asAccount = frame.segments.length === 0 ? context.root.accountByFolder.get(name) : undefined;
  const keep = context.chosen?.keep ?? [];
  return {
    context,
    path,
    segments,
    ino,
    position: context.classifier.enter(frame.position, name, asAccount !== undefined),
    guard: guardFolder(frame.guard, name),
    account: asAccount ?? frame.account,
    kept: frame.kept || matchesAny(keep, segments, context.foldCase),
  };
}

/** Walks down to a unit by its names alone, so that a unit can be handed from worker to worker. */
export function frameOf(contexts: readonly RootContext[], unit: ScanUnit): Frame {
  const context = contexts[unit.root];
  if (context === undefined) throw new Error(`no root ${unit.root}`);
  const names = unit.path === '' ? [] : unit.path.split('/');
  return names.reduce((frame, name) => {
    const prefix = frame.path.endsWith(separator) ? frame.path : frame.path + separator;
    return childFrame(frame, name, prefix + name, unit.ino);
  }, rootFrame(context));
}

/** What another worker needs to go on from a frame. */
export function unitOf(frame: Frame): ScanUnit {
  return { root: frame.context.index, path: frame.segments.join('/'), ino: frame.ino };
}
