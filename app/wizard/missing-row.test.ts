import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AccountView, DiscoveryView, RootView } from '../contract/accounts.ts';
import { dictionaries } from '../locale/dictionaries.ts';
import { languages } from '../locale/dictionary.ts';
import { missingRowText } from './missing-row.ts';
import type { MissingRowFacts } from './missing-row.ts';

const root: RootView = {
  id: 'r1',
  platform: 'wechat-linux-4',
  product: 'wechat',
  line: '4.x',
  packaging: 'native',
  kind: 'data',
  path: '/home/zhang/xwechat_files',
  realPath: '/home/zhang/xwechat_files',
  layout: 'recognised',
  support: 'clean',
  access: 'ok',
  foundBy: [],
};
const qq: RootView = { ...root, id: 'r2', platform: 'qq-linux-nt', product: 'qq' };
const state: RootView = { ...root, id: 'r3', kind: 'state' };

function account(folder: string, displayName: string | null = null): AccountView {
  const key = folder.replace(/_[0-9a-f]{4}$/u, '');
  const { platform, product, line, packaging } = root;
  return {
    id: 'a',
    rootId: 'r1',
    platform,
    product,
    line,
    packaging,
    folder,
    key,
    displayName,
    access: 'ok',
  };
}

function factsOf(
  places: readonly (readonly [rootId: string, path: string])[],
  more: { home?: string; accounts?: readonly AccountView[] } = {},
): MissingRowFacts {
  const measuredOnly = [{ id: 'm1', path: '/mnt/zhang', realPath: '/mnt/zhang' }];
  const discovery: DiscoveryView = {
    at: 0,
    roots: [root, qq, state],
    accounts: more.accounts ?? [],
    measuredOnly,
    notes: [],
    lookedIn: [],
  };
  const host = { version: '0.1.0', system: 'linux', locationsCheckedOn: '2026-11-01' } as const;
  return {
    host: { ...host, home: more.home ?? '/home/zhang' },
    discovery,
    usage: {
      otherFolders: places.map(([rootId, path]) => ({
        rootId,
        path,
        files: 2,
        bytes: 1024,
        allocated: 4096,
      })),
    },
  };
}

/** The paths in the text, without its head. */
function pathsIn(facts: MissingRowFacts): readonly string[] {
  const [, ...lines] = missingRowText(facts, dictionaries['en-US'], 'en-US').split('\n');
  return lines.map((line) => /^.*?: (.*) \(2 files, 1(?:\.0)? KB\)$/u.exec(line)?.[1] ?? line);
}

describe('the text that reports a missing row', () => {
  test.each<[string, string, string]>([
    ['r1', 'wxid_a_1111/business/newthing', '<account>/business/newthing'],
    ['r1', 'lisi1994/business/newthing', '<account>/business/newthing'],
    ['r1', 'Plugins/NewThing', 'Plugins/NewThing'],
    ['r1', '', '.'],
    ['r1', 'wxid_a/new/2024-05', '<account>/new/<month>'],
    ['r2', 'nt_qq_5f2c11de90ab/nt_data/New', '<account>/nt_data/New'],
    ['r2', '40218835/New', '<account>/New'],
    ['r2', 'Partitions/0f1e2d3c4b5a69788796a5b4c3d2e1f0', 'Partitions/<name>'],
    ['r3', 'radium/New.Thing-2', 'radium/New.Thing-2'],
    ['m1', '张三的群/a13800138000', '<name>/<name>'],
    ['m1', 'photos/mail@example.com', 'photos/<name>'],
  ])('%s %s becomes %s', (rootId, path, expected) => {
    expect(pathsIn(factsOf([[rootId, path]]))).toEqual([expected]);
  });

  test('names messenger, amount, version and day, and never where the folder lies', () => {
    for (const language of languages) {
      const text = missingRowText(
        factsOf([
          ['r1', 'wxid_a/new'],
          ['m1', 'new'],
        ]),
        dictionaries[language],
        language,
      );
      for (const part of ['wechat-linux-4', 'data', '0.1.0', '2026-11-01', 'linux'])
        expect(text).toContain(part);
      expect(text).not.toMatch(/zhang|\/home|\/mnt|xwechat_files/u);
    }
  });

  const letters = fc.string({
    unit: fc.constantFrom(...Array.from('bcdfghjkmpqvwxyz0123456789-_')),
    minLength: 4,
    maxLength: 20,
  });
  const digits = fc.bigInt({ min: 10_000n, max: 999_999_999_999n }).map(String);
  const hex = fc.string({
    unit: fc.constantFrom(...Array.from('0123456789abcdef')),
    minLength: 32,
    maxLength: 32,
  });
  const chinese = fc.string({
    unit: fc.constantFrom(...Array.from('张王李赵陈林的家群小明')),
    minLength: 2,
    maxLength: 6,
  });
  const name = fc.oneof(
    letters,
    digits,
    hex,
    chinese,
    letters.map((text) => `wxid_${text}`),
  );
  /** a name by itself, inside another word, or with the suffix of 4.x */
  const around = fc.constantFrom<(text: string) => string>(
    (text) => text,
    (text) => `${text}_1a2b`,
    (text) => `backup-${text}`,
    (text) => `${text}.old`,
    (text) => text.toUpperCase(),
  );

  test('never holds the name of the user or of an account, wherever it stands in a path', () => {
    fc.assert(
      fc.property(
        name,
        name,
        name,
        fc.array(fc.tuple(fc.constantFrom('r1', 'r2', 'r3', 'm1'), fc.nat(2), fc.nat(2), around), {
          maxLength: 6,
        }),
        (user, key, displayName, places) => {
          const secrets = [user, key, displayName];
          const facts = factsOf(
            places.map(([rootId, which, level, dress]) => {
              const segments = ['Plugins', 'sub', 'thing'];
              segments[level] = dress(secrets[which] ?? '');
              return [rootId, segments.join('/')] as const;
            }),
            { home: `/home/${user}`, accounts: [account(`${key}_1a2b`, displayName)] },
          );
          const paths = pathsIn(facts).join('\n').toLowerCase();
          for (const secret of secrets) expect(paths).not.toContain(secret.toLowerCase());
        },
      ),
    );
  });

  test('never holds a number, a hash or a word of another script, also of accounts that are not known', () => {
    fc.assert(
      fc.property(
        fc.oneof(digits, hex, chinese),
        around,
        fc.constantFrom('r1', 'r2', 'r3', 'm1'),
        (secret, dress, rootId) => {
          const [path] = pathsIn(factsOf([[rootId, `sub/${dress(secret)}`]]));
          expect((path ?? '').toLowerCase()).not.toContain(secret);
        },
      ),
    );
  });

  test('treats a short user name as a word, so that other words stay', () => {
    const facts = factsOf(
      [
        ['m1', 'client/li'],
        ['m1', 'app-li/list'],
      ],
      { home: String.raw`C:\Users\Li` },
    );
    expect(pathsIn(facts)).toEqual(['client/<account>', '<account>/list']);
  });
});
