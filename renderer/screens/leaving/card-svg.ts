import { encode } from 'uqr';
import type { LeavingCard } from '../../../app/wizard/leaving-card.ts';

/** px */
export const cardWidth = 360;
const margin = 24;
const codeSize = cardWidth - 2 * margin;
const lineHeight = 20;
/** Modules around the code, as the standard wants. */
const quiet = 4;
/** Of the saved picture, which stands alone and is read by cameras: the window's colours do not reach it. */
const paper = '#ffffff';
const ink = '#1a1a1a';
const soft = '#555555';

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Breaks a line at `most` units, of which a Chinese letter takes two. */
function wrapped(text: string, most: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  let width = 0;
  for (const letter of Array.from(text)) {
    const units = /[ -~]/.test(letter) ? 1 : 2;
    if (width + units > most && line !== '') {
      lines.push(line.trim());
      [line, width] = ['', 0];
    }
    line += letter;
    width += units;
  }
  return [...lines, line.trim()];
}

/** The code's dark modules as one path in a square of `size` px. */
function modules(code: string, size: number): string {
  const { data } = encode(code, { ecc: 'M', border: quiet });
  const unit = size / data.length;
  const at = (value: number): string => (value * unit).toFixed(3);
  return data
    .flatMap((row, y) =>
      row.flatMap((isDark, x) => (isDark ? [`M${at(x)} ${at(y)}h${at(1)}v${at(1)}h-${at(1)}z`] : [])),
    )
    .join('');
}

/** The card as an SVG picture: dark on white in every theme, so that every camera reads it. */
export function cardSvg({ title, headline, lines, code }: LeavingCard): {
  readonly svg: string;
  readonly height: number;
} {
  let y = margin;
  const text = (words: string, size: number, weight: number, colour: string): string => {
    y += Math.max(lineHeight, size * 1.4);
    return `<text x="${margin}" y="${y - 5}" font-size="${size}" font-weight="${weight}" fill="${colour}">${escaped(words)}</text>`;
  };
  const head = [text(title, 13, 400, soft), ...wrapped(headline, 32).map((line) => text(line, 18, 600, ink))];
  const codeAt = y + 8;
  y = codeAt + codeSize;
  const foot = lines.flatMap((line) => wrapped(line, 46)).map((line) => text(line, 13, 400, soft));
  const height = Math.ceil(y + margin);
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${cardWidth}" height="${height}" viewBox="0 0 ${cardWidth} ${height}" font-family="PingFang SC, Microsoft YaHei UI, Noto Sans SC, Noto Sans CJK SC, sans-serif">`,
    `<rect width="${cardWidth}" height="${height}" fill="${paper}"/>`,
    ...head,
    `<path transform="translate(${margin} ${codeAt})" d="${modules(code, codeSize)}" fill="#000000" shape-rendering="crispEdges"/>`,
    ...foot,
    '</svg>',
  ].join('\n');
  return { svg, height };
}

/** The card as a page that opens and prints anywhere. */
export function cardPage({ title }: LeavingCard, svg: string, language: string): string {
  return `<!doctype html>\n<html lang="${language}"><meta charset="utf-8"><title>${escaped(title)}</title>\n<body>${svg}</body></html>\n`;
}
