import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../platforms/catalogue.ts';
import type { Location, Platform } from '../platforms/platform.ts';
import { createClassifier, patternsOf } from './classify.ts';
import type { Match } from './classify.ts';

const base = catalogue.find((platform) => platform.id === 'wechat-linux-4')!;

function row(id: string, paths: readonly string[], place: Location['in'] = 'root'): Location {
  return { id, in: place, paths, category: 'cache', level: 'basic', recoverability: 'auto', confidence: 'A' };
}

function platformOf(locations: readonly Location[], system: Platform['system'] = 'linux'): Platform {
  return { ...base, system, locations };
}

function ownerOf(platform: Platform, path: string, accounts: readonly string[] = []): Match | null {
  const classifier = createClassifier(platform, 'data');
  const segments = path.split('/');
  const folders = segments.slice(0, -1);
  const position = folders.reduce(
    (at, name, depth) => classifier.enter(at, name, depth === 0 && accounts.includes(name)),
    classifier.start,
  );
  return classifier.match(position, segments.at(-1)!);
}

function idOf(platform: Platform, path: string, accounts: readonly string[] = []): string | null {
  const match = ownerOf(platform, path, accounts);
  return match === null ? null : platform.locations[match.location]!.id;
}

function expressionOf(written: string, flags: string): RegExp {
  const core = written.split('/');
  while (core.at(-1) === '**') core.pop();
  const parts = core.map((segment) =>
    segment === '**'
      ? '(?:[^/]+/)*'
      : `${segment
          .replaceAll('.', '\\.')
          .replaceAll('?', '[^/]')
          .replaceAll('*', '[^/]*')
          .replace('<month>', '\\d{4}-(?:0[1-9]|1[0-2])')
          .replace('<account>', '(?<account>[^/]+)')}/`,
  );
  return new RegExp(`^${parts.join('')}$`, flags);
}

/** The same question answered the slow way: one expression over the whole path, tried on every folder above. */
function slowOwner(platform: Platform, path: string, accounts: readonly string[]): Match | null {
  const flags = platform.system === 'windows' ? 'iu' : 'u';
  const segments = path.split('/');
  for (let depth = segments.length; depth >= 0; depth -= 1) {
    for (const { location, written, exact } of patternsOf(platform, 'data')) {
      const inAccount = platform.locations[location]!.in === 'account';
      // an account is a folder, so a file of that name is none
      if (inAccount && (depth === 0 || segments.length < 2 || !accounts.includes(segments[0]!))) continue;
      const below = segments.slice(inAccount ? 1 : 0, depth).map((segment) => `${segment}/`);
      const found = expressionOf(written, flags).exec(below.join(''));
      if (found !== null)
        return {
          location,
          key: found.groups?.['account'] ?? null,
          exact: exact && depth === segments.length,
        };
    }
  }
  return null;
}

