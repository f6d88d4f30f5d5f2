import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Selection } from '../contract/plans.ts';
import type { Location } from '../platforms/platform.ts';
import { categories } from './categories.ts';
import { extras, levels } from './levels.ts';
import { protection } from './protected.ts';
import { categoryOf, criteriaOf, mayRemoveFolder, ruleEntry, rulePlace } from './select.ts';
import type { Entry, Owner, Place, Ruling } from './select.ts';

const now = Date.parse('2026-11-20T12:00:00Z');
const day = 86_400_000;

const cache: Location = {
  id: 'X',
  in: 'account',
  paths: ['x/**'],
  category: 'cache',
  level: 'basic',
  recoverability: 'auto',
  confidence: 'A',
};
const signIn: Location = { ...cache, category: 'credentials', level: 'system' };
const received: Location = { ...cache, category: 'received', optIn: 'received' };

function rule(selection: Partial<Selection>, place: Partial<Place>, entry: Partial<Entry> = {}): Ruling {
  const criteria = criteriaOf(
    {
      level: 'basic',
      accounts: 'all',
      include: [],
      olderThanMs: null,
      keep: [],
      sinceSession: false,
      ...selection,
    },
    now,
  );
  const wholePlace: Place = {
    layout: 'recognised',
    support: 'clean',
    owner: 'folder',
    location: cache,
    selected: 'all',
    folderBits: 0,
    ...place,
  };
  const ruling = rulePlace(criteria, wholePlace);
  if (ruling !== 'take') return ruling;
  return ruleEntry(criteria, wholePlace, {
    kind: 'file',
    mtimeMs: now - 100 * day,
    nameBits: 0,
    exact: false,
    keptByPattern: false,
    representable: true,
    ...entry,
  });
}

describe('what a level takes', () => {
  it.each([
    ['basic', cache, 'take'],
    ['basic', signIn, 'deeper-level'],
    ['system', signIn, 'take'],
    ['system', { ...cache, level: 'deep' }, 'deeper-level'],
    ['system', { ...cache, level: 'never' }, 'report-only'],
    ['system', { ...cache, confidence: 'C' }, 'report-only'],
    ['system', null, 'deeper-level'],
    ['deep', null, 'take'],
    ['deep', { ...cache, level: 'never' }, 'take'],
    ['system', { ...cache, category: 'database' }, 'protected'],
    ['system', { ...cache, category: 'received' }, 'protected'],
    ['system', { ...cache, category: 'binary' }, 'protected'],
  ] as const)('%s in a selected account, row %j: %s', (level, location, expected) => {
    expect(rule({ level }, { location: location })).toBe(expected);
  });

  it('takes the rows of a selected account also when other accounts stay', () => {
    for (const owner of ['folder', 'key'] as const)
      expect(rule({}, { owner, selected: 'some' })).toBe('take');
  });

  it('protects a backup row at level system, even with its tick', () => {
    const backup: Location = { ...cache, category: 'backup', level: 'system', optIn: 'phone-backups' };
    expect(rule({ level: 'system', include: ['phone-backups'] }, { location: backup })).toBe('protected');
  });

  it('never takes what is another account’s, by folder or by key', () => {
    for (const level of levels)
      for (const location of [cache, signIn, null])
        expect(rule({ level, include: [...extras] }, { owner: 'other', location, selected: 'some' })).toBe(
          'not-selected',
        );
  });

  it('never takes from an unknown layout or from a platform that is only measured', () => {
    for (const level of levels) {
      expect(rule({ level }, { layout: 'unknown' })).toBe('unknown-layout');
      expect(rule({ level }, { support: 'detect-only' })).toBe('report-only');
    }
  });

  it('takes caches and logs at every level where only the basic level is supported', () => {
    for (const level of levels)
      for (const category of ['cache', 'logs'] as const)
        expect(rule({ level }, { support: 'basic-only', location: { ...cache, category } })).toBe('take');
  });

  it('only measures settings, and caches of a deeper level, there', () => {
    for (const level of levels)
      for (const row of [{ category: 'config' }, { level: 'deep' }] as const)
        expect(rule({ level }, { support: 'basic-only', location: { ...cache, ...row } })).toBe(
          'report-only',
        );
  });

  it('takes no other row, no unnamed file and no link there, whatever level and extras ask for', () => {
    const row = fc.record({
      ...Object.fromEntries(Object.entries(cache).map(([key, value]) => [key, fc.constant(value)])),
      category: fc.constantFrom(...categories),
      level: fc.constantFrom(...levels, 'never' as const),
      confidence: fc.constantFrom('A' as const, 'B' as const, 'C' as const),
      optIn: fc.constantFrom(...extras, undefined),
      overridesProtection: fc.constantFrom(true, undefined),
    }) as unknown as fc.Arbitrary<Location>;
    fc.assert(
      fc.property(
        fc.option(row),
        fc.constantFrom<Owner>('folder', 'key', 'shared', 'unknown', 'other'),
        fc.constantFrom(...levels),
        fc.constantFrom(...Object.values(protection)),
        fc.constantFrom<Entry['kind']>('file', 'link', 'special', 'mount'),
        (location, owner, level, bits, kind) => {
          const place = { support: 'basic-only', owner, location, folderBits: bits } as const;
          if (rule({ level, include: [...extras] }, place, { kind }) !== 'take') return;
          expect(location?.level).toBe('basic');
          expect(['cache', 'logs']).toContain(location?.category);
          expect({ confidence: location?.confidence === 'C', optIn: location?.optIn, bits, kind }).toEqual({
            confidence: false,
            optIn: undefined,
            bits: 0,
            kind: 'file',
          });
          expect(owner).not.toBe('other');
        },
      ),
    );
  });

  it('leaves what no row names outside of accounts alone at every level', () => {
    expect(rule({ level: 'deep' }, { owner: 'shared', location: null })).toBe('report-only');
  });
});

