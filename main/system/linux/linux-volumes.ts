import { readdirSync, readFileSync } from 'node:fs';
import { isAtOrBelow } from '../../../app/cleanup/containment.ts';
import { nothingKnown } from '../portable/unknown-volumes.ts';
import type { VolumeAnswer, VolumeFacts, Volumes } from '../ports.ts';

/** The kernel's files, injected so that recordings of other machines can be read. */
export interface KernelFiles {
  read(path: string): string | null;
  list(path: string): readonly string[] | null;
}

export interface LinuxMount {
  readonly device: string;
  readonly point: string;
  readonly fileSystem: string;
  readonly source: string;
  readonly options: readonly string[];
}

const kernelFiles: KernelFiles = {
  read(path) {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      return null;
    }
  },
  list(path) {
    try {
      return readdirSync(path);
    } catch {
      return null;
    }
  },
};

const copyOnWrite = new Set(['btrfs', 'zfs', 'bcachefs', 'nilfs2', 'f2fs', 'overlay', 'fuse.fuse-overlayfs']);
const inPlace = new Set([
  'ext2',
  'ext3',
  'ext4',
  'vfat',
  'exfat',
  'ntfs',
  'ntfs3',
  'fuseblk',
  'jfs',
  'hfsplus',
]);
const network =
  /^(nfs4?|cifs|smb3?|smbfs|9p|afs|ceph|glusterfs|ncpfs|fuse\.(sshfs|rclone|s3fs|davfs.*|gvfsd-fuse|glusterfs))$/;

function unescaped(text: string): string {
  const plain = text.replaceAll(/\\([0-7]{3})/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 8)),
  );
  return Buffer.from(plain, 'latin1').toString('utf8');
}

/** Lines of mountinfo (proc(5)): id parent device root point options [optional…] - type source super-options. */
export function mountsIn(table: string): readonly LinuxMount[] {
  return table.split('\n').flatMap((line) => {
    const fields = line.split(' ');
    const dash = fields.indexOf('-', 6);
    const [, , device, , point, options] = fields;
    const [fileSystem, source, superOptions] = dash < 0 ? [] : fields.slice(dash + 1);
    if (device === undefined || point === undefined || fileSystem === undefined) return [];
    const all = [...(options ?? '').split(','), ...(superOptions ?? '').split(',')];
    return [{ device, point: unescaped(point), fileSystem, source: source ?? '', options: all }];
  });
}

/** The mount of a path: the deepest, and of several on one point the last. */
function mountOf(path: string, mounts: readonly LinuxMount[]): LinuxMount | null {
  return mounts
    .filter((mount) => isAtOrBelow(mount.point, path, 'posix'))
    .reduce<LinuxMount | null>(
      (best, mount) => (mount.point.length >= (best?.point.length ?? 0) ? mount : best),
      null,
    );
}

interface Medium {
  readonly medium: VolumeFacts['medium'];
  readonly encrypted: VolumeAnswer;
}

const unknownMedium: Medium = { medium: 'could-not-tell', encrypted: 'could-not-tell' };

function worst(found: readonly Medium[]): Medium {
  if (found.length === 0) return unknownMedium;
  const media = new Set(found.map(({ medium }) => medium));
  const answers = new Set(found.map(({ encrypted }) => encrypted));
  const medium = media.size === 1 ? found[0]?.medium : media.has('solid-state') ? 'solid-state' : null;
  const encrypted = answers.size === 1 ? found[0]?.encrypted : null;
  return { medium: medium ?? 'could-not-tell', encrypted: encrypted ?? 'could-not-tell' };
}

/** Follows a block device to its disks through device-mapper layers, one of which may be encrypted. */
function mediumOf(folder: string, files: KernelFiles, depth = 0): Medium {
  if (depth > 8) return unknownMedium;
  const isPartition = files.read(`${folder}/partition`) !== null;
  const isCrypt = files.read(`${folder}/dm/uuid`)?.startsWith('CRYPT-') === true;
  const slaves = files.list(`${folder}/slaves`) ?? [];
  if (slaves.length > 0) {
    const below = worst(slaves.map((name) => mediumOf(`${folder}/slaves/${name}`, files, depth + 1)));
    return isCrypt ? { ...below, encrypted: 'yes' } : below;
  }
  // sysfs paths are links; the folder above a partition is its disk, whatever the link's name
  const rotational = files.read(`${folder}${isPartition ? '/..' : ''}/queue/rotational`)?.trim();
  const medium = rotational === '0' ? 'solid-state' : rotational === '1' ? 'magnetic' : 'could-not-tell';
  return { medium, encrypted: isCrypt ? 'yes' : medium === 'could-not-tell' ? 'could-not-tell' : 'no' };
}

/** Btrfs mounts have a synthetic device number; the source names the device, as in /sys/class/block. */
function deviceFolder(mount: LinuxMount, files: KernelFiles): string | null {
  const byNumber = `/sys/dev/block/${mount.device}`;
  if (files.list(byNumber) !== null) return byNumber;
  const mapped = files.list('/sys/class/block')?.find((name) => {
    const folder = `/sys/class/block/${name}`;
    const mapper = files.read(`${folder}/dm/name`)?.trim();
    return (
      mount.source === `/dev/${name}` || (mapper !== undefined && mount.source === `/dev/mapper/${mapper}`)
    );
  });
  return mapped === undefined ? null : `/sys/class/block/${mapped}`;
}

function copies(fileSystem: string): VolumeAnswer {
  if (copyOnWrite.has(fileSystem)) return 'yes';
  return inPlace.has(fileSystem) ? 'no' : 'could-not-tell';
}

function factsAbout(mount: LinuxMount, files: KernelFiles): VolumeFacts {
  const isNetwork = network.test(mount.fileSystem);
  const folder = isNetwork ? null : deviceFolder(mount, files);
  const { medium, encrypted } = folder === null ? unknownMedium : mediumOf(folder, files);
  const isLocal = folder !== null || ['tmpfs', 'zfs', 'overlay'].includes(mount.fileSystem);
  return {
    fileSystem: mount.fileSystem,
    medium,
    copyOnWrite: copies(mount.fileSystem),
    encrypted: mount.fileSystem === 'ecryptfs' ? 'yes' : encrypted,
    network: isNetwork ? 'yes' : isLocal ? 'no' : 'could-not-tell',
    readOnly: mount.options.includes('ro') ? 'yes' : 'no',
  };
}

/** Volumes from the kernel's tables; runs no program and needs no rights. */
export function linuxVolumes(files: KernelFiles = kernelFiles): Volumes {
  return {
    factsOf(path) {
      const table = files.read('/proc/self/mountinfo');
      const mount = table === null ? null : mountOf(path, mountsIn(table));
      return Promise.resolve(mount === null ? nothingKnown : factsAbout(mount, files));
    },
  };
}
