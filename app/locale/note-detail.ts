import type { DiscoveryNote } from '../contract/accounts.ts';
import type { common } from './zh-CN/common.ts';

type Words = Readonly<Record<keyof (typeof common)['noteDetails'], string>>;

function isWord(words: Words, detail: string): detail is keyof Words {
  return Object.hasOwn(words, detail);
}

/** The detail of a note in words where it is a reason that has some; a path or a system's code stays itself. */
export function noteDetail(
  note: DiscoveryNote,
  words: Words,
): { readonly text: string; readonly isPath: boolean } | null {
  const { detail } = note;
  if (detail === null) return null;
  return isWord(words, detail) ? { text: words[detail], isPath: false } : { text: detail, isPath: true };
}
