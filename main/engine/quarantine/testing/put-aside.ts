import { createHash } from 'node:crypto';
import { lstatSync, readFileSync, readdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FolderPins } from '../../../system/ports.ts';
import type { Discovery } from '../../discovery/discovery.ts';
import type { FrozenPlan } from '../../plans/frozen-plan.ts';
import { entryBatch } from '../../ledger/batch.ts';
import { removableFolders } from '../../removal/testing/removable-folders.ts';
import { outcomeOf } from '../../ledger/outcomes.ts';
import type { Outcome } from '../../ledger/outcomes.ts';
import { createSink } from '../../removal/sink.ts';
import { discoveryOf } from '../../runs/testing/run-plan.ts';
import type { StateFolder } from '../../state/state-folder.ts';
import type { BatchHeader } from '../../batches/index-lines.ts';
import { beginPart } from '../../batches/unfinished-batch.ts';
import { createQuarantineDisposal } from '../../batches/quarantine-disposal.ts';
import { quarantineFolder } from '../../batches/places.ts';
import { finishPart } from '../unfinished.ts';
import { restoreBatch } from '../restore.ts';
import type { RestoreOrder } from '../restore.ts';

export function headerOf(plan: FrozenPlan, runId = 'r-1'): BatchHeader {
  return {
    runId,
    at: 1_700_000_000_000,
    roots: plan.roots,
    accounts: [{ accountId: 'account-1', folder: 'wxid_a' }],
  };
}

export interface Putting {
  readonly state: StateFolder;
  readonly plan: FrozenPlan;
  readonly pins: FolderPins;
  readonly batchId?: string;
  /** Folders below the root, `/`-separated, taken as wholes before the entries. */
  readonly whole?: readonly string[];
  readonly isCancelled?: () => boolean;
  /** Removes emptied folders, as the end of a run does. */
  readonly dropEmptied?: boolean;
}

/** Moves the plan's folders and entries through the real sink, without finishing the batch. */
export async function fillPart(putting: Putting): Promise<readonly Outcome[]> {
  const { state, plan, pins, batchId = 'q-1', whole = [], isCancelled = () => false } = putting;
  const partFolder = await beginPart(state, batchId, headerOf(plan, `r-${batchId.slice(2)}`));
  const settings = { partFolder, worker: 0, roots: plan.roots, pins, style: 'posix' as const, isCancelled };
  const disposal = createQuarantineDisposal(settings);
  const outcomes: Outcome[] = [];
  try {
    for (let folder = 0; folder < plan.folderCount; folder += 1) {
      const { segments, root, identity } = plan.folder(folder);
      if (!whole.includes(segments.join('/')) || disposal.takeFolder === null) continue;
      const parentPath = join(plan.roots[root]!.realPath, ...segments.slice(0, -1));
      const { dev, ino } = lstatSync(parentPath, { bigint: true });
      const parent = pins.pin(parentPath, { dev, ino }, plan.roots[root]!.realPath);
      if (typeof parent === 'string') throw new Error(parent);
      const name = segments.at(-1)!;
      const stat = { ...identity, kind: 'folder' as const, bytes: 0, mtimeMs: 0 };
      outcomes.push(disposal.takeFolder({ parent, name, stat, folder, root, segments }));
      parent.close();
    }
    const sink = createSink({ pins, style: 'posix', roots: plan.roots, disposal });
    for (let from = 0; from < plan.entryCount; from += 500) {
      const batch = entryBatch(plan, from, Math.min(from + 500, plan.entryCount));
      outcomes.push(...Array.from(sink.removeEntries(batch, isCancelled), (number) => outcomeOf(number)));
    }
    if (putting.dropEmptied === true) sink.removeFolders(removableFolders(plan), isCancelled);
  } finally {
    disposal.close();
  }
  return outcomes;
}

/** Like `fillPart`, and finishes the batch. */
export async function putAside(putting: Putting): Promise<readonly Outcome[]> {
  const outcomes = await fillPart(putting);
  await finishPart(putting.state, putting.batchId ?? 'q-1', headerOf(putting.plan));
  return outcomes;
}

/** Restores with all checks passing. */
export async function restore(
  state: StateFolder,
  plan: FrozenPlan,
  pins: FolderPins,
  change: Partial<RestoreOrder> = {},
) {
  const discovery: Discovery = discoveryOf(plan.roots);
  return restoreBatch({
    quarantine: await quarantineFolder(state),
    batchId: 'q-1',
    rule: 'skip',
    pins,
    style: 'posix',
    discover: () => Promise.resolve(discovery),
    assertQuiet: () => Promise.resolve(),
    control: { signal: new AbortController().signal, progress: () => undefined },
    ...change,
  });
}

/** Changes lines of a finished index and recomputes its checksum, like an attacker who knows the format. */
export function forgeIndex(path: string, change: (lines: Record<string, unknown>[]) => void): void {
  const lines = readFileSync(path, 'utf8')
    .split('\n')
    .slice(0, -2)
    .map((text) => JSON.parse(text) as Record<string, unknown>);
  change(lines);
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  const sha256 = createHash('sha256').update(text).digest('hex');
  const items = lines.filter((line) => typeof line['id'] === 'string').length;
  writeFileSync(path, `${text}${JSON.stringify({ kind: 'end', items, sha256 })}\n`);
}

/** The visible state of a tree: names, content, modes, times of files and links, targets; no inodes. */
export function treeOf(top: string): ReadonlyMap<string, string> {
  const tree = new Map<string, string>();
  const visit = (below: string): void => {
    for (const bytes of readdirSync(Buffer.from(join(top, below), 'latin1'), 'buffer')) {
      const path = join(below, bytes.toString('latin1'));
      const full = Buffer.from(join(top, path), 'latin1');
      const stats = lstatSync(full, { bigint: true });
      const mode = stats.mode.toString(8);
      if (stats.isDirectory()) {
        tree.set(path, `folder ${mode}`);
        visit(path);
      } else if (stats.isSymbolicLink())
        tree.set(path, `link ${stats.mtimeNs} ${readlinkSync(full, 'latin1')}`);
      else {
        const content = stats.isFile() ? createHash('sha256').update(readFileSync(full)).digest('hex') : '';
        tree.set(path, `file ${mode} ${stats.mtimeNs} ${content}`);
      }
    }
  };
  visit('');
  return tree;
}
