import { createHash } from 'node:crypto';
import { link, open, readFile, rename, rm } from 'node:fs/promises';
import { promisify } from 'node:util';
import { deflate, inflate } from 'node:zlib';
import { z } from 'zod';
import { joinColumns, lengthsOf, splitColumns } from './baseline-columns.ts';
import type { BaselineColumns, ColumnLengths } from './baseline-columns.ts';

const deflated = promisify(deflate);
const inflated = promisify(inflate);

/** The largest that a baseline may unfold to; a file that claims more is damaged. */
const mostBytes = 1024 ** 3;
const newline = 10;
const headChunk = 64 * 1024;

const count = z.number().int().nonnegative();

const headSchema = z.strictObject({
  format: z.literal('signoff-baseline'),
  version: z.literal(1),
  id: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
  startedAt: z.number(),
  files: count,
  bytes: count,
  owners: z.array(z.strictObject({ accountId: z.string(), rootId: z.string(), folder: z.string() })),
  roots: z.array(z.strictObject({ id: z.string(), realPath: z.string() })),
  blind: z.array(z.strictObject({ root: count, path: z.string() })),
  lengths: z.record(z.string(), count),
  sha256: z.string(),
});

/** Everything that the file says before its columns. */
export type BaselineHead = Readonly<
  Omit<z.infer<typeof headSchema>, 'format' | 'version' | 'lengths' | 'sha256'>
>;

/** The file is not what was written: nothing may rest on it. */
export class BaselineDamaged extends Error {
  override readonly name = 'BaselineDamaged';
}

function shaOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

async function bytesOf(head: BaselineHead, columns: BaselineColumns): Promise<Buffer> {
  const body = joinColumns(columns);
  const lengths = lengthsOf(columns);
  const line = { format: 'signoff-baseline', version: 1, ...head, lengths, sha256: shaOf(body) };
  return Buffer.concat([Buffer.from(`${JSON.stringify(line)}\n`), await deflated(body, { level: 1 })]);
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
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
    await rename(from, to);
    return true;
  }
}

async function writeWhole(path: string, bytes: Buffer): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Writes a new baseline at `path`, whole or not at all; false when there is one already. */
export async function writeBaseline(
  path: string,
  head: BaselineHead,
  columns: BaselineColumns,
): Promise<boolean> {
  const unfinished = `${path}.${head.id}.unfinished`;
  try {
    await writeWhole(unfinished, await bytesOf(head, columns));
    return await claim(unfinished, path);
  } finally {
    await rm(unfinished, { force: true });
  }
}

function headOf(line: string) {
  try {
    return headSchema.parse(JSON.parse(line));
  } catch (error) {
    throw new BaselineDamaged('the head is not one', { cause: error });
  }
}

/** What a baseline says of itself, with the size of its file. Throws BaselineDamaged and Node's errors. */
export async function readBaselineHead(path: string): Promise<{ head: BaselineHead; storedBytes: number }> {
  const file = await open(path, 'r');
  try {
    const chunks: Buffer[] = [];
    for (;;) {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(headChunk), 0, headChunk);
      if (bytesRead === 0) throw new BaselineDamaged('no head');
      const chunk = buffer.subarray(0, bytesRead);
      const end = chunk.indexOf(newline);
      chunks.push(end < 0 ? chunk : chunk.subarray(0, end));
      if (end >= 0) break;
    }
    const { size } = await file.stat();
    return { head: headOf(Buffer.concat(chunks).toString('utf8')), storedBytes: size };
  } finally {
    await file.close();
  }
}

/** The whole baseline. Throws BaselineDamaged when a single byte is not what was written, and Node's errors. */
export async function readBaseline(path: string): Promise<{ head: BaselineHead; columns: BaselineColumns }> {
  const bytes = await readFile(path);
  const end = bytes.indexOf(newline);
  if (end < 0) throw new BaselineDamaged('no head');
  const head = headOf(bytes.toString('utf8', 0, end));
  let body: Uint8Array;
  try {
    body = await inflated(bytes.subarray(end + 1), { maxOutputLength: mostBytes });
  } catch (error) {
    throw new BaselineDamaged('the body is not one', { cause: error });
  }
  if (shaOf(body) !== head.sha256) throw new BaselineDamaged('the checksum differs');
  const columns = splitColumns(body, head.lengths as ColumnLengths);
  if (columns === null) throw new BaselineDamaged('the columns differ');
  return { head, columns };
}
