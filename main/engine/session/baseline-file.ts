import { createHash } from 'node:crypto';
import { link, open, readdir, rename, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { brotliDecompress, constants, createBrotliCompress } from 'node:zlib';
import { z } from 'zod';
import { errorCode } from '../fs/errors.ts';
import { NotReadable, openRegular, sizeLimits } from '../fs/regular-file.ts';
import { createFile } from '../fs/whole-file.ts';
import { formatOf } from '../state/state-folder.ts';
import type { OtherFormat } from '../state/state-folder.ts';
import { bytesNeeded, lengthsOf, piecesOf, splitColumns } from './baseline-columns.ts';
import type { BaselineColumns, ColumnLengths } from './baseline-columns.ts';
import { landmarkSchema } from './known-devices.ts';
import { ownerAccountSchema } from './owner-accounts.ts';

const unpacked = promisify(brotliDecompress);

/** Maximum size of the unpacked columns, bytes. A file that claims more is damaged. */
const maxBytes = 1024 ** 3;
/** Maximum size of the head, bytes, so that a file without a newline cannot exhaust memory. */
const maxHeadBytes = 256 * 1024 ** 2;
const unfinishedEnd = '.unfinished';
const newline = 10;
const headChunk = 64 * 1024;
const packedChunk = 256 * 1024;

const count = z.number().int().nonnegative();

const baselineVersion = 3;

const headSchema = z.strictObject({
  format: z.literal('signoff-baseline'),
  version: z.literal(baselineVersion),
  id: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
  startedAt: z.number(),
  files: count,
  bytes: count,
  owners: z.array(ownerAccountSchema),
  roots: z.array(landmarkSchema.extend({ id: z.string() })),
  homes: z.array(landmarkSchema),
  /** the clock was wrong, so creation times prove nothing in this session */
  isClockBehind: z.boolean(),
  blind: z.array(z.strictObject({ root: count, path: z.string() })),
  lengths: z.record(z.string(), count),
  /** size of the packed columns after the head, and their checksum */
  stored: count,
  sha256: z.string(),
});

type Head = z.infer<typeof headSchema>;

/** The metadata in front of the columns. */
export type BaselineHead = Readonly<Omit<Head, 'format' | 'version' | 'lengths' | 'stored' | 'sha256'>>;

/** The file differs from what was written, so nothing may rely on it. */
export class BaselineDamaged extends Error {
  override readonly name = 'BaselineDamaged';
}

/** The file was written by another version of SignOff. */
export class BaselineOtherFormat extends Error {
  override readonly name = 'BaselineOtherFormat';
  readonly format: OtherFormat['format'];

  constructor(format: OtherFormat['format']) {
    super(format);
    this.format = format;
  }
}

function shaOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Compresses the columns as a stream, without a second uncompressed copy. */
async function packColumns(columns: BaselineColumns): Promise<{ chunks: readonly Buffer[]; sha256: string }> {
  const hash = createHash('sha256');
  const chunks: Buffer[] = [];
  await pipeline(
    Readable.from(piecesOf(columns)),
    // compresses as well as the fastest deflate, in half the time
    createBrotliCompress({ chunkSize: packedChunk, params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }),
    async (source: AsyncIterable<Buffer>) => {
      for await (const chunk of source) {
        hash.update(chunk);
        chunks.push(chunk);
      }
    },
  );
  return { chunks, sha256: hash.digest('hex') };
}

/** The head, its checksum and the packed columns. Checksums cover every byte. */
async function partsOf(head: BaselineHead, columns: BaselineColumns): Promise<readonly Buffer[]> {
  const { chunks, sha256 } = await packColumns(columns);
  const stored = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  const lengths = lengthsOf(columns);
  const line: Head = {
    format: 'signoff-baseline',
    version: baselineVersion,
    ...head,
    lengths,
    stored,
    sha256,
  };
  const text = Buffer.from(JSON.stringify(line));
  return [text, Buffer.from(`\n${shaOf(text)}\n`), ...chunks];
}

function isCode(error: unknown, code: string): boolean {
  return errorCode(error) === code;
}

/** Moves `from` to `to`; false when `to` exists. Without hard links, reserves the name and renames over it. */
async function claim(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    await rm(from, { force: true });
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    const reserved = await open(to, 'wx', 0o600).catch((reason: unknown) => {
      if (isCode(reason, 'EEXIST')) return null;
      throw reason;
    });
    if (reserved === null) return false;
    await reserved.close();
    await rename(from, to).catch(async (reason: unknown) => {
      await rm(to, { force: true });
      throw reason;
    });
    return true;
  }
}

