import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isAtOrBelow, isPlainName, isSamePath } from './containment.ts';
import type { PathStyle } from './containment.ts';

const part = fc
  .string({ unit: fc.constantFrom('a', 'b', 'B', 'x', '-', '文', ' ', '.', 'ß'), minLength: 1, maxLength: 6 })
  .filter((name) => !/^\.+$/.test(name) && !/[. ]$/.test(name));
const parts = fc.array(part, { maxLength: 5 });
const some = fc.array(part, { minLength: 1, maxLength: 3 });
const styles: readonly PathStyle[] = ['posix', 'windows'];

function join(style: PathStyle, names: readonly string[]): string {
  return style === 'posix' ? `/${names.join('/')}` : `C:\\${names.join('\\')}`;
}

describe.each(styles)('containment by components, %s', (style) => {
  test('whatever is appended stays inside, and nothing is below its own child', () => {
    fc.assert(
      fc.property(parts, some, (root, more) => {
        const outer = join(style, root);
        const inner = join(style, [...root, ...more]);
        expect(isAtOrBelow(outer, inner, style)).toBe(true);
        expect(isAtOrBelow(inner, outer, style)).toBe(false);
      }),
    );
  });

  test('a sibling whose name begins the same is outside', () => {
    fc.assert(
      fc.property(parts, part, part, some, (base, name, tail, more) => {
        const root = join(style, [...base, name]);
        expect(isAtOrBelow(root, join(style, [...base, `${name}${tail}`, ...more]), style)).toBe(false);
      }),
    );
  });

  test('a path that climbs is never inside, wherever it would end', () => {
    fc.assert(
      fc.property(parts, parts, parts, (root, before, after) => {
        const climbing = join(style, [...root, ...before, '..', ...after]);
        expect(isAtOrBelow(join(style, root), climbing, style)).toBe(false);
      }),
    );
  });

  test('trailing and doubled separators and single dots change nothing', () => {
    fc.assert(
      fc.property(parts, some, (root, more) => {
        const separator = style === 'posix' ? '/' : '\\';
        const outer = `${join(style, root)}${separator}`;
        const inner = `${join(style, [...root, '.', ...more])}${separator}${separator}`;
        expect(isAtOrBelow(outer, inner, style)).toBe(true);
        expect(isSamePath(outer, join(style, root), style)).toBe(true);
      }),
    );
  });
});

test('posix tells upper from lower case, windows does not', () => {
  expect(isAtOrBelow('/home/A', '/home/a/x', 'posix')).toBe(false);
  expect(isAtOrBelow('C:\\Users\\Ann', 'c:\\users\\ANN\\x', 'windows')).toBe(true);
  expect(isAtOrBelow('C:\\straße', 'C:\\STRASSE\\x', 'windows')).toBe(false);
  expect(isAtOrBelow('C:\\ı', 'C:\\I\\x', 'windows')).toBe(false);
});

test.each([
  ['another drive', 'C:\\a', 'D:\\a\\b', false],
  ['a verbatim path of the same place', 'C:\\a', '\\\\?\\C:\\a\\b', true],
  ['a verbatim path of another drive', 'C:\\a', '\\\\?\\D:\\a\\b', false],
  ['slashes', 'C:/a', 'C:\\a\\b', true],
  ['a slash in a verbatim path', 'C:\\a', '\\\\?\\C:\\a/b', false],
  ['drive-relative', 'C:\\a', 'C:a\\b', false],
  ['rooted without a drive', 'C:\\a', '\\a\\b', false],
  ['the same share', '\\\\srv\\share\\a', '\\\\SRV\\Share\\a\\b', true],
  ['the same share, verbatim', '\\\\srv\\share\\a', '\\\\?\\UNC\\srv\\share\\a\\b', true],
  ['another share', '\\\\srv\\share\\a', '\\\\srv\\other\\a\\b', false],
  ['a device path', 'C:\\a', '\\\\.\\C:\\a\\b', false],
  ['a volume id', '\\\\?\\Volume{12-ab}\\a', '\\\\?\\volume{12-AB}\\a\\b', true],
  ['an alternate stream', 'C:\\a', 'C:\\a\\b:hidden', false],
  ['a name that Win32 would shorten', 'C:\\a', 'C:\\a\\b. ', false],
  ['a climb behind a shortened name', 'C:\\a', 'C:\\a\\.. \\b', false],
  ['a root that is a drive', 'C:\\', 'C:\\a', true],
])('windows: %s', (_what, root, path, expected) => {
  expect(isAtOrBelow(root, path, 'windows')).toBe(expected);
});

test.each(['', 'relative/x', './x', '/a\0/b', 'C:\\a'])('posix: %j is inside nothing', (path) => {
  expect(isAtOrBelow('/', path, 'posix')).toBe(false);
});

test('plain names are one component and nothing else', () => {
  for (const style of styles) {
    for (const name of ['', '.', '..', 'a/b', 'a\0', '\ud800', '/'])
      expect(isPlainName(name, style)).toBe(false);
    for (const name of ['a', '...a', '.hidden', 'global_config.crc', '微信 图片', '😀']) {
      expect(isPlainName(name, style)).toBe(true);
    }
  }
  for (const name of ['a\\b', 'a:b', 'a.', 'a ', 'a*', 'a\n']) {
    expect(isPlainName(name, 'windows')).toBe(false);
    expect(isPlainName(name, 'posix')).toBe(true);
  }
});

test('a POSIX name may carry bytes that are no text, each byte in one way only; Windows has no such names', () => {
  for (const name of ['\udcff', 'a\udc80.dat', '\udced\udca0\udc80', '😀\udcfe']) {
    expect(isPlainName(name, 'posix')).toBe(true);
    expect(isPlainName(name, 'windows')).toBe(false);
  }
  for (const name of [
    '\ud83d',
    '\udc00',
    '\udc7f',
    '\udd00',
    '\udfff',
    'a\udbff',
    '\udcc3\udca9',
    '\udcff/a',
  ]) {
    expect(isPlainName(name, 'posix')).toBe(false);
    expect(isPlainName(name, 'windows')).toBe(false);
  }
});