describe('what all accounts share', () => {
  it.each([
    ['basic', cache, 'some', 'not-selected'],
    ['basic', cache, 'all', 'take'],
    ['system', cache, 'some', 'not-selected'],
    ['system', signIn, 'some', 'take'],
    ['system', signIn, 'none', 'not-selected'],
    ['deep', { ...cache, category: 'config', level: 'deep' }, 'some', 'not-selected'],
    ['deep', { ...cache, category: 'config', level: 'deep' }, 'all', 'take'],
    ['deep', { ...cache, category: 'binary', level: 'deep' }, 'all', 'protected'],
    ['basic', { ...signIn, level: 'basic' }, 'some', 'not-selected'],
  ] as const)('%s, row %j, %s selected: %s', (level, location, selected, expected) => {
    expect(rule({ level }, { owner: 'shared', location: location, selected })).toBe(expected);
  });

  it('takes the sign-in of an account that was not found only when every account goes', () => {
    expect(rule({ level: 'system' }, { owner: 'unknown', location: signIn, selected: 'some' })).toBe(
      'not-selected',
    );
    expect(rule({ level: 'system' }, { owner: 'unknown', location: signIn, selected: 'all' })).toBe('take');
  });
});

describe('extras', () => {
  it('takes received files only with their tick, and never a database among them', () => {
    const place = { location: received, folderBits: protection.received };
    expect(rule({ level: 'system' }, place)).toBe('not-included');
    expect(rule({ level: 'system', include: ['received'] }, place)).toBe('take');
    expect(rule({ include: ['received'] }, place, { nameBits: protection.program })).toBe('take');
    expect(rule({ include: ['received'] }, place, { nameBits: protection.database })).toBe('protected');
    expect(rule({ include: ['received'] }, { ...place, location: { ...cache, optIn: 'received' } })).toBe(
      'protected',
    );
    expect(rule({ include: ['media'] }, { ...place, location: { ...cache, optIn: 'media' } })).toBe(
      'protected',
    );
  });

  it('takes a backup only with its own tick, also deep inside the account', () => {
    const backup: Location = { ...cache, category: 'backup', level: 'deep', optIn: 'phone-backups' };
    for (const owner of ['folder', 'shared'] as const) {
      expect(rule({ level: 'deep' }, { location: backup, owner })).toBe('not-included');
      expect(rule({ level: 'deep', include: ['phone-backups'] }, { location: backup, owner })).toBe('take');
    }
    expect(rule({ level: 'deep' }, { location: null, folderBits: protection.backup })).toBe('not-included');
  });
});

