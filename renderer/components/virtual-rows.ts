import { useEffect, useRef, useState } from 'react';
import type { CSSProperties, KeyboardEvent, RefObject, UIEvent } from 'react';

const rowHeight = 36;
const rowsShown = 10;
/** rows drawn beyond the visible ones, so that scrolling shows no gap */
const margin = 8;
/** rows that scroll by before others are drawn */
const stride = 4;

const steps: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: rowsShown - 1,
  PageUp: 1 - rowsShown,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

/** What the keys to the side reach within a row. */
const sides: Readonly<Record<string, string>> = { ArrowLeft: 'input', ArrowRight: 'button' };

interface VirtualRows {
  /** numbers of the rows to draw */
  readonly rows: readonly number[];
  readonly first: number;
  readonly last: number;
  /** the row that Tab reaches */
  readonly active: number;
  readonly setActive: (at: number) => void;
  readonly box: { readonly style: CSSProperties; readonly onScroll: (event: UIEvent<HTMLElement>) => void };
  readonly list: {
    readonly ref: RefObject<HTMLUListElement | null>;
    readonly style: CSSProperties;
    readonly onKeyDown: (event: KeyboardEvent) => void;
  };
}

/**
 * A long list of rows of one height, of which only those in view are drawn. Arrow keys move between its boxes, so that
 * Tab passes half a million files in one step.
 */
export function useVirtualRows(count: number): VirtualRows {
  const ref = useRef<HTMLUListElement>(null);
  const [from, setFrom] = useState(0);
  const [active, setActive] = useState(0);
  const moves = useRef(false);
  useEffect(() => {
    if (!moves.current) return;
    moves.current = false;
    ref.current
      ?.querySelector<HTMLElement>(`[data-row="${String(active)}"] :is(input:enabled, button)`)
      ?.focus();
  }, [active]);
  const first = Math.max(0, Math.min(from, count) - margin);
  const last = Math.min(count, from + rowsShown + margin);
  const drawn = Array.from({ length: Math.max(0, last - first) }, (_, index) => first + index);
  // the row with the focus stays drawn, or scrolling would drop the focus
  const rows = active < count && (active < first || active >= last) ? [...drawn, active] : drawn;
  return {
    ...{ rows, first, last, active, setActive },
    box: {
      style: { height: Math.min(count, rowsShown) * rowHeight + 2 },
      onScroll: (event) => setFrom(Math.floor(event.currentTarget.scrollTop / rowHeight / stride) * stride),
    },
    list: {
      ref,
      style: { height: count * rowHeight },
      onKeyDown(event) {
        const aside = sides[event.key];
        const row = ref.current?.querySelector(`[data-row="${String(active)}"]`);
        if (aside !== undefined) row?.querySelector<HTMLElement>(aside)?.focus();
        const step = steps[event.key];
        if (step === undefined || row?.contains(event.target as Node) !== true) return;
        event.preventDefault();
        moves.current = true;
        setActive((before) => Math.min(count - 1, Math.max(0, before + step)));
      },
    },
  };
}

export function rowStyle(at: number): CSSProperties {
  return { transform: `translateY(${String(at * rowHeight)}px)` };
}
