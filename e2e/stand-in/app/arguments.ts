import { resolve } from 'node:path';

/** What Electron's own default_app/main.ts reads of the command line. */
export interface Start {
  /** folder of the program */
  readonly folder: string;
  /** modules to load before it (`-r`) */
  readonly modules: readonly string[];
  /** whether an inspector shall listen (`--inspect`) */
  readonly inspect: boolean;
}

/** The words after the binary, in the order of default_app/main.ts: the first word without a dash is the program. */
export function readArguments(words: readonly string[]): Start {
  const modules: string[] = [];
  let folder: string | null = null;
  for (let at = 0; at < words.length && folder === null; at += 1) {
    const word = words[at] ?? '';
    if (word === '-r' || word === '--require') {
      at += 1;
      modules.push(words[at] ?? '');
    } else if (!word.startsWith('-')) folder = word;
  }
  const inspect = words.some((word) => /^--inspect(=|$)/.test(word));
  return { folder: resolve(folder ?? '.'), modules, inspect };
}

/** `--name=value` switches in the order given; a switch without a value has the value ''. */
export function readSwitches(words: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const word of words) {
    const [, name, value] = /^--([^=]+)(?:=(.*))?$/s.exec(word) ?? [];
    if (name !== undefined) found.set(name, value ?? '');
  }
  return found;
}
