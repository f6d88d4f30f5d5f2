import type { volumes as zh } from '../zh-CN/volumes.ts';
import type { Translation } from '../dictionary.ts';

export const volumes: Translation<typeof zh> = {
  notes: {
    'read-only': 'One of these disks is read-only. The files on it cannot be removed and stay as they are.',
    'erase-once':
      'Each file is overwritten once with random data, then renamed, emptied and deleted. This is slower than deleting and cannot be undone.',
    'erase-network':
      'Some of this lies on the network. Overwriting is only a request to the other computer: whether old content, snapshots or backups remain there cannot be seen from here.',
    'erase-copy-on-write':
      'This file system writes new content elsewhere, not over the old. After overwriting, old content may stay on the disk until its place is used again, and snapshots keep theirs.',
    'erase-solid-state':
      'This is a solid-state disk. The disk decides where it writes, so overwriting cannot promise that the old content is gone; ordinary recovery programs will hardly reach it.',
    'erase-encrypted':
      'This disk is encrypted. Without the password or key nobody can read what remains, except people who can unlock this computer.',
    'erase-could-not-tell':
      'The system did not say what kind of disk this is, so it cannot be promised that overwriting reaches the old content.',
    'erase-not-everything':
      'Links, files with another name, and sparse or cloud files are not overwritten but deleted, and each is named. Content in backups and temporary copies is not reached.',
    'delete-recoverable':
      'Files are deleted at once and do not go to the bin. Until their place on the disk is used again, recovery programs may still find them.',
    'trash-stays':
      'Files move to the bin. Their content is still on this computer, and whoever uses this system account can restore it. When you leave a shared computer, empty the bin too.',
    'trash-own-volume':
      'What the bin cannot take stays where it is and is not deleted instead. Sign-in credentials never go to the bin; they are deleted at once.',
    'quarantine-stays':
      'Files move to the quarantine on this computer and can be restored at any time. A restorable copy is a trace: when you leave a shared computer, empty the quarantine or choose to delete. Sign-in credentials never go there; they are deleted at once.',
    'quarantine-copies':
      'Some files are on another disk than the quarantine. They are copied and compared before the originals go, which takes longer and needs room.',
  },
};
