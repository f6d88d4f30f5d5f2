import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import type { PlanView } from '../../../app/contract/plans.ts';
import { NotReadable, openRegular, sizeLimits } from '../fs/regular-file.ts';
import type { StateFolder } from '../state/state-folder.ts';
import { blockSize, rowsIn, rowsPerBatch } from './entry-columns.ts';
import type { EntryRows } from './entry-columns.ts';
import { asTable, allocateFolders, TablePlan } from './plan-columns.ts';
import type { FolderTable } from './plan-columns.ts';
import type { FrozenPlan, LinkedEntries, PlanRoot } from './frozen-plan.ts';
import { EntryTable } from './entry-table.ts';
import { areLinkedEntries, noLinkedEntries } from './linked-files.ts';

const planFormat = 'signoff-plan';
const planVersion = 5;

/*
 * A plan file is two lines of JSON, then columns, then a checksum of everything before it:
 *   head line, body line,
 *   folders: inos, times, roots, ends of the paths, flags, paths,
 *   entries: blocks of up to 8,192, each a block head of three numbers and its columns,
 *   32 bytes of SHA-256.
 * Numbers are in the byte order of the machine, which a plan never leaves.
 */

/** The plan folder below the state folder. */
export const planFolder = 'plans';

const validId = /^[A-Za-z0-9_-]{1,64}$/;

/** The paths of a plan id; null for an id that could leave the folder. All code takes paths from here. */
export function planPaths(state: StateFolder, planId: string) {
  if (!validId.test(planId)) return null;
  const base = join(state.path, planFolder, planId);
  return { file: `${base}.plan`, unfinished: `${base}.unfinished`, spent: `${base}.spent` };
}

/** First line: file type and expiry, readable without the rest. */
interface PlanFileHead {
  readonly format: typeof planFormat;
  readonly version: typeof planVersion;
  readonly id: string;
  readonly expiresAt: number;
}

/** Second line: the view, and the sizes of the columns. */
interface PlanFileBody {
  readonly view: PlanView;
  readonly roots: readonly {
    readonly id: string;
    readonly realPath: string;
    readonly dev: string;
    readonly ino: string;
    readonly foundAs?: NonNullable<PlanRoot['foundAs']>;
    readonly lastFolders?: readonly string[];
  }[];
  readonly folders: number;
  readonly pathBytes: number;
  readonly entries: number;
  /** absent: no entry's content has another name */
  readonly linked?: LinkedEntries;
}

/** Words before each block of entries: row count, bytes of names, and layout flags. */
const blockHeadWords = 3;
const checksumBytes = 32;

/** Thrown for a file that is no plan of this version. The message gives the reason. */
export class PlanFileDamaged extends Error {
  override readonly name = 'PlanFileDamaged';
}

/** A column's bytes, without a copy. */
function bytesOf(column: ArrayBufferView): Uint8Array {
  return new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
}

const slash = 0x2f;

function demandRising(ends: Uint32Array, bytes: number, what: string): void {
  let before = 0;
  for (const end of ends) {
    if (end < before || end > bytes) throw new PlanFileDamaged(`${what} out of order`);
    before = end;
  }
  if (before !== bytes) throw new PlanFileDamaged(`${what} that belong to nothing`);
}

/** Demands that folders are in existing roots, because a run uses these numbers as indexes. */
function demandSoundFolders(table: FolderTable, roots: number): void {
  const { ends, bytes } = table.path.stored();
  demandRising(ends, bytes.length, 'paths');
  if (bytes.includes(0)) throw new PlanFileDamaged('a path that no disk has');
  for (const root of table.root) if (root >= roots) throw new PlanFileDamaged('a folder without its root');
}

/** Demands that entries are in existing folders and that each name is one path component. */
function demandSoundEntries(rows: EntryRows, folders: number): void {
  demandRising(rows.nameEnd, rows.names.length, 'names');
  if (rows.names.includes(0) || rows.names.includes(slash))
    throw new PlanFileDamaged('a name that no disk has');
  for (const folder of rows.folder)
    if (folder >= folders) throw new PlanFileDamaged('an entry without its folder');
  for (const kind of rows.kind) if (kind > 1) throw new PlanFileDamaged('an entry of no kind');
}

