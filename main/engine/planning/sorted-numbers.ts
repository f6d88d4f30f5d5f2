/** One past the end of the sorted run at `start`. Reverses a falling run. */
function runEnd(numbers: Uint32Array, start: number, compare: (a: number, b: number) => number): number {
  const at = (index: number): number => numbers[index] ?? 0;
  let end = start + 1;
  if (end >= numbers.length) return numbers.length;
  const falls = compare(at(start), at(end)) > 0;
  while (end < numbers.length && compare(at(end - 1), at(end)) > 0 === falls) end += 1;
  if (falls) numbers.subarray(start, end).reverse();
  return end;
}

/** Merges the adjacent runs `[start, middle)` and `[middle, end)` of `from` into the target. */
function merge(
  from: Uint32Array,
  to: Uint32Array,
  compare: (a: number, b: number) => number,
  start: number,
  middle: number,
  end: number,
): void {
  let left = start;
  let right = middle;
  for (let at = start; at < end; at += 1) {
    const isLeft = left < middle && (right >= end || compare(from[left] ?? 0, from[right] ?? 0) <= 0);
    to[at] = (isLeft ? from[left] : from[right]) ?? 0;
    if (isLeft) left += 1;
    else right += 1;
  }
}

/**
 * The numbers `[0, count)` in the order of `compare`. Uses two columns only, because sorting a large array grows the
 * heap permanently. Walked folders form long sorted runs.
 */
export function sortedNumbers(count: number, compare: (a: number, b: number) => number): Uint32Array {
  let from = Uint32Array.from({ length: count }, (_none, index) => index);
  let bounds: number[] = [0];
  for (let end = 0; end < count;) {
    end = runEnd(from, end, compare);
    bounds.push(end);
  }
  let to = new Uint32Array(count);
  while (bounds.length > 2) {
    const next: number[] = [0];
    for (let run = 0; run + 1 < bounds.length; run += 2) {
      const end = bounds[run + 2] ?? count;
      merge(from, to, compare, bounds[run] ?? 0, bounds[run + 1] ?? count, end);
      next.push(end);
    }
    [from, to] = [to, from];
    bounds = next;
  }
  return from;
}
