import { createHash } from 'node:crypto';
import type { JournalLine } from './journal-lines.ts';

const seal = /^(\{.*),"seal":"([0-9a-f]{16})"\}$/su;

/** the seal before the first line */
export const firstSeal = '';

function sealOf(body: string, before: string): string {
  return createHash('sha256').update(`${before}\n${body}`).digest('hex').slice(0, 16);
}

/** One line with a seal over all earlier lines, so that a changed, lost or repeated line is detected. */
export function sealedLine(
  line: JournalLine,
  before: string,
): { readonly text: string; readonly seal: string } {
  const body = JSON.stringify(line).slice(0, -1);
  const mark = sealOf(body, before);
  return { text: `${body},"seal":"${mark}"}\n`, seal: mark };
}

/** The seal of a line when it is valid after the one before; null otherwise. */
export function sealIn(text: string, before: string): string | null {
  const [, body, mark] = seal.exec(text) ?? [];
  return body !== undefined && mark === sealOf(body, before) ? mark : null;
}