/** Removes unfinished records, left by a power cut or by a process that this one has beaten. */
async function removeUnfinished(path: string): Promise<void> {
  const names = await readdir(dirname(path));
  const unfinished = names.filter(
    (name) => name.startsWith(`${basename(path)}.`) && name.endsWith(unfinishedEnd),
  );
  for (const name of unfinished) await rm(join(dirname(path), name), { force: true });
}

/** Writes a new baseline at `path` atomically; false when one exists already. */
export async function writeBaseline(
  path: string,
  head: BaselineHead,
  columns: BaselineColumns,
): Promise<boolean> {
  const unfinished = `${path}.${head.id}${unfinishedEnd}`;
  try {
    await createFile(unfinished, await partsOf(head, columns));
    const isMine = await claim(unfinished, path);
    if (isMine) await removeUnfinished(path);
    return isMine;
  } finally {
    await rm(unfinished, { force: true });
  }
}

/** Parses the head and the offset of the columns; null when `bytes` ends before the head does. */
function headIn(bytes: Buffer): { readonly head: Head; readonly bodyAt: number } | null {
  const end = bytes.indexOf(newline);
  const bodyAt = bytes.indexOf(newline, end + 1) + 1;
  if (end < 0 || bodyAt === 0) return null;
  const text = bytes.subarray(0, end);
  if (bytes.toString('latin1', end + 1, bodyAt - 1) !== shaOf(text))
    throw new BaselineDamaged('the checksum of the head differs');
  try {
    const value = JSON.parse(text.toString('utf8')) as Record<string, unknown>;
    const format =
      value['format'] === 'signoff-baseline' ? formatOf(value['version'], baselineVersion) : null;
    if (format !== null) throw new BaselineOtherFormat(format);
    return { head: headSchema.parse(value), bodyAt };
  } catch (error) {
    if (error instanceof BaselineOtherFormat) throw error;
    throw new BaselineDamaged('the head is invalid', { cause: error });
  }
}

async function headFrom(file: FileHandle) {
  let read = Buffer.alloc(0);
  while (read.length < maxHeadBytes) {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headChunk), 0, headChunk);
    if (bytesRead === 0) break;
    read = Buffer.concat([read, buffer.subarray(0, bytesRead)]);
    const found = headIn(read);
    if (found !== null) return found;
  }
  throw new BaselineDamaged('the head is missing');
}

/** Opens a baseline. Throws BaselineDamaged for what is no file or too large for one, and Node's errors. */
async function openBaseline(path: string): Promise<FileHandle> {
  try {
    return await openRegular(path, sizeLimits.list);
  } catch (error) {
    if (error instanceof NotReadable) throw new BaselineDamaged(error.code, { cause: error });
    throw error;
  }
}

/**
 * Reads a baseline's head and file size. Checks that the columns are complete, without reading them.
 * Throws BaselineDamaged, BaselineOtherFormat and Node's errors.
 */
export async function readBaselineHead(path: string): Promise<{ head: BaselineHead; storedBytes: number }> {
  const file = await openBaseline(path);
  try {
    const { head, bodyAt } = await headFrom(file);
    const { size } = await file.stat();
    if (size !== bodyAt + head.stored) throw new BaselineDamaged('the file size differs');
    return { head, storedBytes: size };
  } finally {
    await file.close();
  }
}

/**
 * Reads the whole baseline. Throws BaselineDamaged when any byte differs from what was written, BaselineOtherFormat and
 * Node's errors.
 */
export async function readBaseline(path: string): Promise<{ head: BaselineHead; columns: BaselineColumns }> {
  const file = await openBaseline(path);
  const bytes = await file.readFile().finally(() => file.close());
  const found = headIn(bytes);
  if (found === null) throw new BaselineDamaged('the head is missing');
  const { head, bodyAt } = found;
  const stored = bytes.subarray(bodyAt);
  if (stored.length !== head.stored || shaOf(stored) !== head.sha256)
    throw new BaselineDamaged('the checksum of the columns differs');
  const lengths = head.lengths as ColumnLengths;
  const needed = bytesNeeded(lengths);
  if (!(needed <= maxBytes)) throw new BaselineDamaged('the lengths are invalid');
  try {
    const columns = splitColumns(await unpacked(stored, { maxOutputLength: Math.max(1, needed) }), lengths);
    if (columns !== null) return { head, columns };
  } catch (error) {
    throw new BaselineDamaged('the columns cannot be unpacked', { cause: error });
  }
  throw new BaselineDamaged('the columns do not match their lengths');
}
