/*
 * The whole policy of the watch.
 *
 * 1. chokidar watches a few folders: roots, accounts, the folders that categories name, this month's folders, sign-in
 *    files and databases. A change in one of them lists that folder again.
 * 2. Every other folder is compared by one `stat` in a sweep, and listed again only when its time or number changed.
 *    A sweep runs every five minutes, and soon after a signal.
 * 3. On Linux the signal is the volume's count of used inodes; on Windows and macOS the system's recursive watch.
 * 4. A sweep rests in proportion to its cost, so that a busy disk cannot keep a core busy.
 *
 * Sums come from listings, never from adding up events. A listing that found other sums is repeated by the next sweep,
 * because a file that still grows in place changes no folder's time.
 */

/** Milliseconds between polls of inode counts and root folders: a few cheap system calls, and half the promise of 10 s is spare. */
export const pollMs = 1_000;

/** Milliseconds between an event and its handling, so that one saved file is one report. */
export const settleMs = 200;

/** Milliseconds between two reports of watched folders: a report within a second, and at most two for the screen to draw. */
export const reportGapMs = 500;

/** Milliseconds between two sweeps: the promise for a change that gives no signal. Also the longest wait before a restart. */
export const sweepEveryMs = 300_000;

/** Milliseconds between listings of watched folders for which the system offers no watch. */
export const pollWatchedMs = 10_000;

/** Milliseconds between two discoveries or two sign-in checks: each reads configuration files of all messengers. */
export const checkGapMs = 2_000;

/** Milliseconds after which roots, accounts and the growth notice are checked again without a signal. */
export const checkEveryMs = 120_000;

/** Milliseconds of a sweep or listing before the thread handles other events. */
export const sliceMs = 15;

/** Share of one core that comparing may take on a disk that is never quiet: not noticed, and a burst waits 8 s at most. */
export const maxShare = 1 / 20;

/** Folders that chokidar watches. Each takes one of the system's watches, of which small systems have 8,192. */
export const maxWatchedFolders = 400;

/** Files by which an inode count must change to be a signal: lock files of other programs change it by one or two. */
export const minSignalFiles = 8;
