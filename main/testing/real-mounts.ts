import { linuxMounts } from '../system/linux/linux-mounts.ts';
import type { Mounts } from '../system/ports.ts';

/** The mounts of this very machine, for tests on Linux that mount something for real. */
export const realMounts: () => Mounts = linuxMounts;
