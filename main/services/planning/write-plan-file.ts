import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { FrozenPlan } from './frozen-plan.ts';
import { chunkBytes, planFormat, planVersion } from './plan-file.ts';
import type { EntryLine, FolderLine, PlanFileBody, PlanFileEnd, PlanFileHead } from './plan-file.ts';

const rowsPerLine = 500;

function rangesOf(count: number): readonly (readonly [from: number, to: number])[] {
  return Array.from({ length: Math.ceil(count / rowsPerLine) }, (_, i) => [
    i * rowsPerLine,
    Math.min(count, (i + 1) * rowsPerLine),
  ]);
}

function folderLine(plan: FrozenPlan, from: number, to: number): { folders: FolderLine } {
  const line: FolderLine = [[], [], [], [], [], []];
  for (let index = from; index < to; index += 1) {
    const folder = plan.folder(index);
    line[0].push(folder.root);
    line[1].push(folder.segments.join('/'));
    line[2].push(String(folder.identity.ino));
    line[3].push(folder.removable ? 1 : 0);
    line[4].push(folder.mtimeMs);
    line[5].push(folder.complete ? 1 : 0);
  }
  return { folders: line };
}

function entryLine(plan: FrozenPlan, from: number, to: number): { entries: EntryLine } {
  const line: EntryLine = [[], [], [], [], [], [], [], []];
  for (let index = from; index < to; index += 1) {
    const entry = plan.entry(index);
    line[0].push(entry.folder);
    line[1].push(entry.group);
    line[2].push(entry.kind === 'link' ? 1 : 0);
    line[3].push(entry.name);
    line[4].push(entry.bytes);
    line[5].push(entry.allocated);
    line[6].push(entry.mtimeMs);
    line[7].push(String(entry.ino));
  }
  return { entries: line };
}

function rootsOf(plan: FrozenPlan): PlanFileBody['roots'] {
  return plan.roots.map(({ id, realPath, identity }) => ({
    id,
    realPath,
    dev: String(identity.dev),
    ino: String(identity.ino),
  }));
}

function* linesOf(plan: FrozenPlan): Generator {
  const { id, expiresAt } = plan.view;
  yield { format: planFormat, version: planVersion, id, expiresAt } satisfies PlanFileHead;
  yield {
    view: plan.view,
    roots: rootsOf(plan),
    folders: plan.folderCount,
    entries: plan.entryCount,
  } satisfies PlanFileBody;
  for (const [from, to] of rangesOf(plan.folderCount)) yield folderLine(plan, from, to);
  for (const [from, to] of rangesOf(plan.entryCount)) yield entryLine(plan, from, to);
}

/** Writes a plan line by line, the last line with a checksum of all before. The file must not exist yet. */
export async function writePlanFile(path: string, plan: FrozenPlan): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    const hash = createHash('sha256');
    let lines = 0;
    let chunk = '';
    for (const line of linesOf(plan)) {
      chunk += `${JSON.stringify(line)}\n`;
      lines += 1;
      if (chunk.length < chunkBytes) continue;
      hash.update(chunk);
      await file.write(chunk);
      chunk = '';
    }
    hash.update(chunk);
    const end: PlanFileEnd = { lines, sha256: hash.digest('hex') };
    await file.write(`${chunk}${JSON.stringify(end)}\n`);
  } finally {
    await file.close();
  }
}
