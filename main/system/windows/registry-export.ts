import { mkdtemp, readFile, rm, rmdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Run } from '../portable/run.ts';

const hives: Readonly<Record<string, string>> = { HKCU: 'HKEY_CURRENT_USER', HKLM: 'HKEY_LOCAL_MACHINE' };
const exportName = 'key.reg';
const sizeLimit = 4 * 1024 * 1024;

function fullName(key: string): string {
  const [hive = '', ...rest] = key.split('\\');
  return [hives[hive.toUpperCase()] ?? hive, ...rest].join('\\').toLowerCase();
}

function unescaped(text: string): string {
  return text.replaceAll(/\\(["\\])/gu, '$1');
}

/** Text of a REG_EXPAND_SZ, exported as null-terminated UTF-16 bytes. */
function fromHex(list: string): string {
  const bytes = list.split(',').map((byte) => Number.parseInt(byte.trim(), 16));
  return new TextDecoder('utf-16le').decode(Uint8Array.from(bytes)).replace(/\0+$/u, '');
}

/** One text value from the output of `reg export`; null if absent. */
function exportedValue(text: string, key: string, name: string): string | null {
  let section = '';
  // long byte lists continue after a backslash on the next line
  for (const line of text.replaceAll(/,\\\r?\n\s*/gu, ',').split(/\r?\n/)) {
    const header = /^\[(.+)\]$/u.exec(line);
    if (header?.[1] !== undefined) section = header[1].toLowerCase();
    const pair = /^"((?:[^"\\]|\\.)*)"=(?:"((?:[^"\\]|\\.)*)"|hex\(2\):([0-9a-f,\s]*))$/iu.exec(line);
    if (pair === null || section !== fullName(key)) continue;
    if (unescaped(pair[1] ?? '').toLowerCase() !== name.toLowerCase()) continue;
    return pair[2] === undefined ? fromHex(pair[3] ?? '') : unescaped(pair[2]);
  }
  return null;
}

/** Removes the folder of an export and its one file. */
async function removeExport(own: string): Promise<void> {
  await rm(join(own, exportName), { force: true });
  await rmdir(own);
}

/**
 * Reads one value through an export file, which keeps every character; printed output only has the console's code
 * page. Null on failure. Removes the file.
 */
export async function readByExport(
  program: string,
  folder: string,
  { key, name }: { readonly key: string; readonly name: string },
  runProgram: Run,
): Promise<string | null> {
  let own: string | null = null;
  try {
    own = await mkdtemp(join(folder, 'signoff-'));
    const file = join(own, exportName);
    const answer = await runProgram(program, ['export', key, file, '/y']);
    if (answer.kind !== 'exited' || answer.code !== 0) return null;
    if ((await stat(file)).size > sizeLimit) return null;
    return exportedValue(await readFile(file, 'utf16le'), key, name);
  } catch {
    return null;
  } finally {
    if (own !== null) await removeExport(own);
  }
}
