import { createHash } from 'node:crypto';
import { link, open, readFile, readdir, rename, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { brotliDecompress, constants, createBrotliCompress } from 'node:zlib';
import { z } from 'zod';
import { bytesNeeded, lengthsOf, piecesOf, splitColumns } from './baseline-columns.ts';
import type { BaselineColumns, ColumnLengths } from './baseline-columns.ts';
import { landmarkSchema } from './known-devices.ts';
import { ownerAccountSchema } from './owner-accounts.ts';
import { errorCode } from '../fs/errors.ts';
import { createFile } from '../fs/whole-file.ts';

const unpacked = promisify(brotliDecompress);

/** The largest that a baseline may unfold to; a file that claims more is damaged. */
const mostBytes = 1024 ** 3;
/** The longest head that is read: a file without an end of line is no reason to fill the memory. */
const mostHeadBytes = 256 * 1024 ** 2;
const unfinishedEnd = '.unfinished';
const newline = 10;
const headChunk = 64 * 1024;
const packedChunk = 256 * 1024;

const count = z.number().int().nonnegative();

const headSchema = z.strictObject({
  format: z.literal('signoff-baseline'),
  version: z.literal(3),
  id: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
  startedAt: z.number(),
  files: count,
  bytes: count,
  owners: z.array(ownerAccountSchema),
  roots: z.array(landmarkSchema.extend({ id: z.string() })),
  homes: z.array(landmarkSchema),
  /** times of making tell nothing of this session */
  isClockBehind: z.boolean(),
  blind: z.array(z.strictObject({ root: count, path: z.string() })),
  lengths: z.record(z.string(), count),
  /** how many bytes follow the head, and their checksum */
  stored: count,
  sha256: z.string(),
});

type Head = z.infer<typeof headSchema>;

/** What the file says of itself before its columns. */
export type BaselineHead = Readonly<Omit<Head, 'format' | 'version' | 'lengths' | 'stored' | 'sha256'>>;

/** The file is not what was written: nothing may rest on it. */
export class BaselineDamaged extends Error {
  override readonly name = 'BaselineDamaged';
}

function shaOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The columns as they are stored, never all of them unpacked a second time. */
async function packed(columns: BaselineColumns): Promise<{ chunks: readonly Buffer[]; sha256: string }> {
  const hash = createHash('sha256');
  const chunks: Buffer[] = [];
  await pipeline(
    Readable.from(piecesOf(columns)),
    // as small as deflate at its fastest and twice as fast
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

/** The head, its checksum and the columns: nothing in the file is believed that no checksum covers. */
async function partsOf(head: BaselineHead, columns: BaselineColumns): Promise<readonly Buffer[]> {
  const { chunks, sha256 } = await packed(columns);
  const stored = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  const lengths = lengthsOf(columns);
  const line: Head = { format: 'signoff-baseline', version: 3, ...head, lengths, stored, sha256 };
  const text = Buffer.from(JSON.stringify(line));
  return [text, Buffer.from(`\n${shaOf(text)}\n`), ...chunks];
}

function isCode(error: unknown, code: string): boolean {
  return errorCode(error) === code;
}

/** Gives `from` the name `to` unless something has it; false then. Where links are not possible, asks and renames. */
async function claim(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    await rm(from, { force: true });
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    const other = await open(to, 'wx', 0o600).catch((reason: unknown) => {
      if (isCode(reason, 'EEXIST')) return null;
      throw reason;
    });
    if (other === null) return false;
    await other.close();
    await rename(from, to).catch(async (reason: unknown) => {
      await rm(to, { force: true });
      throw reason;
    });
    return true;
  }
}

/** Records that a power cut left half-written name files too; whoever still writes one has lost to this one anyway. */
async function sweep(path: string): Promise<void> {
  const names = await readdir(dirname(path));
  const left = names.filter((name) => name.startsWith(`${basename(path)}.`) && name.endsWith(unfinishedEnd));
  for (const name of left) await rm(join(dirname(path), name), { force: true });
}

/** Writes a new baseline at `path`, whole or not at all; false when there is one already. */
export async function writeBaseline(
  path: string,
  head: BaselineHead,
  columns: BaselineColumns,
): Promise<boolean> {
  const unfinished = `${path}.${head.id}${unfinishedEnd}`;
  try {
    await createFile(unfinished, await partsOf(head, columns));
    const isMine = await claim(unfinished, path);
    if (isMine) await sweep(path);
    return isMine;
  } finally {
    await rm(unfinished, { force: true });
  }
}

/** The head at the beginning of `bytes` and where the columns begin; null when it does not end in them. */
function headIn(bytes: Buffer): { readonly head: Head; readonly bodyAt: number } | null {
  const end = bytes.indexOf(newline);
  const bodyAt = bytes.indexOf(newline, end + 1) + 1;
  if (end < 0 || bodyAt === 0) return null;
  const text = bytes.subarray(0, end);
  if (bytes.toString('latin1', end + 1, bodyAt - 1) !== shaOf(text))
    throw new BaselineDamaged('the checksum of the head differs');
  try {
    return { head: headSchema.parse(JSON.parse(text.toString('utf8'))), bodyAt };
  } catch (error) {
    throw new BaselineDamaged('the head is not one', { cause: error });
  }
}

async function headFrom(file: FileHandle) {
  let read = Buffer.alloc(0);
  while (read.length < mostHeadBytes) {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headChunk), 0, headChunk);
    if (bytesRead === 0) break;
    read = Buffer.concat([read, buffer.subarray(0, bytesRead)]);
    const found = headIn(read);
    if (found !== null) return found;
  }
  throw new BaselineDamaged('no head');
}

/**
 * What a baseline says of itself, with the size of its file; the columns are not looked at, only that they are all there.
 * Throws BaselineDamaged and Node's errors.
 */
export async function readBaselineHead(path: string): Promise<{ head: BaselineHead; storedBytes: number }> {
  const file = await open(path, 'r');
  try {
    const { head, bodyAt } = await headFrom(file);
    const { size } = await file.stat();
    if (size !== bodyAt + head.stored) throw new BaselineDamaged('cut short or longer than it was');
    return { head, storedBytes: size };
  } finally {
    await file.close();
  }
}

/** The whole baseline. Throws BaselineDamaged when a single byte is not what was written, and Node's errors. */
export async function readBaseline(path: string): Promise<{ head: BaselineHead; columns: BaselineColumns }> {
  const bytes = await readFile(path);
  const found = headIn(bytes);
  if (found === null) throw new BaselineDamaged('no head');
  const { head, bodyAt } = found;
  const stored = bytes.subarray(bodyAt);
  if (stored.length !== head.stored || shaOf(stored) !== head.sha256)
    throw new BaselineDamaged('the checksum differs');
  const lengths = head.lengths as ColumnLengths;
  const needed = bytesNeeded(lengths);
  if (!(needed <= mostBytes)) throw new BaselineDamaged('the lengths are no lengths');
  try {
    const columns = splitColumns(await unpacked(stored, { maxOutputLength: Math.max(1, needed) }), lengths);
    if (columns !== null) return { head, columns };
  } catch (error) {
    throw new BaselineDamaged('the body is not one', { cause: error });
  }
  throw new BaselineDamaged('the columns differ');
}
