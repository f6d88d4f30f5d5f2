import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type * as koffi from 'koffi';
import { systemError } from './system-error.ts';

export type Koffi = typeof koffi;

/** A native part of the floor, or the reason in English why the portable way is taken instead. */
export type Missing = { readonly kind: 'missing'; readonly reason: string };

export type NativeFloor = { readonly kind: 'ready'; readonly koffi: Koffi } | Missing;

/** The declared functions of one library. */
export type Library<Calls> = { readonly kind: 'ready'; readonly calls: Calls } | Missing;

/** of package.json; the test compares them */
export const koffiVersion = '3.3.4';

const platforms = ['linux', 'win32', 'darwin'];
const processors = ['x64', 'arm64'];

/**
 * Where koffi's binding for a platform is: below `node_modules` for sources, in `out/native` for the built program.
 * `from`: the running file. Null where no binding is packed. The file is loaded itself, without koffi's JavaScript,
 * which looks in several places.
 */
export function bindingFile(from: string, platform: string, processor: string): string | null {
  if (!platforms.includes(platform) || !processors.includes(processor)) return null;
  const name = `koffi-${platform}-${processor}`;
  const here = dirname(from);
  if (from.endsWith('.ts'))
    return join(here, '../../../node_modules/@koromix', name, `${platform}_${processor}`, 'koffi.node');
  return join(here, basename(here) === 'chunks' ? '..' : '.', 'native', `${name}.node`);
}

function firstLine(error: unknown): string {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return line;
}

/**
 * Loads the binding `file`. On musl, or where a policy forbids it, the reason is the system's own sentence. Throws EMFILE
 * where no further file can be opened.
 */
export function loadFloor(
  file: string | null,
  load: (file: string) => unknown = createRequire(import.meta.url),
): NativeFloor {
  if (file === null)
    return { kind: 'missing', reason: `no binding for ${process.platform} on ${process.arch}` };
  if (!existsSync(file)) return { kind: 'missing', reason: `${basename(file)} is not there` };
  try {
    const binding = load(file) as Koffi;
    if (binding.version === koffiVersion) return { kind: 'ready', koffi: binding };
    return { kind: 'missing', reason: `koffi ${binding.version} instead of ${koffiVersion}` };
  } catch (error) {
    // glibc's sentence; a weaker way for the rest of the thread would be the wrong answer to it
    if (firstLine(error).endsWith('Too many open files')) throw systemError(constants.errno.EMFILE, 'dlopen');
    return { kind: 'missing', reason: firstLine(error) };
  }
}

let floor: NativeFloor | null = null;

/** The native floor of this thread, loaded by the first call. */
export function nativeFloor(): NativeFloor {
  floor ??= loadFloor(bindingFile(import.meta.filename, process.platform, process.arch));
  return floor;
}

/** Loads the library `file` and declares functions of it; `missing` if it, or one of the functions, is not there. */
export function openLibrary<Calls>(
  of: NativeFloor,
  file: string,
  declare: (library: koffi.LibraryHandle, koffi: Koffi) => Calls,
): Library<Calls> {
  if (of.kind === 'missing') return of;
  try {
    return { kind: 'ready', calls: declare(of.koffi.load(file), of.koffi) };
  } catch (error) {
    return { kind: 'missing', reason: `${file}: ${firstLine(error)}` };
  }
}