function bodyOf(plan: TablePlan): PlanFileBody {
  return {
    view: plan.view,
    roots: plan.roots.map(({ id, realPath, identity, foundAs, lastFolders }) => ({
      id,
      realPath,
      dev: String(identity.dev),
      ino: String(identity.ino),
      ...(foundAs === undefined ? {} : { foundAs }),
      ...(lastFolders === undefined ? {} : { lastFolders }),
    })),
    folders: plan.folderCount,
    pathBytes: plan.folders.path.stored().bytes.length,
    entries: plan.entryCount,
    ...(plan.linked === noLinkedEntries ? {} : { linked: plan.linked }),
  };
}

function lineOf(value: PlanFileHead | PlanFileBody): Uint8Array {
  return Buffer.from(`${JSON.stringify(value)}\n`, 'utf8');
}

/** The file in pieces. The next piece may overwrite the previous one. */
function* piecesOf(plan: TablePlan): Generator<Uint8Array> {
  const { id, expiresAt } = plan.view;
  yield lineOf({ format: planFormat, version: planVersion, id, expiresAt });
  yield lineOf(bodyOf(plan));
  const { ino, mtime, root, flags, path } = plan.folders;
  const { ends, bytes } = path.stored();
  for (const column of [ino, mtime, root, ends, flags, bytes]) yield bytesOf(column);
  for (const { shape, block } of plan.entries.blocks()) {
    yield bytesOf(Uint32Array.of(shape.count, shape.nameBytes, shape.flags));
    yield block;
  }
}

/** Writes a plan and a checksum over it. The file must not exist. */
export async function writePlanFile(path: string, plan: FrozenPlan): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    const hash = createHash('sha256');
    for (const piece of piecesOf(asTable(plan))) {
      hash.update(piece);
      await file.writeFile(piece);
    }
    await file.writeFile(hash.digest());
    await file.sync();
  } finally {
    await file.close();
  }
}

const lineChunk = 16 * 1024;
const newline = 10;

/** Reads in sequence, updates the checksum, and never reads past the end. */
class PlanReader {
  private readonly file: FileHandle;
  private readonly size: number;
  private readonly hash = createHash('sha256');
  private at = 0;

  constructor(file: FileHandle, size: number) {
    this.file = file;
    this.size = size;
  }

  /** remaining bytes without the checksum */
  remaining(): number {
    return this.size - checksumBytes - this.at;
  }

  async line(): Promise<unknown> {
    const chunks: Buffer[] = [];
    for (let from = this.at; ; from += lineChunk) {
      const { buffer, bytesRead } = await this.file.read(Buffer.allocUnsafe(lineChunk), 0, lineChunk, from);
      const chunk = buffer.subarray(0, bytesRead);
      const end = chunk.indexOf(newline);
      chunks.push(end < 0 ? chunk : chunk.subarray(0, end + 1));
      if (end >= 0) break;
      if (bytesRead === 0) throw new PlanFileDamaged('a line is not complete');
    }
    const line = Buffer.concat(chunks);
    this.hash.update(line);
    this.at += line.length;
    return parseJson(line);
  }

  async into(column: ArrayBufferView): Promise<void> {
    const bytes = bytesOf(column);
    if (bytes.length > this.remaining()) throw new PlanFileDamaged('cut short');
    await this.fill(bytes);
    this.hash.update(bytes);
  }

  async demandConfirmed(): Promise<void> {
    if (this.remaining() !== 0) throw new PlanFileDamaged('longer or shorter than it says');
    const checksum = Buffer.alloc(checksumBytes);
    await this.fill(checksum);
    if (!checksum.equals(this.hash.digest())) throw new PlanFileDamaged('the checksum differs');
  }

  private async fill(bytes: Uint8Array): Promise<void> {
    for (let done = 0; done < bytes.length;) {
      const { bytesRead } = await this.file.read(bytes, done, bytes.length - done, this.at);
      if (bytesRead === 0) throw new PlanFileDamaged('cut short');
      done += bytesRead;
      this.at += bytesRead;
    }
  }
}

