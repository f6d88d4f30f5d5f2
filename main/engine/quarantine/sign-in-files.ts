import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { createClassifier } from '../../../app/cleanup/classify.ts';
import type { Classifier, Position } from '../../../app/cleanup/classify.ts';
import { isSamePath } from '../../../app/cleanup/containment.ts';
import type { PathStyle } from '../../../app/cleanup/containment.ts';
import type { Platform } from '../../../app/platforms/platform.ts';
import type { HeaderLine } from '../batches/index-lines.ts';
import type { Discovery, UnreadPlace } from '../discovery/discovery.ts';
import { diskPath, listFolder } from '../fs/disk-names.ts';
import { nextTurn } from '../fs/turns.ts';
import { isDataPlace } from './restore-targets.ts';

/** Counts the files that hold a sign-in by the catalogue. */
export interface SignInFiles {
  /** `source` is where the file or folder lies now. */
  count(root: number, path: readonly string[], source: string): Promise<number>;
}

interface CheckedRoot {
  readonly platform: Platform;
  readonly classifier: Classifier;
  readonly accounts: ReadonlySet<string>;
}

function checkedRoot(
  realPath: string,
  header: HeaderLine,
  { roots, dataPlaces = [] }: Discovery,
  style: PathStyle,
): CheckedRoot | null {
  const root = roots.find((one) => isSamePath(one.realPath, realPath, style));
  const of: Pick<UnreadPlace, 'platform' | 'kind'> | undefined =
    root ?? dataPlaces.find((place) => place.of !== undefined && isDataPlace(place, realPath, style))?.of;
  if (of === undefined) return null;
  // an account that was taken whole is no longer found
  const accounts = [...header.accounts, ...(root?.accounts ?? [])].map(({ folder }) => folder);
  return { ...of, classifier: createClassifier(of.platform, of.kind), accounts: new Set(accounts) };
}

function isSignIn({ platform }: CheckedRoot, location: number | undefined): boolean {
  return location !== undefined && platform.locations[location]?.category === 'credentials';
}

async function countIn(of: CheckedRoot, position: Position, folder: string): Promise<number> {
  const { classifier } = of;
  const mayHold =
    isSignIn(of, position.owner?.location) ||
    classifier.below(position).some(({ location }) => isSignIn(of, location));
  if (!mayHold) return 0;
  let files = 0;
  for (const name of listFolder(folder).names) {
    const path = join(folder, name);
    if (lstatSync(diskPath(path)).isDirectory())
      files += await countIn(of, classifier.enter(position, name, false), path);
    else if (isSignIn(of, classifier.match(position, name)?.location)) files += 1;
  }
  await nextTurn();
  return files;
}

export function createSignInFiles(header: HeaderLine, discovery: Discovery, style: PathStyle): SignInFiles {
  const checked = header.roots.map(({ realPath }) => checkedRoot(realPath, header, discovery, style));
  return {
    async count(root, path, source) {
      const of = checked[root];
      if (of === null || of === undefined) return 0;
      const { classifier, accounts } = of;
      const enter = (names: readonly string[]): Position =>
        names.reduce(
          (at, name, depth) => classifier.enter(at, name, depth === 0 && accounts.has(name)),
          classifier.start,
        );
      if (lstatSync(diskPath(source)).isDirectory()) return countIn(of, enter(path), source);
      const match = classifier.match(enter(path.slice(0, -1)), path.at(-1) ?? '');
      return isSignIn(of, match?.location) ? 1 : 0;
    },
  };
}
