const nanosPerSecond = 1_000_000_000n;

/**
 * Nanoseconds since the epoch as the double that Node's own `mtimeMs` holds for the same file, to its last bit: the
 * scan and the removal read times in different ways and compare them exactly.
 */
export function fileTimeMs(nanos: bigint): number {
  const rest = ((nanos % nanosPerSecond) + nanosPerSecond) % nanosPerSecond;
  return Number((nanos - rest) / nanosPerSecond) * 1000 + Number(rest) / 1e6;
}
