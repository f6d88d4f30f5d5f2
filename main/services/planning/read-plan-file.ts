import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import type { FrozenPlan } from './frozen-plan.ts';
import { createPlanBuilder } from './plan-columns.ts';
import type { PlanBuilder } from './plan-columns.ts';
import { chunkBytes, PlanFileDamaged, PlanFileOutdated, planFormat, planVersion } from './plan-file.ts';
import type { EntryLine, FolderLine, PlanFileBody, PlanFileHead } from './plan-file.ts';

async function* rawLines(file: FileHandle): AsyncGenerator<Buffer> {
  let rest = Buffer.alloc(0);
  const buffer = Buffer.allocUnsafe(chunkBytes);
  for (;;) {
    const { bytesRead } = await file.read(buffer, 0, chunkBytes);
    if (bytesRead === 0) break;
    let data = Buffer.concat([rest, buffer.subarray(0, bytesRead)]);
    for (let end = data.indexOf(10); end >= 0; end = data.indexOf(10)) {
      yield data.subarray(0, end + 1);
      data = data.subarray(end + 1);
    }
    rest = data;
  }
  if (rest.length > 0) throw new PlanFileDamaged('the last line is not complete');
}

function parsed(line: Buffer): unknown {
  try {
    return JSON.parse(line.toString('utf8'));
  } catch (error) {
    throw new PlanFileDamaged('a line is no JSON', { cause: error });
  }
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && name in value
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

function headOf(value: unknown): PlanFileHead {
  const id = field(value, 'id');
  const expiresAt = field(value, 'expiresAt');
  const version = field(value, 'version');
  if (field(value, 'format') === planFormat && typeof version === 'number' && version < planVersion)
    throw new PlanFileOutdated(`written as version ${version}`);
  if (field(value, 'format') !== planFormat || version !== planVersion)
    throw new PlanFileDamaged('not a plan of this version');
  if (typeof id !== 'string' || typeof expiresAt !== 'number') throw new PlanFileDamaged('no head');
  return { format: planFormat, version: planVersion, id, expiresAt };
}

/** Every line but the last, which must confirm them: a plan that was cut short or changed is never acted on. */
async function* confirmedLines(file: FileHandle): AsyncGenerator {
  const hash = createHash('sha256');
  let held: Buffer | null = null;
  let lines = 0;
  for await (const line of rawLines(file)) {
    if (held !== null) {
      hash.update(held);
      lines += 1;
      yield parsed(held);
    }
    held = Buffer.from(line);
  }
  const end = held === null ? null : parsed(held);
  if (field(end, 'lines') !== lines || field(end, 'sha256') !== hash.digest('hex'))
    throw new PlanFileDamaged('the checksum differs');
}

/** Reads the first line alone. */
export async function readPlanHead(path: string): Promise<PlanFileHead> {
  const file = await open(path, 'r');
  try {
    for await (const line of rawLines(file)) return headOf(parsed(line));
    throw new PlanFileDamaged('empty');
  } finally {
    await file.close();
  }
}

function addFolders(builder: PlanBuilder, line: FolderLine): void {
  const [roots, paths, inos, removable, mtimes, complete] = line;
  for (const [i, path] of paths.entries()) {
    builder.addFolder({
      root: roots[i] ?? -1,
      segments: path === '' ? [] : path.split('/'),
      ino: BigInt(inos[i] ?? ''),
      removable: removable[i] === 1,
      mtimeMs: mtimes[i] ?? Number.NaN,
      complete: complete[i] === 1,
    });
  }
}

function addEntries(builder: PlanBuilder, line: EntryLine): void {
  const [folder, group, kind, names, bytes, allocated, mtime, ino] = line;
  for (const [i, name] of names.entries()) {
    builder.addEntry({
      folder: folder[i] ?? -1,
      group: group[i] ?? -1,
      kind: kind[i] === 1 ? 'link' : 'file',
      name,
      bytes: bytes[i] ?? 0,
      allocated: allocated[i] ?? 0,
      mtimeMs: mtime[i] ?? 0,
      ino: BigInt(ino[i] ?? ''),
    });
  }
}

/** Entries must point at folders and folders at roots that exist: a run indexes by these numbers. */
function demandSound(plan: FrozenPlan): void {
  for (let index = 0; index < plan.folderCount; index += 1) plan.folder(index);
  for (let index = 0; index < plan.entryCount; index += 1)
    if (plan.entry(index).folder >= plan.folderCount)
      throw new PlanFileDamaged(`entry ${index} has no folder`);
}

async function readBody(file: FileHandle): Promise<FrozenPlan> {
  let body: PlanFileBody | null = null;
  let builder: PlanBuilder | null = null;
  let isFirst = true;
  for await (const line of confirmedLines(file)) {
    const folders = field(line, 'folders');
    const entries = field(line, 'entries');
    if (isFirst) headOf(line);
    else if (builder === null) {
      body = line as PlanFileBody;
      builder = createPlanBuilder(Number(folders), Number(entries));
    } else if (Array.isArray(folders)) addFolders(builder, folders as unknown as FolderLine);
    else addEntries(builder, entries as EntryLine);
    isFirst = false;
  }
  if (body === null || builder === null) throw new PlanFileDamaged('no body');
  const roots = body.roots.map(({ id, realPath, dev, ino }) => ({
    id,
    realPath,
    identity: { dev: BigInt(dev), ino: BigInt(ino) },
  }));
  const plan = builder.build(body.view, roots);
  demandSound(plan);
  return plan;
}

/** Reads a whole plan. Throws PlanFileDamaged for anything but what was written, and Node's errors for the disk's. */
export async function readPlanFile(path: string): Promise<FrozenPlan> {
  const file = await open(path, 'r');
  try {
    return await readBody(file);
  } catch (error) {
    const isOfTheDisk = error instanceof Error && 'syscall' in error;
    if (isOfTheDisk || error instanceof PlanFileDamaged || error instanceof PlanFileOutdated) throw error;
    throw new PlanFileDamaged('a line has another shape', { cause: error });
  } finally {
    await file.close();
  }
}
