import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileGlob, matchesAny, matchesGlob } from './glob.ts';

function matches(glob: string, path: string): boolean {
  return matchesGlob(compileGlob(glob, false), path.split('/'));
}

describe('keep globs', () => {
  it.each([
    ['*.pdf', 'a/b/c.pdf', true],
    ['important', 'a/important', true],
    ['a/*.pdf', 'a/c.pdf', true],
    ['a/*.pdf', 'a/b/c.pdf', false],
    ['a/**', 'a/b/c', true],
    ['**/b/**', 'a/b/c', true],
    ['a/**/c', 'a/c', true],
    ['a/?.txt', 'a/b.txt', true],
    ['a/?.txt', 'a/bb.txt', false],
    ['a[1].txt', 'x/a[1].txt', true],
    ['a.txt', 'aXtxt', false],
  ])('%s on %s: %s', (glob, path, expected) => {
    expect(matches(glob, path)).toBe(expected);
  });

  it('takes backslashes and any case in layouts of Windows', () => {
    expect(matchesAny([compileGlob('FileStorage\\*.JPG', true)], ['filestorage', 'a.jpg'], true)).toBe(true);
    expect(matchesAny([compileGlob('A.JPG', false)], ['a.jpg'], false)).toBe(false);
  });

  it('agrees with an expression over the whole path', () => {
    const part = fc.constantFrom('a', 'b', '*', '?', 'a*b', '*a', '**', '.');
    const name = fc.string({ unit: fc.constantFrom('a', 'b', '.'), minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(
        fc.array(part, { minLength: 2, maxLength: 5 }),
        fc.array(name, { minLength: 1, maxLength: 5 }),
        (parts, path) => {
          const glob = parts.filter((one) => one !== '.').join('/');
          fc.pre(glob.includes('/') && !path.includes('.'));
          const source = glob
            .split('/')
            .map((one) =>
              one === '**' ? '(?:[^/]+/)*' : `${one.replaceAll('?', '[^/]').replaceAll('*', '[^/]*')}/`,
            )
            .join('');
          expect(matches(glob, path.join('/'))).toBe(new RegExp(`^${source}$`).test(`${path.join('/')}/`));
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('stays quick on a glob that would make an expression try everything', () => {
    expect(matches(`${'*a'.repeat(400)}b`, 'a'.repeat(5000))).toBe(false);
  });
});
