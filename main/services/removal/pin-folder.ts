import { join } from 'node:path';
import { isPlainName } from '../../../app/cleanup/containment.ts';
import type { PathStyle } from '../../../app/cleanup/containment.ts';
import type { FolderPins, PinnedFolder } from '../../system/ports.ts';
import type { BatchFolder, SinkRoot } from './batch.ts';
import type { Outcome } from './outcomes.ts';

export interface Bounds {
  readonly pins: FolderPins;
  readonly style: PathStyle;
  readonly roots: readonly SinkRoot[];
}

export type Pinned = { readonly folder: PinnedFolder } | { readonly why: Outcome };

/** Pins a planned folder below its root, or says why nothing in it may be touched. */
export function pinFolder(bounds: Bounds, folder: BatchFolder | undefined): Pinned {
  const root = folder === undefined ? undefined : bounds.roots[folder.root];
  if (folder === undefined || root === undefined) return { why: 'outside-root' };
  if (!folder.segments.every((segment) => isPlainName(segment, bounds.style))) return { why: 'outside-root' };
  if (folder.identity.dev !== root.identity.dev) return { why: 'mount' };
  const isRootItself = bounds.pins.pin(root.realPath, root.identity, root.realPath);
  if (typeof isRootItself === 'string') return { why: isRootItself };
  isRootItself.close();
  const pin = bounds.pins.pin(join(root.realPath, ...folder.segments), folder.identity, root.realPath);
  return typeof pin === 'string' ? { why: pin } : { folder: pin };
}
