import type { Koffi, Library, NativeFloor } from './native-floor.ts';

/** A Windows handle or address, as koffi gives an `intptr_t`. */
export type Handle = number | bigint;

/**
 * Declares calls of several libraries. `missing` if one of them, or one of the functions, is not there, or if this
 * process is not 64-bit: the structures below have the layout of 64-bit Windows.
 */
export function declareCalls<Calls>(floor: NativeFloor, declare: (koffi: Koffi) => Calls): Library<Calls> {
  if (floor.kind === 'missing') return floor;
  if (!['x64', 'arm64'].includes(process.arch)) return { kind: 'missing', reason: process.arch };
  try {
    return { kind: 'ready', calls: declare(floor.koffi) };
  } catch (error) {
    return { kind: 'missing', reason: error instanceof Error ? error.message : String(error) };
  }
}

/** Text of a UTF-16 buffer up to its terminating NUL. */
export function wideText(buffer: Buffer, start = 0, end = buffer.length): string {
  const text = buffer.toString('utf16le', start, end);
  const nul = text.indexOf('\0');
  return nul === -1 ? text : text.slice(0, nul);
}

/** Makes a value on first use, so that importing or composing loads no library. */
export function onFirstUse<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}
