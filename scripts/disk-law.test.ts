import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** How the product may touch the disk: what a name leads to can change between a check and a call by path. */
const main = join(import.meta.dirname, '../main');
const sources = readdirSync(main, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter(
    (path) => path.endsWith('.ts') && !path.endsWith('.test.ts') && !/(?:^|\/)(?:testing|demo)\//u.test(path),
  );

/** Sources whose text, without white space, matches. */
function matching(pattern: RegExp): readonly string[] {
  return sources
    .filter((path) => pattern.test(readFileSync(join(main, path), 'utf8').replaceAll(/\s+/gu, '')))
    .sort();
}

const recursiveRemoval = /\b(?:rm|rmSync|rmdir|rmdirSync)\((?:[^;]*?,)?\{[^}]*recursive:/u;
const modeByPath = /\b(?:l?chmod|l?chmodSync|chown|chownSync|lchown|lchownSync)\(/u;

test('no source of the product removes a folder recursively by path', () => {
  expect(sources.length).toBeGreaterThan(150);
  expect(matching(recursiveRemoval)).toEqual([]);
});

test('modes are set by path only through the kernel’s link to an open handle, and owners never', () => {
  expect(matching(modeByPath)).toEqual(['engine/fs/folder-mode.ts', 'engine/removal/erase-open.ts']);
});

const nativeCode = /\bcreateRequire\(|\bdlopen\(|from'koffi'/u;

test('native code is loaded in one place, and from one file', () => {
  expect(matching(nativeCode)).toEqual(['system/native/native-floor.ts']);
});

test.each(['rm(path,{recursive:true})', 'rmSync(join(a,b),{force:true,recursive:true})'])(
  'a recursive removal is found: %s',
  (line) => expect(recursiveRemoval.test(line)).toBe(true),
);
