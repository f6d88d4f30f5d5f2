import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const stamp = '.built';
const sources = ['app', 'main', 'renderer', 'assets', 'package.json', 'package-lock.json'];

function filesBelow(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .filter((name) => !/\.test\.tsx?$/.test(name))
    .sort()
    .flatMap((name) => filesBelow(join(path, name)));
}

/** What a build of the program reads. */
export function programSources(root) {
  const configs = readdirSync(root).filter((name) => /^vite.*\.config\.ts$/.test(name));
  return [...sources, ...configs.sort()];
}

/** SHA-256 over the names and bytes of everything that a build reads. */
export function sourcesHash(root, named = programSources(root)) {
  const paths = named.filter((name) => existsSync(join(root, name)));
  const hash = createHash('sha256');
  for (const file of paths.flatMap((name) => filesBelow(join(root, name)))) {
    hash.update(`${file.slice(root.length)}\0`);
    hash.update(readFileSync(file));
  }
  return hash.digest('hex');
}

/** True when the sources differ from those that the build in `folder` was made of. */
export function isStale(root, folder = 'out', named = programSources(root)) {
  const file = join(root, folder, stamp);
  return !existsSync(file) || readFileSync(file, 'utf8') !== sourcesHash(root, named);
}

/** Records what the build in `folder`, an absolute path, was made of. */
export function markBuilt(folder, hash) {
  writeFileSync(join(folder, stamp), hash);
}
