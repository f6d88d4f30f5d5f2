import { useId } from 'react';
import type { ReactNode } from 'react';
import styles from './drawing.module.css';

/** A rectangle in the drawing's 320 × 200 units. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
  readonly r?: number;
}

/** The outline of a window, menu or phone. */
export function Outline({ x, y, w, h, r = 6 }: Box) {
  return <rect x={x} y={y} width={w} height={h} rx={r} />;
}

/** A filled area: side rail, title bar or picture. */
export function Area({ x, y, w, h, r = 2 }: Box) {
  return <rect x={x} y={y} width={w} height={h} rx={r} fill="currentColor" opacity={0.13} stroke="none" />;
}

/** A placeholder line of text. */
export function Words({ x, y, w, strong = false }: { x: number; y: number; w: number; strong?: boolean }) {
  return (
    <rect
      x={x}
      y={y - 2}
      width={w}
      height={4}
      rx={2}
      fill="currentColor"
      stroke="none"
      opacity={strong ? 0.6 : 0.28}
    />
  );
}

/** The place to click: the only part in the accent colour, besides its number. */
export function Target({ x, y, w, h, r = 4, children }: Box & { children?: ReactNode }) {
  return (
    <g className={styles['target']}>
      <rect x={x} y={y} width={w} height={h} rx={r} fill="currentColor" fillOpacity={0.14} />
      {children}
    </g>
  );
}

/** The number of a click; the list beside the drawing uses the same numbers. */
export function Badge({ n, x, y }: { n: number; x: number; y: number }) {
  return (
    <g className={styles['target']} data-click={n} stroke="none">
      <circle cx={x} cy={y} r={8.5} fill="currentColor" />
      <text className={styles['digit']} x={x} y={y + 4.2} fontSize={12} fontWeight={700} textAnchor="middle">
        {n}
      </text>
    </g>
  );
}

/** Draws what lies behind other windows, with those windows cut out. */
export function Behind({ fronts, children }: { fronts: readonly Box[]; children: ReactNode }) {
  const id = useId();
  return (
    <g mask={`url(#${id})`}>
      <mask id={id} maskUnits="userSpaceOnUse" x={0} y={0} width={320} height={200}>
        <rect width={320} height={200} fill="white" stroke="none" />
        {fronts.map(({ x, y, w, h, r = 6 }) => (
          <rect
            key={`${x} ${y}`}
            x={x - 3}
            y={y - 3}
            width={w + 6}
            height={h + 6}
            rx={r + 2}
            fill="black"
            stroke="none"
          />
        ))}
      </mask>
      {children}
    </g>
  );
}

/** The box of a number, used as a front of Behind, so that no line crosses it. */
export function around(x: number, y: number): Box {
  return { x: x - 7, y: y - 7, w: 14, h: 14, r: 7 };
}

/** A menu button with three bars. */
export function Bars({ x, y }: { x: number; y: number }) {
  return <path d={`M${x - 5} ${y - 4}h10M${x - 5} ${y}h10M${x - 5} ${y + 4}h10`} />;
}

/** A menu with one highlighted entry. */
export function Menu({ box, rows, chosen }: { box: Box; rows: number; chosen: number }) {
  const step = (box.h - 8) / rows;
  return (
    <>
      <Outline {...box} />
      {Array.from({ length: rows }, (_, row) => {
        const y = box.y + 4 + step * row;
        const words = (
          <Words
            x={box.x + 12}
            y={y + step / 2}
            w={box.w * (row % 2 === 0 ? 0.5 : 0.38)}
            strong={row === chosen}
          />
        );
        return row === chosen ? (
          <Target key={row} x={box.x + 4} y={y} w={box.w - 8} h={step}>
            {words}
          </Target>
        ) : (
          <g key={row}>{words}</g>
        );
      })}
    </>
  );
}

/** Head and shoulders, for an account. */
export function Person({ x, y, r }: { x: number; y: number; r: number }) {
  return (
    <>
      <circle cx={x} cy={y} r={r} />
      <circle cx={x} cy={y - r * 0.22} r={r * 0.3} />
      <path d={`M${x - r * 0.56} ${y + r * 0.62}a${r * 0.6} ${r * 0.6} 0 0 1 ${r * 1.12} 0`} />
    </>
  );
}

/** A mouse with its right button pressed. */
export function RightButton({ x, y }: { x: number; y: number }) {
  return (
    <>
      <rect x={x - 19} y={y - 30} width={38} height={60} rx={19} />
      <path d={`M${x} ${y - 30}v24M${x - 19} ${y - 6}h38`} />
      <g className={styles['target']}>
        <path d={`M${x} ${y - 30}a19 19 0 0 1 19 19v5h-19z`} fill="currentColor" fillOpacity={0.32} />
        <path d={`M${x + 19} ${y - 32}l6 -6M${x + 24} ${y - 22}l9 -2`} />
      </g>
    </>
  );
}

/** A speech bubble in a rounded square, for a messenger that is no real brand. */
export function AppIcon({ x, y, s }: { x: number; y: number; s: number }) {
  return (
    <>
      <rect x={x} y={y} width={s} height={s} rx={s * 0.26} />
      <path
        d={`M${x + s * 0.26} ${y + s * 0.3}h${s * 0.48}v${s * 0.3}h${-s * 0.22}l${-s * 0.14} ${s * 0.13}v${-s * 0.13}h${-s * 0.12}z`}
      />
    </>
  );
}

/** A confirmation box; its second button is the one to press. */
export function Confirm({ x, y, n }: { x: number; y: number; n: number }) {
  return (
    <>
      <Outline x={x} y={y} w={112} h={54} />
      <Words x={x + 12} y={y + 15} w={64} />
      <Outline x={x + 12} y={y + 29} w={38} h={15} r={4} />
      <Words x={x + 22} y={y + 36.5} w={18} />
      <Target x={x + 58} y={y + 29} w={42} h={15}>
        <Words x={x + 69} y={y + 36.5} w={20} strong />
      </Target>
      <Badge n={n} x={x + 102} y={y + 27} />
    </>
  );
}

/** An arrow from one window to the next. */
export function Arrow({ x, y, w }: { x: number; y: number; w: number }) {
  return <path d={`M${x} ${y}h${w}m-5 -5l5 5l-5 5`} opacity={0.7} />;
}
