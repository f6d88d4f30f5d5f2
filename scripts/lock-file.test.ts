import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

interface LockedPackage {
  readonly version?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

interface LockFile {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

/** The optional dependencies that the lock file names and does not hold, as `package needs name`. */
function missingBindings({ packages }: LockFile): string[] {
  const held = new Set(Object.keys(packages).map((path) => path.split('node_modules/').at(-1)));
  return Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !held.has(name))
      .map((name) => `${path} needs ${name}`),
  );
}

test('the lock file holds the optional bindings of every platform, so that npm ci accepts it', () => {
  const file = join(import.meta.dirname, '..', 'package-lock.json');
  const lock = JSON.parse(readFileSync(file, 'utf8')) as LockFile;
  expect(missingBindings(lock)).toEqual([]);
});

test('a lock file without the binding of one platform is found incomplete', () => {
  const packages = {
    'node_modules/parser': {
      version: '1.0.0',
      optionalDependencies: { '@parser/linux': '1.0.0', '@parser/mac': '1.0.0' },
    },
    'node_modules/@parser/linux': { version: '1.0.0' },
  };
  expect(missingBindings({ packages })).toEqual(['node_modules/parser needs @parser/mac']);
});
