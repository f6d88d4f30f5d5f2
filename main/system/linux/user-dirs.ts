import { posix } from 'node:path';

/**
 * The documents folder from `user-dirs.dirs`, or null. Accepts what xdg-user-dirs accepts: a quoted value that is
 * absolute or begins with `$HOME/`, with backslash escapes; the last line wins.
 */
export function documentsFolder(text: string, home: string): string | null {
  let found: string | null = null;
  for (const line of text.split(/\r?\n/)) {
    const match = /^\s*XDG_DOCUMENTS_DIR\s*=\s*"((?:[^"\\]|\\.)*)"\s*(?:#.*)?$/u.exec(line);
    if (match?.[1] === undefined) continue;
    const relative = /^\$HOME(?:\/(.*))?$/u.exec(match[1]);
    const raw = relative === null ? match[1] : posix.join(home.replaceAll('\\', '\\\\'), relative[1] ?? '');
    const value = raw.replaceAll(/\\(.)/gu, '$1');
    if (posix.isAbsolute(value)) found = posix.normalize(value).replace(/(.)\/$/u, '$1');
  }
  return found;
}
