const before = /(\p{Script=Han})(?=[A-Za-z0-9])/gu;
const after = /([A-Za-z0-9%])(?=\p{Script=Han})/gu;

/** Puts a space between Chinese and Latin letters or figures, where words of both were joined. */
export function spaced(text: string): string {
  return text.replace(before, '$1 ').replace(after, '$1 ');
}
