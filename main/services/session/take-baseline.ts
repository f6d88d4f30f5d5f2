import { SignOffError } from '../../../app/contract/errors.ts';
import type { Mounts } from '../../system/ports.ts';
import type { Discovery } from '../discovery/discovery.ts';
import type { JobControl } from '../jobs/jobs.ts';
import { nextTurn } from '../removal/next-turn.ts';
import { codeOf, comparable, emptyFacts, visitFolder } from '../scanning/walk.ts';
import type { EntryFacts, FolderVisitor } from '../scanning/walk.ts';
import { createBaselineWriter } from './baseline-columns.ts';
import type { BaselineColumns, BaselineWriter } from './baseline-columns.ts';

/** A place that could not be looked into when the person sat down: what lies there is never taken for theirs. */
export interface BlindSpot {
  readonly root: number;
  /** below the root, `/`-separated, empty for the root itself */
  readonly path: string;
}

export interface TakenBaseline {
  readonly columns: BaselineColumns;
  readonly roots: readonly { readonly id: string; readonly realPath: string }[];
  readonly blind: readonly BlindSpot[];
  readonly files: number;
  readonly bytes: number;
}

/** So long the main loop waits at most before windows and cancels get their turn. */
const sliceMs = 12;

interface Place {
  readonly root: number;
  readonly path: string;
  readonly full: string;
  readonly dev: number | bigint;
  readonly ino: bigint;
}

/** Goes through every folder once, never through a link, a mount or another root. */
class BaselineWalk implements FolderVisitor {
  readonly blind: BlindSpot[] = [];
  private readonly writer: BaselineWriter;
  private readonly apart: ReadonlySet<string>;
  private readonly signal: AbortSignal;
  private readonly facts = emptyFacts();
  private stack: Place[];
  private at: Place;

  constructor(
    writer: BaselineWriter,
    roots: readonly Place[],
    apart: ReadonlySet<string>,
    signal: AbortSignal,
  ) {
    this.writer = writer;
    this.apart = apart;
    this.signal = signal;
    this.stack = [...roots].reverse();
    this.at = { root: 0, path: '', full: '', dev: 0, ino: 0n };
  }

  get current(): string {
    return this.at.full;
  }

  /** false when there was no folder left */
  next(): boolean {
    const place = this.stack.pop();
    if (place === undefined) return false;
    this.at = place;
    try {
      visitFolder(place.full, this, this.facts, {
        isStopped: () => this.signal.aborted,
        trustKinds: false,
      });
    } catch (error) {
      if (this.signal.aborted) throw new SignOffError('cancelled');
      if (codeOf(error) !== 'ENOENT') this.blind.push({ root: place.root, path: place.path });
    }
    return true;
  }

  listed(): void {
    this.writer.folder(this.at.root, this.at.path, this.at.ino);
  }

  folder(name: string, path: string, facts: EntryFacts | null): void {
    const below = this.at.path === '' ? name : `${this.at.path}/${name}`;
    const { root, dev } = this.at;
    if (facts === null || facts.dev !== dev || this.apart.has(path)) return;
    this.stack.push({ root, path: below, full: path, dev, ino: BigInt(facts.ino) });
  }

  entry(name: string, facts: EntryFacts): void {
    this.writer.entry(name, { bytes: facts.size, mtimeMs: facts.mtimeMs, ino: BigInt(facts.ino) });
  }

  unnameable(): void {
    this.blind.push({ root: this.at.root, path: this.at.path });
  }

  refused(): void {
    this.blind.push({ root: this.at.root, path: this.at.path });
  }
}

/**
 * Looks at everything in every root as it is at this moment and keeps names, sizes, times and identities, no content.
 * Throws `cancelled` and `mounts-unknown`; what it cannot look into becomes a blind spot.
 */
export async function takeBaseline(
  discovery: Discovery,
  mounts: Mounts,
  control: JobControl,
): Promise<TakenBaseline> {
  const roots = [...new Map(discovery.roots.map((root) => [root.realPath, root])).values()];
  const lists = await Promise.all(roots.map((root) => mounts.below(root.realPath)));
  const unknown = lists.flatMap((list) => (list.kind === 'known' ? [] : [list.reason]))[0];
  if (unknown !== undefined && process.platform === 'linux')
    throw new SignOffError('mounts-unknown', { reason: unknown });
  const apart = new Set([
    ...roots.map((root) => root.realPath),
    ...lists.flatMap((list) => (list.kind === 'known' ? list.paths : [])),
  ]);
  const writer = createBaselineWriter();
  const places = roots.map(({ realPath, identity }, root) => ({
    root,
    path: '',
    full: realPath,
    dev: comparable(identity.dev),
    ino: identity.ino,
  }));
  const walk = new BaselineWalk(writer, places, apart, control.signal);
  for (let isGoingOn = true; isGoingOn;) {
    if (control.signal.aborted) throw new SignOffError('cancelled');
    const until = performance.now() + sliceMs;
    while (isGoingOn && performance.now() < until) isGoingOn = walk.next();
    const { files: done, bytes } = writer;
    control.progress({ done, total: null, bytes, bytesTotal: null, current: walk.current });
    await nextTurn();
  }
  return {
    columns: writer.columns(),
    roots: roots.map(({ id, realPath }) => ({ id, realPath })),
    blind: walk.blind,
    files: writer.files,
    bytes: writer.bytes,
  };
}
