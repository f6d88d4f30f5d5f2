import { execFileSync } from 'node:child_process';

/** Why no small disk of a test's own can be mounted at this empty folder; null when it can. */
export function whyNoSmallDisk(folder: string): string | null {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], { stdio: 'pipe' });
    execFileSync('umount', [folder], { stdio: 'pipe' });
    return null;
  } catch (error) {
    return `a full disk cannot be tested here: ${String(error)}`;
  }
}
