import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  databaseOf,
  guardFolder,
  isDatabaseFile,
  nameProtection,
  rootGuard,
  protection,
} from './protected.ts';

function bitsOf(folder: string): number {
  const names = folder.split('/');
  return names.reduce(
    (guard, name, i) => guardFolder(guard, name, names[i - 1] ?? '', names[i - 2] ?? ''),
    rootGuard,
  ).bits;
}

describe('protected folders', () => {
  it.each([
    ['acc/Msg', protection.database],
    ['acc/Msg/Multi', protection.database],
    ['acc/db_storage/message', protection.database],
    ['u/nt_qq/nt_db', protection.database],
    ['Backup', protection.backup],
    ['acc/BackupFiles/x/y', protection.backup],
    ['old_backup/2021', protection.backup],
    ['1234/FileRecv/MobileFile', protection.received],
    ['acc/FileStorage/File/2024-01', protection.received],
    ['acc/msg/file/2024-01', protection.received],
    ['acc/FileStorage/Fav', protection.personal],
    ['acc/business/favorite/data', protection.personal],
    ['acc/business/emoticon/persist', protection.personal],
    ['u/nt_data/Emoji/personal_emoji/1', protection.personal],
    ['acc/FileStorage/CustomEmotion', protection.personal],
  ])('%s', (folder, bits) => {
    expect(bitsOf(folder)).toBe(bits);
    expect(bitsOf(folder.toUpperCase())).toBe(bits);
  });

  it.each([
    'acc/cache/2024-01',
    'acc/FileStorage/Cache',
    'acc/business/emoticon/Temp',
    'file',
    'fav',
    'msgs',
  ])('leaves %s open', (folder) => {
    expect(bitsOf(folder)).toBe(0);
  });

  it('leaves the media folders of 4.x open and nothing else below msg', () => {
    expect(bitsOf('acc/msg/attach/0f/2024-01/Img')).toBe(0);
    expect(bitsOf('acc/msg/video/2024-01')).toBe(0);
    expect(bitsOf('acc/msg')).toBe(protection.database);
    expect(bitsOf('acc/msg/migrate')).toBe(protection.database);
    expect(bitsOf('acc/Msg/Multi/video')).toBe(protection.database);
  });

  it('never loses on the way down what a folder above protects, but for the media folders of 4.x', () => {
    const name = fc.constantFrom(
      'Msg',
      'db_storage',
      'Backup',
      'FileStorage',
      'File',
      'business',
      'favorite',
      'x',
    );
    fc.assert(
      fc.property(fc.array(name, { minLength: 2, maxLength: 7 }), (names) => {
        const above = bitsOf(names.slice(0, -1).join('/'));
        const lifted = names.at(-1) === 'File' && names.at(-2) === 'Msg' ? protection.database : 0;
        expect(bitsOf(names.join('/')) & above).toBe(above & (bitsOf(names.join('/')) | ~lifted));
      }),
    );
  });
});

describe('protected names', () => {
  it.each([
    'MSG0.db',
    'MSG0.db-wal',
    'x.DB-SHM',
    'a-wal',
    'a-shm',
    'a-journal',
    'p.sqlite3',
    'p.sqlite-journal',
    'k.material',
    'M.db.bak',
  ])('%s is a database or belongs to one', (name) => {
    expect(nameProtection(name)).toBe(protection.database);
  });

  it.each(['a.exe', 'A.DLL', 'addon.node'])('%s is a program file', (name) => {
    expect(nameProtection(name)).toBe(protection.program);
  });

  it.each([
    ...['a.dat', 'debug.log', 'x.dbx', 'wal', 'exe'],
    ...['a-wal.txt', 'k.material.txt', 'a.exe.txt', 'a.node.json'],
  ])('%s is neither', (name) => {
    expect(nameProtection(name)).toBe(0);
  });

  it.each(['a-walk.jpg', 'b-shm2', 'c-journals.txt', 'd.materials.png', 'setup.exe.png', 'x.nodes'])(
    'a name that only contains such an ending is not protected: %s',
    (name) => expect(nameProtection(name)).toBe(0),
  );

  it('knows the database of a journal, and counts databases without their journals', () => {
    for (const name of ['a.db-wal', 'a.db-shm', 'a.DB-JOURNAL'])
      expect(databaseOf(name).toLowerCase()).toBe('a.db');
    for (const name of ['a.db', 'a-wal.db']) expect(databaseOf(name)).toBe(name);
    const names = ['a.db', 'a.db-wal', 'a.sqlite', 'a.sqlite3', 'a.sqlitex', 'a.material'];
    expect(names.filter(isDatabaseFile)).toEqual(['a.db', 'a.sqlite', 'a.sqlite3']);
  });
});
