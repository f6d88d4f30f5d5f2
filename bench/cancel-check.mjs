import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { timed } from './removal-homes.mjs';

const bin = join('.local', 'share', 'Trash');

/** All files and links of a home outside its trash, with their identity. */
export function filesOf(home) {
  const args = [home, '-path', join(home, bin), '-prune', '-o', '!', '-type', 'd'];
  const { stdout } = timed('find', [...args, '-printf', '%P\\t%y %i %s %T@\\0']);
  const lines = stdout.split('\0').slice(0, -1);
  return new Map(lines.map((line) => line.split('\t')));
}

function namesIn(folder) {
  return existsSync(folder) ? readdirSync(folder) : [];
}

function countBelow(folder) {
  if (!existsSync(folder)) return 0;
  return timed('find', [folder, '!', '-type', 'd', '-printf', 'x']).stdout.length;
}

function sumOf(lines, column) {
  return lines.reduce((sum, line) => sum + line[column], 0);
}

/** Planned = removed + kept + failed, and removed = sum of the ways, in files and bytes. */
function wrongSums({ planned, removed, kept, failed, ways }) {
  return ['files', 'bytes'].flatMap((column) => {
    const told = removed[column] + sumOf(kept, column) + sumOf(failed, column);
    const went = sumOf(ways, column);
    return [
      ...(told === planned[column] ? [] : [`${planned[column]} ${column} planned, ${told} told`]),
      ...(went === removed[column] ? [] : [`${removed[column]} ${column} removed, ${went} by a way`]),
    ];
  });
}

/** The number of missing files equals the report, all others are unchanged, and nothing is new. */
function wrongFiles(before, after, removed) {
  const gone = [...before.keys()].filter((path) => !after.has(path)).length;
  const touched = [...after].filter(([path, mark]) => before.get(path) !== mark).map(([path]) => path);
  return [
    ...(gone === removed.files ? [] : [`${removed.files} told as removed, ${gone} gone`]),
    ...(touched.length === 0 ? [] : [`${touched.length} new or touched, such as ${touched[0]}`]),
  ];
}

function filesThatWent(ways, way) {
  return ways.find((line) => line.way === way)?.files ?? 0;
}

function wrongBin(home, ways) {
  const files = namesIn(join(home, bin, 'files')).sort();
  const infos = namesIn(join(home, bin, 'info')).map((name) => name.replace(/\.trashinfo$/, ''));
  const held = countBelow(join(home, bin, 'files'));
  const told = filesThatWent(ways, 'trashed');
  return [
    ...(files.join('\0') === infos.sort().join('\0')
      ? []
      : ['the bin has files and info files that do not pair']),
    ...(held === told ? [] : [`${told} told as in the bin, ${held} there`]),
  ];
}

function wrongState(dataDir, ways) {
  const quarantine = join(dataDir, 'quarantine');
  const batches = namesIn(quarantine);
  const held = batches.reduce((sum, name) => sum + countBelow(join(quarantine, name, 'items')), 0);
  const told = filesThatWent(ways, 'quarantined');
  const named = ['*.part', '*.tmp', '*.lock'].flatMap((name) => ['-o', '-name', name]).slice(1);
  const search = [
    dataDir,
    '-path',
    join(quarantine, '*', 'items'),
    '-prune',
    '-o',
    '(',
    ...named,
    ')',
    '-print',
  ];
  const odd = timed('find', search).stdout;
  return [
    ...(odd === '' ? [] : [`left over: ${odd.trim().split('\n').join(', ')}`]),
    ...(held === told ? [] : [`${told} told as quarantined, ${held} there`]),
    ...(batches.length <= (told > 0 ? 1 : 0) ? [] : [`batches left: ${batches.join(', ')}`]),
  ];
}

/** Everything wrong after a cancelled run; empty if all is well. */
export function findWrong({ home, dataDir, before, run }) {
  const { report, isLocked, interrupted } = run;
  return [
    ...wrongSums(report),
    ...wrongFiles(before, filesOf(home), report.removed),
    ...wrongBin(home, report.ways),
    ...wrongState(dataDir, report.ways),
    ...(report.failed.length === 0 ? [] : [`failed: ${JSON.stringify(report.failed)}`]),
    ...(isLocked ? ['the lock was still there when the run had ended'] : []),
    ...(interrupted === 0 ? [] : ['the run counts as interrupted']),
  ];
}
