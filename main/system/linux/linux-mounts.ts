import { readFile } from 'node:fs/promises';
import { diskName } from '../../disk-names.ts';
import type { MountList, Mounts } from '../ports.ts';

/** Mount points in the text of mountinfo, with its octal escapes (blank, tab, newline, backslash) undone. */
export function mountPoints(table: Buffer): readonly string[] {
  const points: string[] = [];
  for (const line of table.toString('latin1').split('\n')) {
    const point = line.split(' ')[4];
    if (point === undefined) continue;
    const plain = point.replaceAll(/\\([0-7]{3})/g, (_, code: string) =>
      String.fromCharCode(Number.parseInt(code, 8)),
    );
    points.push(diskName(Buffer.from(plain, 'latin1')));
  }
  return points;
}

/** Mounts of this process as the kernel lists them. An empty table is no answer. */
export function linuxMounts(table = '/proc/self/mountinfo'): Mounts {
  return {
    async below(realPath): Promise<MountList> {
      let points: readonly string[];
      try {
        points = mountPoints(await readFile(table));
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
        return { kind: 'could-not-tell', reason: `${table}: ${code}` };
      }
      if (points.length === 0) return { kind: 'could-not-tell', reason: `${table}: empty` };
      const prefix = realPath.endsWith('/') ? realPath : `${realPath}/`;
      return { kind: 'known', paths: [...new Set(points.filter((point) => point.startsWith(prefix)))] };
    },
  };
}
