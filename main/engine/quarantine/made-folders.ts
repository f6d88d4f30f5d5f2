import { chmodSync, lutimesSync } from 'node:fs';
import type { FolderPins } from '../../system/ports.ts';
import type { ParentLine } from '../batches/index-lines.ts';
import { lookFor, reachFolder } from './reach-folder.ts';
import type { Bound } from './restore-roots.ts';

type Looks = Pick<ParentLine, 'mode' | 'mtimeMs'>;

interface Made {
  readonly root: number;
  readonly path: readonly string[];
  readonly looks: Looks | null;
}

/** Folders that a restore recreated. They get their former mode and times once their content is complete. */
export interface MadeFolders {
  /** `looks` null uses the description in the index. */
  note(root: number, path: readonly string[], looks: Looks | null): void;
  /** Returns the number of folders whose mode or times could not be set. Never changes a folder that existed before. */
  dress(pins: FolderPins, bounds: readonly (Bound | null)[]): number;
}

function keyOf(root: number, path: readonly string[]): string {
  return `${root}\0${path.join('\0')}`;
}

function dressOne(pins: FolderPins, bound: Bound, path: readonly string[], looks: Looks): void {
  const parent = reachFolder(pins, bound, path.slice(0, -1), () => undefined);
  try {
    const name = path.at(-1) ?? '';
    if (lookFor(parent, name)?.kind !== 'folder') return;
    chmodSync(parent.pathFor(name), looks.mode);
    lutimesSync(parent.pathFor(name), looks.mtimeMs / 1000, looks.mtimeMs / 1000);
  } finally {
    parent.close();
  }
}

export function createMadeFolders(parents: readonly ParentLine[]): MadeFolders {
  const described = new Map(parents.map((line) => [keyOf(line.root, line.path), line]));
  const made: Made[] = [];
  return {
    note: (root, path, looks) => void made.push({ root, path, looks }),
    dress(pins, bounds) {
      let failures = 0;
      for (const { root, path, looks } of made.toSorted((a, b) => b.path.length - a.path.length)) {
        const bound = bounds[root];
        const wanted = looks ?? described.get(keyOf(root, path)) ?? null;
        if (bound === null || bound === undefined || wanted === null) continue;
        try {
          dressOne(pins, bound, path, wanted);
        } catch {
          failures += 1;
        }
      }
      return failures;
    },
  };
}