describe('extras at level deep', () => {
  const media: Location = { ...cache, category: 'media', optIn: 'media' };

  it.each([
    ['an account’s key names it', 'deep', 'key', media, 'take'],
    ['the account’s key names it, at level system', 'system', 'key', media, 'not-included'],
    ['all accounts share it', 'deep', 'shared', media, 'not-included'],
    ['it waits for the tick of backups', 'deep', 'key', { ...media, optIn: 'phone-backups' }, 'not-included'],
    ['it is a backup without an own tick', 'deep', 'key', { ...cache, category: 'backup' }, 'not-included'],
  ] as const)('media without its tick, when %s', (_what, level, owner, location, expected) => {
    expect(rule({ level }, { owner, location })).toBe(expected);
  });
});

describe('the category of what is measured', () => {
  it.each([
    [protection.none, 'other'],
    [protection.program, 'binary'],
    [protection.personal, 'media'],
    [protection.personal | protection.program, 'media'],
    [protection.received | protection.personal, 'received'],
    [protection.database | protection.received, 'database'],
    [protection.backup | protection.database, 'backup'],
  ] as const)('with the protection %i and no row is %s', (bits, category) => {
    expect(categoryOf(null, bits)).toBe(category);
    expect(categoryOf(signIn, bits)).toBe('credentials');
  });
});

describe('protection', () => {
  const bits = Object.values(protection).filter((bit) => bit !== 0);

  it('stands at levels basic and system whatever row and ticks say, but for exact names of overriding rows', () => {
    const location = fc.record({
      ...Object.fromEntries(Object.entries(cache).map(([key, value]) => [key, fc.constant(value)])),
      category: fc.constantFrom(...categories.filter((category) => category !== 'received')),
      level: fc.constantFrom(...levels),
      overridesProtection: fc.constantFrom(true, undefined),
    }) as unknown as fc.Arbitrary<Location>;
    fc.assert(
      fc.property(
        location,
        fc.constantFrom<Owner>('folder', 'key', 'shared', 'unknown'),
        fc.constantFrom('basic' as const, 'system' as const),
        fc.constantFrom(...bits),
        fc.boolean(),
        fc.boolean(),
        (row, owner, level, bit, byFolder, exact) => {
          fc.pre(!(row.overridesProtection === true && exact));
          const place = { location: row, owner, folderBits: byFolder ? bit : 0 };
          const said = rule({ level, include: [...extras] }, place, { nameBits: byFolder ? 0 : bit, exact });
          expect(said).not.toBe('take');
        },
      ),
    );
  });

  it('stands at level deep in shared backup folders, but for the row of the backup itself', () => {
    const deepCache: Location = { ...cache, level: 'deep' };
    const shared = { owner: 'shared', folderBits: protection.backup } as const;
    const ticked: Partial<Selection> = { level: 'deep', include: ['phone-backups'] };
    expect(rule(ticked, { ...shared, location: deepCache })).toBe('protected');
    const backup: Location = { ...deepCache, category: 'backup' };
    expect(rule(ticked, { ...shared, location: backup })).toBe('take');
    expect(rule({ level: 'deep' }, { owner: 'shared', location: deepCache, folderBits: 1 })).toBe('take');
  });

  it('yields to the exact name of a row that says so', () => {
    const row: Location = { ...signIn, overridesProtection: true };
    const facts = { nameBits: protection.database };
    expect(rule({ level: 'system' }, { location: row }, { ...facts, exact: true })).toBe('take');
    expect(rule({ level: 'system' }, { location: row }, { ...facts, exact: false })).toBe('protected');
  });

  it('never gives up program files outside an account, and gives up databases of the deep account', () => {
    const deepCache: Location = { ...cache, level: 'deep' };
    const exe = { nameBits: protection.program };
    expect(rule({ level: 'deep' }, { owner: 'shared', location: deepCache }, exe)).toBe('protected');
    expect(rule({ level: 'deep' }, { owner: 'folder', location: null }, exe)).toBe('take');
    expect(rule({ level: 'deep' }, { location: null }, { nameBits: protection.database })).toBe('take');
  });
});

