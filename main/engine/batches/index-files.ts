import {
  closeSync,
  constants,
  fdatasyncSync,
  fstatSync,
  openSync,
  readSync,
  writeSync,
  readdirSync,
} from 'node:fs';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { errorCode } from '../fs/errors.ts';
import { readRegularSync, sizeLimits } from '../fs/regular-file.ts';
import { formatOf } from '../state/state-folder.ts';
import { replaceFileSync } from '../fs/whole-file.ts';
import { batchVersion, endLine, headerLine, itemLine, parentLine, partLine } from './index-lines.ts';
import type { ParentLine, PartLine, HeaderLine, ItemLine } from './index-lines.ts';
import { damaged } from './places.ts';

const partName = /^index-\d{1,4}\.part$/;

/** True for the name of a thread's write-ahead index. */
export function isPartIndex(name: string): boolean {
  return partName.test(name);
}

/** The write-ahead index of one thread. Only items that it lists can be in the batch. */
export interface PartIndex {
  /** Returns after the lines are synced to the disk. */
  write(lines: readonly (PartLine | ParentLine)[]): void;
  close(): void;
}

function endsTorn(file: number): boolean {
  const { size } = fstatSync(file);
  const last = Buffer.alloc(1);
  return size > 0 && readSync(file, last, 0, 1, size - 1) === 1 && last[0] !== 0x0a;
}

/**
 * Opens the index for appending. Ends a line that a power cut left incomplete, so that it cannot spoil the next one.
 */
export function openPartIndex(partFolder: string, worker: number): PartIndex {
  const flags = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW;
  const file = openSync(join(partFolder, `index-${worker}.part`), flags, 0o600);
  let isTorn = endsTorn(file);
  return {
    write(lines) {
      if (lines.length === 0) return;
      const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
      const bytes = Buffer.from(isTorn ? `\n${text}` : text);
      isTorn = true;
      for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done);
      fdatasyncSync(file);
      isTorn = false;
    },
    close: () => closeSync(file),
  };
}

export const indexName = 'index.jsonl';
export const headerName = 'header.json';

/** The content of a batch's index after its checksum was verified. */
interface BatchIndex {
  readonly header: HeaderLine;
  readonly items: readonly ItemLine[];
  readonly parents: readonly ParentLine[];
}