describe('which row owns a path', () => {
  it('gives everything below a matched folder to it until a deeper pattern matches', () => {
    const platform = platformOf([row('wide', ['a/**']), row('deep', ['a/b/c'])]);
    expect(idOf(platform, 'a/x/y.txt')).toBe('wide');
    expect(idOf(platform, 'a/b/y.txt')).toBe('wide');
    expect(idOf(platform, 'a/b/c/d/y.txt')).toBe('deep');
    expect(idOf(platform, 'z/y.txt')).toBeNull();
  });

  it('prefers a name to a wildcard at the same depth, whatever the order of the rows', () => {
    const platform = platformOf([row('any', ['login/*.data']), row('named', ['login/config.data'])]);
    expect(idOf(platform, 'login/config.data')).toBe('named');
    expect(idOf(platform, 'login/other.data')).toBe('any');
  });

  it('takes the first of two rows that say the same', () => {
    expect(idOf(platformOf([row('first', ['a/*']), row('second', ['a/*'])]), 'a/b')).toBe('first');
  });

  it('lets ** stand for any depth, also none', () => {
    const platform = platformOf([row('temp', ['nt_data/**/{OriTemp,ThumbTemp}/**'])]);
    expect(idOf(platform, 'nt_data/OriTemp/f')).toBe('temp');
    expect(idOf(platform, 'nt_data/Pic/2024-01/ThumbTemp/f')).toBe('temp');
    expect(idOf(platform, 'nt_data/Pic/2024-01/Thumb/f')).toBeNull();
  });

  it('knows months that exist and no others', () => {
    const platform = platformOf([row('month', ['cache/<month>'])]);
    expect(idOf(platform, 'cache/2024-12/f')).toBe('month');
    expect(idOf(platform, 'cache/2024-13/f')).toBeNull();
    expect(idOf(platform, 'cache/2024-1/f')).toBeNull();
  });

  it('yields the account key of a path and says whether the entry itself was named', () => {
    const platform = platformOf([row('key', ['login/<account>/key_info.db', 'saved/<account>.data'])]);
    expect(ownerOf(platform, 'login/wxid_1/key_info.db')).toEqual({
      location: 0,
      key: 'wxid_1',
      exact: true,
    });
    expect(ownerOf(platform, 'saved/wxid_2.data')).toEqual({ location: 0, key: 'wxid_2', exact: false });
  });

  it('never calls a file exact that merely lies in a folder of that name', () => {
    const platform = platformOf([row('named', ['x/key_info.db'])]);
    expect(ownerOf(platform, 'x/key_info.db/other.db')).toEqual({ location: 0, key: null, exact: false });
  });

  it('applies account rows only in folders that are accounts', () => {
    const platform = platformOf([row('temp', ['temp/**'], 'account')]);
    expect(idOf(platform, 'wxid_1/temp/f', ['wxid_1'])).toBe('temp');
    expect(idOf(platform, 'wxid_1/temp/f')).toBeNull();
    expect(idOf(platform, 'x/wxid_1/temp/f', ['wxid_1'])).toBeNull();
  });

  it('tells case apart on Linux and not in layouts of Windows', () => {
    expect(idOf(platformOf([row('r', ['FileStorage/Cache'])]), 'filestorage/cache/f')).toBeNull();
    expect(idOf(platformOf([row('r', ['FileStorage/Cache'])], 'windows'), 'filestorage/CACHE/f')).toBe('r');
  });

  it('refuses a pattern whose account key could be read in two ways', () => {
    expect(() => createClassifier(platformOf([row('r', ['**/<account>/**/x'])]), 'data')).toThrow(
      'ambiguous',
    );
  });

  it('compiles every platform of the catalogue', () => {
    for (const platform of catalogue)
      for (const kind of ['data', 'state'] as const) createClassifier(platform, kind);
  });
});

describe('the walk down agrees with trying every pattern on every folder above', () => {
  const name = fc.constantFrom('a', 'b', 'ab', 'A', '2024-01', 'x.db', 'y.log');
  const rule = fc.constantFrom(
    'a',
    'b',
    '*',
    '?',
    'a*',
    '*.db',
    '{a,b}',
    '{a,x}.db',
    '<month>',
    '**',
    '<account>',
  );
  const pattern = fc
    .array(rule, { minLength: 1, maxLength: 4 })
    .map((segments) => segments.join('/'))
    .filter((text) => (text.match(/<account>/g) ?? []).length < 2 && !/\*\*.*<account>.*\*\*/.test(text));
  const rows = fc
    .array(
      fc.tuple(
        fc.array(pattern, { minLength: 1, maxLength: 2 }),
        fc.constantFrom('root' as const, 'account' as const),
      ),
      {
        minLength: 1,
        maxLength: 5,
      },
    )
    .map((all) => all.map(([paths, place], i) => row(`r${i}`, paths, place)));

  for (const system of ['linux', 'windows'] as const) {
    it(`in layouts of ${system}`, () => {
      fc.assert(
        fc.property(rows, fc.array(name, { minLength: 1, maxLength: 6 }), (locations, path) => {
          const platform = platformOf(locations, system);
          const text = path.join('/');
          const fast = ownerOf(platform, text, ['a', 'b']);
          expect(fast).toEqual(slowOwner(platform, text, ['a', 'b']));
        }),
        { numRuns: 1500 },
      );
    });
  }
});