describe('single files', () => {
  it('compares the file’s own age, and ages no sign-in', () => {
    const young = { mtimeMs: now - day };
    expect(rule({ olderThanMs: 30 * day }, {}, young)).toBe('too-new');
    expect(rule({ olderThanMs: 30 * day }, {}, { mtimeMs: now - 30 * day })).toBe('take');
    expect(rule({ olderThanMs: 30 * day, level: 'deep' }, { location: null }, young)).toBe('too-new');
    expect(rule({ olderThanMs: 30 * day, level: 'system' }, { location: signIn }, young)).toBe('take');
  });

  it('have any age without a filter, even a time in the future', () => {
    expect(rule({}, {}, { mtimeMs: now + day })).toBe('take');
  });

  it('keeps links, mount points, special files and names that cannot be written back', () => {
    expect(rule({ level: 'system' }, {}, { kind: 'link' })).toBe('link');
    expect(rule({ level: 'deep' }, {}, { kind: 'link' })).toBe('take');
    expect(rule({ level: 'deep' }, { owner: 'shared' }, { kind: 'link' })).toBe('link');
    expect(rule({ level: 'system' }, { location: signIn }, { kind: 'link' })).toBe('take');
    expect(rule({ level: 'deep' }, {}, { kind: 'mount' })).toBe('mount');
    expect(rule({ level: 'deep' }, {}, { kind: 'special' })).toBe('special-file');
    expect(rule({ level: 'deep' }, {}, { representable: false })).toBe('name-not-representable');
    expect(rule({}, {}, { keptByPattern: true })).toBe('kept-by-pattern');
  });
});

describe('folders that may go once they are empty', () => {
  const folder = {
    isOwnFolder: false,
    isAccountFolder: false,
    isNamedAfterSelected: false,
    keptByPattern: false,
  };
  const may = (level: Selection['level'], place: Partial<Place>, facts: Partial<typeof folder>): boolean =>
    mayRemoveFolder(
      criteriaOf(
        { level, accounts: 'all', include: [], olderThanMs: null, keep: [], sinceSession: false },
        now,
      ),
      {
        layout: 'recognised',
        support: 'clean',
        owner: 'folder',
        location: cache,
        selected: 'all',
        folderBits: 0,
        ...place,
      },
      { ...folder, ...facts },
    );

  it('are those below a row’s own folder, and at deep the account’s too', () => {
    expect(may('basic', {}, {})).toBe(true);
    expect(may('basic', {}, { isOwnFolder: true })).toBe(false);
    expect(may('system', { location: null }, { isAccountFolder: true })).toBe(false);
    expect(may('deep', { location: null }, { isAccountFolder: true })).toBe(true);
  });

  it('are never protected, kept, another account’s or unrecognised', () => {
    expect(may('system', { folderBits: protection.personal }, {})).toBe(false);
    expect(may('deep', {}, { keptByPattern: true })).toBe(false);
    expect(may('deep', { owner: 'other' }, { isNamedAfterSelected: true })).toBe(false);
    expect(may('deep', { layout: 'unknown' }, { isNamedAfterSelected: true })).toBe(false);
    expect(may('deep', { support: 'detect-only' }, { isNamedAfterSelected: true })).toBe(false);
    expect(may('deep', { owner: 'key' }, { isOwnFolder: true })).toBe(false);
  });

  it('are those of a cache only, where only the basic level is supported', () => {
    const place = { support: 'basic-only' } as const;
    expect(may('deep', place, {})).toBe(true);
    expect(may('deep', { ...place, location: null }, { isAccountFolder: true })).toBe(false);
    expect(may('deep', { ...place, location: null }, { isNamedAfterSelected: true })).toBe(false);
    expect(may('deep', { ...place, location: { ...cache, category: 'database' } }, {})).toBe(false);
  });

  it('include a folder that would still name the person', () => {
    const place = { owner: 'shared', location: null } as const;
    expect(may('system', place, { isNamedAfterSelected: true })).toBe(true);
    expect(may('basic', place, { isNamedAfterSelected: true })).toBe(false);
    expect(may('system', place, {})).toBe(false);
  });
});
