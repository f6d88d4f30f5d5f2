import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const stamp = join('out', '.built');
const sources = ['app', 'main', 'renderer', 'assets', 'package.json', 'package-lock.json'];

function newestIn(path) {
  const info = statSync(path);
  if (!info.isDirectory()) return info.mtimeMs;
  return Math.max(info.mtimeMs, ...readdirSync(path).map((name) => newestIn(join(path, name))));
}

/** True when something that goes into out/ is newer than the last whole build. */
export function isStale(root) {
  const built = join(root, stamp);
  if (!existsSync(built)) return true;
  const configs = readdirSync(root).filter((name) => /^vite.*\.config\.ts$/.test(name));
  const paths = [...sources, ...configs].map((name) => join(root, name)).filter((path) => existsSync(path));
  return Math.max(...paths.map(newestIn)) > statSync(built).mtimeMs;
}

/** Remembers that everything in out/ is of now. */
export function markBuilt(root) {
  writeFileSync(join(root, stamp), '');
}
