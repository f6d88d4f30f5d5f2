import { lstatSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A fixed seed, so that two runs change the same files. */
function random(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function walk(folder, folders, files) {
  folders.push(folder);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) walk(path, folders, files);
    else if (entry.isFile()) files.push(path);
  }
}

/** these would create accounts or roots, and so change other sums */
const makesAnAccount = /\.db|\.ini|config|all_users|login/i;

/**
 * Creates and deletes files anywhere below the roots, including deep and old folders; returns the expected sums.
 * `inTurn`: one created, one deleted, so that the volume's file count stays constant.
 */
export function burst(roots, { create, remove, seed, inTurn = false }) {
  const folders = [];
  const files = [];
  for (const root of roots) walk(root, folders, files);
  const ordinary = files.filter((path) => !makesAnAccount.test(path));
  const next = random(seed);
  let bytes = 0;
  const gone = new Set();
  while (gone.size < Math.min(remove, ordinary.length))
    gone.add(ordinary[Math.floor(next() * ordinary.length)]);
  const sizes = new Map([...gone].map((path) => [path, lstatSync(path).size]));
  const places = Array.from({ length: create }, () => folders[Math.floor(next() * folders.length)]);
  const removeOne = ([path, size]) => {
    rmSync(path);
    bytes -= size;
  };
  const left = [...sizes];
  const began = performance.now();
  for (const [index, folder] of places.entries()) {
    const content = 'x'.repeat(1 + (index % 700));
    bytes += content.length;
    // every fiftieth comes with its own folder
    const place = index % 50 === 0 && !inTurn ? join(folder, `burst-${seed}-${index}`) : folder;
    if (place !== folder) mkdirSync(place);
    writeFileSync(join(place, `burst-${seed}-${index}.dat`), content);
    if (inTurn && left.length > 0) removeOne(left.pop());
  }
  for (const one of left) removeOne(one);
  return { files: create - gone.size, bytes, tookMs: performance.now() - began };
}