function parseJson(line: Buffer): unknown {
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
  if (field(value, 'format') !== planFormat) throw new PlanFileDamaged('no plan');
  if (version !== planVersion) throw new PlanFileDamaged(`version ${String(version)}, not ${planVersion}`);
  if (typeof id !== 'string' || typeof expiresAt !== 'number') throw new PlanFileDamaged('no head');
  return { format: planFormat, version: planVersion, id, expiresAt };
}

async function readerOf(file: FileHandle): Promise<PlanReader> {
  return new PlanReader(file, (await file.stat()).size);
}

/** Opens a plan. Throws PlanFileDamaged for what is no file or too large for one, and Node's errors. */
async function openPlan(path: string): Promise<FileHandle> {
  try {
    return await openRegular(path, sizeLimits.list);
  } catch (error) {
    if (error instanceof NotReadable) throw new PlanFileDamaged(error.code, { cause: error });
    throw error;
  }
}

/** Reads only the first line. */
export async function readPlanHead(path: string): Promise<PlanFileHead> {
  const file = await openPlan(path);
  try {
    return headOf(await (await readerOf(file)).line());
  } finally {
    await file.close();
  }
}

function demandCount(value: unknown, most: number): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0 || value > most)
    throw new PlanFileDamaged('a count that cannot be');
  return value;
}

async function readFolders(reader: PlanReader, body: PlanFileBody): Promise<FolderTable> {
  // Allocate no more than the file can fill, whatever its counts are.
  const folders = demandCount(body.folders, reader.remaining());
  const table = allocateFolders(folders, demandCount(body.pathBytes, reader.remaining()));
  const { ends, bytes } = table.path.stored();
  for (const column of [table.ino, table.mtime, table.root, ends, table.flags, bytes])
    await reader.into(column);
  demandSoundFolders(table, body.roots.length);
  return table;
}

async function readEntries(reader: PlanReader, body: PlanFileBody): Promise<EntryTable> {
  const batches: EntryRows[] = [];
  const head = new Uint32Array(blockHeadWords);
  for (let left = demandCount(body.entries, reader.remaining()); left > 0;) {
    await reader.into(head);
    const [count = 0, nameBytes = 0, flags = 0] = head;
    if (count !== Math.min(left, rowsPerBatch)) throw new PlanFileDamaged('a block of another size');
    const shape = { count, nameBytes, flags };
    if (blockSize(shape) > reader.remaining()) throw new PlanFileDamaged('cut short');
    const buffer = new SharedArrayBuffer(blockSize(shape));
    await reader.into(new Uint8Array(buffer));
    const rows = rowsIn(buffer, shape);
    demandSoundEntries(rows, body.folders);
    batches.push(rows);
    left -= count;
  }
  return new EntryTable(batches, null);
}

function rootsOf(body: PlanFileBody): readonly PlanRoot[] {
  return body.roots.map(({ id, realPath, dev, ino, foundAs, lastFolders }) => ({
    id,
    realPath,
    identity: { dev: BigInt(dev), ino: BigInt(ino) },
    ...(foundAs === undefined ? {} : { foundAs }),
    ...(lastFolders === undefined ? {} : { lastFolders }),
  }));
}

async function readBody(file: FileHandle): Promise<FrozenPlan> {
  const reader = await readerOf(file);
  headOf(await reader.line());
  const body = (await reader.line()) as PlanFileBody;
  const roots = rootsOf(body);
  const folders = await readFolders(reader, body);
  const entries = await readEntries(reader, body);
  await reader.demandConfirmed();
  const { linked = noLinkedEntries } = body;
  if (!areLinkedEntries(linked, entries.count)) throw new PlanFileDamaged('linked entries that cannot be');
  return new TablePlan(body.view, roots, folders, entries, linked);
}

/** Reads a whole plan. Throws PlanFileDamaged for a corrupt file, and Node's errors for disk errors. */
export async function readPlanFile(path: string): Promise<FrozenPlan> {
  const file = await openPlan(path);
  try {
    return await readBody(file);
  } catch (error) {
    const isOfTheDisk = error instanceof Error && 'syscall' in error;
    if (isOfTheDisk || error instanceof PlanFileDamaged) throw error;
    throw new PlanFileDamaged('it has another shape', { cause: error });
  } finally {
    await file.close();
  }
}
