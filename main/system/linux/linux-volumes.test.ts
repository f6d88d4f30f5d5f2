import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { linuxVolumes, mountsIn } from './linux-volumes.ts';
import type { KernelFiles } from './linux-volumes.ts';

const table = [
  '22 1 259:2 / / rw,relatime shared:1 - ext4 /dev/nvme0n1p2 rw',
  '23 22 253:0 / /home rw,relatime shared:2 - ext4 /dev/mapper/vg-home rw',
  '24 22 0:31 /@data /data rw,relatime - btrfs /dev/mapper/luks-1 rw,subvol=/@data',
  '25 22 8:17 / /media/my\\040disk ro,nosuid - ntfs3 /dev/sdb1 rw',
  '26 22 0:50 / /net rw - nfs4 server:/export rw',
  '27 22 0:51 / /ssh rw - fuse.sshfs me@there: rw',
  '28 22 0:52 / /odd rw - fuse.something x rw',
  '29 22 0:53 / /lay rw - overlay overlay rw',
  '30 22 8:32 / /hidden rw - ext4 /dev/sdc rw',
  '31 22 0:54 / /hidden rw - tmpfs tmpfs rw',
].join('\n');

/** Kernel files of a laptop with one SSD, an encrypted volume group and an old USB disk. */
const recorded: Readonly<Record<string, string>> = {
  '/proc/self/mountinfo': table,
  '/sys/dev/block/259:2/partition': '2\n',
  '/sys/dev/block/259:2/../queue/rotational': '0\n',
  '/sys/dev/block/253:0/dm/uuid': 'LVM-abc\n',
  '/sys/dev/block/253:0/slaves/dm-0/dm/uuid': 'CRYPT-LUKS2-xyz\n',
  '/sys/dev/block/253:0/slaves/dm-0/slaves/nvme0n1p3/partition': '3\n',
  '/sys/dev/block/253:0/slaves/dm-0/slaves/nvme0n1p3/../queue/rotational': '0\n',
  '/sys/dev/block/8:17/partition': '1\n',
  '/sys/dev/block/8:17/../queue/rotational': '1\n',
  '/sys/class/block/dm-1/dm/name': 'luks-1\n',
  '/sys/class/block/dm-1/dm/uuid': 'CRYPT-LUKS2-q\n',
  '/sys/class/block/dm-1/slaves/sda/queue/rotational': '1\n',
};

const laptop: KernelFiles = {
  read: (path) => recorded[path] ?? null,
  list(path) {
    const below = Object.keys(recorded).filter((file) => file.startsWith(`${path}/`));
    if (below.length === 0) return null;
    return [...new Set(below.map((file) => file.slice(path.length + 1).split('/')[0] ?? ''))];
  },
};

const of = (path: string) => linuxVolumes(laptop).factsOf(path);

test('a partition of a solid-state disk', async () => {
  expect(await of('/var/lib')).toEqual({
    fileSystem: 'ext4',
    medium: 'solid-state',
    copyOnWrite: 'no',
    encrypted: 'no',
    network: 'no',
    readOnly: 'no',
  });
});

test('a logical volume on an encrypted partition is encrypted', async () => {
  expect(await of('/home/me/docs')).toMatchObject({
    medium: 'solid-state',
    encrypted: 'yes',
    copyOnWrite: 'no',
  });
});

test('btrfs is found by its source, because its device number is synthetic', async () => {
  expect(await of('/data/a')).toMatchObject({
    fileSystem: 'btrfs',
    medium: 'magnetic',
    encrypted: 'yes',
    copyOnWrite: 'yes',
    network: 'no',
  });
});

test('a read-only mount on a magnetic disk, with a blank in its name', async () => {
  expect(await of('/media/my disk/x')).toMatchObject({ medium: 'magnetic', readOnly: 'yes' });
  expect(await of('/media/my disk2')).toMatchObject({ fileSystem: 'ext4', readOnly: 'no' });
});

test.each(['/net/a', '/ssh/a'])('%s is on the network, and its disks are could-not-tell', async (path) => {
  expect(await of(path)).toMatchObject({
    network: 'yes',
    medium: 'could-not-tell',
    encrypted: 'could-not-tell',
    copyOnWrite: 'could-not-tell',
  });
});

test('an unknown file system is could-not-tell in everything unreported', async () => {
  expect(await of('/odd/a')).toEqual({
    fileSystem: 'fuse.something',
    medium: 'could-not-tell',
    copyOnWrite: 'could-not-tell',
    encrypted: 'could-not-tell',
    network: 'could-not-tell',
    readOnly: 'no',
  });
});

test('an overlay copies on write', async () => {
  expect(await of('/lay/a')).toMatchObject({ copyOnWrite: 'yes', medium: 'could-not-tell' });
});

test('the last of two mounts on one point counts', async () => {
  expect(await of('/hidden/a')).toMatchObject({ fileSystem: 'tmpfs' });
});

test('everything is could-not-tell without the kernel’s table', async () => {
  const silent = linuxVolumes({ read: () => null, list: () => null });
  expect(await silent.factsOf('/home')).toMatchObject({ fileSystem: null, network: 'could-not-tell' });
});

test('this machine’s own table can be read', async () => {
  expect((await linuxVolumes().factsOf(tmpdir())).fileSystem).not.toBeNull();
  expect(mountsIn('no line of mountinfo')).toEqual([]);
});
