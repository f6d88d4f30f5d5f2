import { readFile } from 'node:fs/promises';
import { diskName } from '../../engine/fs/disk-names.ts';
import { errorCode, throwFileLimit } from '../../engine/fs/errors.ts';
import type { MountList, Mounts } from '../ports.ts';

interface Mount {
  readonly point: string;
  /** device number, and the shown path on that file system */
  readonly device: string;
  readonly shows: string;
}

/** Decodes the octal escapes (blank, tab, newline, backslash) of a mountinfo field. */
function plain(field: string): string {
  const text = field.replaceAll(/\\([0-7]{3})/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 8)),
  );
  return diskName(Buffer.from(text, 'latin1'));
}

function mountsOf(table: Buffer): readonly Mount[] {
  return table
    .toString('latin1')
    .split('\n')
    .flatMap((line) => {
      const [, , device = '', shows, point] = line.split(' ');
      return shows === undefined || point === undefined
        ? []
        : [{ device, shows: plain(shows), point: plain(point) }];
    });
}

/** Mount points in the text of mountinfo. */
export function mountPoints(table: Buffer): readonly string[] {
  return mountsOf(table).map(({ point }) => point);
}

/** Where a folder lies on its file system. Of two mounts on one point the later hides the earlier. */
function placeOnDisk(table: Buffer, realPath: string): string | null {
  let nearest: Mount | null = null;
  for (const mount of mountsOf(table)) {
    const isOver = mount.point === '/' || realPath === mount.point || realPath.startsWith(`${mount.point}/`);
    if (isOver && mount.point.length >= (nearest?.point.length ?? 0)) nearest = mount;
  }
  if (nearest === null) return null;
  const rest = nearest.point === '/' ? realPath : realPath.slice(nearest.point.length);
  return `/${nearest.device}/${nearest.shows}/${rest}`;
}

/** Mounts of this process from mountinfo. An empty table counts as could-not-tell. */
export function linuxMounts(table = '/proc/self/mountinfo'): Mounts {
  return {
    async below(realPath): Promise<MountList> {
      let points: readonly string[];
      try {
        points = mountPoints(await readFile(table));
      } catch (error) {
        throwFileLimit(error);
        const code = errorCode(error);
        return { kind: 'could-not-tell', reason: `${table}: ${code}` };
      }
      if (points.length === 0) return { kind: 'could-not-tell', reason: `${table}: empty` };
      const prefix = realPath.endsWith('/') ? realPath : `${realPath}/`;
      return { kind: 'known', paths: [...new Set(points.filter((point) => point.startsWith(prefix)))] };
    },
    async onDisk(realPath) {
      try {
        return placeOnDisk(await readFile(table), realPath);
      } catch (error) {
        throwFileLimit(error);
        return null;
      }
    },
  };
}