/** The write-ahead indexes of an unfinished batch. They may list more items than the disk holds. */
interface PartLines {
  readonly header: HeaderLine | null;
  readonly lines: readonly PartLine[];
  readonly parents: readonly ParentLine[];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readBytes(path: string): Buffer | null {
  try {
    return readRegularSync(path, sizeLimits.list);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Throws `quarantine-damaged` with the format as its reason for a header that another version wrote. */
function demandCurrent(value: unknown, batchId: string): void {
  if (typeof value !== 'object' || value === null || !('kind' in value) || value.kind !== 'header') return;
  const format = formatOf('version' in value ? value.version : undefined, batchVersion);
  if (format !== null) throw damaged(batchId, `${format} format`);
}

/** Reads a finished index; null when there is none. Throws `quarantine-damaged` instead of guessing. */
export function readIndex(folder: string, batchId: string): BatchIndex | null {
  const bytes = readBytes(join(folder, indexName));
  if (bytes === null) return null;
  demandCurrent(parseJson(bytes.toString('utf8', 0, Math.max(0, bytes.indexOf(0x0a)))), batchId);
  const lastStart = bytes.lastIndexOf(0x0a, bytes.length - 2) + 1;
  const end = endLine.safeParse(parseJson(bytes.toString('utf8', lastStart)));
  if (!end.success || bytes.at(-1) !== 0x0a) throw damaged(batchId, 'index torn');
  const sum = createHash('sha256').update(bytes.subarray(0, lastStart)).digest('hex');
  if (end.data.sha256 !== sum) throw damaged(batchId, 'index changed');
  const [first = '', ...rest] = bytes.toString('utf8', 0, lastStart).split('\n').slice(0, -1);
  const header = headerLine.safeParse(parseJson(first));
  if (!header.success || header.data.batchId !== batchId) throw damaged(batchId, 'index unknown');
  const items: ItemLine[] = [];
  const parents: ParentLine[] = [];
  for (const text of rest) {
    const value = parseJson(text);
    const item = itemLine.safeParse(value);
    const parent = item.success ? null : parentLine.safeParse(value);
    if (item.success) items.push(item.data);
    else if (parent?.success === true) parents.push(parent.data);
    else throw damaged(batchId, 'index unknown');
  }
  if (items.length !== end.data.items) throw damaged(batchId, 'index changed');
  return { header: header.data, items, parents };
}

/** The write-ahead line for an item of a finished index. */
function asPartLine({ kind, id, root, path, ino, from, sha256 }: ItemLine): PartLine {
  return {
    ...{ kind, id, root, path, ino },
    ...(from === undefined ? {} : { from }),
    ...(sha256 === undefined ? {} : { sha256 }),
  };
}

/** Reads the write-ahead indexes and the list of an earlier finish. Skips torn lines: no move followed them. */
export function readPart(folder: string, batchId: string): PartLines {
  const finished = readIndex(folder, batchId);
  const lines: PartLine[] = (finished?.items ?? []).map(asPartLine);
  const parents: ParentLine[] = [...(finished?.parents ?? [])];
  for (const name of readdirSync(folder).filter(isPartIndex)) {
    for (const text of readRegularSync(join(folder, name), sizeLimits.list).toString('utf8').split('\n')) {
      const value = text === '' ? undefined : parseJson(text);
      const line = partLine.safeParse(value);
      const parent = line.success ? null : parentLine.safeParse(value);
      if (line.success) lines.push(line.data);
      else if (parent?.success === true) parents.push(parent.data);
    }
  }
  return { header: readPartHeader(folder, batchId) ?? finished?.header ?? null, lines, parents };
}

/** The header that `beginPart` wrote; null when it is missing or torn. Throws for one of another format. */
export function readPartHeader(folder: string, batchId: string): HeaderLine | null {
  const bytes = readBytes(join(folder, headerName));
  if (bytes === null) return null;
  const value = parseJson(bytes.toString('utf8'));
  demandCurrent(value, batchId);
  const header = headerLine.safeParse(value);
  if (!header.success) return null;
  if (header.data.batchId !== batchId) throw damaged(batchId, 'of another run');
  return header.data;
}

function keyOf(root: number, path: readonly string[]): string {
  return `${root}\0${path.join('\0')}`;
}

/** The described folders that are parents of an item, each once, in its oldest state. */
function neededParents(items: readonly ItemLine[], parents: readonly ParentLine[]): readonly ParentLine[] {
  const needed = new Set<string>();
  for (const { root, path } of items) {
    for (let length = path.length - 1; length > 0; length -= 1) {
      const key = keyOf(root, path.slice(0, length));
      if (needed.has(key)) break;
      needed.add(key);
    }
  }
  const kept = new Map<string, ParentLine>();
  for (const parent of parents) {
    const key = keyOf(parent.root, parent.path);
    const known = kept.get(key);
    if (!needed.has(key) || (known !== undefined && known.mtimeMs <= parent.mtimeMs)) continue;
    kept.set(key, parent);
  }
  return [...kept.values()];
}

/** Writes a batch's index with its checksum atomically. */
export function writeIndex(
  folder: string,
  header: HeaderLine,
  items: readonly ItemLine[],
  parents: readonly ParentLine[],
): void {
  const lines = [header, ...neededParents(items, parents), ...items];
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  const sha256 = createHash('sha256').update(text).digest('hex');
  replaceFileSync(
    join(folder, indexName),
    `${text}${JSON.stringify({ kind: 'end', items: items.length, sha256 })}\n`,
  );
}
