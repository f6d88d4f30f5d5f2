import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileKeep, enterKeep, keepProblem, keepSegments, matchKeep, startKeep } from './glob.ts';
import type { KeepGlob } from './glob.ts';
import type { PathStyle } from './containment.ts';

/** Whether a pattern that begins at the data folder keeps the file: it, or a folder above it, matches. */
function keeps(glob: KeepGlob, path: readonly string[], foldCase = false): boolean {
  let { state, matched } = startKeep([glob]);
  for (const folder of path.slice(0, -1)) {
    if (matched.length > 0) return true;
    ({ state, matched } = enterKeep(state, folder, foldCase));
  }
  return matched.length > 0 || matchKeep(state, path.at(-1) ?? '', foldCase).length > 0;
}

function matches(text: string, path: string, foldCase = false, style: PathStyle = 'posix'): boolean {
  return keeps(compileKeep(keepSegments(text, style), 0, foldCase), path.split('/'), foldCase);
}

describe('keep patterns', () => {
  it.each([
    ['**/*.pdf', 'a/b/c.pdf', true],
    ['**/important', 'a/important', true],
    ['a/*.pdf', 'a/c.pdf', true],
    ['a/*.pdf', 'a/b/c.pdf', false],
    ['a/**', 'a/b/c', true],
    ['**/b/**', 'a/b/c', true],
    ['a/**/c', 'a/c', true],
    ['a/**/c', 'a/b/b/c', true],
    ['a/?.txt', 'a/b.txt', true],
    ['a/?.txt', 'a/bb.txt', false],
    ['**/a.txt', 'aXtxt', false],
    ['a', 'a/b/c', true],
    ['a/', 'a/b/c', true],
    ['./a//b', 'a/b', true],
    ['a', 'ab', false],
    ['*(1).pdf', '报告(1).pdf', true],
    ['?.txt', '😀.txt', true],
    ['图?.jpg', '图片.jpg', true],
    ['é.txt', 'e\u0301.txt', true],
    ['e\u0301.txt', 'é.txt', true],
    ['e*.txt', 'e\u0301.txt', true],
    ['o\uFFFDd.dat', 'o\udcff\udcfed.dat', true],
    ['', 'a', true],
  ])('%j on %j: %s', (glob, path, expected) => {
    expect(matches(glob, path)).toBe(expected);
  });

  it('take backslashes on Windows, and any case where the layout does not tell it apart', () => {
    expect(matches('FileStorage\\*.JPG', 'filestorage/a.jpg', true, 'windows')).toBe(true);
    expect(matches('Äß/straße', 'äß/STRASSE', true)).toBe(false);
    expect(matches('Ä', 'a\u0308', true)).toBe(true);
    expect(matches('A.JPG', 'a.jpg')).toBe(false);
  });

  it.each<[string, PathStyle, ReturnType<typeof keepProblem>]>([
    ['*.{docx,pdf}', 'posix', 'syntax'],
    ['[ab].txt', 'windows', 'syntax'],
    ['a|b', 'posix', 'syntax'],
    ['!*.jpg', 'posix', 'syntax'],
    ['a\\*b', 'posix', 'syntax'],
    ['a\\*b', 'windows', null],
    ['', 'posix', 'empty'],
    ['./', 'posix', 'empty'],
    ['\\', 'windows', null],
    ['/', 'posix', null],
    ['~', 'posix', 'home'],
    ['~/x', 'posix', 'home'],
    ['~$report.docx', 'posix', null],
    ['a/../b', 'posix', 'climbs'],
    ['a..b', 'posix', null],
    ['file:///home/u/x', 'posix', 'address'],
    ['file:x', 'windows', 'address'],
    ['C:\\Users\\u', 'windows', null],
    ['C:/Users/u', 'windows', null],
    ['\\\\?\\C:\\x', 'windows', null],
    ['a (1) #&%$@,;.pdf', 'posix', null],
  ])('%j on %s: %s', (text, style, problem) => {
    expect(keepProblem(text, style)).toBe(problem);
  });

  it('agree with an expression over the path and the folders above it', () => {
    const part = fc.constantFrom('a', 'b', '*', '?', 'a*b', '*a', '**', '.');
    const name = fc.string({ unit: fc.constantFrom('a', 'b', 'é'), minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(
        fc.array(part, { minLength: 1, maxLength: 5 }),
        fc.array(name, { minLength: 1, maxLength: 5 }),
        (parts, path) => {
          const source = parts
            .filter((one) => one !== '.')
            .map((one) =>
              one === '**' ? '(?:[^/]+/)*' : `${one.replaceAll('?', '[^/]').replaceAll('*', '[^/]*')}/`,
            )
            .join('');
          const expression = new RegExp(`^${source}`);
          expect(matches(parts.join('/'), path.join('/'))).toBe(expression.test(`${path.join('/')}/`));
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('stay quick where an expression would try everything', () => {
    expect(matches(`${'*a'.repeat(400)}b`, 'a'.repeat(5000))).toBe(false);
    expect(matches(`${'**/a/'.repeat(200)}b`, 'a/'.repeat(500))).toBe(false);
  });
});
